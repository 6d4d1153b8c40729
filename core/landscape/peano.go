package landscape

// A minimum along every straight line, and no minimum.  f = (y − x²)(y − 3x²)
var peano = smooth(Surface{
	ID: "peano", Name: "Peano’s surface",
	Formula:  `(y-x^2)(y-3x^2)`,
	Source:   "Genocchi & Peano 1884, Calcolo differenziale, nos. 133–136",
	Help:     "Along every straight line through 0 the function rises, yet between the two parabolas it is below 0: the Hessian does not tell, and neither do lines.",
	Box:      [4]float64{-.8, .8, -.5, 1.5},
	Start:    [2]float64{0.15, 0.6},
	Critical: []Critical{{X: 0, Y: 0, Kind: Degenerate}},
}, func(x, y Jet) Jet { return y.Sub(x.Square()).Mul(y.Sub(x.Square().Times(3))) })
