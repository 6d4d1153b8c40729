package optim

import (
	"saddlelab/core/kernel"
	"saddlelab/core/param"
)

// RMSProp in PyTorch's form: ε outside the root; centered subtracts the squared mean gradient; a momentum buffer, if any,
// comes after the division.
//
//	v ← αv + (1−α)g²      x ← x − η · g/(√v + ε)
var rmsprop = &Method{
	ID: "rmsprop", Name: "RMSProp",
	Formula: `v \gets \text{@alpha}\,v + (1-\text{@alpha})\,g^2,\quad x \gets x - \text{@lr}\,\frac{g}{\sqrt v + \epsilon}`,
	Source:  "Tieleman & Hinton 2012, lecture 6.5; PyTorch: RMSprop",
	Help:    "Divides each coordinate by a running root mean square of its gradients: steps of about η whatever the slope.",
	Params: []param.Param{
		lr(0.01),
		{Name: "alpha", Label: "α", Help: "How long squared gradients are remembered.", Min: 0, Default: 0.99, Max: 0.9999},
		eps,
		{Name: "momentum", Label: "momentum β", Help: "The part of the last step that is kept.", Min: 0, Default: 0, Max: 0.999},
		{Name: "centered", Label: "centered", Help: "1: divide by the standard deviation of the gradients instead.", Min: 0, Default: 0, Max: 1, Int: true},
		weightDecay,
	},
	New64: func(s Setup[float64]) Optimizer[float64] { return newRMSProp[float64](s.P, s.N) },
	New32: func(s Setup[float32]) Optimizer[float32] {
		if s.P[3] != 0 || s.P[4] != 0 {
			return newRMSProp[float32](s.P, s.N)
		}
		return &rmsprop32{alpha: float32(s.P[1]), eps: float32(s.P[2]), decay: float32(s.P[5]), v: make([]float32, s.N)}
	},
}

func newRMSProp[F Float](p []float64, n int) chain[F] {
	c := chain[F]{decay[F]{F(p[5])}, &rmspropRule[F]{alpha: F(p[1]), rest: F(1 - p[1]), eps: F(p[2]), v: make([]F, n)}}
	if p[4] == 1 {
		c[1].(*rmspropRule[F]).mean = make([]F, n)
	}
	if p[3] != 0 {
		c = append(c, newHeavyBall[F](n, p[3], 0))
	}
	return append(c, scale[F]{})
}

type rmspropRule[F Float] struct {
	alpha, rest, eps F
	v, mean          []F // running means of g² and, when centered, of g
}

func (r *rmspropRule[F]) apply(u, _ []F, _ F) {
	for i, g := range u {
		r.v[i] = r.alpha*r.v[i] + r.rest*g*g
		v := r.v[i]
		if r.mean != nil {
			r.mean[i] = r.alpha*r.mean[i] + r.rest*g
			v -= r.mean[i] * r.mean[i]
		}
		u[i] = g / (sqrt(v) + r.eps)
	}
}

// rmsprop32 is rmsprop fused, without momentum and not centered.
type rmsprop32 struct {
	alpha, eps, decay float32
	v                 []float32
}

func (o *rmsprop32) Step(x, g []float32, lr float64) {
	penalize(o.decay, x, g)
	kernel.RMSProp(x, g, o.v, float32(lr), o.alpha, o.eps)
}
