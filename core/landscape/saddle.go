package landscape

// The saddle.  f = x² − y²
var saddle = &Surface{
	ID: "saddle", Name: "Saddle",
	Formula:  `x^2-y^2`,
	Source:   "Lecture 9: the simplest strict saddle",
	Help:     "Gradient descent is exact here: x shrinks by 1 − 2η a step, y grows by 1 + 2η. There is no lower bound.",
	Box:      [4]float64{-1, 1, -1, 1},
	Start:    [2]float64{0.9, 1e-4},
	F:        func(x, y float64) float64 { return x*x - y*y },
	Grad:     func(x, y float64) (float64, float64) { return 2 * x, -2 * y },
	Hess:     func(x, y float64) (float64, float64, float64) { return 2, 0, -2 },
	Critical: []Critical{{X: 0, Y: 0, Kind: Saddle}},
}
