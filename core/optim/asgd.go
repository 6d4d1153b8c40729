package optim

import (
	"saddlelab/core/param"
	"saddlelab/core/real"
)

// Averaged SGD, in PyTorch's form: SGD with a falling step size on f + ½λ‖x‖², and the mean of its iterates from step t₀ on.
//
//	η_k = η/(1 + ληk)^α      x ← (1 − λη_k)x − η_k g      x̄ ← x̄ + (x − x̄)/max(1, k − t₀)
//
// k counts the steps made before this one. Average gives x̄.
var asgd = &Method{
	ID: "asgd", Name: "Averaged SGD",
	Formula: `x \gets (1-\lambda\eta_k)\,x - \eta_k\nabla f(x),\quad \eta_k = \frac{\text{@lr}}{(1+\lambda\,\text{@lr}\,k)^{\text{@alpha}}},\quad \bar x \gets \bar x + \frac{x-\bar x}{\max(1,\,k-\text{@t0})}`,
	Source:  "Polyak & Juditsky 1992; Bottou's form of PyTorch: ASGD",
	Help:    "SGD, and beside it the mean of its iterates, which near one minimum is far quieter than the iterates are.",
	Params: []param.Param{
		lr(0.05),
		{Name: "lambd", Label: "λ", Help: "An L2 penalty that also sets how fast the step size falls.", Min: 0, Default: 1e-4, Max: 1},
		{Name: "alpha", Label: "power α", Help: "The step size falls like 1/k to this power in the end.", Min: 0, Default: 0.75, Max: 2},
		{Name: "t0", Label: "averaging from", Help: "The mean begins after so many steps; PyTorch's default is 10⁶.", Min: 0, Default: 100, Max: 1e6, Log: true, Int: true},
		weightDecay,
	},
	New64: newASGD[float64],
	New32: newASGD[float32],
}

type asgdState[F Float] struct {
	lambda, alpha, t0, decay float64
	k                        float64 // steps made
	mean                     []F
}

func newASGD[F Float](s Setup[F]) Optimizer[F] {
	return &asgdState[F]{lambda: s.P[1], alpha: s.P[2], t0: s.P[3], decay: s.P[4], mean: make([]F, s.N)}
}

func (o *asgdState[F]) Step(x, g []F, lr float64) {
	fit(x, g)
	eta := lr / real.Pow(1+o.lambda*lr*o.k, o.alpha)
	part := 1 / max(1, o.k-o.t0)
	o.k++
	keep, step, wd, mu := F(1-o.lambda*eta), F(eta), F(o.decay), F(part)
	for i := range x {
		x[i] = keep*x[i] - step*(g[i]+wd*x[i])
		if part == 1 {
			o.mean[i] = x[i]
		} else {
			o.mean[i] += mu * (x[i] - o.mean[i])
		}
	}
}

// Average writes x̄.
func (o *asgdState[F]) Average(dst []F) { copy(dst, o.mean) }
