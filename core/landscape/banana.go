package landscape

// The banana.  f = 5(y − x²)² + ⅛(x² − 1)²
var banana = smooth(Surface{
	ID: "banana", Name: "Banana",
	Formula:  `5(y-x^2)^2+\tfrac18(x^2-1)^2`,
	Source:   "Lecture 9: averaging on non-convex level sets",
	Help:     "A bent valley with a minimum at each end: the average of a run that wanders along it lies outside the valley.",
	Box:      [4]float64{-1.6, 1.6, -0.6, 2.2},
	Start:    [2]float64{1, 1},
	Coercive: true,
	Critical: []Critical{{X: -1, Y: 1, Kind: Minimum}, {X: 1, Y: 1, Kind: Minimum}, {X: 0, Y: 0, Kind: Saddle}},
}, func(x, y Jet) Jet {
	x2 := x.Square()
	return y.Sub(x2).Square().Times(5).Add(x2.Plus(-1).Square().Times(.125))
})
