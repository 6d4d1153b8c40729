package optim

import (
	"math"

	"saddlelab/core/kernel"
	"saddlelab/core/param"
)

// Adam.
//
//	m ← β₁m + (1−β₁)g      v ← β₂v + (1−β₂)g²
//	x ← x − η · m/(1−β₁ᵏ) / (√(v/(1−β₂ᵏ)) + ε)
var adam = &Method{
	ID: "adam", Name: "Adam",
	Formula: `m \gets \text{@beta1}\,m + (1-\text{@beta1})\,g,\quad v \gets \text{@beta2}\,v + (1-\text{@beta2})\,g^2,\quad x \gets x - \text{@lr}\,\frac{\hat m}{\sqrt{\hat v}+\epsilon}`,
	Source:  "Kingma & Ba 2014, arXiv:1412.6980, Algorithm 1; PyTorch: Adam",
	Help:    "A running mean of the gradient over a running root mean square, both corrected for beginning at 0.",
	Params: []param.Param{
		lr(0.01),
		{Name: "beta1", Label: "β₁", Help: "How long gradients are remembered.", Min: 0, Default: 0.9, Max: 0.9999},
		{Name: "beta2", Label: "β₂", Help: "How long squared gradients are remembered.", Min: 0, Default: 0.999, Max: 0.99999},
		eps,
		weightDecay,
	},
	New64: func(s Setup[float64]) Optimizer[float64] {
		return chain[float64]{decay[float64]{s.P[4]}, newAdam[float64](s.P, s.N), scale[float64]{}}
	},
	New32: func(s Setup[float32]) Optimizer[float32] {
		return &adam32{decay: float32(s.P[4]), r: newAdam[float32](s.P, s.N)}
	},
}

type adamRule[F Float] struct {
	b1, b2 float64
	eps    F
	m, v   []F // first and second moments, begin at 0
	k      int // steps made
}

func newAdam[F Float](p []float64, n int) *adamRule[F] {
	return &adamRule[F]{b1: p[1], b2: p[2], eps: F(p[3]), m: make([]F, n), v: make([]F, n)}
}

// correct counts a step and gives the two bias corrections.
func (r *adamRule[F]) correct() (c1, c2 float64) {
	r.k++
	return 1 - math.Pow(r.b1, float64(r.k)), 1 - math.Pow(r.b2, float64(r.k))
}

func (r *adamRule[F]) apply(u, _ []F, _ F) {
	c1, c2 := r.correct()
	b1, b2, r1, r2 := F(r.b1), F(r.b2), F(1-r.b1), F(1-r.b2)
	for i, g := range u {
		r.m[i] = b1*r.m[i] + r1*g
		r.v[i] = b2*r.v[i] + r2*g*g
		u[i] = r.m[i] / F(c1) / (sqrt(r.v[i]/F(c2)) + r.eps)
	}
}

// adam32 is adam fused.
type adam32 struct {
	decay float32
	r     *adamRule[float32]
}

func (o *adam32) Step(x, g []float32, lr float64) {
	penalize(o.decay, x, g)
	c1, c2 := o.r.correct()
	kernel.Adam(x, g, o.r.m, o.r.v, float32(lr), float32(o.r.b1), float32(o.r.b2), o.r.eps, float32(c1), float32(c2))
}
