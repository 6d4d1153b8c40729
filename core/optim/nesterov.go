package optim

import (
	"saddlelab/core/kernel"
	"saddlelab/core/param"
)

// Nesterov's momentum with a constant β, in PyTorch's form: the iterate is the point where the gradient is asked, ahead of
// the ball by a part of its speed.
//
//	v ← βv + (g + λx)      x ← x − η(g + λx + βv)
var nesterov = &Method{
	ID: "nesterov", Name: "Nesterov momentum",
	Formula: `v \gets \text{@momentum}\,v + \nabla f(x),\quad x \gets x - \text{@lr}\,(\nabla f(x) + \text{@momentum}\,v)`,
	Source:  "Nesterov 1983; Sutskever, Martens, Dahl, Hinton 2013; PyTorch: SGD(nesterov=True)",
	Help:    "Momentum that looks ahead: the gradient is taken where the speed is about to carry it, so it overshoots less.",
	Params: []param.Param{
		lr(0.01),
		{Name: "momentum", Label: "momentum β", Help: "The part of the last step that is kept.", Min: 0, Default: 0.9, Max: 0.999},
		weightDecay,
	},
	New64: func(s Setup[float64]) Optimizer[float64] {
		return chain[float64]{decay[float64]{s.P[2]}, newLookAhead[float64](s.N, s.P[1]), scale[float64]{}}
	},
	New32: func(s Setup[float32]) Optimizer[float32] {
		return &nesterov32{beta: float32(s.P[1]), decay: float32(s.P[2]), v: make([]float32, s.N)}
	},
}

// lookAhead replaces u by u + βv, where v ← βv + u begins at 0.
type lookAhead[F Float] struct {
	beta F
	v    []F
}

func newLookAhead[F Float](n int, beta float64) *lookAhead[F] {
	return &lookAhead[F]{beta: F(beta), v: make([]F, n)}
}

func (r *lookAhead[F]) apply(u, _ []F, _ F) {
	for i, g := range u {
		r.v[i] = r.beta*r.v[i] + g
		u[i] = r.beta*r.v[i] + g
	}
}

// nesterov32 is nesterov fused.
type nesterov32 struct {
	beta, decay float32
	v           []float32
}

func (o *nesterov32) Step(x, g []float32, lr float64) {
	penalize(o.decay, x, g)
	kernel.Nesterov(x, g, o.v, float32(lr), o.beta)
}
