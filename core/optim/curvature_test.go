package optim

import (
	"hash/fnv"
	"math"
	"math/rand/v2"
	"testing"

	"saddlelab/core/landscape"
	"saddlelab/core/param"
)

// plane is a function of two variables with its derivatives.
type plane struct {
	f    func(x, y float64) float64
	grad func(x, y float64) (gx, gy float64)
	hess func(x, y float64) (xx, xy, yy float64)
}

func (p plane) Value(x []float64) float64 { return p.f(x[0], x[1]) }
func (p plane) Gradient(x, g []float64) float64 {
	g[0], g[1] = p.grad(x[0], x[1])
	return p.f(x[0], x[1])
}
func (p plane) HessianVector(x, v, hv []float64) {
	xx, xy, yy := p.hess(x[0], x[1])
	hv[0], hv[1] = xx*v[0]+xy*v[1], xy*v[0]+yy*v[1]
}

func surface(t *testing.T, id string) plane {
	t.Helper()
	s, err := landscape.ByID(id, "")
	must(t, err)
	return plane{s.F, s.Grad, s.Hess}
}

// quartic is ½x² + ¼y⁴ − ½y²: a strict saddle at 0, minima at (0, ±1).
var quartic = plane{
	func(x, y float64) float64 { return x*x/2 + y*y*y*y/4 - y*y/2 },
	func(x, y float64) (float64, float64) { return x, y*y*y - y },
	func(_, y float64) (float64, float64, float64) { return 1, 0, 3*y*y - 1 },
}

// run makes steps of a method on p from x, in place, calling each with f and x before and after it.
func run(t *testing.T, id string, v param.Values, p Problem[float64], x []float64, steps int, each func(k int, f, g2 float64, before, after []float64)) {
	t.Helper()
	m, err := ByID(id, "")
	must(t, err)
	q, err := param.Resolve(m.Params, v, id)
	must(t, err)
	o := m.New64(Setup[float64]{P: q, N: len(x), RNG: rand.New(rand.NewPCG(3, 0)), Problem: p})
	g, before := make([]float64, len(x)), make([]float64, len(x))
	for k := range steps {
		f := p.Gradient(x, g)
		g2 := inner(g, g)
		copy(before, x)
		o.Step(x, g, q[0])
		if each != nil {
			each(k, f, g2, before, x)
		}
	}
}

// starts are points all about the box [−1, 1]².
func starts() [][]float64 {
	r := rand.New(rand.NewPCG(7, 7))
	s := make([][]float64, 20)
	for i := range s {
		s[i] = []float64{2*r.Float64() - 1, 2*r.Float64() - 1}
	}
	return s
}

// Newton's method lands on the saddle of x² − y² in one step from anywhere; saddle-free Newton keeps x's part of that step and
// doubles y.
func TestNewtonIsAttractedBySaddle(t *testing.T) {
	p := surface(t, "saddle")
	for _, s := range starts() {
		x := append([]float64(nil), s...)
		run(t, "newton", nil, p, x, 1, nil)
		if math.Abs(x[0])+math.Abs(x[1]) > 1e-15 {
			t.Errorf("newton from %v to %v, want the saddle", s, x)
		}
		x = append(x[:0], s...)
		run(t, "saddle-free-newton", param.Values{"damping": 0}, p, x, 1, nil)
		if math.Abs(x[0]) > 1e-15 || math.Abs(x[1]-2*s[1]) > 1e-15 {
			t.Errorf("saddle-free newton from %v to %v, want (0, %g)", s, x, 2*s[1])
		}
	}
	// Where the curvatures do not lie along the axes.
	h := surface(t, "himmelblau")
	x, y := []float64{-.2, -.9}, []float64{-.2, -.9} // near the maximum at (−0.27, −0.92)
	run(t, "newton", nil, h, x, 10, nil)
	run(t, "saddle-free-newton", nil, h, y, 60, nil)
	if math.Hypot(x[0]+.270845, x[1]+.923039) > 1e-6 {
		t.Errorf("newton ends at %v, want Himmelblau's maximum", x)
	}
	if f := h.f(y[0], y[1]); f > 1e-12 {
		t.Errorf("saddle-free newton ends at %v, f = %g, want a minimum", y, f)
	}
}

