package optim

import (
	"encoding/json"
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
}

// method names a run's method and parameters in the terms of the catalog.
func (r *pytorchRun) method() (id string, v param.Values) {
	v = param.Values{}
	for name, h := range r.Hyper {
		switch h := h.(type) {
		case float64:
			v[name] = h
		case bool:
			if h {
				v[name] = 1
			}
		case []any:
			v["beta1"], v["beta2"] = h[0].(float64), h[1].(float64)
		}
	}
	id = strings.ToLower(r.Optimizer)
	if _, heavy := v["momentum"]; id == "sgd" && heavy {
		id = "momentum"
	}
	return id, v
}

// The paths of PyTorch's optimizers on three problems are reproduced: in float64 to 1e-9 (RMSProp, whose first steps
// divide by nearly nothing, 1e-6), by the fused float32 forms to float32's accuracy after 50 steps. Centered RMSProp has no
// fused form, and magnifies a rounding of 1e-16 to 1e-6 in these 50 steps: in float32 there would be nothing to compare.
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
	if len(file.Runs) < 30 {
		t.Fatalf("%d runs, want at least 30", len(file.Runs))
	}
	for _, r := range file.Runs {
		p := file.Problems[r.Problem]
		id, values := r.method()
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
		o64, o32 := m.New64(Setup[float64]{P: v, N: len(x)}), m.New32(Setup[float32]{P: v, N: len(x)})
		next := 0
		for k := 0; next < len(r.Record); k++ {
			if k == r.Record[next] {
				for i, want := range r.X[next] {
					size := math.Max(1, math.Abs(want))
					if math.Abs(x[i]-want) > tol64*size {
						t.Errorf("%s: x[%d] after %d steps is %.12g, want %.12g", r.ID, i, k, x[i], want)
					}
					if values["centered"] == 0 && !(math.Abs(float64(y[i])-want) <= tol32*size) {
						t.Errorf("%s: float32 x[%d] after %d steps is %.7g, want %.7g", r.ID, i, k, y[i], want)
					}
				}
				next++
			}
			o64.Step(x, p.gradient(x), v[0])
			z := make([]float64, len(y))
			for i := range y {
				z[i] = float64(y[i])
			}
			g32 := make([]float32, len(y))
			for i, g := range p.gradient(z) {
				g32[i] = float32(g)
			}
			o32.Step(y, g32, v[0])
		}
	}
}
