package optim

import (
	"math"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"saddlelab/core/param"
)

func make64(t *testing.T, id string, v param.Values, n int, seed uint64) (Optimizer[float64], float64) {
	t.Helper()
	m, err := ByID(id, "optimizer")
	must(t, err)
	p, err := param.Resolve(m.Params, v, id)
	must(t, err)
	return m.New64(Setup[float64]{P: p, N: n, RNG: rand.New(rand.NewPCG(seed, 0)), Problem: bowl[float64]{}}), p[0]
}

// bowl is ½‖x‖².
type bowl[F Float] struct{}

func (bowl[F]) Value(x []F) float64        { return inner(x, x) / 2 }
func (bowl[F]) Gradient(x, g []F) float64  { copy(g, x); return inner(x, x) / 2 }
func (bowl[F]) HessianVector(_, v, hv []F) { copy(hv, v) }

// Gradient descent on ½λx² contracts exactly when ηλ < 2, by the factor 1 − ηλ.
func TestGradientDescentContractsBelowTwo(t *testing.T) {
	for _, eta := range []float64{.1, .5, .99, 1, 1.5, 1.99, 2, 2.01, 3} {
		o, lr := make64(t, "sgd", param.Values{"lr": eta}, 1, 0)
		x := []float64{1}
		for range 20 {
			o.Step(x, []float64{x[0]}, lr)
		}
		if want := math.Pow(1-eta, 20); math.Abs(x[0]-want) > 1e-12*math.Max(1, math.Abs(want)) {
			t.Errorf("η = %g: %g after 20 steps, want %g", eta, x[0], want)
		}
		if (math.Abs(x[0]) < 1) != (eta < 2 && eta > 0) {
			t.Errorf("η = %g: |x| went from 1 to %g", eta, math.Abs(x[0]))
		}
	}
}

// Adam's first step is −η·sign(g), whatever the size of g, as ε → 0: the bias corrections divide.
func TestAdamFirstStepIsTheSign(t *testing.T) {
	for _, g := range []float64{1e-6, .3, -2e4} {
		o, lr := make64(t, "adam", param.Values{"lr": .1, "eps": 1e-12}, 1, 0)
		x := []float64{5}
		o.Step(x, []float64{g}, lr)
		if want := 5 - math.Copysign(.1, g); math.Abs(x[0]-want) > 1e-6 {
			t.Errorf("g = %g: x = %g, want %g", g, x[0], want)
		}
	}
}

// AdaGrad's k-th step under a constant gradient is η/√k.
func TestAdagradUnderConstantGradient(t *testing.T) {
	o, lr := make64(t, "adagrad", param.Values{"lr": .1}, 1, 0)
	x := []float64{0}
	for k := 1; k <= 50; k++ {
		before := x[0]
		o.Step(x, []float64{3}, lr)
		if step, want := before-x[0], .1/math.Sqrt(float64(k)); math.Abs(step-want) > 1e-9 {
			t.Errorf("step %d is %g, want %g", k, step, want)
		}
	}
}

// RMSProp does not settle on |x|-like slopes: near a minimum of ½x² it ends in a cycle of two points about ±η/2.
func TestRMSPropEndsInACycle(t *testing.T) {
	o, lr := make64(t, "rmsprop", param.Values{"lr": .01, "alpha": .9, "eps": 1e-12}, 1, 0)
	x := []float64{1}
	for range 5000 {
		o.Step(x, []float64{x[0]}, lr)
	}
	before := x[0]
	o.Step(x, []float64{x[0]}, lr)
	if math.Abs(math.Abs(x[0])-.005) > 1e-6 || x[0]*before >= 0 {
		t.Errorf("from %g to %g, want ∓0.005", before, x[0])
	}
}

// Heavy ball on ½λx² is a linear map whose spectral radius is √β where its eigenvalues are complex.
func TestHeavyBallRate(t *testing.T) {
	const beta = .81
	o, lr := make64(t, "momentum", param.Values{"lr": .5, "momentum": beta}, 1, 0)
	x := []float64{1}
	const n = 400
	peak := 0.0
	for k := range n {
		o.Step(x, []float64{x[0]}, lr)
		if k >= n-20 {
			peak = math.Max(peak, math.Abs(x[0])/math.Pow(beta, float64(k)/2))
		}
	}
	if rate := math.Pow(peak, 1.0/n); math.Abs(rate-1) > .01 {
		t.Errorf("|x| falls as (%g·√β)ᵏ, want √βᵏ", rate)
	}
}

