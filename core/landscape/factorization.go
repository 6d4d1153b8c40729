package landscape

// A scalar product to be learned.  f = ½(xy − 1)²
var scalarProduct = smooth(Surface{
	ID: "scalar-product", Name: "Scalar factorization",
	Formula:   `\tfrac12(xy-1)^2`,
	Source:    "Baldi & Hornik 1989; the smallest deep linear network",
	Help:      "The minima fill the hyperbola xy = 1, and are sharper the further out: gradient descent settles only where x² + y² < 2/η.",
	Box:       [4]float64{-3, 3, -3, 3},
	Start:     [2]float64{2.6, 0.1},
	Valley:    true,
	LogHeight: true,
	Critical:  []Critical{{X: 0, Y: 0, Kind: Saddle}},
}, func(x, y Jet) Jet { return x.Mul(y).Plus(-1).Square().Times(.5) })

// The same, balanced.  f = ½(xy − 1)² + ¼(x² − y²)²
var balancedProduct = smooth(Surface{
	ID: "balanced-product", Name: "Balanced factorization",
	Formula:  `\tfrac12(xy-1)^2+\tfrac14(x^2-y^2)^2`,
	Source:   "Ge, Jin, Zheng 2017, arXiv:1704.00708: the regularizer of asymmetric factorization",
	Help:     "The second term leaves two minima of the whole hyperbola, where both factors are equal.",
	Box:      [4]float64{-1.8, 1.8, -1.8, 1.8},
	Start:    [2]float64{-1.2, 1.25},
	Coercive: true,
	Critical: []Critical{{X: 1, Y: 1, Kind: Minimum}, {X: -1, Y: -1, Kind: Minimum}, {X: 0, Y: 0, Kind: Saddle}},
}, func(x, y Jet) Jet {
	return x.Mul(y).Plus(-1).Square().Times(.5).Add(x.Square().Sub(y.Square()).Square().Times(.25))
})

// A matrix by a vector's outer product.  f = ¼‖uuᵀ − diag(2, 1)‖², u = (x, y)
var rankOne = smooth(Surface{
	ID: "rank-one", Name: "Rank-one factorization",
	Formula:  `\tfrac14\lVert uu^\top-\operatorname{diag}(2,1)\rVert_F^2,\quad u=(x,y)`,
	Source:   "Bhojanapalli, Neyshabur, Srebro 2016, arXiv:1605.07221",
	Help:     "The critical points are the eigenvectors: the leading ones are the minima, all others strict saddles.",
	Box:      [4]float64{-2, 2, -1.7, 1.7},
	Start:    [2]float64{0.03, 1.5},
	Coercive: true,
	Critical: mirrored(
		Critical{X: 1.41421356, Y: 0, Kind: Minimum},
		Critical{X: 0, Y: 1, Kind: Saddle},
		Critical{X: 0, Y: 0, Kind: Maximum},
	),
}, func(x, y Jet) Jet {
	return x.Square().Plus(-2).Square().Add(y.Square().Plus(-1).Square()).Add(x.Mul(y).Square().Times(2)).Times(.25)
})
