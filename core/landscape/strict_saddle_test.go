package landscape

import (
	"math"
	"testing"
)

// The double well ¼(x² − 1)² + ½y² with γ = ½, δ = .2 (Ge et al. 2015): on a 2δ-ball λmin = 3(1 − 2δ)² − 1 = .08 at its inner end,
// and outside the other regions the gradient is least on the circles of radius δ or at the line x² = 1/6, where curvature ceases
// to be below −γ.
func TestStrictSaddleOfTheDoubleWell(t *testing.T) {
	s, err := ByID("double-well", "")
	if err != nil {
		t.Fatal(err)
	}
	const delta, n = .2, 801
	circle := math.Inf(1)
	for k := range 100_000 {
		a := 2 * math.Pi * float64(k) / 100_000
		circle = min(circle, math.Hypot(s.Grad(1+delta*math.Cos(a), delta*math.Sin(a))))
	}
	epsilon := min(circle, math.Sqrt(1./6)*5/6)
	r, err := StrictSaddle{Alpha: .0799, Gamma: .5, Epsilon: .98 * epsilon, Delta: delta}.Regions(s, s.Critical, n)
	if err != nil {
		t.Fatal(err)
	}
	if want := 3*(1-2*delta)*(1-2*delta) - 1; math.Abs(r.Alpha-want) > 1e-12 {
		t.Errorf("α ≤ %g, want %g", r.Alpha, want)
	}
	// A grid of spacing h misses the least gradient by at most ‖∇²f‖·h/√2 ≤ 2·.004/√2.
	if d := r.Epsilon - epsilon; d < -1e-12 || d > .006 {
		t.Errorf("ε ≤ %g, want %g", r.Epsilon, epsilon)
	}
	if math.Abs(epsilon-.200) > .002 {
		t.Errorf("ε = %g, want .200", epsilon)
	}
	if !r.Holds || r.Shares.Left != 0 {
		t.Errorf("the property fails for %g of the box", r.Shares.Left)
	}
	// A larger ε leaves points over, a larger α every minimum, and and f curves down by γ where x² < 1/6..
	r, _ = StrictSaddle{Alpha: .0799, Gamma: .5, Epsilon: .25, Delta: delta}.Regions(s, s.Critical, n)
	if r.Holds {
		t.Error("holds with ε = .25")
	}
	if want := 2 * math.Sqrt(1./6) / 3.2; math.Abs(r.Shares.Curvature-want) > 2./n {
		t.Errorf("a share of %g curves down, want %g", r.Shares.Curvature, want)
	}
	if want := 2 * math.Pi * delta * delta / (3.2 * 2.4); math.Abs(r.Shares.Convex-want) > .01*want {
		t.Errorf("a share of %g is near a minimum, want %g", r.Shares.Convex, want)
	}
	r, _ = StrictSaddle{Alpha: .09, Gamma: .5, Epsilon: .19, Delta: delta}.Regions(s, s.Critical, n)
	if r.Holds || r.Convex[0] || r.Shares.Convex != 0 {
		t.Errorf("with α = .09 the minima count: %+v", r.Convex)
	}
}

// The monkey saddle has the property for no constants: at 0 gradient and Hessian vanish.
func TestMonkeyIsNotStrict(t *testing.T) {
	s, err := ByID("monkey", "")
	if err != nil {
		t.Fatal(err)
	}
	r, err := StrictSaddle{Alpha: 1e-9, Gamma: 1e-9, Epsilon: 1e-9, Delta: .1}.Regions(s, s.Critical, 101)
	if err != nil || r.Holds || r.Epsilon != 0 {
		t.Errorf("%+v, %v", r, err)
	}
	if _, err := (StrictSaddle{Gamma: 1, Epsilon: 1, Delta: 1}).Regions(s, s.Critical, 11); err == nil {
		t.Error("α = 0 is taken")
	}
}
