package landscape

// The ring.  f = ¼(x² + y² − 1)²
var ring = smooth(Surface{
	ID: "ring", Name: "Ring",
	Formula:  `\tfrac14(x^2+y^2-1)^2`,
	Source:   "Lecture 9: averaging on non-convex level sets",
	Help:     "All points of a circle are minima. Noise drives a run round it, and the average of the iterates is in the middle, on the maximum.",
	Box:      [4]float64{-1.5, 1.5, -1.5, 1.5},
	Start:    [2]float64{1, 0},
	Coercive: true,
	Valley:   true,
	Critical: []Critical{{X: 0, Y: 0, Kind: Maximum}},
}, func(x, y Jet) Jet { return x.Square().Add(y.Square()).Plus(-1).Square().Times(.25) })
