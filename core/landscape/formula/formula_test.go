package formula

import (
	"errors"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"saddlelab/core/landscape"
)

func compile(t *testing.T, src string) *Formula {
	t.Helper()
	f, err := Compile(src, map[string]float64{"a": 2.1, "b": 3})
	if err != nil {
		t.Fatalf("%s: %v", src, err)
	}
	return f
}

// Precedence, associativity and the ways of writing a product, by values.
func TestParse(t *testing.T) {
	for src, want := range map[string]float64{ // at x = 3, y = 2
		"x": 3, "x+y*2": 7, "(x+y)*2": 10, "-x^2": -9, "(-x)^2": 9, "2^3^2": 512, "x-y-1": 0, "x/y/2": .75, "2x": 6, "2x y": 12, "2(x+1)(y+1)": 24,
		"x²": 9, "x³y": 54, "−x·y": -6, "x**2": 9, "2^-1": .5, "x^-2": 1. / 9, "2 sin(x)^2 + 2cos(x)^2": 2, "1e3": 1000, "1e": math.E, "2e-1": .2, "2e x": 6 * math.E, "1.5exp(0)": 1.5, ".5x": 1.5, "2π": 2 * math.Pi, "e": math.E,
		"max(x, y) - min(x, y)": 1, "abs(-x)": 3, "relu(-x) + relu(y)": 2, "b x": 9, "+x": 3, "x^0.5": math.Sqrt(3), "x^y": 9, "sqrt(x^2)": 3, "log(exp(y))": 2,
		"sigmoid(0)": .5, "tanh(0)": 0, "softplus(0)": math.Ln2, "atan(1)*4": math.Pi, "cosh(1)^2-sinh(1)^2": 1, "tan(1)": math.Tan(1), "sign(-y)": -1,
	} {
		if got := compile(t, src).At(3, 2); !(math.Abs(got-want) < 1e-14*math.Max(1, math.Abs(want))) {
			t.Errorf("%s = %.17g, want %.17g", src, got, want)
		}
	}
}

// What is wrong is said, with the character where it is.
func TestErrors(t *testing.T) {
	for src, want := range map[string]string{
		"": "at character 1: the formula is empty", "x +": "at character 4: a number, a name or ( is wanted, not the end", "x + z": `at character 5: "z" is not known; have a, b, e, pi, x, y, x1 to x8 and the functions abs`,
		"xy": `at character 1: "xy" is not known`, "sin x": "at character 5: sin wants its argument in brackets: sin(x)", "min(x)": "at character 1: min has 1 arguments here; it takes 2",
		"(x": "at character 3: a closing ) is missing", "x)": `at character 2: ")" is not expected here`, "x $ y": `at character 3: "$" is not expected here`, "1..2": "at character 3", "x = 2": `at character 3: "=" is not expected here`,
		strings.Repeat("(", 300) + "x": "nested more than 200 deep", strings.Repeat("x+", 1500) + "x": "at most 2000",
	} {
		_, err := Compile(src, map[string]float64{"a": 1, "b": 1})
		var e *Error
		if !errors.As(err, &e) || !strings.Contains(err.Error(), want) {
			t.Errorf("%.20q: %v, want %s", src, err, want)
		}
	}
}

// Typed, the formulas of the catalog have its hand-written or jet derivatives.
func TestCatalogTyped(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for id, src := range map[string]string{
		"nesterov": "x^2/2 + y^4/4 - y^2/2", "monkey": "x^3 - 3x y^2", "himmelblau": "(x^2+y-11)^2 + (x+y^2-7)^2", "rosenbrock": "(1-x)^2 + 100(y-x^2)^2",
		"camel6": "(4 - 2.1x^2 + x^4/3)x^2 + x y + (4y^2 - 4)y^2", "beale": "(1.5-x+x y)^2 + (2.25-x+x y^2)^2 + (2.625-x+x y^3)^2",
		"rastrigin": "20 + x^2 - 10cos(2π x) + y^2 - 10cos(2π y)", "ackley": "-20exp(-0.2sqrt((x^2+y^2)/2)) - exp((cos(2pi x)+cos(2pi y))/2) + 20 + e",
		"mccormick": "sin(x+y) + (x-y)^2 - 1.5x + 2.5y + 1", "smooth-well": "sqrt(1+(x^2-1)^2) - 1 + y^2/2",
	} {
		s, err := landscape.ByID(id, "")
		if err != nil {
			t.Fatal(err)
		}
		f := compile(t, src)
		for range 100 {
			x := s.Box[0] + r.Float64()*(s.Box[1]-s.Box[0])
			y := s.Box[2] + r.Float64()*(s.Box[3]-s.Box[2])
			j := f.Jet(x, y)
			gx, gy := s.Grad(x, y)
			xx, xy, yy := s.Hess(x, y)
			size := 1 + math.Abs(s.F(x, y)) + math.Abs(xx) + math.Abs(yy)
			for k, d := range []float64{j.V - s.F(x, y), f.At(x, y) - s.F(x, y), j.X - gx, j.Y - gy, j.XX - xx, j.XY - xy, j.YY - yy} {
				if !(math.Abs(d) < 1e-9*size) {
					t.Fatalf("%s: part %d is off by %g at %g, %g", id, k, d, x, y)
				}
			}
		}
	}
}

