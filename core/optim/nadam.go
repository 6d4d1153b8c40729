package optim

import (
	"saddlelab/core/param"
	"saddlelab/core/real"
)

// NAdam: Adam with Nesterov's momentum, whose coefficient μ_k = β₁(1 − ½·0.96^(kψ)) grows to β₁.
//
//	m, v as Adam
//	x ← x − η · [ (1−μ_k)/(1−∏_{i≤k} μ_i) · g + μ_{k+1}/(1−∏_{i≤k+1} μ_i) · m ] / (√(v/(1−β₂ᵏ)) + ε)
//
// These are Dozat's products. PyTorch up to 1.13 had μ_k twice in the second one.
var nadam = &Method{
	ID: "nadam", Name: "NAdam",
	Formula: `x \gets x - \frac{\text{@lr}}{\sqrt{\hat v}+\epsilon}\left(\frac{1-\mu_k}{1-\prod_{i\le k}\mu_i}\,g + \frac{\mu_{k+1}}{1-\prod_{i\le k+1}\mu_i}\,m\right),\quad \mu_k = \text{@beta1}\,(1-\tfrac12\,0.96^{k\psi})`,
	Source:  "Dozat 2016, Algorithm 8; PyTorch: NAdam",
	Help:    "Adam whose momentum looks one step ahead, as Nesterov's does.",
	Params: []param.Param{
		lr(0.01), beta1, beta2, eps,
		{Name: "momentum_decay", Label: "ψ", Help: "How fast the momentum warms up from β₁/2 to β₁.", Min: 0, Default: 0.004, Max: 1},
		weightDecay,
	},
	New64: newNAdam[float64],
	New32: newNAdam[float32],
}

func newNAdam[F Float](s Setup[F]) Optimizer[F] {
	return chain[F]{decay[F]{F(s.P[5])}, newNAdamRule[F](s.P, s.N), scale[F]{}}
}

type nadamRule[F Float] struct {
	moments[F]
	eps       F
	cool, now float64 // 0.96^ψ, and its k-th power
	product   float64 // of μ₁ to μ_k
}

func newNAdamRule[F Float](p []float64, n int) *nadamRule[F] {
	return &nadamRule[F]{moments: newMoments[F](p[1], p[2], n), eps: F(p[3]), cool: real.Pow(.96, p[4]), now: 1, product: 1}
}

// warm counts a step of the momentum's warming up and gives μ_k and μ_{k+1}.
func (r *nadamRule[F]) warm() (mu, next float64) {
	r.now *= r.cool
	mu, next = r.b1*(1-.5*r.now), r.b1*(1-.5*r.now*r.cool)
	r.product *= mu
	return mu, next
}

func (r *nadamRule[F]) apply(u, _ []F, _ F) {
	mu, next := r.warm()
	r.mix(u, (1-mu)/(1-r.product), next/(1-r.product*next))
}

// mix makes the step of a times the gradient and b times its running mean.
func (r *nadamRule[F]) mix(u []F, a, b float64) {
	_, c2 := r.add(u)
	for i, g := range u {
		u[i] = (F(a)*g + F(b)*r.m[i]) / (sqrt(r.v[i]/F(c2)) + r.eps)
	}
}