// Near a minimum Newton's error is squared at each step, near enough: from 1e-3 to rounding in three. With damping δ the error
// on ½λx² shrinks by δ/(λ + δ).
func TestNewtonConvergesQuadratically(t *testing.T) {
	x := []float64{1.001, 1.001}
	run(t, "newton", nil, surface(t, "rosenbrock"), x, 3, nil)
	if math.Hypot(x[0]-1, x[1]-1) > 1e-12 {
		t.Errorf("three steps end at %v, want (1, 1)", x)
	}
	y := []float64{4, -4}
	run(t, "newton", param.Values{"damping": 3}, bowl[float64]{}, y, 5, nil)
	if want := 4 * math.Pow(.75, 5); math.Abs(y[0]-want) > 1e-14 || math.Abs(y[1]+want) > 1e-14 {
		t.Errorf("damped: %v, want ±%g", y, want)
	}
}

// Where the Hessian is singular Newton takes the shortest of the steps that solve its equations: on ½(ax + by)² the one along
// (a, b), though rounding makes the other eigenvalue 1e-17 and not 0.
func TestNewtonOnDegenerateHessian(t *testing.T) {
	for _, s := range starts() {
		a, b := 1+s[1], .7+s[0]
		p := plane{
			func(x, y float64) float64 { return (a*x + b*y) * (a*x + b*y) / 2 },
			func(x, y float64) (float64, float64) { return a * (a*x + b*y), b * (a*x + b*y) },
			func(_, _ float64) (float64, float64, float64) { return a * a, a * b, b * b },
		}
		x := []float64{3, 1}
		run(t, "newton", nil, p, x, 1, nil)
		along := (3*a + b) / (a*a + b*b)
		if math.Hypot(x[0]-(3-along*a), x[1]-(1-along*b)) > 1e-13*(1+math.Abs(along)) {
			t.Errorf("a = %g, b = %g: got %v, want (%g, %g)", a, b, x, 3-along*a, 1-along*b)
		}
	}
}

// Negative-curvature descent leaves a strict saddle at once, even started on it, where gradient descent stays.
func TestNegativeCurvatureLeavesStrictSaddle(t *testing.T) {
	for _, s := range [][]float64{{0, 0}, {1, 0}, {-2, 1e-9}} {
		x := append([]float64(nil), s...)
		run(t, "negative-curvature", param.Values{"lr": .2, "k": 2}, quartic, x, 1, func(_ int, f, _ float64, _, after []float64) {
			if f-quartic.Value(after) < .1 || math.Abs(math.Abs(after[1])-.5) > 1e-6 {
				t.Errorf("the first step from %v goes to %v, want y = ±1/2", s, after)
			}
		})
		run(t, "negative-curvature", param.Values{"lr": .2, "k": 2}, quartic, x, 200, nil)
		if math.Hypot(x[0], math.Abs(x[1])-1) > 1e-9 {
			t.Errorf("from %v to %v, want (0, ±1)", s, x)
		}
		y := append([]float64(nil), s[:1]...)
		y = append(y, 0)
		run(t, "sgd", param.Values{"lr": .2}, quartic, y, 200, nil)
		if y[1] != 0 {
			t.Errorf("gradient descent left the saddle's axis: %v", y)
		}
	}
	// Where it does not look for curvature, it is gradient descent.
	x, y := []float64{.3, .2}, []float64{.3, .2}
	run(t, "negative-curvature", param.Values{"lr": .1, "tolerance": 1000}, quartic, x, 50, nil)
	run(t, "sgd", param.Values{"lr": .1}, quartic, y, 50, nil)
	if math.Hypot(x[0]-y[0], x[1]-y[1]) > 1e-15 {
		t.Errorf("%v, gradient descent %v", x, y)
	}
}

// diagonal is ½Σdᵢxᵢ².
type diagonal struct{ d []float64 }

