package optim

import (
	"math"

	"saddlelab/core/param"
)

// UniXGrad over the ball about the start: accelerated, and adapting by itself to smoothness and to noise. With weights
// α_t = t, A_t = α₁ + … + α_t, P the projection onto the ball and x̄ the weighted mean of the x's,
//
//	M = ∇f( (α_t y + Σ_{i<t} α_i x_i)/A_t )      x_t = P(y − η_t α_t M)
//	g = ∇f( x̄_t )                               y ← P(y − η_t α_t g)
//	η_t = η · 2D/√(1 + Σ_{i<t} α_i²‖g_i − M_i‖²),   D = √2 · radius
//
// A turn asks for two gradients, so it is two Steps: the first is given M and leaves x̄_t in x, the second is given g and
// leaves the next point of M. Average gives x̄_t, the output. Without the projection the theorems do not hold.
var unixgrad = &Method{
	ID: "unixgrad", Name: "UniXGrad",
	Formula: `x_t = P(y - \eta_t\alpha_t M_t),\quad y \gets P(y - \eta_t\alpha_t\nabla f(\bar x_t)),\quad \eta_t = \frac{\text{@lr}\cdot 2D}{\sqrt{1+\sum_{i<t}\alpha_i^2\|g_i-M_i\|^2}}`,
	Source:  "Kavis, Levy, Bach, Cevher 2019, arXiv:1910.13857, Algorithm 1",
	Help:    "Accelerates on smooth convex functions and averages out noise without being told which it faces; it stays in a ball about the start.",
	Params:  []param.Param{unitLR, ballRadius},
	New64:   newUniXGrad[float64],
	New32:   newUniXGrad[float32],
}

// unitLR is the step size of methods that find theirs.
var unitLR = param.Param{Name: "lr", Label: "lr", Help: "Multiplies the step size that the method finds; the theorem has 1.", Min: 1e-6, Default: 1, Max: 100, Log: true}

var ballRadius = param.Param{Name: "radius", Label: "radius", Help: "Of the ball about the start that is searched; the minimum must lie in it.", Min: 1e-3, Default: 5, Max: 1e6, Log: true}

type unixgradState[F Float] struct {
	radius float64
	t, sum float64 // the turn, from 1; Σα²‖g − M‖²
	second bool    // the next gradient is g
	start  []F     // the ball's centre
	y, m   []F
	mean   []F // x̄
}

func newUniXGrad[F Float](s Setup[F]) Optimizer[F] {
	return &unixgradState[F]{radius: s.P[1], start: make([]F, s.N), y: make([]F, s.N), m: make([]F, s.N), mean: make([]F, s.N)}
}

func (o *unixgradState[F]) Step(x, g []F, lr float64) {
	fit(x, g)
	if o.t == 0 {
		o.t = 1
		copy(o.start, x)
		copy(o.y, x)
	}
	step := F(lr * 2 * math.Sqrt2 * o.radius / math.Sqrt(1+o.sum) * o.t)
	if !o.second {
		copy(o.m, g)
		for i := range x {
			x[i] = o.y[i] - step*g[i]
		}
		project(o.start, o.radius, x)
		lerp(o.mean, x, o.t, x) // x̄ = mean of the means so far and x_t
		copy(o.mean, x)
		o.second = true
		return
	}
	for i := range x {
		o.m[i] -= g[i]
		o.y[i] -= step * g[i]
	}
	project(o.start, o.radius, o.y)
	o.sum += o.t * o.t * squares(o.m)
	o.t++
	lerp(o.mean, o.y, o.t, x)
	o.second = false
}

// Average writes x̄, the output of the last turn whose second gradient was or is to be asked.
func (o *unixgradState[F]) Average(dst []F) { copy(dst, o.mean) }

// lerp writes to dst the mean of t(t−1)/2 parts of a and t parts of b, which are α₁ + … + α_{t−1} and α_t for α_i = i.
func lerp[F Float](a, b []F, t float64, dst []F) {
	part := F(2 / (t + 1))
	for i := range dst {
		dst[i] = a[i] + part*(b[i]-a[i])
	}
}

// project moves x to the nearest point of the ball about c.
func project[F Float](c []F, radius float64, x []F) {
	sum := 0.0
	for i := range x {
		d := float64(x[i] - c[i])
		sum += d * d
	}
	if sum <= radius*radius {
		return
	}
	k := F(radius / math.Sqrt(sum))
	for i := range x {
		x[i] = c[i] + k*(x[i]-c[i])
	}
}
