package optim

import (
	"hash/fnv"
	"math"
	"math/rand/v2"
	"testing"

	"saddlelab/core/param"
)

func oracleOf(t *testing.T, id string, v param.Values, seed uint64) Noise {
	t.Helper()
	o, err := OracleByID(id, "oracle")
	must(t, err)
	p, err := param.Resolve(o.Params, v, id)
	must(t, err)
	return o.New(p, rand.New(rand.NewPCG(seed, 9)))
}

const draws = 50_000

// sample draws noise on a gradient of 0.
func sample(t *testing.T, id string, v param.Values, n int) [][]float64 {
	noise, s := oracleOf(t, id, v, 4), vectors[float64](draws, n)
	for _, g := range s {
		noise(g)
	}
	return s
}

// about fails unless the mean of f is want, to 4 standard errors as the sample itself has them.
func about(t *testing.T, what string, s [][]float64, f func(g []float64) float64, want float64) {
	t.Helper()
	m, q := 0., 0.
	for _, g := range s {
		v := f(g)
		m += v / draws
		q += v * v / draws
	}
	if se := math.Sqrt(math.Max(q-m*m, 0) / draws); !(math.Abs(m-want) <= 4*se+1e-15) {
		t.Errorf("%s is %g ± %g, want %g", what, m, se, want)
	}
}

func below(c float64) func(g []float64) float64 {
	return func(g []float64) float64 {
		if g[0] < c {
			return 1
		}
		return 0
	}
}

// The exact oracle leaves gradients alone; every other adds to them, and nothing where its scale is 0.
func TestOraclesAdd(t *testing.T) {
	for _, o := range Oracles {
		g := []float64{3, -4}
		oracleOf(t, o.ID, nil, 1)(g)
		if same := g[0] == 3 && g[1] == -4; same != (o.ID == "exact") || math.Hypot(g[0]-3, g[1]+4) > 10 {
			t.Errorf("%s makes %v of (3, -4)", o.ID, g)
		}
		if len(o.Params) > 0 {
			g = []float64{3, -4}
			if oracleOf(t, o.ID, param.Values{o.Params[0].Name: 0}, 1)(g); g[0] != 3 || g[1] != -4 {
				t.Errorf("%s of scale 0 makes %v of (3, -4)", o.ID, g)
			}
		}
	}
}

// Gaussian: mean 0, variance σ², fourth moment 3σ⁴, coordinates uncorrelated, Φ(1) below σ, and the tail beyond 4σ.
func TestGaussianOracle(t *testing.T) {
	s := sample(t, "gaussian", param.Values{"sigma": 2}, 2)
	about(t, "mean", s, func(g []float64) float64 { return g[0] }, 0)
	about(t, "variance", s, func(g []float64) float64 { return g[1] * g[1] }, 4)
	about(t, "fourth moment", s, func(g []float64) float64 { return math.Pow(g[0], 4) }, 48)
	about(t, "correlation", s, func(g []float64) float64 { return g[0] * g[1] }, 0)
	about(t, "P(ξ < σ)", s, below(2), .8413447460685429)
	about(t, "P(ξ < −3σ)", s, below(-6), .0013498980316300933)
}

// Student: for ν = 1, Cauchy, P(|ξ| < 1) = ½ and P(ξ < −10) = ½ − arctan(10)/π; for ν = 2, P(ξ < c) = ½ + c/(2√(2+c²)); for
// ν = 5 the variance is 5/3; for fractional ν the median is 0.
func TestStudentOracle(t *testing.T) {
	s := sample(t, "student", param.Values{"sigma": 1, "nu": 1}, 1)
	about(t, "ν = 1: P(ξ < 1)", s, below(1), .75)
	about(t, "ν = 1: P(ξ < −1)", s, below(-1), .25)
	about(t, "ν = 1: P(ξ < −10)", s, below(-10), .5-math.Atan(10)/math.Pi)
	s = sample(t, "student", param.Values{"sigma": 3, "nu": 2}, 1)
	about(t, "ν = 2: P(ξ < 6)", s, below(6), .5+1/math.Sqrt(6))
	s = sample(t, "student", param.Values{"sigma": 1, "nu": 5}, 2)
	about(t, "ν = 5: variance", s, func(g []float64) float64 { return g[0] * g[0] }, 5./3)
	about(t, "ν = 5: correlation", s, func(g []float64) float64 { return g[0] * g[1] }, 0)
	s = sample(t, "student", param.Values{"sigma": 1, "nu": .7}, 1)
	about(t, "ν = 0.7: P(ξ < 0)", s, below(0), .5)
	// At ν = 100 nearly Gaussian: variance 100/98.
	s = sample(t, "student", param.Values{"sigma": 1, "nu": 100}, 1)
	about(t, "ν = 100: variance", s, func(g []float64) float64 { return g[0] * g[0] }, 100./98)
}

