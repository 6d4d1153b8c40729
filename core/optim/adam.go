package optim

import (
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
	Params:  []param.Param{lr(0.01), beta1, beta2, eps, weightDecay},
	New64: func(s Setup[float64]) Optimizer[float64] {
		return chain[float64]{decay[float64]{s.P[4]}, newAdam[float64](s.P, s.N), scale[float64]{}}
	},
	New32: func(s Setup[float32]) Optimizer[float32] {
		return &adam32{decay: float32(s.P[4]), r: newAdam[float32](s.P, s.N)}
	},
}

var (
	beta1 = param.Param{Name: "beta1", Label: "β₁", Help: "How long gradients are remembered.", Min: 0, Default: 0.9, Max: 0.9999}
	beta2 = param.Param{Name: "beta2", Label: "β₂", Help: "How long squared gradients are remembered.", Min: 0, Default: 0.999, Max: 0.99999}
)

// moments are the running means of g and g², which begin at 0, with what corrects them for that.
type moments[F Float] struct {
	b1, b2 float64
	p1, p2 float64 // β₁ᵏ and β₂ᵏ after k steps
	m, v   []F
}

func newMoments[F Float](b1, b2 float64, n int) moments[F] {
	return moments[F]{b1: b1, b2: b2, p1: 1, p2: 1, m: make([]F, n), v: make([]F, n)}
}

// count counts a step and gives the two bias corrections 1−β₁ᵏ and 1−β₂ᵏ.
func (r *moments[F]) count() (c1, c2 float64) {
	r.p1 *= r.b1
	r.p2 *= r.b2
	return 1 - r.p1, 1 - r.p2
}

// add counts a step and takes the gradient in.
func (r *moments[F]) add(u []F) (c1, c2 float64) {
	b1, b2, r1, r2 := F(r.b1), F(r.b2), F(1-r.b1), F(1-r.b2)
	for i, g := range u {
		r.m[i] = b1*r.m[i] + r1*g
		r.v[i] = b2*r.v[i] + r2*g*g
	}
	return r.count()
}

type adamRule[F Float] struct {
	moments[F]
	eps F
	top []F // AMSGrad: the largest v so far; nil otherwise
}

// newAdam makes the rule from lr, β₁, β₂, ε, ….
func newAdam[F Float](p []float64, n int) *adamRule[F] {
	return &adamRule[F]{moments: newMoments[F](p[1], p[2], n), eps: F(p[3])}
}

func (r *adamRule[F]) apply(u, _ []F, _ F) {
	c1, c2 := r.add(u)
	v := r.v
	if r.top != nil {
		v = r.top
		for i := range v {
			v[i] = max(v[i], r.v[i])
		}
	}
	for i := range u {
		u[i] = r.m[i] / F(c1) / (sqrt(v[i]/F(c2)) + r.eps)
	}
}

// adam32 is adam fused.
type adam32 struct {
	decay float32
	r     *adamRule[float32]
}

func (o *adam32) Step(x, g []float32, lr float64) {
	penalize(o.decay, x, g)
	fusedAdam(o.r, x, g, lr)
}

func fusedAdam(r *adamRule[float32], x, g []float32, lr float64) {
	c1, c2 := r.count()
	kernel.Adam(x, g, r.m, r.v, float32(lr), float32(r.b1), float32(r.b2), r.eps, float32(c1), float32(c2))
}
