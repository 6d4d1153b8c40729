package trust

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"saddlelab/core/landscape"
	"saddlelab/core/nn"
	"saddlelab/core/optim"
	"saddlelab/core/real"
)

// ReferenceFile is the reference as the build makes it.
func ReferenceFile(t *testing.T) []byte {
	t.Helper()
	var parts [2][]byte
	for i, name := range []string{"../../optim/testdata/optim.json", "../../nn/testdata/layers.json"} {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		parts[i] = b
	}
	b, err := Choose(parts[0], parts[1])
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// hasty makes steps a little too long.
type hasty struct{ optim.Optimizer[float64] }

func (h hasty) Step(x, g []float64, lr float64) { h.Optimizer.Step(x, g, lr*(1+1e-7)) }

// hastily is a method of the catalog, made hasty.
func hastily(which string) methods {
	return func(id string) (*optim.Method, error) {
		m, err := catalogued(id)
		if err != nil || which != "" && id != which {
			return m, err
		}
		broken := *m
		broken.New64 = func(s optim.Setup[float64]) optim.Optimizer[float64] { return hasty{m.New64(s)} }
		return &broken, nil
	}
}

// without is a search that loses the points of one surface.
func without(id string) search {
	return func(s *landscape.Surface) *landscape.Found {
		f := landscape.Find(s)
		if s.ID == id {
			f.Points = f.Points[1:]
		}
		return f
	}
}

// one is the surface of that id, with something changed.
func one(t *testing.T, id string, change func(s *landscape.Surface)) []*landscape.Surface {
	t.Helper()
	s, err := landscape.ByID(id, "")
	if err != nil {
		t.Fatal(err)
	}
	c := *s
	change(&c)
	return []*landscape.Surface{&c}
}

// wrong has derivatives whose first number is a little off.
var wrong = derivatives{
	func(n *nn.NetOf[float64], w, x []float64, y nn.TargetsOf[float64], rows int, g []float64) float64 {
		loss := ours.gradient(n, w, x, y, rows, g)
		for i := range g {
			g[i] *= 1.0001
		}
		return loss
	},
	func(n *nn.NetOf[float64], w, x []float64, y nn.TargetsOf[float64], rows int, v, hv []float64) {
		ours.hessian(n, w, x, y, rows, v, hv)
		hv[0] += 1e-4
	},
}

// broken runs each check on something that is wrong; the id may have more after a slash.
func broken(t *testing.T) map[string]func() Outcome {
	text := string(ReferenceFile(t))
	read := func(b string) *Reference {
		r, err := ReadReference([]byte(b))
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	good := read(text)
	// spoilt has one number of the reference that is told by what stands before it a little off.
	spoilt := func(after ...string) *Reference {
		at := 0
		for _, a := range after {
			i := strings.Index(text[at:], a)
			if i < 0 {
				t.Fatalf("%q is not in the reference", a)
			}
			at += i + len(a)
		}
		var v float64
		end := at + strings.IndexAny(text[at:], ",]}")
		if err := json.Unmarshal([]byte(text[at:end]), &v); err != nil {
			t.Fatal(err)
		}
		return read(text[:at] + fmt.Sprint(v+1e-4) + text[end:])
	}
	all := func(string) bool { return true }
	slipped := func(s *landscape.Surface) *landscape.Found {
		f := landscape.Find(s)
		for i := range f.Points {
			f.Points[i].X += 1e-4
		}
		return f
	}
	return map[string]func() Outcome{
		"surface-gradients": func() Outcome {
			return gradientsOf(functions(one(t, "himmelblau", func(s *landscape.Surface) {
				g := s.Grad
				s.Grad = func(x, y float64) (float64, float64) { gx, gy := g(x, y); return gx, 1.0001 * gy }
			}), nil))
		},
		"surface-hessians": func() Outcome {
			return hessiansOf(functions(one(t, "beale", func(s *landscape.Surface) {
				h := s.Hess
				s.Hess = func(x, y float64) (float64, float64, float64) { xx, xy, yy := h(x, y); return xx, -xy, yy }
			}), nil))
		},
		"network-gradients": func() Outcome { return backpropagation(nn.Presets[:2], wrong) },
		"network-curvature": func() Outcome { return curvature(nn.Presets[:2], wrong) },
		"adam-first-step":   func() Outcome { return adamFirst(hastily("adam")) },
		"closed-forms":      func() Outcome { return closedForms(hastily("lion")) },
		"closed-forms/unknown": func() Outcome {
			return closedForms(func(string) (*optim.Method, error) { return optim.ByID("adamm", "") })
		},
		"critical-points":         func() Outcome { return criticalPoints(landscape.Catalog[:1], slipped) },
		"critical-points/missing": func() Outcome { return criticalPoints(landscape.Catalog[:1], without(landscape.Catalog[0].ID)) },
		"critical-counts":         func() Outcome { return kindCounts(landscape.Catalog[:1], without(landscape.Catalog[0].ID)) },
		"index-counts": func() Outcome {
			return indices(one(t, "himmelblau", func(*landscape.Surface) {}), without("himmelblau"))
		},
		"index-counts/turning": func() Outcome {
			return indices(one(t, "saddle", func(s *landscape.Surface) {
				g := s.Grad
				s.Grad = func(x, y float64) (float64, float64) { gx, gy := g(x, y); return gx, -gy }
			}), func(*landscape.Surface) *landscape.Found {
				s, _ := landscape.ByID("saddle", "")
				return landscape.Find(s)
			})
		},
		"sphere": func() Outcome {
			return onSphere(func(d int) (*landscape.Space, error) {
				sp, err := tensorSphere(d)
				h := sp.Hess
				sp.Hess = func(x, out []float64) {
					h(x, out)
					for i := range out {
						out[i] = -out[i]
					}
				}
				return sp, err
			})
		},
		"pytorch-optimizers": func() Outcome {
			return follow(good, hastily("adamax"), 1e-9, func(id string) bool { return id == "adamax" })
		},
		"pytorch-optimizers/spoilt": func() Outcome { return follow(spoilt(`"id":"logistic/adam"`, `"x":[[`), catalogued, 1e-9, all) },
		"pytorch-rmsprop":           func() Outcome { return follow(spoilt(`"id":"quadratic/rmsprop"`, `"x":[[`), catalogued, 1e-6, rmsprop) },
		"pytorch-layers":            func() Outcome { return layersOf(spoilt(`"name":"elu"`, `"hvp":{"x":`, `"data":[`), nn.Passes[float64]) },
		"pytorch-layers/passes": func() Outcome {
			return layersOf(good, func(m *nn.Model, w, x, vw, vx, dy []float64, rows int) nn.PassesOf[float64] {
				p := nn.Passes(m, w, x, vw, vx, dy, rows)
				p.Out[0] += 1e-8
				return p
			})
		},
		"pytorch-layers/missing": func() Outcome { return layersOf(&Reference{}, nn.Passes[float64]) },
		"pytorch-losses":         func() Outcome { return lossesOf(good, wrong) },
		"pytorch-losses/spoilt":  func() Outcome { return lossesOf(spoilt(`"name":"huber_1"`, `"loss":`), ours) },
		"matrix-products": func() Outcome {
			return productsOf([]product{{"AB", false, false, func(m, n, k int, a []float32, lda int, b []float32, ldb int, c []float32, ldc int, acc bool) {
				products[0].run(m, n, k, a, lda, b, ldb, c, ldc, acc)
				if n == 9 {
					c[n] = 0 // between the rows
				}
			}}})
		},
		"vector-kernels": func() Outcome {
			k := vectors[0]
			run := k.run
			k.run = func(w, g, m, v []float32) {
				run(w, g, m, v)
				if len(w) == 17 {
					w[16] = math.Nextafter32(w[16], 9) // the last, past the vectors
				}
			}
			return vectorsOf([]vector{k})
		},
		"float32-functions": func() Outcome {
			return mapsOf([]map32{{"exp", maps[1].run, real.Exp}})
		},
		"functions": func() Outcome {
			f := reals
			f.sin = func(x float64) float64 { return real.Sin(x) * (1 + 0x1p-50) }
			return elementaryOf(f)
		},
		"erf-acos": func() Outcome {
			f := reals
			f.erf = func(x float64) float64 { return real.Erf(x) * (1 + 1e-14) }
			return lessOf(f)
		},
		"random-numbers": func() Outcome { return randomOf(func(a, b uint64) rand.Source { return rand.NewPCG(b, a) }) },
		"normal-numbers": func() Outcome {
			return normalOf(func(rng *rand.Rand) float64 { return 1.02 * real.Normal(rng) })
		},
		"same-bits": func() Outcome {
			return bitsOf(func(spec string) ([]float64, error) {
				for _, g := range golden {
					if g.spec == spec {
						v := append([]float64(nil), g.want...)
						v[len(v)-1] = math.Nextafter(v[len(v)-1], 9)
						return v, nil
					}
				}
				return nil, fmt.Errorf("no such Spec")
			})
		},
		"same-bits/nothing runs": func() Outcome { return bitsOf(nil) },
	}
}

// Each check fails where what it compares is wrong: a formula, a method, a kernel, or the reference.
func TestEveryCheckCanFail(t *testing.T) {
	failing := map[string]bool{}
	for name, run := range broken(t) {
		o := run()
		if o.Pass || o.Count == 0 || len(o.Rows) == 0 {
			t.Errorf("%s passes: %d comparisons, worst %v of %v", name, o.Count, float64(o.Worst), float64(o.Allowed))
		}
		id, _, _ := strings.Cut(name, "/")
		if !(float64(o.Worst) > float64(o.Allowed)) {
			t.Errorf("%s: worst %v, allowed %v", name, float64(o.Worst), float64(o.Allowed))
		}
		failing[id] = true
	}
	for _, c := range Catalog {
		if !failing[c.ID] {
			t.Errorf("nothing shows that %s can fail", c.ID)
		}
	}
}

// What is no number does not pass, nor does a check that compares nothing.
func TestTally(t *testing.T) {
	if (&tally{allowed: 1}).outcome().Pass {
		t.Error("nothing was compared, and it passed")
	}
	for _, bad := range [][2]float64{{1, math.NaN()}, {math.NaN(), 1}, {1, math.Inf(1)}, {math.Inf(-1), math.Inf(1)}, {0, 1000}, {1, 2.5}} {
		c := &tally{allowed: 1}
		c.of("it")
		c.near("right", 2, 2)
		c.near("wrong", bad[0], bad[1])
		o := c.outcome()
		if o.Pass || o.Count != 2 || len(o.Rows) != 1 || o.Rows[0].Name != "it: wrong" {
			t.Errorf("%v: %+v", bad, o)
		}
	}
	c := &tally{}
	for i := range 100 {
		c.of(fmt.Sprint(i))
		c.exact("number", 0, float64(i%50))
	}
	if o := c.outcome(); len(o.Rows) != mostRows || o.Rows[0].Deviation != 49 || o.Count != 100 {
		t.Errorf("%d rows, the first %+v", len(o.Rows), o.Rows[0])
	}
}

// A reference that is missing, or is none, is an error and no verdict.
func TestReferenceIsNeeded(t *testing.T) {
	for _, c := range Catalog {
		if !c.Reference {
			continue
		}
		if _, err := c.Do(Given{}); err == nil {
			t.Errorf("%s ran without its reference", c.ID)
		}
	}
	for _, bad := range []string{"", "<html>", `{"problems":{"a":{"kind":"cubic"}}}`, `{"runs":3}`} {
		if _, err := ReadReference([]byte(bad)); err == nil {
			t.Errorf("%q was read as a reference", bad)
		}
	}
	if _, err := ByID("kernels", "id"); err == nil {
		t.Error("an unknown check was found")
	}
}
