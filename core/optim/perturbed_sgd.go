package optim

import "saddlelab/core/param"

// Perturbed SGD: Gaussian noise on every gradient.
//
//	x ← x − η(g + σξ),  ξ ~ N(0, I)
var perturbedSGD = &Method{
	ID: "perturbed-sgd", Name: "Perturbed SGD",
	Formula: `x \gets x - \text{@lr}\,(\nabla f(x) + \text{@noise}\,\xi)`,
	Source:  "Ge, Huang, Jin, Yuan 2015, arXiv:1503.02101, Algorithm 1, with Gaussian noise",
	Help:    "Gradient descent with noise on every gradient: it leaves saddles that gradient descent stays on.",
	Params: []param.Param{
		lr(0.05),
		{Name: "noise", Label: "noise σ", Help: "Standard deviation of the noise on each coordinate of the gradient.", Min: 0, Default: 0.1, Max: 100},
	},
	New64: newPerturbed[float64],
	New32: newPerturbed[float32],
}

func newPerturbed[F Float](s Setup[F]) Optimizer[F] {
	sigma := s.P[1]
	return chain[F]{noise[F]{func(float64) float64 { return sigma }, s.RNG}, scale[F]{}}
}
