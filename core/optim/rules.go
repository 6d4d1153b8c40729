package optim

import (
	"math"
	"math/rand/v2"

	"saddlelab/core/real"
)

// decay adds λx to the gradient.
type decay[F Float] struct{ lambda F }

func (r decay[F]) apply(u, x []F, _ F) {
	if r.lambda == 0 {
		return
	}
	for i := range u {
		u[i] += r.lambda * x[i]
	}
}

// scale multiplies by −η: a gradient becomes a step down.
type scale[F Float] struct{}

func (scale[F]) apply(u, _ []F, lr F) {
	for i := range u {
		u[i] *= -lr
	}
}

// noise adds independent Gaussian numbers of standard deviation sd(η).
type noise[F Float] struct {
	sd  func(lr float64) float64
	rng *rand.Rand
}

func (r noise[F]) apply(u, _ []F, lr F) {
	s := r.sd(float64(lr))
	for i := range u {
		u[i] += F(s * real.Normal(r.rng))
	}
}

// heavyBall replaces u by a buffer v ← βv + (1−τ)u that begins as the first u (PyTorch).
type heavyBall[F Float] struct {
	beta, keep F
	v          []F
	begun      bool
}

func newHeavyBall[F Float](n int, beta, dampening float64) *heavyBall[F] {
	return &heavyBall[F]{beta: F(beta), keep: F(1 - dampening), v: make([]F, n)}
}

func (r *heavyBall[F]) apply(u, _ []F, _ F) {
	if !r.begun {
		r.begun = true
		copy(r.v, u)
		return
	}
	for i := range u {
		r.v[i] = r.beta*r.v[i] + r.keep*u[i]
		u[i] = r.v[i]
	}
}

// sqrt is correctly rounded in either precision.
func sqrt[F Float](x F) F { return F(math.Sqrt(float64(x))) }
