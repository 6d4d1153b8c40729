package optim

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"saddlelab/core/param"
)

// problem is one of the objectives that PyTorch was run on; its gradient is worked out here, in float64.
type problem struct {
	Kind string
	A    [][]float64 // quadratic: the matrix; logistic: a row for each example
	B, Y json.RawMessage
	Mu   float64
	X    [][]float64
	X0   []float64

	b, y []float64
	yy   [][]float64
}

func (p *problem) ready(t *testing.T) {
	t.Helper()
	switch p.Kind {
	case "quadratic":
		must(t, json.Unmarshal(p.B, &p.b))
	case "logistic":
		must(t, json.Unmarshal(p.Y, &p.y))
	case "mlp":
		must(t, json.Unmarshal(p.Y, &p.yy))
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// gradient gives ∇f(x) of the problem's formula.
func (p *problem) gradient(x []float64) []float64 {
	g := make([]float64, len(x))
	switch p.Kind {
	case "quadratic": // ½xᵀAx − bᵀx
		for i := range g {
			for j := range x {
				g[i] += p.A[i][j] * x[j]
			}
			g[i] -= p.b[i]
		}
	case "logistic": // mean log(1 + e^(−y aᵀx)) + ½μ‖x‖²
		for i := range g {
			g[i] = p.Mu * x[i]
		}
		for r, a := range p.A {
			m := 0.0
			for i := range x {
				m += a[i] * x[i]
			}
			w := -p.y[r] / (1 + math.Exp(p.y[r]*m)) / float64(len(p.A))
			for i := range g {
				g[i] += w * a[i]
			}
		}
	case "mlp": // mean((tanh(XW₁+b₁)W₂+b₂ − Y)²)
		in, out := len(p.X[0]), len(p.yy[0])
		hid := (len(x) - out) / (in + 1 + out)
		w1, b1 := x[:in*hid], x[in*hid:(in+1)*hid]
		w2, b2 := x[(in+1)*hid:(in+1+out)*hid], x[(in+1+out)*hid:]
		g1, gb1 := g[:in*hid], g[in*hid:(in+1)*hid]
		g2, gb2 := g[(in+1)*hid:(in+1+out)*hid], g[(in+1+out)*hid:]
		n := float64(len(p.X) * out)
		for r, row := range p.X {
			h := make([]float64, hid)
			for k := range h {
				h[k] = b1[k]
				for i, v := range row {
					h[k] += v * w1[i*hid+k]
				}
				h[k] = math.Tanh(h[k])
			}
			dh := make([]float64, hid)
			for j := range out {
				z := b2[j]
				for k := range h {
					z += h[k] * w2[k*out+j]
				}
				d := 2 * (z - p.yy[r][j]) / n
				gb2[j] += d
				for k := range h {
					g2[k*out+j] += d * h[k]
					dh[k] += d * w2[k*out+j]
				}
			}
			for k := range h {
				d := dh[k] * (1 - h[k]*h[k])
				gb1[k] += d
				for i, v := range row {
					g1[i*hid+k] += d * v
				}
			}
		}
	}
	return g
}

type pytorchRun struct {
	ID, Problem, Optimizer string
	Hyper                  map[string]any
	Record                 []int
	X                      [][]float64
	AxFinal                []float64 `json:"ax_final"` // ASGD: the averaged point at the end
}

// otherTest names PyTorch's optimizers whose runs another test follows.
var otherTest = map[string]bool{"LBFGS": true}

// pairs are the parameters that PyTorch gives two by two.
var pairs = map[string][2]string{"betas": {"beta1", "beta2"}, "etas": {"etaminus", "etaplus"}, "step_sizes": {"step_min", "step_max"}}

// method names a run's method and parameters in the terms of the catalog. PyTorch's maximize is the opposite gradient, up: no
// method has it as a parameter, since the page would show it.
func (r *pytorchRun) method() (id string, v param.Values, up bool) {
	v = param.Values{}
	flags := map[string]bool{}
	for name, h := range r.Hyper {
		switch h := h.(type) {
		case float64:
			v[name] = h
		case bool:
			flags[name] = h
		case []any:
			v[pairs[name][0]], v[pairs[name][1]] = h[0].(float64), h[1].(float64)
		}
	}
	id = strings.ToLower(r.Optimizer)
	_, heavy := v["momentum"]
	switch {
	case flags["nesterov"]:
		id = "nesterov"
	case id == "sgd" && heavy:
		id = "momentum"
	case id == "adam" && flags["amsgrad"]:
		id = "amsgrad"
	case flags["amsgrad"]:
		v["amsgrad"] = 1
	}
	if flags["centered"] {
		v["centered"] = 1
	}
	return id, v, flags["maximize"]
}

// torch113 is NAdam with PyTorch 1.13's second product, which has μ_k twice: there the factor of the running mean is
// μ_{k+1}/(1 − ∏_{i≤k} μ_i · μ_k μ_{k+1}). All else is the catalog's rule. TestNAdamIsDozats holds the products themselves.
type torch113[F Float] struct{ *nadamRule[F] }

func (r torch113[F]) apply(u, _ []F, _ F) {
	mu, next := r.warm()
	r.mix(u, (1-mu)/(1-r.product), next/(1-r.product*mu*next))
}

func newTorch113[F Float](s Setup[F]) Optimizer[F] {
	return chain[F]{decay[F]{F(s.P[5])}, torch113[F]{newNAdamRule[F](s.P, s.N)}, scale[F]{}}
}

// The paths of PyTorch's optimizers on three problems are reproduced: in float64 to 1e-9 (RMSProp, whose first steps
// divide by nearly nothing, 1e-6), in float32, where the network's forms are, to its accuracy after 50 steps. Centered
// RMSProp has no fused form, and magnifies a rounding of 1e-16 to 1e-6 in these 50 steps: in float32 there would be nothing
// to compare.
func TestPathsOfPyTorch(t *testing.T) {
	b, err := os.ReadFile("testdata/optim.json")
	must(t, err)
	var file struct {
		Problems map[string]*problem
		Runs     []*pytorchRun
	}
	must(t, json.Unmarshal(b, &file))
	for _, p := range file.Problems {
		p.ready(t)
	}
	followed := 0
	for _, r := range file.Runs {
		if otherTest[r.Optimizer] {
			continue
		}
		followed++
		p := file.Problems[r.Problem]
		id, values, up := r.method()
		m, err := ByID(id, "")
		must(t, err)
		v, err := param.Resolve(m.Params, values, r.ID)
		must(t, err)
		tol64, tol32 := 1e-9, 2e-4
		if id == "rmsprop" {
			tol64, tol32 = 1e-6, 2e-2
		}
		x := append([]float64(nil), p.X0...)
		y := make([]float32, len(x))
		for i := range x {
			y[i] = float32(x[i])
		}
		new64, new32 := m.New64, m.New32
		if id == "nadam" {
			new64, new32 = newTorch113[float64], newTorch113[float32]
		}
		o64, o32 := new64(Setup[float64]{P: v, N: len(x)}), new32(Setup[float32]{P: v, N: len(x)})
		sign := 1.0
		if up {
			sign = -1
		}
		gradient := func(x []float64) []float64 {
			g := p.gradient(x)
			for i := range g {
				g[i] *= sign
			}
			return g
		}
		compare := func(what string, got func(i int) float64, want []float64, tol float64) {
			t.Helper()
			for i, w := range want {
				if !(math.Abs(got(i)-w) <= tol*math.Max(1, math.Abs(w))) {
					t.Errorf("%s: %s: x[%d] is %.12g, want %.12g", r.ID, what, i, got(i), w)
				}
			}
		}
		next := 0
		for k := 0; next < len(r.Record); k++ {
			if k == r.Record[next] {
				compare(fmt.Sprint("after step ", k), func(i int) float64 { return x[i] }, r.X[next], tol64)
				if values["centered"] == 0 {
					compare(fmt.Sprint("float32, after step ", k), func(i int) float64 { return float64(y[i]) }, r.X[next], tol32)
				}
				if next++; next == len(r.Record) {
					break
				}
			}
			o64.Step(x, gradient(x), v[0])
			z := make([]float64, len(y))
			for i := range y {
				z[i] = float64(y[i])
			}
			g32 := make([]float32, len(y))
			for i, g := range gradient(z) {
				g32[i] = float32(g)
			}
			o32.Step(y, g32, v[0])
		}
		if r.AxFinal != nil {
			o64.(Averaged[float64]).Average(x)
			o32.(Averaged[float32]).Average(y)
			compare("averaged", func(i int) float64 { return x[i] }, r.AxFinal, tol64)
			compare("float32, averaged", func(i int) float64 { return float64(y[i]) }, r.AxFinal, tol32)
		}
	}
	if followed < 96 {
		t.Errorf("%d runs were followed, want at least 96", followed)
	}
}
