package landscape

// The six-hump camel.  f = (4 − 2.1x² + x⁴/3) x² + xy + (4y² − 4) y²
var camel6 = &Surface{
	ID: "camel6", Name: "Six-hump camel",
	Formula:  `\left(4-2.1x^2+\tfrac13x^4\right)x^2+xy+(4y^2-4)\,y^2`,
	Source:   "Dixon & Szegő 1978, Towards Global Optimisation 2",
	Help:     "Six minima of three heights, seven saddles, two maxima: 6 − 7 + 2 = 1, as Morse theory asks.",
	Box:      [4]float64{-2, 2, -1.1, 1.1},
	Start:    [2]float64{1.25, 0.12},
	Coercive: true,
	F: func(x, y float64) float64 {
		x2, y2 := x*x, y*y
		return (4-2.1*x2+x2*x2/3)*x2 + x*y + (4*y2-4)*y2
	},
	Grad: func(x, y float64) (float64, float64) {
		x2 := x * x
		return x*(8-8.4*x2+2*x2*x2) + y, x + y*(16*y*y-8)
	},
	Hess: func(x, y float64) (float64, float64, float64) {
		x2 := x * x
		return 8 - 25.2*x2 + 10*x2*x2, 1, 48*y*y - 8
	},
	Critical: mirrored(
		Critical{X: 0.08984201, Y: -0.71265640, Kind: Minimum},
		Critical{X: 1.70360671, Y: -0.79608357, Kind: Minimum},
		Critical{X: 1.60710475, Y: 0.56865145, Kind: Minimum},
		Critical{X: 0, Y: 0, Kind: Saddle},
		Critical{X: 1.10920534, Y: -0.76826809, Kind: Saddle},
		Critical{X: 1.63806798, Y: 0.22867407, Kind: Saddle},
		Critical{X: 1.29607027, Y: 0.60508439, Kind: Saddle},
		Critical{X: 1.23022988, Y: 0.16233458, Kind: Maximum},
	),
}

// mirrored adds each point's reflection in the origin: for f(−x, −y) = f(x, y).
func mirrored(points ...Critical) []Critical {
	var all []Critical
	for _, p := range points {
		all = append(all, p)
		if p.X != 0 || p.Y != 0 {
			all = append(all, Critical{X: -p.X, Y: -p.Y, Kind: p.Kind})
		}
	}
	return all
}
