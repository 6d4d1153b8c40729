package landscape

// The double well.  f = ¼(x² − 1)² + ½y²
var doubleWell = smooth(Surface{
	ID: "double-well", Name: "Double well",
	Formula:  `\tfrac14(x^2-1)^2+\tfrac12y^2`,
	Source:   "Kramers 1940, Physica 7",
	Help:     "Two equal minima and a strict saddle between them: who starts left ends left, unless noise carries it over.",
	Box:      [4]float64{-1.6, 1.6, -1.2, 1.2},
	Start:    [2]float64{0.02, 1},
	Coercive: true,
	Critical: []Critical{{X: -1, Y: 0, Kind: Minimum}, {X: 1, Y: 0, Kind: Minimum}, {X: 0, Y: 0, Kind: Saddle}},
}, func(x, y Jet) Jet { return x.Square().Plus(-1).Square().Times(.25).Add(y.Square().Times(.5)) })

// The smooth double well, whose gradient is Lipschitz everywhere.  f = √(1 + (x² − 1)²) − 1 + ½y²
var smoothWell = smooth(Surface{
	ID: "smooth-well", Name: "Smooth double well",
	Formula:  `\sqrt{1+(x^2-1)^2}-1+\tfrac12y^2`,
	Source:   "Lecture 9: a function that meets every assumption; curvature at most 5.23",
	Help:     "As the double well, but no steeper than a line far out: its gradient is Lipschitz, so one step size is safe everywhere.",
	Box:      [4]float64{-2.5, 2.5, -2, 2},
	Start:    [2]float64{0.02, 1.6},
	Coercive: true,
	Critical: []Critical{{X: -1, Y: 0, Kind: Minimum}, {X: 1, Y: 0, Kind: Minimum}, {X: 0, Y: 0, Kind: Saddle}},
}, func(x, y Jet) Jet {
	return x.Square().Plus(-1).Square().Plus(1).Sqrt().Plus(-1).Add(y.Square().Times(.5))
})
