package optim

import (
	"saddlelab/core/kernel"
	"saddlelab/core/param"
)

// Momentum, the heavy ball, in PyTorch's form: the step size multiplies the buffer, which begins as the first gradient.
//
//	v ← βv + (1−τ)(g + λx)      x ← x − ηv
var momentum = &Method{
	ID: "momentum", Name: "Momentum",
	Formula: `v \gets \text{@momentum}\,v + \nabla f(x),\quad x \gets x - \text{@lr}\,v`,
	Source:  "Polyak 1964; PyTorch: SGD(momentum, dampening)",
	Help:    "A ball that keeps part of its speed: it rolls through flat stretches and overshoots.",
	Params: []param.Param{
		lr(0.01),
		{Name: "momentum", Label: "momentum β", Help: "The part of the last step that is kept.", Min: 0, Default: 0.9, Max: 0.999},
		{Name: "dampening", Label: "dampening τ", Help: "Takes this part off each new gradient.", Min: 0, Default: 0, Max: 1},
		weightDecay,
	},
	New64: func(s Setup[float64]) Optimizer[float64] {
		return chain[float64]{decay[float64]{s.P[3]}, newHeavyBall[float64](s.N, s.P[1], s.P[2]), scale[float64]{}}
	},
	New32: func(s Setup[float32]) Optimizer[float32] {
		return &momentum32{beta: float32(s.P[1]), dampening: float32(s.P[2]), decay: float32(s.P[3]), v: make([]float32, s.N)}
	},
}

// momentum32 is momentum fused.
type momentum32 struct {
	beta, dampening, decay float32
	v                      []float32
	begun                  bool
}

func (o *momentum32) Step(x, g []float32, lr float64) {
	penalize(o.decay, x, g)
	if !o.begun {
		o.begun = true
		copy(o.v, g)
		kernel.SGD(x, g, float32(lr))
		return
	}
	kernel.Momentum(x, g, o.v, float32(lr), o.beta, o.dampening)
}
