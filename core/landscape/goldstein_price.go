package landscape

// Goldstein and Price's function, a product of two polynomials of degree four.
var goldsteinPrice = smooth(Surface{
	ID: "goldstein-price", Name: "Goldstein–Price",
	Formula: `\left[1+(x+y+1)^2(19-14x+3x^2-14y+6xy+3y^2)\right]` +
		`\left[30+(2x-3y)^2(18-32x+12x^2+48y-36xy+27y^2)\right]`,
	Source:    "Goldstein & Price 1971, Mathematics of Computation 25",
	Help:      "Values from 3 to a million on a small square: four minima, four saddles and a maximum, seen only on a logarithmic scale.",
	Box:       [4]float64{-2, 2, -2, 2},
	Start:     [2]float64{1, 0.55},
	LogHeight: true,
	Coercive:  true,
	Critical: []Critical{
		{X: 0, Y: -1, Kind: Minimum}, {X: -.6, Y: -.4, Kind: Minimum}, {X: 1.8, Y: .2, Kind: Minimum}, {X: 1.2, Y: .8, Kind: Minimum},
		{X: -.4, Y: -.6, Kind: Saddle}, {X: 1.2, Y: -.2, Kind: Saddle}, {X: 1.4, Y: .6, Kind: Saddle}, {X: .6, Y: .4, Kind: Saddle},
		{X: .8, Y: .2, Kind: Maximum},
	},
}, func(x, y Jet) Jet {
	xy, x2, y2 := x.Mul(y), x.Square(), y.Square()
	p := x.Times(-14).Add(x2.Times(3)).Add(y.Times(-14)).Add(xy.Times(6)).Add(y2.Times(3)).Plus(19)
	q := x.Times(-32).Add(x2.Times(12)).Add(y.Times(48)).Add(xy.Times(-36)).Add(y2.Times(27)).Plus(18)
	return x.Add(y).Plus(1).Square().Mul(p).Plus(1).Mul(x.Times(2).Sub(y.Times(3)).Square().Mul(q).Plus(30))
})
