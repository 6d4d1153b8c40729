package optim

import (
	"math"

	"saddlelab/core/param"
)

// AcceleGrad over the ball about the start. With α_t = 1 for t ≤ 2, else (t+1)/4, t = 0, 1, …, τ = 1/α and P the projection
// onto the ball,
//
//	x = τz + (1−τ)y      g = ∇f(x)      η_t = η · 2D/√(G² + Σ_{i≤t} α_i²‖g_i‖²)
//	z ← P(z − α_t η_t g)      y ← x − η_t g      ȳ ← mean of the y's with weights α_t
//
// D = 2·radius is the ball's diameter. Step's x is x, where the gradient is asked; Average gives ȳ, the output.
var accelegrad = &Method{
	ID: "accelegrad", Name: "AcceleGrad",
	Formula: `z \gets P(z - \alpha_t\eta_t\nabla f(x)),\quad y \gets x - \eta_t\nabla f(x),\quad x \gets \tau z + (1-\tau)\,y,\quad \eta_t = \frac{\text{@lr}\cdot 2D}{\sqrt{G^2+\sum_{i\le t}\alpha_i^2\|g_i\|^2}}`,
	Source:  "Levy, Yurtsever, Cevher 2018, arXiv:1809.02864, Algorithm 2",
	Help:    "Nesterov's acceleration with AdaGrad's step size: fast on smooth convex functions without their Lipschitz constant.",
	Params: []param.Param{
		unitLR, ballRadius,
		{Name: "grad_bound", Label: "G", Help: "A guess of the largest gradient; only the first steps depend on it.", Min: 1e-6, Default: 1, Max: 1e6, Log: true},
	},
	New64: newAcceleGrad[float64],
	New32: newAcceleGrad[float32],
}

type accelegradState[F Float] struct {
	radius    float64
	sum       float64 // G² + Σα²‖g‖²
	t, weight float64 // steps made; Σα
	start     []F     // the ball's centre
	z, mean   []F
}

func newAcceleGrad[F Float](s Setup[F]) Optimizer[F] {
	return &accelegradState[F]{radius: s.P[1], sum: s.P[2] * s.P[2], start: make([]F, s.N), z: make([]F, s.N), mean: make([]F, s.N)}
}

// alpha is the weight of step t.
func (o *accelegradState[F]) alpha() float64 {
	if o.t <= 2 {
		return 1
	}
	return (o.t + 1) / 4
}

func (o *accelegradState[F]) Step(x, g []F, lr float64) {
	fit(x, g)
	if o.t == 0 {
		copy(o.start, x)
		copy(o.z, x)
	}
	a := o.alpha()
	o.sum += a * a * squares(g)
	eta := lr * 4 * o.radius / math.Sqrt(o.sum)
	o.weight += a
	part, step, far := F(a/o.weight), F(eta), F(a*eta)
	for i := range x {
		o.z[i] -= far * g[i]
		x[i] -= step * g[i] // y
		o.mean[i] += part * (x[i] - o.mean[i])
	}
	project(o.start, o.radius, o.z)
	o.t++
	tau := F(1 / o.alpha())
	for i := range x {
		x[i] += tau * (o.z[i] - x[i])
	}
}

// Average writes ȳ.
func (o *accelegradState[F]) Average(dst []F) { copy(dst, o.mean) }
