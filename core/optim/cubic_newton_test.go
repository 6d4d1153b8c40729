package optim

import (
	"math"
	"math/rand/v2"
	"testing"

	"saddlelab/core/param"
)

// If M bounds how fast the Hessian changes, cubic Newton lowers f by M/12·‖s‖³ at least at every step (Nesterov & Polyak
// 2006), and its limit has no negative curvature: saddles are left, even from where the gradient is 0.
func TestCubicNewtonFallsToSecondOrderPoint(t *testing.T) {
	// |∂³f/∂y³| = 6|y| ≤ 12 within |y| ≤ 2; no path from [−1, 1]² leaves.
	const m = 12.
	from := append(starts(), []float64{0, 0}, []float64{.7, 0}, []float64{0, 1e-12})
	for _, s := range from {
		x := append([]float64(nil), s...)
		run(t, "cubic-newton", param.Values{"M": m}, quartic, x, 200, func(k int, f, _ float64, before, after []float64) {
			r := math.Hypot(after[0]-before[0], after[1]-before[1])
			if fall := f - quartic.Value(after); fall < m/12*r*r*r-1e-15 {
				t.Errorf("step %d from %v falls by %g, want %g", k, before, fall, m/12*r*r*r)
			}
			if math.Abs(after[1]) > 2 {
				t.Fatalf("the path leaves the strip where M holds: %v", after)
			}
		})
		if math.Hypot(x[0], math.Abs(x[1])-1) > 1e-6 {
			t.Errorf("from %v to %v, want (0, ±1)", s, x)
		}
	}
}

// The cubic step satisfies its optimality conditions, (Λ + σ)c = −ĝ with σ = M‖c‖/2 ≥ −λmin, and no other c has a lower model;
// in the hard case too, where ĝ is 0 along the lowest eigenvector.
func TestCubicStepIsGlobalMinimizer(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for trial := range 300 {
		n := 1 + r.IntN(6)
		m := math.Exp(4 * r.NormFloat64())
		lambda, ghat, c := make([]float64, n), make([]float64, n), make([]float64, n)
		low := 0
		for i := range lambda {
			lambda[i], ghat[i] = 3*r.NormFloat64(), r.NormFloat64()
			if lambda[i] < lambda[low] {
				low = i
			}
		}
		switch trial % 3 {
		case 1:
			ghat[low] = 0
		case 2:
			ghat[low] *= 1e-14
		}
		cubicStep(m, lambda, ghat, c)
		model := func(c []float64) float64 {
			s, norm := 0., size(c)
			for i := range c {
				s += ghat[i]*c[i] + lambda[i]*c[i]*c[i]/2
			}
			return s + m/6*norm*norm*norm
		}
		sigma := m * size(c) / 2
		if sigma < -lambda[low]-1e-9*math.Abs(lambda[low]) {
			t.Fatalf("trial %d: σ = %g with smallest eigenvalue %g", trial, sigma, lambda[low])
		}
		for i := range c {
			if e := (lambda[i]+sigma)*c[i] + ghat[i]; math.Abs(e) > 1e-8*(1+math.Abs(lambda[i]*c[i])) {
				t.Errorf("trial %d: (λ+σ)c + ĝ = %g", trial, e)
			}
		}
		best, other := model(c), make([]float64, n)
		for range 200 {
			for i := range other {
				other[i] = c[i] + (.01+math.Abs(c[i]))*r.NormFloat64()
			}
			if v := model(other); v < best-1e-9*(1+math.Abs(best)) {
				t.Errorf("trial %d: the model is %g at %v and %g at %v", trial, best, c, v, other)
			}
		}
	}
}
