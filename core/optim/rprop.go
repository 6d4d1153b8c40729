package optim

import "saddlelab/core/param"

// Rprop: each coordinate has a step size of its own, which grows while its gradient keeps its sign and shrinks where it
// changes; only the sign of the gradient counts.
//
//	g·g₋ > 0: s ← min(η⁺s, s_max)      g·g₋ < 0: s ← max(η⁻s, s_min), g ← 0      x ← x − s·sign(g)
//
// PyTorch's form: after a change of sign the coordinate rests for a step and the change is forgotten. The sizes are kept in
// units of the step size, so that a schedule acts on them.
var rprop = &Method{
	ID: "rprop", Name: "Rprop",
	Formula: `s \gets \begin{cases} \min(\text{@etaplus}\,s,\;s_{\max}) & g\,g_- > 0\\ \max(\text{@etaminus}\,s,\;s_{\min}) & g\,g_- < 0\end{cases},\quad x \gets x - s\,\operatorname{sign} g,\quad s_0 = \text{@lr}`,
	Source:  "Riedmiller & Braun 1993; PyTorch: Rprop",
	Help:    "Uses only the signs of the gradient: steps grow while a sign holds and shrink when it flips. Needs full batches.",
	Params: []param.Param{
		lr(0.01),
		{Name: "etaminus", Label: "η⁻", Help: "What a step size is multiplied by when the sign changes.", Min: 0.01, Default: 0.5, Max: 0.99},
		{Name: "etaplus", Label: "η⁺", Help: "What a step size is multiplied by while the sign holds.", Min: 1, Default: 1.2, Max: 10},
		{Name: "step_min", Label: "smallest step", Help: "No step size falls below this.", Min: 1e-12, Default: 1e-6, Max: 1, Log: true},
		{Name: "step_max", Label: "largest step", Help: "No step size grows above this.", Min: 1e-6, Default: 50, Max: 1e6, Log: true},
	},
	New64: newRprop[float64],
	New32: newRprop[float32],
}

func newRprop[F Float](s Setup[F]) Optimizer[F] {
	p := s.P
	r := &rpropRule[F]{down: F(p[1]), up: F(p[2]), lo: F(p[3] / p[0]), hi: F(p[4] / p[0]), s: make([]F, s.N), last: make([]F, s.N)}
	for i := range r.s {
		r.s[i] = 1
	}
	return chain[F]{r, scale[F]{}}
}

type rpropRule[F Float] struct {
	down, up, lo, hi F
	s, last          []F // step sizes over η; the signs of the last gradient
}

func (r *rpropRule[F]) apply(u, _ []F, _ F) {
	for i, g := range u {
		g = sign(g)
		switch turn := g * r.last[i]; {
		case turn > 0:
			r.s[i] *= r.up
		case turn < 0:
			r.s[i] *= r.down
			g = 0
		}
		r.s[i] = min(max(r.s[i], r.lo), r.hi)
		r.last[i] = g
		u[i] = g * r.s[i]
	}
}

// sign is −1, 0 or 1, and NaN of NaN.
func sign[F Float](x F) F {
	switch {
	case x > 0:
		return 1
	case x < 0:
		return -1
	}
	return x
}
