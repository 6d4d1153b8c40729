package optim

import (
	"math"
	"math/rand/v2"
	"testing"

	"saddlelab/core/param"
)

// Adam without its corrections would begin with a step of (1−β₁)/√(1−β₂) = 3.16 η. A gradient after a long silence, when
// the corrections have gone, shows it: at step k the step is η(1−β₁)/√(1−β₂)·√(1−β₂ᵏ)/(1−β₁ᵏ).
func TestAdamAfterASilence(t *testing.T) {
	o, lr := make64(t, "adam", param.Values{"lr": .001, "eps": 1e-12}, 1, 0)
	x := []float64{0}
	for range 2999 {
		o.Step(x, []float64{0}, lr)
	}
	o.Step(x, []float64{7}, lr)
	if want := -.001 * .1 / math.Sqrt(.001) * math.Sqrt(1-math.Pow(.999, 3000)); math.Abs(x[0]/want-1) > 1e-9 {
		t.Errorf("step %g, want %g", x[0], want)
	}
}

// Reddi's example: the gradient is 3 at every third step and −1 else, on [−1, 1]; with β₁ = 0, β₂ = 1/10, η_t = .3/√t Adam
// walks to the worst point, +1, with a regret of 2/3 a step, and AMSGrad to the best, −1.
func TestAMSGradWhereAdamFails(t *testing.T) {
	for id, want := range map[string]float64{"adam": 1, "amsgrad": -1} {
		o, _ := make64(t, id, param.Values{"beta1": 0, "beta2": .1, "eps": 1e-12}, 1, 0)
		x, regret := []float64{0}, 0.0
		const n = 30000
		for k := 1; k <= n; k++ {
			g := -1.0
			if k%3 == 1 {
				g = 3
			}
			regret += g * (x[0] + 1) / n
			o.Step(x, []float64{g}, .3/math.Sqrt(float64(k)))
			x[0] = min(max(x[0], -1), 1)
		}
		if math.Abs(x[0]-want) > .05 || math.Abs(regret-(1+want)/3) > .05 {
			t.Errorf("%s: x = %g, want %g; regret %g, want %g", id, x[0], want, regret, (1+want)/3)
		}
	}
}

// AMSGrad's denominator is the largest second moment, not corrected, over the correction of now: after one gradient of 1
// and silence, a gradient g is divided by √(max v/(1−β₂ᵏ)).
func TestAMSGradRemembersTheMaximum(t *testing.T) {
	o, lr := make64(t, "amsgrad", param.Values{"lr": 1, "beta1": 0, "beta2": .9, "eps": 1e-12}, 1, 0)
	x := []float64{0}
	o.Step(x, []float64{1}, lr)
	for range 98 {
		o.Step(x, []float64{0}, lr)
	}
	before := x[0]
	o.Step(x, []float64{1e-3}, lr)
	if got, want := before-x[0], 1e-3/math.Sqrt(.1/(1-math.Pow(.9, 100))); math.Abs(got/want-1) > 1e-9 {
		t.Errorf("step %g, want %g", got, want)
	}
}

// Under a constant gradient m̂ = g and √v̂ = |g|, so that NAdam's k-th step is η times Dozat's coefficients:
// (1−μ_k)/(1−∏_{i≤k}μ_i) + μ_{k+1}(1−β₁ᵏ)/(1−∏_{i≤k+1}μ_i), μ_i = β₁(1 − ½·0.96^(iψ)). At ψ = 0 all μ are β₁/2.
func TestNAdamIsDozats(t *testing.T) {
	const b1 = .9
	for _, psi := range []float64{0, .004, .1, 1} {
		mu := func(i int) float64 { return b1 * (1 - .5*math.Pow(.96, float64(i)*psi)) }
		o, lr := make64(t, "nadam", param.Values{"lr": 1, "eps": 1e-12, "momentum_decay": psi}, 1, 0)
		x, product := []float64{0}, 1.0
		for k := 1; k <= 100; k++ {
			before := x[0]
			o.Step(x, []float64{-3}, lr)
			product *= mu(k)
			want := (1-mu(k))/(1-product) + mu(k+1)*(1-math.Pow(b1, float64(k)))/(1-product*mu(k+1))
			if psi == 0 {
				h := b1 / 2
				want = (1-h)/(1-math.Pow(h, float64(k))) + h*(1-math.Pow(b1, float64(k)))/(1-math.Pow(h, float64(k+1)))
			}
			if math.Abs(x[0]-before-want) > 1e-10 { // ε/|g|, and roundings of sums up to 100
				t.Fatalf("ψ = %g, step %d: %.12g, want %.12g", psi, k, x[0]-before, want)
			}
		}
	}
}

