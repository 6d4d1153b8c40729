package landscape

// The monkey saddle.  f = x³ − 3xy² = r³ cos 3θ
var monkey = &Surface{
	ID: "monkey", Name: "Monkey saddle",
	Formula:  `x^3-3xy^2`,
	Source:   "Hilbert & Cohn-Vossen 1932, Anschauliche Geometrie, §29",
	Help:     "Room for two legs and a tail: the Hessian at 0 is 0, so second derivatives say nothing, and leaving takes time like 1/r.",
	Box:      [4]float64{-1, 1, -1, 1},
	Start:    [2]float64{0.9, 0.02},
	F:        func(x, y float64) float64 { return x*x*x - 3*x*y*y },
	Grad:     func(x, y float64) (float64, float64) { return 3*x*x - 3*y*y, -6 * x * y },
	Hess:     func(x, y float64) (float64, float64, float64) { return 6 * x, -6 * y, -6 * x },
	Critical: []Critical{{X: 0, Y: 0, Kind: Degenerate}},
}