// Random formulas: jets agree with central differences of values and of gradients, wherever those are of moderate size.
func TestRandomFormulasAgreeWithDifferences(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	var grow func(depth int) string
	grow = func(depth int) string {
		if depth == 0 {
			return []string{"x", "y", "1.3", "0.7", "a"}[r.IntN(5)]
		}
		p, q := grow(depth-1), grow(depth-1)
		switch r.IntN(8) {
		case 0:
			return "(" + p + "+" + q + ")"
		case 1:
			return "(" + p + "-" + q + ")"
		case 2:
			return "(" + p + "*" + q + ")"
		case 3:
			return "(" + p + "/(2+" + q + "^2))"
		case 4:
			return []string{"sin", "cos", "tanh", "atan", "sigmoid", "softplus"}[r.IntN(6)] + "(" + p + ")"
		case 5:
			return "(" + p + ")^" + []string{"2", "3", "-1", "0"}[r.IntN(4)]
		case 6:
			return "(1+(" + p + ")^2)^0.5"
		}
		return "log(1.5+(" + p + ")^2)"
	}
	checked := 0
	for range 400 {
		src := grow(3)
		f := compile(t, src)
		x, y := r.Float64()*2-1, r.Float64()*2-1
		j := f.Jet(x, y)
		const h = 1e-4
		size := math.Abs(j.V) + math.Abs(j.X) + math.Abs(j.Y) + math.Abs(j.XX) + math.Abs(j.XY) + math.Abs(j.YY)
		if !(size < 50) {
			continue
		}
		checked++
		u, d := f.Jet(x, y+h), f.Jet(x, y-h)
		p, m := f.Jet(x+h, y), f.Jet(x-h, y)
		for k, off := range []float64{j.V - f.At(x, y), (p.V-m.V)/(2*h) - j.X, (u.V-d.V)/(2*h) - j.Y, (p.X-m.X)/(2*h) - j.XX, (u.X-d.X)/(2*h) - j.XY, (u.Y-d.Y)/(2*h) - j.YY} {
			if !(math.Abs(off) < 1e-3*(1+size)) {
				t.Errorf("%s: part %d is off by %g at %g, %g", src, k, off, x, y)
			}
		}
	}
	if checked < 250 {
		t.Errorf("only %d of 400 were of moderate size", checked)
	}
}

// Where a formula has no value there is a hole, and kinks are told.
func TestHolesAndKinks(t *testing.T) {
	for _, src := range []string{"log(x)", "sqrt(x)", "x^0.5", "x^y", "log(x)*0 + 1", "max(log(x), 3)"} {
		if v := compile(t, src).At(-1, .5); v == v {
			t.Errorf("%s at −1 is %g", src, v)
		}
	}
	for src, want := range map[string]bool{"x^2": false, "abs(x)": true, "sin(relu(y))": true, "max(x, y)": true} {
		if got := compile(t, src).Kinks; got != want {
			t.Errorf("%s: kinks %v", src, got)
		}
	}
	if j := compile(t, "abs(x)").Jet(0, 0); j.X != 0 || j.V != 0 {
		t.Errorf("|x| at 0: %+v, want a derivative of 0", j)
	}
}

func TestNothingIsAllocated(t *testing.T) {
	f := compile(t, "(1.5-x+x y)^2 + sin(x)^3/exp(y) - max(x, 2)^a")
	if n := testing.AllocsPerRun(100, func() { f.At(1, 2); f.Jet(1, 2) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func FuzzCompile(f *testing.F) {
	for _, s := range []string{"x^2-y^2", "2 sin(x)(y", "1/(x-x)", "((((", "x^^2", "−π²", "min(x,,y)", "0x1p3", "'x'", "/*"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		if c, err := Compile(src, nil); err == nil {
			c.At(1, 2)
			c.Jet(-.5, 1e300)
		}
	})
}

// The cost of a typed formula beside that of a hand-written surface.
func BenchmarkHimmelblau(b *testing.B) {
	s, _ := landscape.ByID("himmelblau", "")
	f, _ := Compile("(x^2+y-11)^2 + (x+y^2-7)^2", nil)
	b.Run("typed", func(b *testing.B) {
		for b.Loop() {
			f.At(1, 2)
		}
	})
	b.Run("written", func(b *testing.B) {
		for b.Loop() {
			s.F(1, 2)
		}
	})
}
