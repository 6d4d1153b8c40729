package landscape

// A saddle without curvature.  f = x⁴ − y⁴
var quarticSaddle = smooth(Surface{
	ID: "quartic-saddle", Name: "Quartic saddle",
	Formula:  `x^4-y^4`,
	Source:   "Lecture 9: the second derivative decides nothing",
	Help:     "The Hessian at 0 is 0, though it is a saddle: near it everything is slow, and Newton's method blind.",
	Box:      [4]float64{-1, 1, -1, 1},
	Start:    [2]float64{0.9, 0.05},
	Critical: []Critical{{X: 0, Y: 0, Kind: Degenerate}},
}, func(x, y Jet) Jet { return x.Power(4).Sub(y.Power(4)) })
