package optim

import (
	"math"
	"math/rand/v2"
	"testing"

	"saddlelab/core/param"
)

// slope is that of the least-squares line through (log k, log y).
func slope(k, y []float64) float64 {
	var sx, sy, sxx, sxy float64
	for i := range k {
		a, b := math.Log(k[i]), math.Log(y[i])
		sx, sy, sxx, sxy = sx+a, sy+b, sxx+a*a, sxy+a*b
	}
	n := float64(len(k))
	return (n*sxy - sx*sy) / (n*sxx - sx*sx)
}

// PyTorch's iterate is Nesterov's point ahead: x₊ = (1+β)(x − ηg) − β(x₋ − ηg₋). On a quadratic with η = 1/L and
// β = (√κ−1)/(√κ+1) the slowest direction has the double root r = 1 − 1/√κ: the error there is (a + bk)rᵏ.
func TestNesterovRateOnAQuadratic(t *testing.T) {
	const kappa, n = 100.0, 50
	beta := (math.Sqrt(kappa) - 1) / (math.Sqrt(kappa) + 1)
	o, lr := make64(t, "nesterov", param.Values{"lr": 1 / kappa, "momentum": beta}, n, 0)
	x, g, before, steps := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range x {
		x[i] = 1
	}
	lambda := func(i int) float64 { return 1 + (kappa-1)*float64(i)/(n-1) }
	var norm [601]float64
	for k := range norm {
		norm[k] = size(x)
		for i := range x {
			g[i] = lambda(i) * x[i]
			plain := x[i] - lr*g[i]
			before[i], steps[i] = steps[i], plain
		}
		o.Step(x, g, lr)
		for i := range x {
			if want := (1+beta)*steps[i] - beta*before[i]; k > 0 && math.Abs(x[i]-want) > 1e-14*norm[0] {
				t.Fatalf("step %d: x[%d] = %g, want %g", k, i, x[i], want)
			}
		}
	}
	got := math.Pow(norm[600]/norm[400], 1./200)
	want := (1 - 1/math.Sqrt(kappa)) * math.Pow(600./400, 1./200) // b ≫ a: after 400 steps a/(bk) < 3 %
	if math.Abs(got/want-1) > 3e-4 {
		t.Errorf("contracts by %.6f a step, want %.6f", got, want)
	}
}

// t₁ = 1, t₂ = 1.618…, t₃ = 2.194…: under a constant gradient of 1 and η = 1 the y's are those of the definition.
func TestAGDSequence(t *testing.T) {
	o, lr := make64(t, "nesterov-agd", param.Values{"lr": 1}, 1, 0)
	golden := (1 + math.Sqrt(5)) / 2
	third := (1 + math.Sqrt(1+4*golden*golden)) / 2
	x, y := []float64{0}, []float64{0}
	for k, want := range []struct{ y, x float64 }{
		{-1, -1}, // (t₁ − 1)/t₂ = 0
		{-2, -2 - (golden-1)/third},
	} {
		o.Step(x, []float64{1}, lr)
		o.(Averaged[float64]).Average(y)
		if math.Abs(y[0]-want.y) > 1e-15 || math.Abs(x[0]-want.x) > 1e-15 {
			t.Errorf("step %d: y = %g and x = %g, want %g and %g", k, y[0], x[0], want.y, want.x)
		}
	}
}

// On Nesterov's worst function in 2K+1 dimensions, f = ⅛(x₁² + Σ(xᵢ₊₁−xᵢ)² + x_n²) − ¼x₁, L = 1, any first-order method is
// at least 3/(32(K+1)²)·‖x₀−x*‖² above the minimum after K steps, and accelerated descent at most 2/(K+1)²·‖x₀−x*‖².
func TestAGDBetweenItsBounds(t *testing.T) {
	var ks, gaps []float64
	for _, steps := range []int{10, 20, 40, 80, 160} {
		n := 2*steps + 1
		o, lr := make64(t, "nesterov-agd", param.Values{"lr": 1}, n, 0)
		x, g := make([]float64, n), make([]float64, n)
		for range steps {
			for i := range g {
				g[i] = 2 * x[i]
				if i > 0 {
					g[i] -= x[i-1]
				}
				if i < n-1 {
					g[i] -= x[i+1]
				}
				g[i] /= 4
			}
			g[0] -= .25
			o.Step(x, g, lr)
		}
		o.(Averaged[float64]).Average(x)
		f := (x[0]*x[0]+x[n-1]*x[n-1])/8 - x[0]/4
		for i := 1; i < n; i++ {
			f += (x[i] - x[i-1]) * (x[i] - x[i-1]) / 8
		}
		far := 0.0 // ‖x*‖², x*ᵢ = 1 − i/(n+1)
		for i := 1; i <= n; i++ {
			d := 1 - float64(i)/float64(n+1)
			far += d * d
		}
		minimum := -(1 - 1/float64(n+1)) / 8
		gap, square := (f-minimum)/far, float64((steps+1)*(steps+1))
		if gap < 3/(32*square) || gap > 2/square {
			t.Errorf("K = %d: gap %g, want from %g to %g", steps, gap, 3/(32*square), 2/square)
		}
		ks, gaps = append(ks, float64(steps)), append(gaps, gap)
	}
	if s := slope(ks, gaps); s > -1.8 || s < -2.1 { // measured −1.92; gradient descent has −1.44 here
		t.Errorf("the gap falls as K^%.2f, want about K^−2", s)
	}
}

