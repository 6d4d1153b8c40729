package landscape

// A quadratic of condition 100, turned by 30 degrees.
//
//	f = ½(u² + 100v²),  u = (√3x + y)/2,  v = (√3y − x)/2
var illConditioned = smooth(Surface{
	ID: "ill-conditioned", Name: "Ill-conditioned quadratic",
	Formula:  `\tfrac12\left(u^2+100v^2\right),\quad u=\tfrac12(\sqrt3x+y),\;v=\tfrac12(\sqrt3y-x)`,
	Source:   "Lecture 9: condition number 100, axes at 30°",
	Help:     "A hundred times as steep across as along, and turned: dividing each coordinate by its own scale does not help here.",
	Box:      [4]float64{-2, 2, -2, 2},
	Start:    [2]float64{1.7, 1.2},
	Coercive: true,
	Critical: []Critical{{X: 0, Y: 0, Kind: Minimum}},
}, func(x, y Jet) Jet {
	const root3 = 1.7320508075688772
	u, v := x.Times(root3).Add(y).Times(.5), y.Times(root3).Sub(x).Times(.5)
	return u.Square().Add(v.Square().Times(100)).Times(.5)
})
