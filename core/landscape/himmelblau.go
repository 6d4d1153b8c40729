package landscape

// Himmelblau.  f = a² + b²,  a = x² + y − 11,  b = x + y² − 7
var himmelblau = &Surface{
	ID: "himmelblau", Name: "Himmelblau",
	Formula:   `(x^2+y-11)^2+(x+y^2-7)^2`,
	Source:    "Himmelblau 1972, Applied Nonlinear Programming",
	Help:      "Four minima of the same height, four saddles, one maximum: which minimum a start ends at depends on the method.",
	Box:       [4]float64{-5, 5, -5, 5},
	Start:     [2]float64{-0.2, -0.8},
	LogHeight: true,
	Coercive:  true,
	F: func(x, y float64) float64 {
		a, b := x*x+y-11, x+y*y-7
		return a*a + b*b
	},
	Grad: func(x, y float64) (float64, float64) {
		a, b := x*x+y-11, x+y*y-7
		return 4*x*a + 2*b, 2*a + 4*y*b
	},
	Hess: func(x, y float64) (float64, float64, float64) {
		return 12*x*x + 4*y - 42, 4 * (x + y), 4*x + 12*y*y - 26
	},
	Critical: []Critical{
		{X: 3, Y: 2, Kind: Minimum},
		{X: 3.58442834, Y: -1.84812653, Kind: Minimum},
		{X: -2.80511809, Y: 3.13131252, Kind: Minimum},
		{X: -3.77931025, Y: -3.28318599, Kind: Minimum},
		{X: 3.38515418, Y: 0.07385188, Kind: Saddle},
		{X: 0.08667750, Y: 2.88425470, Kind: Saddle},
		{X: -3.07302575, Y: -0.08135304, Kind: Saddle},
		{X: -0.12796135, Y: -1.95371498, Kind: Saddle},
		{X: -0.27084459, Y: -0.92303856, Kind: Maximum},
	},
}