// RAdam does not divide while ρ ≤ 5, which for β₂ = 0.999 is five steps; then its step under a constant gradient is ηr.
func TestRAdamWarmsUp(t *testing.T) {
	o, lr := make64(t, "radam", param.Values{"lr": .01, "eps": 1e-12}, 1, 0)
	x := []float64{0}
	for k := 1.; k <= 3000; k++ {
		before := x[0]
		o.Step(x, []float64{20}, lr)
		p := math.Pow(.999, k)
		rho := 1999 - 2*k*p/(1-p)
		want := .01 * 20.
		if k > 5 {
			want = .01 * math.Sqrt((rho-4)*(rho-2)*1999/(1995*1997*rho))
		}
		if got := before - x[0]; math.Abs(got-want) > 1e-9 { // ρ − 4 loses three digits at first
			t.Fatalf("step %g: %g, want %g", k, got, want)
		}
	}
}

// Adamax: under gradients that fall from 1 to g the denominator is max(β₂ʲ, |g|); the numerator fades by β₁ʲ.
func TestAdamaxFades(t *testing.T) {
	o, lr := make64(t, "adamax", param.Values{"lr": 1, "beta1": .5, "beta2": .9, "eps": 1e-12}, 1, 0)
	x := []float64{0}
	o.Step(x, []float64{1}, lr)
	for j := 1.; j <= 60; j++ {
		before := x[0]
		o.Step(x, []float64{.01}, lr)
		m := (.5*math.Pow(.5, j) + .01*(1-math.Pow(.5, j))) / (1 - math.Pow(.5, j+1))
		if want := m / math.Max(math.Pow(.9, j), .01); math.Abs(before-x[0]-want) > 1e-9 {
			t.Fatalf("step %g: %g, want %g", j, before-x[0], want)
		}
	}
}

// Adadelta's first step is √ε/√((1−ρ)g² + ε)·g: about √(ε/(1−ρ)) whatever the gradient.
func TestAdadeltaFirstStep(t *testing.T) {
	for _, g := range []float64{-5, .1, 300} {
		o, lr := make64(t, "adadelta", nil, 1, 0)
		x := []float64{0}
		o.Step(x, []float64{g}, lr)
		if want := -1e-3 / math.Sqrt(.1*g*g+1e-6) * g; math.Abs(x[0]-want) > 1e-15 {
			t.Errorf("g = %g: %g, want %g", g, x[0], want)
		}
	}
}

// AdaGrad-Norm with b₀ ≥ ηL keeps b ≤ b₀ + 2(f₀ − f*)/η. From any b₀ it descends, where gradient descent with the step 1/b₀
// stays finite only for b₀ > L/2.
func TestAdagradNormBound(t *testing.T) {
	lambda, far := []float64{1, 10, 100}, []float64{3, 2, 1}
	f := func(x []float64) float64 {
		s := 0.0
		for i, l := range lambda {
			s += l * x[i] * x[i] / 2
		}
		return s
	}
	run := func(o Optimizer[float64], lr float64, steps int) []float64 {
		x, g := append([]float64(nil), far...), make([]float64, 3)
		for range steps {
			for i, l := range lambda {
				g[i] = l * x[i]
			}
			o.Step(x, g, lr)
		}
		return x
	}
	for _, b0 := range []float64{100, 300, 1000} {
		o, lr := make64(t, "adagrad-norm", param.Values{"lr": 1, "b0": b0}, 3, 0)
		run(o, lr, 20000)
		b := math.Sqrt(o.(chain[float64])[0].(*adagradNormRule[float64]).b2)
		if b > b0+2*f(far) || b <= b0 {
			t.Errorf("b₀ = %g: b = %g, want at most %g", b0, b, b0+2*f(far))
		}
	}
	down, deep, finite := 0, 0, 0
	for e := -6; e <= 4; e++ {
		b0 := math.Pow(10, float64(e))
		o, lr := make64(t, "adagrad-norm", param.Values{"lr": 1, "b0": b0}, 3, 0)
		end := f(run(o, lr, 5000))
		if end < f(far) {
			down++
		}
		if end < 1e-10 {
			deep++
		}
		gd := chain[float64]{scale[float64]{}}
		if end := f(run(gd, 1/b0, 5000)); end < 1e100 {
			finite++
		}
	}
	if down != 11 || deep != 9 || finite != 3 {
		t.Errorf("of 11 b₀ %d descend, %d below 10⁻¹⁰; gradient descent is finite for %d; want 11, 9, 3", down, deep, finite)
	}
}