// ellipsoid is ½Σλ(x−c)² with λ from 0.001 to 1 and ‖c‖ = 1.
type ellipsoid struct{ lambda, c []float64 }

func newEllipsoid(n int) *ellipsoid {
	rng := rand.New(rand.NewPCG(9, 9))
	e := &ellipsoid{make([]float64, n), make([]float64, n)}
	for i := range e.c {
		e.lambda[i] = .001 + .999*float64(i)/float64(n-1)
		e.c[i] = rng.NormFloat64()
	}
	multiply(e.c, 1/size(e.c))
	return e
}

func (e *ellipsoid) value(x []float64) float64 {
	s := 0.0
	for i, l := range e.lambda {
		s += l * (x[i] - e.c[i]) * (x[i] - e.c[i]) / 2
	}
	return s
}

func (e *ellipsoid) gradient(x, g []float64) {
	for i, l := range e.lambda {
		g[i] = l * (x[i] - e.c[i])
	}
}

func inBallAbout0(x []float64, radius float64) {
	if r := size(x); r > radius {
		multiply(x, radius/r)
	}
}

// UniXGrad from its definition, with sums in place of means: the method's Steps give the same points. And its regret
// certifies it: each step's optimality gives Σα⟨g, x−u⟩ ≤ D²/η_T + ½Σηα²‖g−M‖² for u in the ball, which for convex f bounds
// A_T (f(x̄) − f(u)). Smooth or not, the certificate holds; on smooth f the gap falls as fast as T^−2.
func TestUniXGradBound(t *testing.T) {
	const n, radius = 50, 1.5
	e := newEllipsoid(n)
	corner := func(x []float64) float64 { // ‖x − c‖₁
		s := 0.0
		for i := range x {
			s += math.Abs(x[i] - e.c[i])
		}
		return s
	}
	for _, c := range []struct {
		name     string
		value    func(x []float64) float64
		gradient func(x, g []float64)
		slope    float64
	}{
		{"smooth", e.value, e.gradient, -1.7},
		{"ℓ₁", corner, func(x, g []float64) {
			for i := range x {
				g[i] = sign(x[i] - e.c[i])
			}
		}, -.4},
	} {
		o, lr := make64(t, "unixgrad", param.Values{"radius": radius}, n, 0)
		x, g, mean := make([]float64, n), make([]float64, n), make([]float64, n)
		y, acc, xs, m := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
		q, total := 0.0, 0.0
		seen, regret := 0.0, 0.0 // Σα²‖g − M‖² and ½Σηα²‖g − M‖² of the gradients that Step was given
		first := make([]float64, n)
		d := math.Sqrt2 * radius
		var ks, gaps []float64
		for k := 1.; k <= 640; k++ {
			eta := 2 * d / math.Sqrt(1+q)
			total += k
			for i := range xs {
				xs[i] = (k*y[i] + acc[i]) / total
			}
			c.gradient(xs, m)
			for i := range xs {
				xs[i] = y[i] - eta*k*m[i]
			}
			inBallAbout0(xs, radius)
			for i := range xs {
				acc[i] += k * xs[i]
				xs[i] = acc[i] / total
			}
			c.gradient(xs, g)
			diff := 0.0
			for i := range y {
				y[i] -= eta * k * g[i]
				diff += (g[i] - m[i]) * (g[i] - m[i])
			}
			inBallAbout0(y, radius)
			q += k * k * diff

			eta = 2 * d / math.Sqrt(1+seen)
			c.gradient(x, g)
			copy(first, g)
			o.Step(x, g, lr)
			c.gradient(x, g)
			diff = 0
			for i := range g {
				diff += (g[i] - first[i]) * (g[i] - first[i])
			}
			seen += k * k * diff
			regret += eta * k * k * diff / 2
			o.Step(x, g, lr)
			o.(Averaged[float64]).Average(mean)
			for i := range mean {
				// Where f is smooth the two recursions stay together; a kink turns roundings into other signs.
				if c.name == "smooth" && math.Abs(mean[i]-xs[i]) > 1e-9 {
					t.Fatalf("turn %g: x̄[%d] = %.12g, want %.12g", k, i, mean[i], xs[i])
				}
			}
			gap := c.value(mean)
			if bound := (d*d/eta + regret) / total; gap > bound {
				t.Fatalf("%s, turn %g: gap %g, above its certificate %g", c.name, k, gap, bound)
			}
			if k == 10 || k == 20 || k == 40 || k == 80 || k == 160 || k == 320 || k == 640 {
				ks, gaps = append(ks, k), append(gaps, gap)
			}
		}
		if s := slope(ks, gaps); s > c.slope {
			t.Errorf("%s: the gap falls as T^%.2f, want T^%g or faster", c.name, s, c.slope)
		}
	}
}