func (p diagonal) Value(x []float64) float64 {
	s := 0.
	for i, v := range x {
		s += p.d[i] * v * v / 2
	}
	return s
}
func (p diagonal) Gradient(x, g []float64) float64 { p.HessianVector(x, x, g); return p.Value(x) }
func (p diagonal) HessianVector(_, v, hv []float64) {
	for i := range v {
		hv[i] = p.d[i] * v[i]
	}
}

// Armijo's condition holds at every step of backtracking, with the longest step of its series that has it; lr = 100 does not
// diverge.
func TestBacktrackingKeepsArmijo(t *testing.T) {
	for _, v := range []param.Values{nil, {"lr": 100}, {"c": .5}, {"lr": 10, "shrink": .9, "c": .3}} {
		q, err := param.Resolve(gdBacktracking.Params, v, "")
		must(t, err)
		p := surface(t, "rosenbrock")
		x := []float64{-1.2, 1}
		run(t, "gd-backtracking", v, p, x, 500, func(k int, f, g2 float64, before, after []float64) {
			move := math.Hypot(after[0]-before[0], after[1]-before[1])
			step := move / math.Sqrt(g2)
			// t is known to the rounding of x: relative 1e-16/move.
			slack := 1e-12 + 1e-15/move
			if fall := f - p.Value(after); fall < q[1]*step*g2*(1-slack) {
				t.Errorf("%v, step %d falls by %g, want %g", v, k, fall, q[1]*step*g2)
			}
			j := math.Round(math.Log(step/q[0]) / math.Log(q[2]))
			if j < 0 || math.Abs(q[0]*math.Pow(q[2], j)/step-1) > slack*10 {
				t.Errorf("%v, step %d: t = %g is not in the series", v, k, step)
			}
			if j > 0 {
				g := make([]float64, 2)
				p.Gradient(before, g)
				longer := q[0] * math.Pow(q[2], j-1)
				if f-p.f(before[0]-longer*g[0], before[1]-longer*g[1]) >= q[1]*longer*g2*(1+1e-9) {
					t.Errorf("%v, step %d: t = %g would do, and %g was taken", v, k, longer, step)
				}
			}
		})
	}
	// On ½x² every t ≤ 2(1 − c) has it: of 100·2⁻ʲ the first is 1.5625 with c = 0.2.
	x := []float64{1}
	run(t, "gd-backtracking", param.Values{"lr": 100, "c": .2}, bowl[float64]{}, x, 1, nil)
	if math.Abs(x[0]+.5625) > 1e-15 {
		t.Errorf("x = %g, want -0.5625", x[0])
	}
}

// SAM's gradient is that at distance ρ up the slope: on ½Σdᵢxᵢ² it is d(x + ρ dx/‖dx‖), and momentum is that of SGD. With ρ = 0
// it is SGD with momentum, bit for bit.
func TestSAMAscends(t *testing.T) {
	p := diagonal{[]float64{3, 1}}
	x := []float64{1, 4}
	run(t, "sam", param.Values{"lr": .1, "rho": .5}, p, x, 1, nil)
	// ∇f = (3, 4), of length 5: the point is (1.3, 4.4), the gradient there (3.9, 4.4).
	if math.Abs(x[0]-.61) > 1e-15 || math.Abs(x[1]-3.56) > 1e-15 {
		t.Errorf("x = %v, want (0.61, 3.56)", x)
	}
	a, b := []float64{1, 4}, []float64{1, 4}
	run(t, "sam", param.Values{"lr": .1, "rho": 0, "momentum": .9, "weight_decay": .1}, p, a, 50, nil)
	run(t, "momentum", param.Values{"lr": .1, "momentum": .9, "weight_decay": .1}, p, b, 50, nil)
	if a[0] != b[0] || a[1] != b[1] {
		t.Errorf("without ascent %v, SGD with momentum %v", a, b)
	}
	// On ½dx² from within the last step it ends in a cycle of two points, ±ηdρ/(2 − ηd).
	y := []float64{1, 0}
	run(t, "sam", param.Values{"lr": .1, "rho": .5}, p, y, 500, nil)
	if want := .3 * .5 / 1.7; math.Abs(math.Abs(y[0])-want) > 1e-12 {
		t.Errorf("|x| = %g, want %g", math.Abs(y[0]), want)
	}
}

