package landscape

// A bowl with two dips of different depth.  f = x² + y² − 2e^{−((x−1)²+y²)/0.2} − 3e^{−((x+1)²+y²)/0.2}
var twoWells = smooth(Surface{
	ID: "two-wells", Name: "Two wells",
	Formula:  `x^2+y^2-2e^{-((x-1)^2+y^2)/0.2}-3e^{-((x+1)^2+y^2)/0.2}`,
	Source:   "Dupont 2018, Interactive visualization of optimization algorithms",
	Help:     "One well is deeper than the other: which of the two a method ends in depends on the start, and on the method.",
	Box:      [4]float64{-1.8, 1.8, -1.5, 1.5},
	Start:    [2]float64{0.25, 1.2},
	Coercive: true,
	Critical: []Critical{{X: -0.93630063, Y: 0, Kind: Minimum}, {X: 0.90531790, Y: 0, Kind: Minimum}, {X: 0.06860244, Y: 0, Kind: Saddle}},
}, func(x, y Jet) Jet {
	dip := func(at, depth float64) Jet { return x.Plus(at).Square().Add(y.Square()).Times(-5).Exp().Times(-depth) }
	return x.Square().Add(y.Square()).Add(dip(-1, 2)).Add(dip(1, 3))
})
