package optim

import "saddlelab/core/param"

// Gradient descent with backtracking: at every step the first of η, ηβ, ηβ², … that lowers f by the part c of what the slope
// promises (Armijo's condition).
//
//	x ← x − tg,  t = max{ηβʲ : f(x − tg) ≤ f(x) − ct‖g‖²}
//
// Where even t = η·2⁻⁶⁰ does not, x stays: f cannot be told apart from its neighbours any more.
var gdBacktracking = &Method{
	ID: "gd-backtracking", Name: "GD with backtracking",
	Formula: `x \gets x - \text{@lr}\cdot\text{@shrink}^{\,j}\,\nabla f(x),\quad \text{least } j:\; f(x - t\nabla f) \le f(x) - \text{@c}\,t\,\|\nabla f(x)\|^2`,
	Source:  "Armijo 1966; Nocedal & Wright 2006, Numerical Optimization, Algorithm 3.1",
	Help:    "Tries a long step and shortens it until f falls enough: no step size is too large, and f never rises.",
	Needs:   NeedsValues,
	Params: []param.Param{
		{Name: "lr", Label: "lr", Help: "The step size tried first.", Min: 1e-6, Default: 1, Max: 100, Log: true},
		{Name: "c", Label: "c", Help: "The part of the decrease that the slope promises which is asked for.", Min: 1e-6, Default: 1e-4, Max: 0.5, Log: true},
		{Name: "shrink", Label: "shrink β", Help: "What a step size that failed is multiplied by.", Min: 0.05, Default: 0.5, Max: 0.95},
	},
	New64: newBacktracking[float64],
	New32: newBacktracking[float32],
}

func newBacktracking[F Float](s Setup[F]) Optimizer[F] {
	return chain[F]{&backtrackRule[F]{c: s.P[1], shrink: s.P[2], problem: s.Problem, y: make([]F, s.N)}}
}

type backtrackRule[F Float] struct {
	c, shrink float64
	problem   Problem[F]
	y         []F // the point tried
}

func (r *backtrackRule[F]) apply(u, x []F, lr F) {
	f, slope, t := r.problem.Value(x), inner(u, u), float64(lr)
	for t > float64(lr)*0x1p-60 {
		for i, g := range u {
			r.y[i] = x[i] + F(-t)*g // as the chain will
		}
		if r.problem.Value(r.y) <= f-r.c*t*slope {
			multiply(u, -t)
			return
		}
		t *= r.shrink
	}
	clear(u)
}