// Along a line: nothing across it, variance σ² along it; at 0, 90 and 180 degrees the other coordinate is left exactly alone.
func TestAlongOracle(t *testing.T) {
	const angle = 30
	s := sample(t, "along", param.Values{"sigma": .5, "angle": angle}, 2)
	c, d := math.Cos(math.Pi/6), math.Sin(math.Pi/6)
	for _, g := range s {
		if math.Abs(d*g[0]-c*g[1]) > 1e-15 {
			t.Fatalf("%v is off the line", g)
		}
	}
	about(t, "mean", s, func(g []float64) float64 { return g[0] }, 0)
	about(t, "variance", s, func(g []float64) float64 { return (c*g[0] + d*g[1]) * (c*g[0] + d*g[1]) }, .25)
	about(t, "P(ξ < σ)", s, func(g []float64) float64 { return below(.5)([]float64{c*g[0] + d*g[1]}) }, .8413447460685429)
	for angle, i := range map[float64]int{0: 1, 90: 0, 180: 1} {
		g := []float64{0, 0}
		if oracleOf(t, "along", param.Values{"angle": angle}, 1)(g); g[i] != 0 || g[1-i] == 0 {
			t.Errorf("along %g degrees: %v", angle, g)
		}
	}
	defer func() {
		if p := recover(); p != "optim: noise along a line in 3 dimensions, want 2" {
			t.Errorf("got %v", p)
		}
	}()
	oracleOf(t, "along", nil, 1)(make([]float64, 3))
}

// Uniform in a ball of n dimensions: within it, E‖ξ‖² = r²n/(n+2), P(‖ξ‖ < r/2) = 2⁻ⁿ, mean 0.
func TestBallOracle(t *testing.T) {
	for _, n := range []int{1, 2, 5} {
		s := sample(t, "ball", param.Values{"radius": 2}, n)
		for _, g := range s {
			if size(g) > 2*(1+1e-15) {
				t.Fatalf("%v is outside", g)
			}
		}
		about(t, "mean", s, func(g []float64) float64 { return g[0] }, 0)
		about(t, "mean square", s, func(g []float64) float64 { return inner(g, g) }, 4*float64(n)/float64(n+2))
		about(t, "P(‖ξ‖ < 1)", s, func(g []float64) float64 { return below(1)([]float64{size(g)}) }, math.Pow(2, -float64(n)))
	}
}

// On the saddle x² − y², gradient descent with noise along x alone stays on y = 0 for ever; with noise in every direction, or
// along another line, it leaves.
func TestNoiseThatIsNotExciting(t *testing.T) {
	p := surface(t, "saddle")
	for _, c := range []struct {
		id     string
		v      param.Values
		leaves bool
	}{{"along", param.Values{"angle": 0}, false}, {"along", param.Values{"angle": 45}, true}, {"gaussian", nil, true}, {"ball", nil, true}, {"student", nil, true}, {"exact", nil, false}} {
		noise := oracleOf(t, c.id, c.v, 3)
		o, lr := make64(t, "sgd", nil, 2, 1)
		x, g := []float64{1, 0}, []float64{0, 0}
		for range 200 {
			p.Gradient(x, g)
			noise(g)
			o.Step(x, g, lr)
		}
		if left := math.Abs(x[1]) > 1; left != c.leaves || !left && x[1] != 0 {
			t.Errorf("%s %v: y = %g after 200 steps", c.id, c.v, x[1])
		}
	}
}

// Every oracle: the entry is complete, the same seed gives the same noise, another seed other noise, nothing is allocated once
// it has begun; and the bits are the same everywhere.
func TestEveryOracle(t *testing.T) {
	h := fnv.New64a()
	seen := map[string]bool{}
	for _, o := range Oracles {
		if seen[o.ID] || o.Name == "" || o.Formula == "" || !namesOnly(o.Formula, o.Params) || o.Help == "" || o.Source == "" && o.ID != "exact" || o.Params == nil {
			t.Errorf("%s is incomplete or listed twice", o.ID)
		}
		seen[o.ID] = true
		a, b, c := oracleOf(t, o.ID, nil, 1), oracleOf(t, o.ID, nil, 1), oracleOf(t, o.ID, nil, 2)
		x, y, z := []float64{0, 0}, []float64{0, 0}, []float64{0, 0}
		for range 1000 {
			a(x)
			b(y)
			c(z)
			for _, v := range x {
				u := math.Float64bits(v)
				h.Write([]byte{byte(u), byte(u >> 8), byte(u >> 16), byte(u >> 24), byte(u >> 32), byte(u >> 40), byte(u >> 48), byte(u >> 56)})
			}
		}
		if x[0] != y[0] || x[1] != y[1] || x[0] == z[0] && o.ID != "exact" {
			t.Errorf("%s: %v and %v by the same seed, %v by another", o.ID, x, y, z)
		}
		if k := testing.AllocsPerRun(20, func() { a(x) }); k != 0 {
			t.Errorf("%s: %v allocations", o.ID, k)
		}
	}
	if got := h.Sum64(); got != 0xa7439ee653450830 {
		t.Errorf("the noises make %#x", got)
	}
	if _, err := OracleByID("noisy", "oracle"); err == nil || err.Error() != `oracle: unknown oracle "noisy"; have exact, gaussian, student, along, ball` {
		t.Errorf("got %v", err)
	}
}
