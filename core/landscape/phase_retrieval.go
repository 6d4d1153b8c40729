package landscape

// The expected loss of phase retrieval from Gaussian measurements, the signal being (1, 0).
//
//	f = ¼(3r⁴ − 2r² − 4x² + 3),  r² = x² + y²
var phaseRetrieval = smooth(Surface{
	ID: "phase-retrieval", Name: "Phase retrieval",
	Formula:  `\tfrac14\left(3(x^2+y^2)^2-2(x^2+y^2)-4x^2+3\right)`,
	Source:   "Sun, Qu, Wright 2018, arXiv:1602.06664, population loss",
	Help:     "The signal and its negative are the only minima; the saddles lie across, and every one is strict.",
	Box:      [4]float64{-1.3, 1.3, -1.1, 1.1},
	Start:    [2]float64{0.02, 1},
	Coercive: true,
	Critical: mirrored(
		Critical{X: 1, Y: 0, Kind: Minimum},
		Critical{X: 0, Y: 0.57735027, Kind: Saddle},
		Critical{X: 0, Y: 0, Kind: Maximum},
	),
}, func(x, y Jet) Jet {
	r2 := x.Square().Add(y.Square())
	return r2.Square().Times(3).Sub(r2.Times(2)).Sub(x.Square().Times(4)).Plus(3).Times(.25)
})
