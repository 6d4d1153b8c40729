package landscape

// Beale's function.  f = (1.5 − x + xy)² + (2.25 − x + xy²)² + (2.625 − x + xy³)²
var beale = smooth(Surface{
	ID: "beale", Name: "Beale",
	Formula:   `(1.5-x+xy)^2+(2.25-x+xy^2)^2+(2.625-x+xy^3)^2`,
	Source:    "Beale 1958, On an iterative method for finding a local minimum",
	Help:      "Plateaus between steep walls: gradients range over many powers of ten, and two saddles stand by the way.",
	Box:       [4]float64{-4.5, 4.5, -4.5, 4.5},
	Start:     [2]float64{-3, 2},
	LogHeight: true,
	Critical: []Critical{
		{X: 3, Y: 0.5, Kind: Minimum},
		{X: 0, Y: 1, Kind: Saddle},
		{X: 0.10053794, Y: -2.64451359, Kind: Saddle},
	},
}, func(x, y Jet) Jet {
	f := Const(0)
	for k, c := range [3]float64{1.5, 2.25, 2.625} {
		f = f.Add(x.Mul(y.Power(k + 1).Plus(-1)).Plus(c).Square())
	}
	return f
})
