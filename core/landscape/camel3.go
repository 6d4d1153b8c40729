package landscape

// The three-hump camel.  f = 2x² − 1.05x⁴ + x⁶/6 + xy + y²
var camel3 = smooth(Surface{
	ID: "camel3", Name: "Three-hump camel",
	Formula:  `2x^2-1.05x^4+\tfrac16x^6+xy+y^2`,
	Source:   "Branin 1972, IBM Journal of Research and Development 16",
	Help:     "The lowest minimum is in the middle; two others, with a saddle before each, catch what starts beyond them.",
	Box:      [4]float64{-2.4, 2.4, -2, 2},
	Start:    [2]float64{2.2, 0.5},
	Coercive: true,
	Critical: mirrored(
		Critical{X: 0, Y: 0, Kind: Minimum},
		Critical{X: 1.74755235, Y: -0.87377617, Kind: Minimum},
		Critical{X: 1.07054229, Y: -0.53527115, Kind: Saddle},
	),
}, func(x, y Jet) Jet {
	x2 := x.Square()
	return x2.Times(2).Sub(x2.Square().Times(1.05)).Add(x2.Power(3).Times(1. / 6)).Add(x.Mul(y)).Add(y.Square())
})
