package landscape

// Styblinski and Tang's function.  f = ½(x⁴ − 16x² + 5x + y⁴ − 16y² + 5y)
var styblinskiTang = smooth(Surface{
	ID: "styblinski-tang", Name: "Styblinski–Tang",
	Formula:  `\tfrac12\left(x^4-16x^2+5x+y^4-16y^2+5y\right)`,
	Source:   "Styblinski & Tang 1990, Neural Networks 3",
	Help:     "The same function of x and of y, added: each way two wells, so four minima, four saddles, one maximum.",
	Box:      [4]float64{-4.5, 4.5, -4.5, 4.5},
	Start:    [2]float64{0.4, -0.2},
	Coercive: true,
	Critical: crossings([3]float64{-2.90353403, 0.15673126, 2.74680277}),
}, func(x, y Jet) Jet {
	one := func(a Jet) Jet { return a.Power(4).Sub(a.Square().Times(16)).Add(a.Times(5)).Times(.5) }
	return one(x).Add(one(y))
})

// crossings are the critical points of f(x) + f(y), f with a minimum, a maximum and a minimum at c.
func crossings(c [3]float64) []Critical {
	var all []Critical
	for i, x := range c {
		for j, y := range c {
			kind := Saddle
			if i%2 == j%2 {
				kind = [2]Kind{Minimum, Maximum}[i%2]
			}
			all = append(all, Critical{X: x, Y: y, Kind: kind})
		}
	}
	return all
}
