package optim

import (
	"saddlelab/core/kernel"
	"saddlelab/core/param"
)

// Gradient descent; on minibatches, stochastic gradient descent.
//
//	x ← x − η(g + λx)
var sgd = &Method{
	ID: "sgd", Name: "Gradient descent",
	Formula: `x \gets x - \text{@lr}\,\nabla f(x)`,
	Source:  "Robbins & Monro 1951; PyTorch: SGD",
	Help:    "A step straight down the gradient. On minibatches this is SGD.",
	Params:  []param.Param{lr(0.05), weightDecay},
	New64: func(s Setup[float64]) Optimizer[float64] {
		return chain[float64]{decay[float64]{s.P[1]}, scale[float64]{}}
	},
	New32: func(s Setup[float32]) Optimizer[float32] { return &sgd32{decay: float32(s.P[1])} },
}

// sgd32 is sgd fused.
type sgd32 struct{ decay float32 }

func (o *sgd32) Step(x, g []float32, lr float64) {
	penalize(o.decay, x, g)
	kernel.SGD(x, g, float32(lr))
}

// penalize adds λx to g.
func penalize(lambda float32, x, g []float32) {
	if lambda != 0 {
		kernel.Axpy(lambda, x, g)
	}
}