// meanSquare runs a method on ½λx² and gives the mean of x² after a burn-in, with its standard error, which is that of an
// AR(1) chain of coefficient a: the variance of x² times (1 + a²)/(1 − a²) over n.
func meanSquare(t *testing.T, id string, v param.Values, lambda, a float64) (mean, se float64) {
	o, lr := make64(t, id, v, 1, 11)
	x := []float64{0}
	const n = 400_000
	for range 2000 {
		o.Step(x, []float64{lambda * x[0]}, lr)
	}
	for range n {
		o.Step(x, []float64{lambda * x[0]}, lr)
		mean += x[0] * x[0] / n
	}
	return mean, mean * math.Sqrt(2*(1+a*a)/(1-a*a)/n)
}

// SGLD on f = ½λx² is an AR(1) chain with stationary variance T/(λ(1 − ηλ/2)): the Gibbs variance T/λ, inflated by the step size.
func TestSGLDStationaryVariance(t *testing.T) {
	const eta, lambda, temp = .2, 2.0, .3
	got, se := meanSquare(t, "sgld", param.Values{"lr": eta, "temperature": temp}, lambda, 1-eta*lambda)
	if want := temp / (lambda * (1 - eta*lambda/2)); math.Abs(got-want) > 4*se {
		t.Errorf("variance %g ± %g, want %g", got, se, want)
	}
}

// Perturbed SGD on ½λx² has stationary variance ησ²/(λ(2 − ηλ)).
func TestPerturbedSGDStationaryVariance(t *testing.T) {
	const eta, lambda, sigma = .2, 2.0, .7
	got, se := meanSquare(t, "perturbed-sgd", param.Values{"lr": eta, "noise": sigma}, lambda, 1-eta*lambda)
	if want := eta * sigma * sigma / (lambda * (2 - eta*lambda)); math.Abs(got-want) > 4*se {
		t.Errorf("variance %g ± %g, want %g", got, se, want)
	}
}

// Without noise both are gradient descent, bit for bit.
func TestNoiseOfZeroIsGradientDescent(t *testing.T) {
	for id, v := range map[string]param.Values{"sgld": {"lr": .1, "temperature": 0}, "perturbed-sgd": {"lr": .1, "noise": 0}} {
		o, lr := make64(t, id, v, 2, 1)
		gd, _ := make64(t, "sgd", param.Values{"lr": .1}, 2, 1)
		x, y := []float64{1, -2}, []float64{1, -2}
		for range 50 {
			o.Step(x, []float64{x[0], 3 * x[1]}, lr)
			gd.Step(y, []float64{y[0], 3 * y[1]}, lr)
		}
		if x[0] != y[0] || x[1] != y[1] {
			t.Errorf("%s: %v, gradient descent %v", id, x, y)
		}
	}
}

// namesOnly tells whether every @name in a formula is a parameter's.
func namesOnly(formula string, ps []param.Param) bool {
next:
	for _, at := range regexp.MustCompile(`@\w+`).FindAllString(formula, -1) {
		for _, p := range ps {
			if "@"+p.Name == at {
				continue next
			}
		}
		return false
	}
	return true
}

// fill puts x onto the bowl's side, and the gradient into g.
func fill[F Float](x, g []F) {
	for i := range x {
		x[i] = 1 + F(i)
		g[i] = x[i]
	}
}