// AcceleGrad from its definition gives the same points, and on a smooth function its gap falls faster than T^−1.7.
func TestAcceleGradBound(t *testing.T) {
	const n, radius = 50, 1.5
	e := newEllipsoid(n)
	o, lr := make64(t, "accelegrad", param.Values{"radius": radius}, n, 0)
	x, g, mean := make([]float64, n), make([]float64, n), make([]float64, n)
	y, z, xs, sum := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n)
	q, weight := 0.0, 0.0
	var ks, gaps []float64
	for k := 0.; k < 1280; k++ {
		a := 1.
		if k > 2 {
			a = (k + 1) / 4
		}
		for i := range xs {
			xs[i] = z[i]/a + (1-1/a)*y[i]
		}
		e.gradient(xs, g)
		q += a * a * inner(g, g)
		eta := 4 * radius / math.Sqrt(1+q)
		for i := range z {
			z[i] -= a * eta * g[i]
			y[i] = xs[i] - eta*g[i]
			sum[i] += a * y[i]
		}
		inBallAbout0(z, radius)
		weight += a

		e.gradient(x, g)
		o.Step(x, g, lr)
		o.(Averaged[float64]).Average(mean)
		for i := range mean {
			if math.Abs(mean[i]-sum[i]/weight) > 1e-9 {
				t.Fatalf("step %g: ȳ[%d] = %.12g, want %.12g", k, i, mean[i], sum[i]/weight)
			}
		}
		if k := k + 1; k == 80 || k == 160 || k == 320 || k == 640 || k == 1280 {
			ks, gaps = append(ks, k), append(gaps, e.value(mean))
		}
	}
	if s := slope(ks, gaps); s > -1.7 {
		t.Errorf("the gap falls as T^%.2f, want T^−1.7 or faster", s)
	}
}

// Under noise both average: the gap falls about as T^−½ without being told. Ten seeds; ±0.25 and ±0.3 as measured, where
// the logarithm in AcceleGrad's bound is visible.
func TestUniversalUnderNoise(t *testing.T) {
	const n = 50
	e := newEllipsoid(n)
	for id, c := range map[string]struct {
		tol   float64
		steps float64 // a turn
	}{"unixgrad": {.25, 2}, "accelegrad": {.3, 1}} {
		ks := []float64{40, 80, 160, 320, 640}
		gaps := make([]float64, len(ks))
		for seed := range uint64(10) {
			rng := rand.New(rand.NewPCG(seed, 3))
			o, lr := make64(t, id, param.Values{"radius": 1.5}, n, 0)
			x, g := make([]float64, n), make([]float64, n)
			done := 0.0
			for i, k := range ks {
				for ; done < k*c.steps; done++ {
					e.gradient(x, g)
					for j := range g {
						g[j] += .3 * rng.NormFloat64()
					}
					o.Step(x, g, lr)
				}
				mean := make([]float64, n)
				o.(Averaged[float64]).Average(mean)
				gaps[i] += e.value(mean) / 10
			}
		}
		if s := slope(ks, gaps); math.Abs(s+.5) > c.tol {
			t.Errorf("%s: the gap falls as T^%.2f, want T^−½ ± %g", id, s, c.tol)
		}
	}
}

// On ¼x⁴ + ½x² from 10 the curvature falls from 301 to 1. Gradient descent with a step for 301 takes 4147 steps to 10⁻⁶,
// adaptive gradient descent 38. On a quadratic its steps are never shorter than 1/(2L).
func TestAdGDFollowsTheCurvature(t *testing.T) {
	o, lr := make64(t, "adgd", param.Values{"lr": 1e-6}, 1, 0)
	x, k := []float64{10}, 0
	for ; math.Abs(x[0]) > 1e-6 && k < 1000; k++ {
		o.Step(x, []float64{x[0]*x[0]*x[0] + x[0]}, lr)
	}
	if k != 38 {
		t.Errorf("%d steps to 10⁻⁶, want 38", k)
	}
	o, lr = make64(t, "adgd", param.Values{"lr": 1e-3}, 2, 0)
	x = []float64{1, 1}
	for k := range 800 {
		g := []float64{x[0], 100 * x[1]}
		before, slope := x[0], g[0]
		o.Step(x, g, lr)
		if step := (before - x[0]) / slope; k > 0 && step < (1-1e-6)/200 { // the difference of nearby numbers loses ten digits
			t.Fatalf("step %d: λ = %g, below 1/(2L) = 0.005", k, step)
		}
	}
	if x[0]*x[0]+100*x[1]*x[1] > 1e-12 {
		t.Errorf("at %v after 800 steps", x)
	}
}
