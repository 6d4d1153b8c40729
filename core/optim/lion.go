package optim

import "saddlelab/core/param"

// Lion: the sign of a momentum, which is then updated more slowly; decoupled weight decay.
//
//	x ← x − η(sign(β₁m + (1−β₁)g) + λx)      m ← β₂m + (1−β₂)g
var lion = &Method{
	ID: "lion", Name: "Lion",
	Formula: `x \gets x - \text{@lr}\,\bigl(\operatorname{sign}(\text{@beta1}\,m + (1-\text{@beta1})\,g) + \lambda x\bigr),\quad m \gets \text{@beta2}\,m + (1-\text{@beta2})\,g`,
	Source:  "Chen et al. 2023, arXiv:2302.06675, Algorithm 2",
	Help:    "Every coordinate moves by exactly the step size; only the sign of a momentum decides. Ask for smaller steps than Adam's.",
	Params: []param.Param{
		lr(0.003), beta1,
		{Name: "beta2", Label: "β₂", Help: "How long the momentum remembers gradients.", Min: 0, Default: 0.99, Max: 0.9999},
		{Name: "weight_decay", Label: "weight decay", Help: "Each step takes η times this part off every weight.", Min: 0, Default: 0, Max: 1},
	},
	New64: newLion[float64],
	New32: newLion[float32],
}

func newLion[F Float](s Setup[F]) Optimizer[F] {
	r := &lionRule[F]{b1: F(s.P[1]), r1: F(1 - s.P[1]), b2: F(s.P[2]), r2: F(1 - s.P[2]), m: make([]F, s.N)}
	return chain[F]{r, scale[F]{}, shrink[F]{F(s.P[3])}}
}

type lionRule[F Float] struct {
	b1, r1, b2, r2 F
	m              []F
}

func (r *lionRule[F]) apply(u, _ []F, _ F) {
	for i, g := range u {
		u[i] = sign(r.b1*r.m[i] + r.r1*g)
		r.m[i] = r.b2*r.m[i] + r.r2*g
	}
}
