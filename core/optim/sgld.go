package optim

import (
	"math"

	"saddlelab/core/param"
)

// Stochastic gradient Langevin dynamics, at temperature T.
//
//	x ← x − γg + √(2γT) ξ,  ξ ~ N(0, I)
//
// The noise comes after the step size: its scale is √(2γT), not γ√(2T).
var sgld = &Method{
	ID: "sgld", Name: "SGLD",
	Formula: `x \gets x - \text{@lr}\,\nabla f(x) + \sqrt{2\cdot\text{@lr}\cdot\text{@temperature}}\;\xi`,
	Source:  "Welling & Teh 2011; Raginsky, Rakhlin, Telgarsky 2017, arXiv:1702.03849, eq. 1.3",
	Help:    "Samples from exp(−f/T) instead of minimizing: at T = 0 it is gradient descent.",
	Params: []param.Param{
		lr(0.01),
		{Name: "temperature", Label: "temperature T", Help: "The larger, the wider it wanders.", Min: 0, Default: 0.05, Max: 1000, Log: true},
	},
	New64: newSGLD[float64],
	New32: newSGLD[float32],
}

func newSGLD[F Float](s Setup[F]) Optimizer[F] {
	t := s.P[1]
	return chain[F]{scale[F]{}, noise[F]{func(lr float64) float64 { return math.Sqrt(2 * lr * t) }, s.RNG}}
}
