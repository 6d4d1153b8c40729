package optim

import (
	"math"
	"math/rand/v2"

	"saddlelab/core/param"
)

// Perturbed SGD: noise on every gradient, Gaussian or bounded.
//
//	x ← x − η(g + σξ),  ξ ~ N(0, I), or uniform in the ball of radius √(n+2)
//
// Either ξ has mean 0 and covariance I, so σ means the same; the ball's noise is bounded and excites every direction alike,
// as the theorems on vanishing steps ask.
var perturbedSGD = &Method{
	ID: "perturbed-sgd", Name: "Perturbed SGD",
	Formula: `x \gets x - \text{@lr}\,(\nabla f(x) + \text{@noise}\,\xi)`,
	Source:  "Ge, Huang, Jin, Yuan 2015, arXiv:1503.02101, Algorithm 1, with Gaussian noise or a ball's in place of a sphere's",
	Help:    "Gradient descent with noise on every gradient: it leaves saddles that gradient descent stays on.",
	Params: []param.Param{
		lr(0.05),
		{Name: "noise", Label: "noise σ", Help: "Standard deviation of the noise on each coordinate of the gradient.", Min: 0, Default: 0.1, Max: 100, Log: true},
		{Name: "ball", Label: "bounded noise", Help: "1: uniform in a ball instead of Gaussian, with the same σ.", Min: 0, Default: 0, Max: 1, Int: true},
	},
	New64: newPerturbed[float64],
	New32: newPerturbed[float32],
}

func newPerturbed[F Float](s Setup[F]) Optimizer[F] {
	sigma := s.P[1]
	if s.P[2] == 1 {
		return chain[F]{&ballNoise[F]{radius: sigma * math.Sqrt(float64(s.N+2)), rng: s.RNG, xi: make([]float64, s.N)}, scale[F]{}}
	}
	return chain[F]{noise[F]{func(float64) float64 { return sigma }, s.RNG}, scale[F]{}}
}

// ballNoise adds a vector uniform in a ball.
type ballNoise[F Float] struct {
	radius float64
	rng    *rand.Rand
	xi     []float64
}

func (r *ballNoise[F]) apply(u, _ []F, _ F) {
	inBall(r.rng, r.radius, r.xi)
	for i, v := range r.xi {
		u[i] += F(v)
	}
}
