package real

import (
	"hash/fnv"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

const prec = 400

func bigOf(x float64) *big.Float { return new(big.Float).SetPrec(prec).SetFloat64(x) }
func bigNew() *big.Float         { return new(big.Float).SetPrec(prec) }

// bigSeries adds t₀ = first and tⱼ = tⱼ₋₁·x/den(j), j = 1, 2, …
func bigSeries(first, x *big.Float, den func(j int) float64) *big.Float {
	s, t := bigNew().Set(first), bigNew().Set(first)
	for j := 1; t.Sign() != 0 && t.MantExp(nil) > s.MantExp(nil)-prec; j++ {
		t.Mul(t, x)
		t.Quo(t, bigOf(den(j)))
		s.Add(s, t)
	}
	return s
}

// bigExp halves the argument until it is small, and squares back.
func bigExp(x *big.Float) *big.Float {
	const halvings = 16
	y := bigNew().SetMantExp(x, -halvings)
	e := bigSeries(bigOf(1), y, func(j int) float64 { return float64(j) })
	for range halvings {
		e.Mul(e, e)
	}
	return e
}

// bigLog is Newton's method on exp, which doubles the digits at each step.
func bigLog(x float64) *big.Float {
	m, k := math.Frexp(x)
	l := bigOf(math.Log(m) + float64(k)*math.Ln2)
	for range 4 {
		e := bigExp(bigNew().Neg(l))
		e.Mul(e, bigOf(x))
		l.Add(l, e.Sub(e, bigOf(1)))
	}
	return l
}

// bigSin needs no reduction at 400 bits for |x| ≤ 100: the largest term is e¹⁰⁰ ≈ 2¹⁴⁴.
func bigSin(x float64) *big.Float {
	y := bigOf(x)
	return bigSeries(y, bigNew().Neg(bigNew().Mul(y, y)), func(j int) float64 { return float64(2*j) * float64(2*j+1) })
}

func bigCos(x float64) *big.Float {
	y := bigOf(x)
	return bigSeries(bigOf(1), bigNew().Neg(bigNew().Mul(y, y)), func(j int) float64 { return float64(2*j-1) * float64(2*j) })
}

// ulps is the distance of got from want in units of want's last place.
func ulps(got float64, want *big.Float) float64 {
	w, _ := want.Float64()
	if got == w {
		return 0.5 // at most
	}
	u := math.Nextafter(math.Abs(w), math.Inf(1)) - math.Abs(w)
	d, _ := bigNew().Sub(bigOf(got), want).Float64()
	return math.Abs(d) / u
}

var cases = []struct {
	name string
	f    func(x, y float64) float64
	want func(x, y float64) *big.Float
	draw func(r *rand.Rand) (x, y float64)
}{
	{"exp", func(x, _ float64) float64 { return Exp(x) }, func(x, _ float64) *big.Float { return bigExp(bigOf(x)) },
		func(r *rand.Rand) (float64, float64) { return r.Float64()*1400 - 700, 0 }},
	{"exp near 0", func(x, _ float64) float64 { return Exp(x) }, func(x, _ float64) *big.Float { return bigExp(bigOf(x)) },
		func(r *rand.Rand) (float64, float64) { return math.Ldexp(r.Float64()-.5, -r.IntN(40)), 0 }},
	{"log", func(x, _ float64) float64 { return Log(x) }, func(x, _ float64) *big.Float { return bigLog(x) },
		func(r *rand.Rand) (float64, float64) { return math.Ldexp(r.Float64(), r.IntN(2000)-1000), 0 }},
	{"log near 1", func(x, _ float64) float64 { return Log(x) }, func(x, _ float64) *big.Float { return bigLog(x) },
		func(r *rand.Rand) (float64, float64) { return 1 + math.Ldexp(r.Float64()-.5, -r.IntN(45)), 0 }},
	{"pow", Pow, func(x, y float64) *big.Float { return bigExp(bigNew().Mul(bigOf(y), bigLog(x))) },
		func(r *rand.Rand) (float64, float64) { return r.Float64() * 1e7, r.Float64()*20 - 10 }},
	{"pow near 1", Pow, func(x, y float64) *big.Float { return bigExp(bigNew().Mul(bigOf(y), bigLog(x))) },
		func(r *rand.Rand) (float64, float64) { return 1 + r.Float64()*1e-4, r.Float64()*1e6 - 5e5 }},
	{"tanh", func(x, _ float64) float64 { return Tanh(x) }, func(x, _ float64) *big.Float {
		e := bigExp(bigOf(2 * x))
		return bigNew().Quo(bigNew().Sub(e, bigOf(1)), bigNew().Add(e, bigOf(1)))
	}, func(r *rand.Rand) (float64, float64) { return math.Ldexp(r.Float64()-.5, 6-r.IntN(40)), 0 }},
	{"sin", func(x, _ float64) float64 { return Sin(x) }, func(x, _ float64) *big.Float { return bigSin(x) },
		func(r *rand.Rand) (float64, float64) { return r.Float64()*200 - 100, 0 }},
	{"cos", func(x, _ float64) float64 { return Cos(x) }, func(x, _ float64) *big.Float { return bigCos(x) },
		func(r *rand.Rand) (float64, float64) { return r.Float64()*200 - 100, 0 }},
}

// Every function is within 0.501 ulp of the true value, worked out to 400 bits: the rounding to float64 is nearly all of its error.
func TestAgainstTrueValues(t *testing.T) {
	for _, c := range cases {
		r := rand.New(rand.NewPCG(1, 2))
		for range 500 {
			x, y := c.draw(r)
			if x == 0 {
				continue
			}
			if got, want := c.f(x, y), c.want(x, y); !(ulps(got, want) <= .501) {
				t.Errorf("%s(%v, %v) = %v, want %v: %.3g ulp", c.name, x, y, got, want.Text('g', 20), ulps(got, want))
			}
		}
	}
}

// Package math agrees to 1 ulp, Tanh to 2; math.Pow is not compared, being itself several ulps from the true value.
func TestAgainstMath(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, c := range []struct {
		name       string
		f, std     func(float64) float64
		span, ulps float64
	}{
		{"exp", Exp, math.Exp, 1400, 1}, {"tanh", Tanh, math.Tanh, 6, 2}, {"sin", Sin, math.Sin, 2 * math.Pi, 1}, {"cos", Cos, math.Cos, 2 * math.Pi, 1},
		{"log", func(x float64) float64 { return Log(math.Abs(x)) }, func(x float64) float64 { return math.Log(math.Abs(x)) }, 1e3, 1},
	} {
		for range 5000 {
			x := (r.Float64() - .5) * c.span
			got, want := c.f(x), c.std(x)
			if ulp := math.Nextafter(math.Abs(want), math.Inf(1)) - math.Abs(want); math.Abs(got-want) > c.ulps*ulp {
				t.Errorf("%s(%v) = %v, math has %v", c.name, x, got, want)
			}
		}
	}
}

// At the ends of the number line and at exact results the functions are math's, to its accuracy. Denormal numbers are not
// compared: math.Log's assembly is wrong on them.
func TestSpecialCases(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	at := []float64{0, math.Copysign(0, -1), 1, -1, .5, -.5, 2, -2, 3, -3, 10, 1e-9, -1e-9, 800, -800, 1e300, -1e300, 1 << 53, -1<<53 + 1, inf, -inf, nan}
	same := func(name string, x, y, got, want float64) {
		if math.Float64bits(got) != math.Float64bits(want) && !(math.IsNaN(got) && math.IsNaN(want)) && !(math.Abs(got-want) <= 1e-15*math.Abs(want)) {
			t.Errorf("%s(%v, %v) = %v, want %v", name, x, y, got, want)
		}
	}
	for _, x := range at {
		same("exp", x, 0, Exp(x), math.Exp(x))
		same("log", x, 0, Log(x), math.Log(x))
		same("tanh", x, 0, Tanh(x), math.Tanh(x))
		if !(math.Abs(x) > 1<<27) || math.IsInf(x, 0) {
			same("sin", x, 0, Sin(x), math.Sin(x))
			same("cos", x, 0, Cos(x), math.Cos(x))
		}
		for _, y := range at {
			same("pow", x, y, Pow(x, y), math.Pow(x, y))
		}
	}
	same("log", 5e-324, 0, Log(5e-324), -1074*math.Ln2)
	for k, want := 0, 1.0; k < 23; k++ { // all of them floats
		if got := Pow(10, float64(k)); got != want {
			t.Errorf("10^%d = %v", k, got)
		}
		want *= 10
	}
	defer func() {
		if p := recover(); p != "real: the angle 1e+09 is beyond 2^27" {
			t.Errorf("got %v", p)
		}
	}()
	Sin(1e9)
}

// Angles at which x − nπ/2 cancels most keep their precision.
func TestNearZeros(t *testing.T) {
	for n := 1.; n < 60; n++ {
		x := n * (math.Pi / 2)
		if got, want := Sin(x), bigSin(x); ulps(got, want) > .501 {
			t.Errorf("sin(%v) = %v, want %v", x, got, want.Text('g', 20))
		}
		if got, want := Cos(x), bigCos(x); ulps(got, want) > .501 {
			t.Errorf("cos(%v) = %v, want %v", x, got, want.Text('g', 20))
		}
	}
	for _, n := range []float64{355, 1e5, 4e7} {
		x := n * math.Pi
		if got, want := Sin(x), math.Sin(x); math.Abs(got-want) > 1e-9*math.Abs(want) {
			t.Errorf("sin(%v) = %v, want about %v", x, got, want)
		}
	}
}

// The quick way leaves every rounding to the long series that it cannot be sure of: the two never differ.
func TestQuickWay(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	spans, decades := []float64{1400, 20, 2, .01}, []float64{1, 1e-10, 1e10}
	quick := [4]int{}
	const n = 40000
	for range n {
		x := (r.Float64() - .5) * spans[r.IntN(4)]
		y, z := math.Abs(x)*decades[r.IntN(3)], dd{}
		if r.IntN(3) == 0 {
			y = 1 + x/1000
		}
		long := func(z dd) float64 {
			e, k := exp(z)
			return math.Ldexp(e.hi, k)
		}
		if e, ok := power(dd{x, 0}, 0); ok {
			if quick[0]++; e != long(dd{x, 0}) {
				t.Errorf("exp(%v) = %v, by the series %v", x, e, long(dd{x, 0}))
			}
		}
		if l := quickLog(y); sure(l, 0x1p-61) {
			if quick[1]++; l.hi != log(y).hi {
				t.Errorf("log(%v) = %v, by the series %v", y, l.hi, log(y).hi)
			}
		}
		if z = quickLog(y).mul(dd{x / 70, 0}); math.Abs(z.hi) < 700 {
			if e, ok := power(z, 0x1p-61); ok {
				if quick[2]++; e != long(log(y).mul(dd{x / 70, 0})) {
					t.Errorf("%v to the %v = %v, by the series %v", y, x/70, e, long(log(y).mul(dd{x / 70, 0})))
				}
			}
		}
		a := math.Abs(math.Mod(x, 20))
		if q, ok := quickTanh(a); ok && a > 0x1p-28 {
			e, k := exp(dd{2 * a, 0})
			e = dd{math.Ldexp(e.hi, k), math.Ldexp(e.lo, k)}
			if quick[3]++; q != e.add(dd{-1, 0}).div(e.add(dd{1, 0})).hi {
				t.Errorf("tanh(%v) = %v, by the series another", a, q)
			}
		}
	}
	for i, q := range quick {
		if q < n*8/10 {
			t.Errorf("function %d: %d of %d are quick", i, q, n)
		}
	}
}

// The same bits everywhere: run on any processor and in WebAssembly, the results make this number.
func TestSameBitsEverywhere(t *testing.T) {
	h := fnv.New64a()
	r := rand.New(rand.NewPCG(5, 6))
	var b [8]byte
	for _, c := range cases {
		for range 2000 {
			v := math.Float64bits(c.f(c.draw(r)))
			for i := range b {
				b[i] = byte(v >> (8 * i))
			}
			h.Write(b[:])
		}
	}
	if got := h.Sum64(); got != 0x211bc327e0ae379e {
		t.Errorf("the results make %#x", got)
	}
}

// math.Hypot is written in assembly on some processors. What that computes is what is written here, to the last bit, on those that the tests run on;
// so it may be used where a result depends on it.
func TestHypotIsTheSameEverywhere(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for range 200_000 {
		x, y := math.Ldexp(rng.NormFloat64(), rng.IntN(1200)-600), math.Ldexp(rng.NormFloat64(), rng.IntN(1200)-600)
		if rng.IntN(2) == 0 {
			y = math.Ldexp(y/x, 0) * x * rng.Float64() // of about the same size
		}
		p, q := math.Abs(x), math.Abs(y)
		if p < q {
			p, q = q, p
		}
		if p == 0 || math.IsInf(p, 0) {
			continue
		}
		q /= p
		if want, got := p*math.Sqrt(1+float64(q*q)), math.Hypot(x, y); got != want {
			t.Fatalf("hypot(%v, %v) = %v, want %v", x, y, got, want)
		}
	}
}
