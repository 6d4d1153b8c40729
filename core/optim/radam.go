package optim

import (
	"math"

	"saddlelab/core/param"
)

// RAdam: Adam, rectified for how little is known about the second moment at first. With ρ∞ = 2/(1−β₂) − 1 and
// ρ = ρ∞ − 2kβ₂ᵏ/(1−β₂ᵏ),
//
//	x ← x − η · m̂                          while ρ ≤ 5
//	x ← x − η · r · m̂ / (√v + ε)·√(1−β₂ᵏ)   after, r² = (ρ−4)(ρ−2)ρ∞ / ((ρ∞−4)(ρ∞−2)ρ)
//
// m̂ = m/(1−β₁ᵏ). PyTorch's form: ε is added before the second correction.
var radam = &Method{
	ID: "radam", Name: "RAdam",
	Formula: `x \gets x - \text{@lr}\,\hat m\;\begin{cases} r\,\sqrt{1-\text{@beta2}^k}\,/\,(\sqrt v+\epsilon) & \rho_k > 5\\ 1 & \text{otherwise}\end{cases},\quad r = \sqrt{\tfrac{(\rho_k-4)(\rho_k-2)\,\rho_\infty}{(\rho_\infty-4)(\rho_\infty-2)\,\rho_k}}`,
	Source:  "Liu et al. 2019, arXiv:1908.03265, Algorithm 2; PyTorch: RAdam",
	Help:    "Adam that warms itself up: plain momentum first, then Adam's division as its estimate becomes trustworthy.",
	Params:  []param.Param{lr(0.01), beta1, beta2, eps, weightDecay},
	New64:   newRAdam[float64],
	New32:   newRAdam[float32],
}

func newRAdam[F Float](s Setup[F]) Optimizer[F] {
	r := &radamRule[F]{moments: newMoments[F](s.P[1], s.P[2], s.N), eps: F(s.P[3])}
	return chain[F]{decay[F]{F(s.P[4])}, r, scale[F]{}}
}

type radamRule[F Float] struct {
	moments[F]
	eps F
	k   float64 // steps made
}

func (r *radamRule[F]) apply(u, _ []F, _ F) {
	c1, c2 := r.add(u)
	r.k++
	long := 2/(1-r.b2) - 1
	rho := long - 2*r.k*r.p2/c2
	if rho <= 5 {
		for i := range u {
			u[i] = r.m[i] / F(c1)
		}
		return
	}
	k := F(math.Sqrt((rho-4)*(rho-2)*long/((long-4)*(long-2)*rho)) * math.Sqrt(c2) / c1)
	for i := range u {
		u[i] = k * r.m[i] / (sqrt(r.v[i]) + r.eps)
	}
}
