package optim

import (
	"math"

	"saddlelab/core/param"
)

// Adaptive gradient descent: the step size follows the curvature between the last two iterates. λ₀ = η, θ₀ = ∞, then
//
//	λ_k = min( √(1+θ)·λ_{k−1}, ‖x_k − x_{k−1}‖ / (2‖g_k − g_{k−1}‖) )      θ = λ_k/λ_{k−1}      x ← x − λ_k g_k
//
// The λ's are kept in units of η, so that a schedule acts on them. The two gradients must be of the same function: on
// minibatches their difference is mostly noise, and the steps become short.
var adgd = &Method{
	ID: "adgd", Name: "AdGD",
	Formula: `\lambda_k = \min\Bigl(\sqrt{1+\theta_{k-1}}\,\lambda_{k-1},\; \frac{\|x_k-x_{k-1}\|}{2\,\|\nabla f(x_k)-\nabla f(x_{k-1})\|}\Bigr),\quad x \gets x - \lambda_k\nabla f(x),\quad \lambda_0 = \text{@lr}`,
	Source:  "Malitsky & Mishchenko 2020, arXiv:1910.09529, Algorithm 1",
	Help:    "Gradient descent that measures the local curvature as it goes and sets its step by it. Needs full batches.",
	Params:  []param.Param{lr(0.001)},
	New64:   newAdGD[float64],
	New32:   newAdGD[float32],
}

func newAdGD[F Float](s Setup[F]) Optimizer[F] {
	return chain[F]{&adgdRule[F]{unit: s.P[0], s: 1, theta: math.Inf(1), x: make([]F, s.N), g: make([]F, s.N)}, scale[F]{}}
}

type adgdRule[F Float] struct {
	unit     float64 // η
	s, theta float64 // λ/η and θ
	begun    bool
	x, g     []F // the last iterate and its gradient
}

func (r *adgdRule[F]) apply(u, x []F, _ F) {
	if r.begun {
		for i := range u {
			r.x[i] -= x[i]
			r.g[i] -= u[i]
		}
		dx, dg := math.Sqrt(squares(r.x)), math.Sqrt(squares(r.g))
		s := math.Sqrt(1+r.theta) * r.s
		if dx > 0 && dg > 0 {
			s = math.Min(s, dx/(2*dg)/r.unit)
		}
		if !math.IsInf(s, 1) { // it is until a curvature has been seen
			r.theta = s / r.s
			r.s = s
		}
	}
	r.begun = true
	copy(r.x, x)
	copy(r.g, u)
	k := F(r.s)
	for i := range u {
		u[i] *= k
	}
}
