package optim

import "saddlelab/core/param"

// Adamax: Adam with the maximum norm, in PyTorch's form, ε inside the maximum.
//
//	m ← β₁m + (1−β₁)g      u ← max(β₂u, |g| + ε)      x ← x − η/(1−β₁ᵏ) · m/u
var adamax = &Method{
	ID: "adamax", Name: "Adamax",
	Formula: `m \gets \text{@beta1}\,m + (1-\text{@beta1})\,g,\quad u \gets \max(\text{@beta2}\,u,\;|g|+\epsilon),\quad x \gets x - \frac{\text{@lr}}{1-\text{@beta1}^k}\,\frac{m}{u}`,
	Source:  "Kingma & Ba 2014, arXiv:1412.6980, Algorithm 2; PyTorch: Adamax",
	Help:    "Adam that divides by a fading maximum of the gradients instead of their root mean square.",
	Params:  []param.Param{lr(0.01), beta1, beta2, eps, weightDecay},
	New64:   newAdamax[float64],
	New32:   newAdamax[float32],
}

func newAdamax[F Float](s Setup[F]) Optimizer[F] {
	r := &adamaxRule[F]{b1: s.P[1], p1: 1, b2: F(s.P[2]), eps: F(s.P[3]), m: make([]F, s.N), u: make([]F, s.N)}
	return chain[F]{decay[F]{F(s.P[4])}, r, scale[F]{}}
}

type adamaxRule[F Float] struct {
	b1, p1  float64 // β₁ and β₁ᵏ
	b2, eps F
	m, u    []F
}

func (r *adamaxRule[F]) apply(u, _ []F, _ F) {
	r.p1 *= r.b1
	b1, r1, c1 := F(r.b1), F(1-r.b1), F(1-r.p1)
	for i, g := range u {
		r.m[i] = b1*r.m[i] + r1*g
		r.u[i] = max(r.b2*r.u[i], max(g, -g)+r.eps)
		u[i] = r.m[i] / c1 / r.u[i]
	}
}
