package landscape

// Rosenbrock.  f = (1 − x)² + 100 (y − x²)²
var rosenbrock = &Surface{
	ID: "rosenbrock", Name: "Rosenbrock",
	Formula:   `(1-x)^2+100\,(y-x^2)^2`,
	Source:    "Rosenbrock 1960",
	Help:      "A bent valley 2508 times steeper across than along: nothing but ill-conditioning, and no saddle at all.",
	Box:       [4]float64{-2, 2, -1, 3},
	Start:     [2]float64{-1.2, 1},
	LogHeight: true,
	Coercive:  true,
	F: func(x, y float64) float64 {
		a, b := 1-x, y-x*x
		return a*a + 100*b*b
	},
	Grad: func(x, y float64) (float64, float64) {
		b := y - x*x
		return -2*(1-x) - 400*x*b, 200 * b
	},
	Hess: func(x, y float64) (float64, float64, float64) {
		return 2 - 400*(y-3*x*x), -400 * x, 200
	},
	Critical: []Critical{{X: 1, Y: 1, Kind: Minimum}},
}
