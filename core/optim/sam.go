package optim

import "saddlelab/core/param"

// Sharpness-aware minimization: the gradient is taken at the highest point of a small ball about x, to first order, and
// SGD with momentum goes on with it from x.
//
//	g ← ∇f(x + ρ g/‖g‖)      v ← βv + g + λx      x ← x − ηv
//
// Where g = 0 there is no ascent, and nothing moves but by momentum.
var sam = &Method{
	ID: "sam", Name: "SAM",
	Formula: `v \gets \text{@momentum}\,v + \nabla f\!\left(x + \text{@rho}\,\frac{g}{\|g\|}\right),\quad x \gets x - \text{@lr}\,v`,
	Source:  "Foret, Kleiner, Mobahi, Neyshabur 2021, arXiv:2010.01412, Algorithm 1; base optimizer PyTorch: SGD",
	Help:    "Steps down the slope of the worst point nearby: it prefers wide valleys to narrow ones, at two gradients a step.",
	Needs:   NeedsGradients,
	Params: []param.Param{
		lr(0.05),
		{Name: "rho", Label: "radius ρ", Help: "How far up the gradient is looked.", Min: 0, Default: 0.05, Max: 10},
		{Name: "momentum", Label: "momentum β", Help: "The part of the last step that is kept.", Min: 0, Default: 0, Max: 0.999},
		weightDecay,
	},
	New64: newSAM[float64],
	New32: newSAM[float32],
}

func newSAM[F Float](s Setup[F]) Optimizer[F] {
	return chain[F]{
		&ascentRule[F]{rho: s.P[1], problem: s.Problem, y: make([]F, s.N)},
		decay[F]{F(s.P[3])}, newHeavyBall[F](s.N, s.P[2], 0), scale[F]{},
	}
}

// ascentRule replaces the gradient by that at x + ρ u/‖u‖.
type ascentRule[F Float] struct {
	rho     float64
	problem Problem[F]
	y       []F // the point ascended to
}

func (r *ascentRule[F]) apply(u, x []F, _ F) {
	if norm := size(u); norm > 0 && r.rho > 0 {
		toward(r.y, x, r.rho/norm, u)
		r.problem.Gradient(r.y, u)
	}
}
