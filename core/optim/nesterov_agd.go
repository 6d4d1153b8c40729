package optim

import (
	"math"

	"saddlelab/core/param"
)

// Nesterov's accelerated gradient method with its own sequence t₀ = 1, t₊ = (1 + √(1 + 4t²))/2 in place of a momentum.
//
//	y ← x − η∇f(x)      x ← y + (t − 1)/t₊ · (y − y₋)
//
// Step's x is the point ahead, where the gradient is asked. The theorem is about y, which Average gives: for convex f with
// an L-Lipschitz gradient and η = 1/L, f(y_k) − f* ≤ 2L‖x₀ − x*‖²/(k+1)².
var nesterovAGD = &Method{
	ID: "nesterov-agd", Name: "Nesterov AGD",
	Formula: `y \gets x - \text{@lr}\,\nabla f(x),\quad x \gets y + \frac{t-1}{t_+}\,(y - y_-),\quad t_+ = \frac{1+\sqrt{1+4t^2}}{2}`,
	Source:  "Nesterov 1983; Beck & Teboulle 2009 (FISTA), eq. 4.1–4.3, without the proximal map",
	Help:    "Accelerated gradient descent: its momentum grows towards 1, and on convex functions no first-order method is faster in order.",
	Params:  []param.Param{lr(0.01)},
	New64:   newAGD[float64],
	New32:   newAGD[float32],
}

type agd[F Float] struct {
	t float64
	y []F // the last y; its value does not matter at t = 1
}

func newAGD[F Float](s Setup[F]) Optimizer[F] { return &agd[F]{t: 1, y: make([]F, s.N)} }

func (o *agd[F]) Step(x, g []F, lr float64) {
	fit(x, g)
	next := (1 + math.Sqrt(1+4*o.t*o.t)) / 2
	eta, ahead := F(lr), F((o.t-1)/next)
	o.t = next
	for i := range x {
		y := x[i] - eta*g[i]
		x[i] = y + ahead*(y-o.y[i])
		o.y[i] = y
	}
}

// Average writes y.
func (o *agd[F]) Average(dst []F) { copy(dst, o.y) }