// AdaGrad-Norm never forgets a steep start: on ¼x⁴ + ½x² from 10 it takes log 1000/−log(1 − η/b) steps from 10⁻³ to 10⁻⁶,
// b what it had accumulated, where the curvature alone would let it take a few.
func TestAdagradNormRemembers(t *testing.T) {
	for _, eta := range []float64{1, 3, 30} {
		o, lr := make64(t, "adagrad-norm", param.Values{"lr": eta, "b0": .01}, 1, 0)
		x, from := []float64{10}, 0
		for k := 0; ; k++ {
			if k == 50_000 {
				t.Fatalf("η = %g: at %g after %d steps", eta, x[0], k)
			}
			if from == 0 && math.Abs(x[0]) < 1e-3 {
				from = k
			}
			if math.Abs(x[0]) <= 1e-6 {
				b := math.Sqrt(o.(chain[float64])[0].(*adagradNormRule[float64]).b2)
				if want := math.Log(1e3) / -math.Log(1-eta/b); math.Abs(float64(k-from)-want) > 2 {
					t.Errorf("η = %g: %d steps, want %g", eta, k-from, want)
				}
				break
			}
			o.Step(x, []float64{x[0]*x[0]*x[0] + x[0]}, lr)
		}
	}
}

// Under noise σ in d dimensions AdaGrad-Norm is a schedule of 1/√k by itself: η/b = η/(σ√(dk)), once what it began with and the
// gradient's mean no longer count.
func TestAdagradNormIsASchedule(t *testing.T) {
	const d, steps = 4, 20_000
	o, lr := make64(t, "adagrad-norm", param.Values{"lr": 1, "b0": .1}, d, 0)
	rng := rand.New(rand.NewPCG(8, 8))
	x, g := []float64{1, 1, 1, 1}, make([]float64, d)
	for range steps {
		for i := range g {
			g[i] = x[i] + rng.NormFloat64()
		}
		o.Step(x, g, lr)
	}
	// b²/(dk) is 1 ± √(2/(dk)) = 1 ± 0.005, and the iterates add their mean square, about Σ½/√(dk)/k = 0.004 on average.
	if got := math.Sqrt(o.(chain[float64])[0].(*adagradNormRule[float64]).b2 / (d * steps)); math.Abs(got-1) > .03 {
		t.Errorf("b is %g σ√(dk), want 1", got)
	}
}

// Multiplying f by 8 changes nothing for the methods that divide by the gradients' size, up to ε, and much for gradient
// descent.
func TestScaleInvariance(t *testing.T) {
	run := func(id string, v param.Values, c float64) []float64 {
		o, lr := make64(t, id, v, 2, 0)
		x := []float64{1, -2}
		for range 200 {
			o.Step(x, []float64{c * x[0], c * 100 * x[1]}, lr)
		}
		return x
	}
	for id, v := range map[string]param.Values{
		"adagrad":      {"lr": .3, "eps": 1e-12},
		"adagrad-full": {"lr": .3, "eps": 1e-12},
		"rmsprop":      {"eps": 1e-12},
		"adam":         {"eps": 1e-12},
		"amsgrad":      {"eps": 1e-12},
		"adamax":       {"eps": 1e-12},
		"nadam":        {"eps": 1e-12},
		"adamw":        {"eps": 1e-12},
		"lion":         nil,
		"rprop":        nil,
		"sgd":          {"lr": 1e-3},
		"radam":        {"lr": 1e-3}, // until ρ > 5 it does not divide
	} {
		a, b := run(id, v, 1), run(id, v, 8)
		d := math.Max(math.Abs(a[0]-b[0]), math.Abs(a[1]-b[1]))
		if invariant := id != "sgd" && id != "radam"; invariant && d > 1e-7 || !invariant && d < 1e-3 {
			t.Errorf("%s: f and 8f end %g apart", id, d)
		}
	}
}

