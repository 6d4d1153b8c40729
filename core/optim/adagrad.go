package optim

import (
	"saddlelab/core/kernel"
	"saddlelab/core/param"
)

// AdaGrad, diagonal, in PyTorch's form.
//
//	v ← v + g²      x ← x − η/(1+(k−1)d) · g/(√v + ε)
var adagrad = &Method{
	ID: "adagrad", Name: "AdaGrad",
	Formula: `v \gets v + g^2,\quad x \gets x - \text{@lr}\,\frac{g}{\sqrt v + \epsilon}`,
	Source:  "Duchi, Hazan, Singer 2011, diagonal form; PyTorch: Adagrad",
	Help:    "Divides each coordinate by the root of all its squared gradients so far: steps only shrink.",
	Params: []param.Param{
		lr(0.1),
		{Name: "lr_decay", Label: "lr decay", Help: "Divides the step size by 1 + this × steps made.", Min: 0, Default: 0, Max: 1},
		weightDecay,
		{Name: "initial_accumulator_value", Label: "v at the start", Help: "What the sum of squares begins with.", Min: 0, Default: 0, Max: 10},
		param.Param{Name: "eps", Label: "ε", Help: eps.Help, Min: 1e-12, Default: 1e-10, Max: 1, Log: true},
	},
	New64: func(s Setup[float64]) Optimizer[float64] {
		return chain[float64]{decay[float64]{s.P[2]}, newAdagrad[float64](s.P, s.N), scale[float64]{}}
	},
	New32: func(s Setup[float32]) Optimizer[float32] {
		return &adagrad32{decay: float32(s.P[2]), r: newAdagrad[float32](s.P, s.N)}
	},
}

type adagradRule[F Float] struct {
	lrDecay, eps F
	v            []F
	k            int // steps made
}

func newAdagrad[F Float](p []float64, n int) *adagradRule[F] {
	r := &adagradRule[F]{lrDecay: F(p[1]), eps: F(p[4]), v: make([]F, n)}
	for i := range r.v {
		r.v[i] = F(p[3])
	}
	return r
}

func (r *adagradRule[F]) apply(u, _ []F, _ F) {
	slow := 1 + F(r.k)*r.lrDecay
	r.k++
	for i, g := range u {
		r.v[i] += g * g
		u[i] = g / (sqrt(r.v[i]) + r.eps) / slow
	}
}

// adagrad32 is adagrad fused.
type adagrad32 struct {
	decay float32
	r     *adagradRule[float32]
}

func (o *adagrad32) Step(x, g []float32, lr float64) {
	penalize(o.decay, x, g)
	slow := 1 + float64(o.r.k)*float64(o.r.lrDecay)
	o.r.k++
	kernel.Adagrad(x, g, o.r.v, float32(lr/slow), o.r.eps)
}
