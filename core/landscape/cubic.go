package landscape

// A saddle that attracts.  f = x² − y³
var cubic = smooth(Surface{
	ID: "cubic", Name: "Cubic fold",
	Formula:  `x^2-y^3`,
	Source:   "Lecture 9: a saddle that is not strict",
	Help:     "At 0 one eigenvalue is 0: from below gradient descent ends there, on no minimum, from a whole half of the plane.",
	Box:      [4]float64{-1, 1, -1, 1},
	Start:    [2]float64{0.7, -0.9},
	Critical: []Critical{{X: 0, Y: 0, Kind: Degenerate}},
}, func(x, y Jet) Jet { return x.Square().Sub(y.Power(3)) })

// Its mirror image, scaled.  f = ½x² + y³
var fold = smooth(Surface{
	ID: "fold", Name: "Fold",
	Formula:  `\tfrac12x^2+y^3`,
	Source:   "Panageas & Piliouras 2017, arXiv:1605.00405: why strictness is asked for",
	Help:     "Half of the plane flows into 0, which is no minimum; the other half falls without end.",
	Box:      [4]float64{-1, 1, -1, 1},
	Start:    [2]float64{0.7, 0.9},
	Critical: []Critical{{X: 0, Y: 0, Kind: Degenerate}},
}, func(x, y Jet) Jet { return x.Square().Times(.5).Add(y.Power(3)) })
