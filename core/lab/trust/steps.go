package trust

import (
	"fmt"
	"math"

	"saddlelab/core/optim"
	"saddlelab/core/param"
	"saddlelab/core/real"
)

// methods finds a method; a test hands in another catalog.
type methods func(id string) (*optim.Method, error)

func catalogued(id string) (*optim.Method, error) { return optim.ByID(id, "") }

// path makes some steps of a method of the catalog with these values of its parameters, from x, of step size v["lr"].
func (by methods) path(id string, v param.Values, x []float64, steps int, gradient func(x []float64) []float64) ([]float64, error) {
	m, err := by(id)
	if err != nil {
		return nil, err
	}
	p, err := param.Resolve(m.Params, v, id)
	if err != nil {
		return nil, err
	}
	x = append([]float64(nil), x...)
	o := m.New64(optim.Setup[float64]{P: p, N: len(x)})
	for range steps {
		o.Step(x, gradient(x), p[0])
	}
	return x, nil
}

// gradients of very different size: Adam's first step is nearly the same for all of them.
var sizes = []float64{1e-6, -1e-4, .02, -.3, 1, -7, 250, -1e5, 1e9}

// adamFirst compares Adam's first step with η·g/(|g| + ε), which is η·sign(g) but for ε.
func adamFirst(by methods) Outcome {
	t := &tally{allowed: 1e-14}
	for _, lr := range []float64{1e-4, .01, .5} {
		for _, betas := range [][2]float64{{.9, .999}, {.5, .9}, {0, .99}} {
			t.of(fmt.Sprintf("η = %g, β₁ = %g, β₂ = %g", lr, betas[0], betas[1]))
			const eps = 1e-8
			x, err := by.path("adam", param.Values{"lr": lr, "beta1": betas[0], "beta2": betas[1], "eps": eps}, make([]float64, len(sizes)), 1,
				func([]float64) []float64 { return append([]float64(nil), sizes...) })
			if err != nil {
				t.broken(err.Error())
				continue
			}
			for i, g := range sizes {
				t.compare(fmt.Sprintf("the step where g = %g", g), -lr*g/(math.Abs(g)+eps), x[i], lr)
			}
		}
	}
	return t.outcome()
}

// closed are methods whose step number k, of a gradient that stays g, from 0, has a formula.
var closed = []struct {
	id     string
	values param.Values
	after  func(g, lr, k float64) float64
}{
	{"sgd", nil, func(g, lr, k float64) float64 { return -lr * g * k }},
	{"momentum", param.Values{"momentum": .9}, func(g, lr, k float64) float64 { // Σⱼ(1 − βʲ)/(1 − β), j = 1 … k
		return -lr * g * (k - .9*(1-real.Pow(.9, k))/.1) / .1
	}},
	{"adam", param.Values{"eps": 1e-12}, func(g, lr, k float64) float64 { return -lr * sign(g) * k }}, // both means are g's own
	{"adamw", param.Values{"eps": 1e-12, "weight_decay": 0}, func(g, lr, k float64) float64 { return -lr * sign(g) * k }},
	{"adamax", param.Values{"eps": 1e-12}, func(g, lr, k float64) float64 { return -lr * sign(g) * k }},
	{"lion", nil, func(g, lr, k float64) float64 { return -lr * sign(g) * k }},
	{"adagrad", param.Values{"eps": 1e-12}, func(g, lr, k float64) float64 { // Σ 1/√j
		s := 0.0
		for j := 1.0; j <= k; j++ {
			s += 1 / math.Sqrt(j)
		}
		return -lr * sign(g) * s
	}},
	{"rmsprop", param.Values{"eps": 1e-12, "alpha": .9}, func(g, lr, k float64) float64 { // v = (1 − αʲ)g²
		s := 0.0
		for j := 1.0; j <= k; j++ {
			s += 1 / math.Sqrt(1-real.Pow(.9, j))
		}
		return -lr * sign(g) * s
	}},
}

func sign(x float64) float64 { return math.Copysign(1, x) }

// closedForms compares steps in a constant gradient with their formulas, and descent on ½λx² with (1 − ηλ)ᵏ.
func closedForms(by methods) Outcome {
	t := &tally{allowed: 1e-10}
	const lr = .01
	for _, c := range closed {
		v := param.Values{"lr": lr}
		for name, x := range c.values {
			v[name] = x
		}
		t.of(c.id + ", constant gradient")
		for _, k := range []int{1, 2, 5, 20} {
			for _, g := range []float64{-40, -1, .2, 3} {
				x, err := by.path(c.id, v, []float64{0}, k, func([]float64) []float64 { return []float64{g} })
				if err != nil {
					t.broken(err.Error())
					break
				}
				t.near(fmt.Sprintf("x after %d steps, g = %g", k, g), c.after(g, lr, float64(k)), x[0])
			}
		}
	}
	t.of("sgd on ½λx²")
	for _, lambda := range []float64{-1, .5, 3, 150, 199} {
		for _, k := range []int{1, 10, 50} {
			x, err := by.path("sgd", param.Values{"lr": lr}, []float64{1}, k, func(x []float64) []float64 { return []float64{lambda * x[0]} })
			if err != nil {
				t.broken(err.Error())
				break
			}
			want := real.Pow(math.Abs(1-lr*lambda), float64(k))
			if lr*lambda > 1 && k%2 == 1 {
				want = -want
			}
			t.near(fmt.Sprintf("x after %d steps, λ = %g", k, lambda), want, x[0])
		}
	}
	return t.outcome()
}