// Every method: the same seed gives the same bits, a bowl is descended to finite numbers, nothing is allocated, the
// float32 form, if there is one, does what the float64 form does, a function is asked for only where Needs says so, and the
// entry is complete.
func TestContract(t *testing.T) {
	seen := map[string]bool{}
	for _, m := range Catalog {
		if seen[m.ID] || m.Name == "" || m.Formula == "" || m.Source == "" || m.Help == "" || len(m.Params) == 0 || m.Params[0].Name != "lr" {
			t.Errorf("%s is incomplete or listed twice", m.ID)
		}
		seen[m.ID] = true
		p, err := param.Resolve(m.Params, nil, m.ID)
		must(t, err)
		for _, q := range m.Params {
			if q.Label == "" || q.Help == "" || q.Min > q.Default || q.Default > q.Max || q.Log && q.Max <= 0 {
				t.Errorf("%s: parameter %+v is incomplete", m.ID, q)
			}
			if !strings.Contains(m.Formula, "@lr") || !namesOnly(m.Formula, m.Params) {
				t.Errorf("%s: the formula does not show its step size, or shows what is no parameter", m.ID)
			}
			for _, bad := range []float64{q.Max*2 + 1, q.Min - 1, math.NaN()} {
				if _, err := param.Resolve(m.Params, param.Values{q.Name: bad}, m.ID); err == nil || !strings.Contains(err.Error(), m.ID+"."+q.Name) {
					t.Errorf("%s: %s = %g gave %v", m.ID, q.Name, bad, err)
				}
			}
		}
		switch m.Needs {
		case "", NeedsValues, NeedsGradients, NeedsCurvature:
		default:
			t.Errorf("%s: needs %q", m.ID, m.Needs)
		}
		const n = 37
		setup64 := func(seed uint64) Setup[float64] {
			s := Setup[float64]{P: p, N: n, RNG: rand.New(rand.NewPCG(seed, 1))}
			if m.Needs != "" {
				s.Problem = bowl[float64]{}
			}
			return s
		}
		run64 := func(seed uint64) []float64 {
			o, x, g := m.New64(setup64(seed)), make([]float64, n), make([]float64, n)
			for i := range x {
				x[i] = float64(i-18) / 7
			}
			for range 300 {
				copy(g, x)
				o.Step(x, g, p[0])
			}
			return x
		}
		if m.New64 != nil {
			a, b := run64(5), run64(5)
			for i := range a {
				if a[i] != b[i] || !(math.Abs(a[i]) < 3) {
					t.Errorf("%s: x[%d] = %g and %g by the same seed", m.ID, i, a[i], b[i])
				}
			}
			o, x, g := m.New64(setup64(1)), make([]float64, n), make([]float64, n)
			if k := testing.AllocsPerRun(20, func() { fill(x, g); o.Step(x, g, p[0]) }); k != 0 {
				t.Errorf("%s: %v allocations per step", m.ID, k)
			}
		}
		if m.New32 == nil {
			continue
		}
		s32 := Setup[float32]{P: p, N: n, RNG: rand.New(rand.NewPCG(5, 1))}
		if m.Needs != "" {
			s32.Problem = bowl[float32]{}
		}
		o, y, h := m.New32(s32), make([]float32, n), make([]float32, n)
		for i := range y {
			y[i] = float32(i-18) / 7
		}
		for range 300 {
			copy(h, y)
			o.Step(y, h, p[0])
		}
		if m.New64 != nil {
			for i, a := range run64(5) {
				if !(math.Abs(a-float64(y[i])) < 2e-3) {
					t.Errorf("%s: x[%d] = %g in float64, %g in float32", m.ID, i, a, y[i])
				}
			}
		}
		if k := testing.AllocsPerRun(20, func() { fill(y, h); o.Step(y, h, p[0]) }); k != 0 {
			t.Errorf("%s: %v allocations per step in float32", m.ID, k)
		}
	}
	if _, err := ByID("adamm", "runs[0].optimizer"); err == nil || !strings.HasPrefix(err.Error(), `runs[0].optimizer: unknown optimizer "adamm"; have sgd`) {
		t.Errorf("got %v", err)
	}
}

// A gradient of another length than the iterate is the caller's bug.
func TestStepPanicsOnLength(t *testing.T) {
	defer func() {
		if p := recover(); p != "optim: len(g)=1, want 2" {
			t.Errorf("got %v", p)
		}
	}()
	o, lr := make64(t, "sgld", nil, 2, 0)
	o.Step(make([]float64, 2), make([]float64, 1), lr)
}
