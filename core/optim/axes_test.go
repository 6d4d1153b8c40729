package optim

import (
	"math"
	"math/rand/v2"
	"sort"
	"testing"

	"saddlelab/core/param"
)

// Diagonal AdaGrad steps further for features that are seldom there: a feature that has a gradient with probability p, of unit
// variance, has collected Σg² ≈ pT, so that its steps are 1/√p times those of one that is always there (Duchi, Hazan, Singer
// 2011). Σg² of T draws has the relative variance (3/p − 1)/T, its root half the deviation: 6 % for the rarest.
func TestAdagradFavoursRareFeatures(t *testing.T) {
	often := []float64{1, .1, .01, .001}
	const steps = 200_000
	o, lr := make64(t, "adagrad", param.Values{"lr": 1, "eps": 1e-12}, len(often), 0)
	rng := rand.New(rand.NewPCG(34, 4))
	x, g := make([]float64, len(often)), make([]float64, len(often))
	for range steps {
		for i, p := range often {
			g[i] = 0
			if rng.Float64() < p {
				g[i] = rng.NormFloat64()
			}
		}
		o.Step(x, g, lr)
	}
	clear(x)
	const probe = 1e-3 // too small to change Σg²
	o.Step(x, []float64{probe, probe, probe, probe}, lr)
	for i, p := range often[1:] {
		deviation := .5 * math.Sqrt((3/p-1)/steps)
		if got, want := x[i+1]/x[0], 1/math.Sqrt(p); math.Abs(got/want-1) > 3*deviation {
			t.Errorf("a feature that is there with probability %g: steps %g times as long, want %g", p, got, want)
		}
	}
}

// What divides each coordinate by its own size needs the axes to be the function's own: on ½(x² + 1000y²) AdaGrad, RMSProp and
// Adam with the best of six step sizes are far quicker than turned by 45°, and gradient descent takes the same steps either way.
func TestDiagonalMethodsNeedTheAxes(t *testing.T) {
	const most = 20_000
	steps := func(id string, v param.Values, turned bool, x0, y0 float64) int {
		o, lr := make64(t, id, v, 2, 0)
		c := math.Sqrt(.5)
		x := []float64{x0, y0}
		if turned {
			x = []float64{c * (x0 - y0), c * (x0 + y0)}
		}
		g := make([]float64, 2)
		f := func() float64 {
			u, w := x[0], x[1]
			if turned {
				u, w = c*(x[0]+x[1]), c*(x[1]-x[0])
			}
			g[0], g[1] = u, 1000*w
			if turned {
				g[0], g[1] = c*(u-1000*w), c*(u+1000*w)
			}
			return .5 * (u*u + 1000*w*w)
		}
		first := f()
		for k := 1; k <= most; k++ {
			o.Step(x, g, lr)
			if f() < 1e-4*first {
				return k
			}
		}
		return most
	}
	median := func(id string, v param.Values, rates []float64, turned bool) float64 {
		rng := rand.New(rand.NewPCG(34, 5))
		var all []float64
		for range 6 {
			x0, y0 := .3+1.2*rng.Float64(), .3+1.2*rng.Float64()
			best := most
			for _, lr := range rates {
				v["lr"] = lr
				best = min(best, steps(id, v, turned, x0, y0))
			}
			all = append(all, float64(best))
		}
		sort.Float64s(all)
		return .5 * (all[2] + all[3])
	}
	rates := []float64{.001, .003, .01, .03, .1, .3}
	for _, c := range []struct {
		id    string
		v     param.Values
		rates []float64
	}{
		{"sgd", param.Values{}, []float64{1.998e-3}},
		{"adagrad", param.Values{"eps": 1e-12}, rates},
		{"rmsprop", param.Values{"eps": 1e-12, "alpha": .9}, rates},
		{"adam", param.Values{"eps": 1e-12}, rates},
	} {
		aligned, turned := median(c.id, c.v, c.rates, false), median(c.id, c.v, c.rates, true)
		t.Logf("%s: %g steps, turned %g", c.id, aligned, turned)
		if ratio := turned / aligned; c.id == "sgd" && math.Abs(ratio-1) > 1e-3 || c.id != "sgd" && ratio < 2 {
			t.Errorf("%s: %g steps along the axes, %g turned", c.id, aligned, turned)
		}
	}
}

// Adam's corrected second moment has the gradient's own mean square from the first steps on, E v̂₁₀ = E g², where v itself has only
// 1 − β₂¹⁰ = 1 % of it. With β₁ = 0 the step ηg/√v̂ tells v̂. The mean of v̂ over n runs deviates by √(2/(10 n)), 0.3 %.
func TestAdamCorrectsTheSecondMoment(t *testing.T) {
	const runs = 100_000
	rng := rand.New(rand.NewPCG(36, 1))
	sum := 0.0
	for range runs {
		o, lr := make64(t, "adam", param.Values{"beta1": 0, "eps": 1e-12}, 1, 0)
		x, g := []float64{0}, []float64{0}
		last := 0.0
		for range 10 {
			last = rng.NormFloat64()
			x[0], g[0] = 0, last // a method may use g as scratch
			o.Step(x, g, lr)
		}
		root := lr * last / x[0]
		sum += root * root
	}
	if got := sum / runs; math.Abs(got-1) > 3*math.Sqrt(.2/runs) {
		t.Errorf("E v̂₁₀ = %g, want 1", got)
	}
}
