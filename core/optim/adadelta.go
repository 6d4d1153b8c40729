package optim

import "saddlelab/core/param"

// Adadelta.
//
//	v ← ρv + (1−ρ)g²      d = √(u + ε)/√(v + ε) · g      u ← ρu + (1−ρ)d²      x ← x − ηd
var adadelta = &Method{
	ID: "adadelta", Name: "Adadelta",
	Formula: `v \gets \rho v + (1-\rho)\,g^2,\quad d = \frac{\sqrt{u+\epsilon}}{\sqrt{v+\epsilon}}\,g,\quad u \gets \rho u + (1-\rho)\,d^2,\quad x \gets x - \text{@lr}\,d`,
	Source:  "Zeiler 2012, arXiv:1212.5701, Algorithm 1; PyTorch: Adadelta",
	Help:    "Scales each step by the size of recent steps over the size of recent gradients, so it needs hardly any step size; it starts slowly.",
	Params: []param.Param{
		lr(1),
		{Name: "rho", Label: "ρ", Help: "How long squared gradients and squared steps are remembered.", Min: 0, Default: 0.9, Max: 0.9999},
		{Name: "eps", Label: "ε", Help: "Sets the size of the first steps, about √(ε/(1−ρ)).", Min: 1e-12, Default: 1e-6, Max: 1, Log: true},
		weightDecay,
	},
	New64: newAdadelta[float64],
	New32: newAdadelta[float32],
}

func newAdadelta[F Float](s Setup[F]) Optimizer[F] {
	r := &adadeltaRule[F]{rho: F(s.P[1]), rest: F(1 - s.P[1]), eps: F(s.P[2]), v: make([]F, s.N), u: make([]F, s.N)}
	return chain[F]{decay[F]{F(s.P[3])}, r, scale[F]{}}
}

type adadeltaRule[F Float] struct {
	rho, rest, eps F
	v, u           []F // running means of g² and of d²
}

func (r *adadeltaRule[F]) apply(u, _ []F, _ F) {
	for i, g := range u {
		r.v[i] = r.rho*r.v[i] + r.rest*g*g
		d := sqrt(r.u[i]+r.eps) / sqrt(r.v[i]+r.eps) * g
		r.u[i] = r.rho*r.u[i] + r.rest*d*d
		u[i] = d
	}
}
