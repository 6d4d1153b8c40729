package optim

import (
	"math"

	"saddlelab/core/param"
)

// AdaGrad-Norm: AdaGrad with one number for all coordinates.
//
//	b² ← b² + ‖g‖²      x ← x − η/b · g
var adagradNorm = &Method{
	ID: "adagrad-norm", Name: "AdaGrad-Norm",
	Formula: `b^2 \gets b^2 + \|\nabla f(x)\|^2,\quad x \gets x - \frac{\text{@lr}}{b}\,\nabla f(x)`,
	Source:  "Ward, Wu, Bottou 2019, arXiv:1806.01811, Algorithm 1",
	Help:    "Gradient descent that finds its own step size: it divides by the root of all squared gradient norms so far.",
	Params: []param.Param{
		lr(0.5),
		{Name: "b0", Label: "b at the start", Help: "What b begins with; far below the curvature it is soon forgotten.", Min: 1e-9, Default: 0.01, Max: 1e6, Log: true},
	},
	New64: newAdagradNorm[float64],
	New32: newAdagradNorm[float32],
}

func newAdagradNorm[F Float](s Setup[F]) Optimizer[F] {
	return chain[F]{&adagradNormRule[F]{b2: s.P[1] * s.P[1]}, scale[F]{}}
}

type adagradNormRule[F Float] struct{ b2 float64 }

func (r *adagradNormRule[F]) apply(u, _ []F, _ F) {
	r.b2 += squares(u)
	b := F(math.Sqrt(r.b2))
	for i := range u {
		u[i] /= b
	}
}

// squares is ‖x‖², summed in order in float64.
func squares[F Float](x []F) float64 {
	sum := 0.0
	for _, v := range x {
		sum += float64(v) * float64(v)
	}
	return sum
}
