package landscape

// Nesterov's function.  f = x²/2 + y⁴/4 − y²/2
var nesterov = &Surface{
	ID: "nesterov", Name: "Nesterov’s saddle",
	Formula:  `\tfrac12x^2+\tfrac14y^4-\tfrac12y^2`,
	Source:   "Nesterov 2004, Introductory Lectures on Convex Optimization, example 1.2.2",
	Help:     "Gradient descent from the line y = 0 never leaves it, and stops at the saddle between two minima.",
	Box:      [4]float64{-1.6, 1.6, -1.6, 1.6},
	Start:    [2]float64{1.3, 0},
	Coercive: true,
	F:        func(x, y float64) float64 { return .5*x*x + .25*y*y*y*y - .5*y*y },
	Grad:     func(x, y float64) (float64, float64) { return x, y*y*y - y },
	Hess:     func(x, y float64) (float64, float64, float64) { return 1, 0, 3*y*y - 1 },
	Critical: []Critical{{X: 0, Y: 0, Kind: Saddle}, {X: 0, Y: 1, Kind: Minimum}, {X: 0, Y: -1, Kind: Minimum}},
}