// The same bits everywhere: on any processor and in WebAssembly, the paths on two surfaces make this number.
func TestCurvaturePathsHaveTheSameBitsEverywhere(t *testing.T) {
	h := fnv.New64a()
	for _, id := range []string{"gd-backtracking", "newton", "saddle-free-newton", "cubic-newton", "trust-region", "negative-curvature", "lbfgs", "sam"} {
		for _, on := range []string{"himmelblau", "monkey"} {
			x := []float64{.3, -.4}
			run(t, id, param.Values{"lr": .05}, surface(t, on), x, 30, func(_ int, _, _ float64, _, after []float64) {
				for _, v := range after {
					u := math.Float64bits(v)
					h.Write([]byte{byte(u), byte(u >> 8), byte(u >> 16), byte(u >> 24), byte(u >> 32), byte(u >> 40), byte(u >> 48), byte(u >> 56)})
				}
			})
		}
	}
	if got := h.Sum64(); got != 0x4b4277396faaaa3c {
		t.Errorf("the paths make %#x", got)
	}
}

// diagonal32 is diagonal in float32.
type diagonal32 struct{ d []float64 }

func (p diagonal32) Value(x []float32) float64 {
	s := 0.
	for i, v := range x {
		s += p.d[i] * float64(v) * float64(v) / 2
	}
	return s
}
func (p diagonal32) Gradient(x, g []float32) float64 {
	p.HessianVector(x, x, g)
	return p.Value(x)
}
func (p diagonal32) HessianVector(_, v, hv []float32) {
	for i := range v {
		hv[i] = float32(p.d[i]) * v[i]
	}
}

// In 300 dimensions, as on a network, the float32 forms do what the float64 forms do, to float32's accuracy after 5 steps, and
// allocate nothing. Eigenvalues: one alone at −2, which the methods find, and four others.
func TestCurvatureInFloat32(t *testing.T) {
	const n = 300
	d := make([]float64, n)
	for i := range d {
		d[i] = []float64{.5, 1, 3, 8}[i%4]
	}
	d[11] = -2
	for id, v := range map[string]param.Values{
		"saddle-free-newton": nil, "trust-region": nil, "negative-curvature": {"k": 20}, "lbfgs": {"strong_wolfe": 0, "lr": .1}, "sam": {"momentum": .5}, "gd-backtracking": {"c": .1},
	} {
		m, err := ByID(id, "")
		must(t, err)
		p, err := param.Resolve(m.Params, v, id)
		must(t, err)
		a := m.New64(Setup[float64]{P: p, N: n, RNG: rand.New(rand.NewPCG(5, 5)), Problem: diagonal{d}})
		b := m.New32(Setup[float32]{P: p, N: n, RNG: rand.New(rand.NewPCG(5, 5)), Problem: diagonal32{d}})
		x, g, y, h := make([]float64, n), make([]float64, n), make([]float32, n), make([]float32, n)
		for i := range x {
			y[i] = float32(i%7-3) / 8
			x[i] = float64(y[i])
		}
		for range 5 {
			diagonal{d}.Gradient(x, g)
			a.Step(x, g, p[0])
			diagonal32{d}.Gradient(y, h)
			b.Step(y, h, p[0])
		}
		for i := range x {
			if !(math.Abs(x[i]-float64(y[i])) <= 2e-4*(1+math.Abs(x[i]))) {
				t.Errorf("%s: x[%d] = %g in float64, %g in float32", id, i, x[i], y[i])
				break
			}
		}
		if k := testing.AllocsPerRun(5, func() { diagonal32{d}.HessianVector(y, y, h); b.Step(y, h, p[0]) }); k != 0 {
			t.Errorf("%s: %v allocations per step", id, k)
		}
	}
}
