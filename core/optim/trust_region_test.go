package optim

import (
	"math"
	"testing"

	"saddlelab/core/param"
)

// The trust region ends at Rosenbrock's minimum from its usual start, never raising f, never stepping beyond the radius; and
// leaves the saddle's neighbourhood along the negative curvature, where Newton goes to it.
func TestTrustRegionEndsAtMinimum(t *testing.T) {
	p := surface(t, "rosenbrock")
	x := []float64{-1.2, 1}
	radius := 1.
	run(t, "trust-region", param.Values{"max_radius": 3}, p, x, 60, func(k int, f, _ float64, before, after []float64) {
		r := math.Hypot(after[0]-before[0], after[1]-before[1])
		if v := p.Value(after); v > f || r > radius*(1+1e-12) {
			t.Errorf("step %d: f from %g to %g, length %g, radius at most %g", k, f, v, r, radius)
		}
		radius = math.Min(2*radius, 3)
	})
	if math.Hypot(x[0]-1, x[1]-1) > 1e-9 {
		t.Errorf("ends at %v, want (1, 1)", x)
	}
	y := []float64{.5, 1e-3}
	run(t, "trust-region", nil, quartic, y, 30, nil)
	if math.Hypot(y[0], math.Abs(y[1])-1) > 1e-9 {
		t.Errorf("ends at %v, want (0, ±1)", y)
	}
	// At a maximum along its only slope the step has exactly the radius's length.
	z := []float64{0, .1}
	run(t, "trust-region", param.Values{"lr": .25}, surface(t, "saddle"), z, 1, nil)
	if math.Abs(z[1]-.35) > 1e-15 {
		t.Errorf("the step on −y² ends at %v, want y = 0.35", z)
	}
}

// The radius follows Nocedal & Wright's Algorithm 4.1: on −y², where the model is exact, it doubles at each step to its
// largest; on a function that belies its model, it is quartered until a step falls.
func TestTrustRegionRadius(t *testing.T) {
	z, want := []float64{0, 1.}, []float64{.5, 1, 2, 3, 3}
	run(t, "trust-region", param.Values{"lr": .5, "max_radius": 3}, surface(t, "saddle"), z, len(want), func(k int, _, _ float64, before, after []float64) {
		if d := after[1] - before[1]; math.Abs(d-want[k]) > 1e-12 {
			t.Errorf("step %d has length %g, want %g", k, d, want[k])
		}
	})
	// |x| has slope 1 and no curvature: from 0.1 a step of 1 and one of ¼ end higher, one of 1/16 falls.
	abs := plane{
		func(x, _ float64) float64 { return math.Abs(x) },
		func(x, _ float64) (float64, float64) { return math.Copysign(1, x), 0 },
		func(_, _ float64) (float64, float64, float64) { return 0, 0, 0 },
	}
	x := []float64{.1, 0}
	at := []float64{.1, .1, .1 - 1./16}
	run(t, "trust-region", nil, abs, x, 3, func(k int, _, _ float64, _, after []float64) {
		if math.Abs(after[0]-at[k]) > 1e-15 {
			t.Errorf("after step %d at %g, want %g", k, after[0], at[k])
		}
	})
}

// Steihaug's step in 40 dimensions: without an edge it is conjugate gradients, which solves a system with three distinct
// eigenvalues in three steps, not in two. (So near the minimum it asks for √‖g‖ ≈ 1e-9 of accuracy, and goes on to the third.)
func TestSteihaugIsConjugateGradients(t *testing.T) {
	p := diagonal{make([]float64, 40)}
	for i := range p.d {
		p.d[i] = []float64{1, 10, 100}[i%3]
	}
	for k := 2.; k <= 3; k++ {
		x, g := make([]float64, 40), make([]float64, 40)
		for i := range x {
			x[i] = (1 + float64(i)/10) * 1e-21
		}
		before := size(x)
		o := newTrustRegion(Setup[float64]{P: []float64{1, 1, .1, k}, N: 40, Problem: p})
		p.Gradient(x, g)
		o.Step(x, g, 1)
		if part := size(x) / before; (part < 1e-12) != (k == 3) {
			t.Errorf("%g products leave %g of ‖x‖", k, part)
		}
	}
}

// A step within the radius leaves the radius as it is, however good the model: only the edge says that it is too small.
func TestTrustRegionInnerStepKeepsRadius(t *testing.T) {
	o := newTrustRegion(Setup[float64]{P: []float64{1, 10, .1, 50}, N: 2, Problem: bowl[float64]{}}).(*trust[float64])
	x := []float64{.3, .4}
	o.Step(x, []float64{.3, .4}, 1)
	if size(x) > 1e-15 || o.factor != 1 {
		t.Errorf("x = %v, radius %g; want 0 and 1", x, o.factor)
	}
}