// Weight decay, coupled (λx in the gradient) and decoupled (a shrinking beside the step), is one thing for gradient descent
// and two for Adam: without a gradient AdamW shrinks x by 1 − ηλ at each step, while Adam divides λx by its own size and
// begins with a step of η.
func TestWeightDecayCoupledAndDecoupled(t *testing.T) {
	const eta, lambda = .1, .05
	coupled, lr := make64(t, "sgd", param.Values{"lr": eta, "weight_decay": lambda}, 1, 0)
	decoupled := chain[float64]{scale[float64]{}, shrink[float64]{lambda}}
	x, y := []float64{3}, []float64{3}
	for range 50 {
		coupled.Step(x, []float64{math.Sin(x[0])}, lr)
		decoupled.Step(y, []float64{math.Sin(y[0])}, lr)
		if math.Abs(x[0]-y[0]) > 1e-14 {
			t.Fatalf("gradient descent: %.17g coupled, %.17g decoupled", x[0], y[0])
		}
	}
	for _, id := range []string{"adamw", "lion", "muon"} {
		o, lr := make64(t, id, param.Values{"lr": eta, "weight_decay": lambda}, 1, 0)
		x := []float64{3}
		for range 20 {
			o.Step(x, []float64{0}, lr)
		}
		if want := 3 * math.Pow(1-eta*lambda, 20); math.Abs(x[0]-want) > 1e-14 {
			t.Errorf("%s: %g after 20 steps without a gradient, want %g", id, x[0], want)
		}
	}
	with, lr := make64(t, "amsgrad", param.Values{"weight_decay": lambda}, 1, 0)
	without, _ := make64(t, "amsgrad", nil, 1, 0)
	x, y = []float64{3}, []float64{3}
	for range 50 {
		with.Step(x, []float64{math.Sin(x[0])}, lr)
		without.Step(y, []float64{math.Sin(y[0]) + lambda*y[0]}, lr)
		if x[0] != y[0] {
			t.Fatalf("AMSGrad with an L2 penalty is at %g, of f + ½λx² at %g", x[0], y[0])
		}
	}
	adamw, lr := make64(t, "adamw", param.Values{"lr": eta, "weight_decay": lambda}, 1, 0)
	adam, _ := make64(t, "adam", param.Values{"lr": eta, "weight_decay": lambda, "eps": 1e-12}, 1, 0)
	x, y = []float64{3}, []float64{3}
	for k := 1; k <= 20; k++ {
		adamw.Step(x, []float64{0}, lr)
		adam.Step(y, []float64{0}, lr)
		if want := 3 * math.Pow(1-eta*lambda, float64(k)); math.Abs(x[0]-want) > 1e-14 {
			t.Errorf("AdamW: %g after %d steps, want %g", x[0], k, want)
		}
		if k == 1 && math.Abs(y[0]-(3-eta)) > 1e-9 {
			t.Errorf("Adam with an L2 penalty: %g after a step, want %g", y[0], 3-eta)
		}
	}
	if x[0]-y[0] < 1 {
		t.Errorf("AdamW at %g, Adam with an L2 penalty at %g: they should differ", x[0], y[0])
	}
}

// Lion moves every coordinate by exactly η. After long gradients of 1, a gradient of −1 turns it only when the momentum,
// 2β₂ʲ − 1 after j of them, falls below (1−β₁)/β₁ = 1/9: after 59 steps.
func TestLionIsASign(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	o, lr := make64(t, "lion", param.Values{"lr": .25}, 3, 0) // a power of 2, so that the sums are exact
	x := make([]float64, 3)
	for range 100 {
		before := append([]float64(nil), x...)
		o.Step(x, []float64{rng.NormFloat64(), 1e-9 * rng.NormFloat64(), 1e9 * rng.NormFloat64()}, lr)
		for i := range x {
			if math.Abs(x[i]-before[i]) != .25 {
				t.Fatalf("coordinate %d moved by %g, want 0.25", i, x[i]-before[i])
			}
		}
	}
	o, lr = make64(t, "lion", nil, 1, 0)
	x = []float64{0}
	for range 3000 {
		o.Step(x, []float64{1}, lr)
	}
	turned := -1
	for j := 0; j < 200 && turned < 0; j++ {
		before := x[0]
		o.Step(x, []float64{-1}, lr)
		if x[0] > before {
			turned = j
		}
	}
	if turned != 59 {
		t.Errorf("turned after %d steps, want 59", turned)
	}
}

// Rprop: while the sign holds the k-th step is η·1.2ᵏ up to the largest; a change of sign halves the size, and the
// coordinate rests for that step. A schedule scales all of it.
func TestRpropSizes(t *testing.T) {
	o, lr := make64(t, "rprop", param.Values{"lr": .01, "step_max": .5}, 1, 0)
	x, size := []float64{0}, .01
	step := func(g, lr float64) float64 {
		before := x[0]
		o.Step(x, []float64{g}, lr)
		return x[0] - before
	}
	for k := range 40 {
		if k > 0 {
			size = math.Min(size*1.2, .5)
		}
		if got := step(100*float64(k+1), lr); math.Abs(got+size) > 1e-12 {
			t.Fatalf("step %d is %g, want %g", k, got, -size)
		}
	}
	for i, c := range []struct{ g, want float64 }{{-1, 0}, {-1, .25}, {-1, .3}} {
		if got := step(c.g, lr); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("step %d after the turn is %g, want %g", i, got, c.want)
		}
	}
	if got := step(-1, lr/10); math.Abs(got-.036) > 1e-12 {
		t.Errorf("at a tenth of the step size it moves %g, want 0.036", got)
	}
	o, lr = make64(t, "rprop", param.Values{"lr": .01, "step_min": .002}, 1, 0)
	for k := range 12 {
		g := 1 - 2*float64(k/2%2) // + + − − + + …: the second grows, then each change of sign halves
		if got, want := math.Abs(step(g, lr)), math.Max(.012*math.Pow(.5, float64(k/2)), .002); k%2 == 1 && math.Abs(got-want) > 1e-12 {
			t.Errorf("after %d changes of sign it moves %g, want %g", k/2, got, want)
		}
	}
}
