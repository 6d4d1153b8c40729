package course

import (
	"math"
	"testing"

	"saddlelab/core/param"
)

func TestKernelRegime(t *testing.T) {
	run(t, "E24", 1, param.Values{"m": 512, "n": 10, "seeds": 3})
	run(t, "E24", 2, param.Values{"m": 256, "n": 15, "seeds": 3})
	for _, x := range []float64{-1, -.7, -.1, 0, .4, 1} {
		if got, want := arccos(x), math.Acos(x); math.Abs(got-want) > 1e-12 {
			t.Errorf("arccos %g = %g, want %g", x, got, want)
		}
	}
}

func TestScalesOfInitialization(t *testing.T) {
	expect(t, "E27", nil, 2e-4, 1, .5, 2, 2.1665e-7, .025902, .61797, 2.1215)
	run(t, "E27", 1, param.Values{"v": 3, "depth": 8, "width": 120})
	run(t, "E27", 2, param.Values{"v": .7, "depth": 5, "width": 200, "seeds": 6})
}

func TestValley(t *testing.T) {
	run(t, "E28", 1, param.Values{"n": 5, "m": 30})
	run(t, "E28", 2, param.Values{"n": 8, "m": 30})
}

func TestDoubleDescent(t *testing.T) {
	expect(t, "E29b", nil, 2e-3, .0862, .2632, .8333, 2.1875, 2.6111, 1.3111, .8596, .7695, .8629, .9279)
	run(t, "E29b", 1, param.Values{"n": 24, "sigma": 1})
	run(t, "E29b", 2, param.Values{"n": 32, "sigma": .2})
}

func TestLazyTraining(t *testing.T) {
	run(t, "E24c", 1, param.Values{"m": 20, "n": 4})
	run(t, "E24c", 2, param.Values{"m": 150, "n": 10})
}

func TestInk(t *testing.T) {
	run(t, "E22d", 1, param.Values{"noise": .05})
	run(t, "E22d", 2, param.Values{"noise": .6})
}

// The law of kicks is that of the t distribution: with two degrees of freedom P(|t| > x) = 1 − x/√(2 + x²), with four one knows it too.
func TestStudentTail(t *testing.T) {
	for _, x := range []float64{1, 3, 10, 200} {
		if got, want := studentTail(x, 2), 2/(math.Sqrt(2+x*x)*(math.Sqrt(2+x*x)+x)); math.Abs(got-want) > 1e-6*want {
			t.Errorf("ν = 2: P(|t| > %g) = %g, want %g", x, got, want)
		}
		s := x / math.Sqrt(4+x*x)
		if got, want := studentTail(x, 4), 1-1.5*s+.5*s*s*s; math.Abs(got-want) > 1e-6*want+1e-12 {
			t.Errorf("ν = 4: P(|t| > %g) = %g, want %g", x, got, want)
		}
	}
}

func TestKicks(t *testing.T) {
	expect(t, "E15b", nil, 2e-3, 202.2, 10.79, .782, .37, .055)
	run(t, "E15b", 1, param.Values{"nu": 3})
	run(t, "E15b", 2, param.Values{"nu": 2.5, "chains": 400})
}

// Copositive matrices: of non-negative entries, positive semidefinite ones, and Horn's, which is neither (Hall & Newman 1963).
func TestCopositive(t *testing.T) {
	horn := []float64{1, -1, 1, 1, -1, -1, 1, -1, 1, 1, 1, -1, 1, -1, 1, 1, 1, -1, 1, -1, -1, 1, 1, -1, 1}
	for _, c := range []struct {
		name string
		q    []float64
		n    int
		want bool
	}{
		{"non-negative", []float64{0, 3, 3, 0}, 2, true}, {"semidefinite", []float64{2, -1, -1, 2}, 2, true}, {"Horn’s", horn, 5, true},
		{"−2 off a diagonal of 1", []float64{1, -2, -2, 1}, 2, false}, {"a negative entry on the diagonal", []float64{-1, 5, 5, 1}, 2, false},
	} {
		if got := copositive(c.q, c.n); got != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
	}
}

func TestCuts(t *testing.T) {
	run(t, "E05", 1, param.Values{"n": 8, "p": .2})
	run(t, "E05", 2, param.Values{"n": 14, "p": .9, "graphs": 10})
	// A complete graph's largest cut halves it; a ring of five cuts four of its edges, its relaxation (25 + 5√5)/8.
	ring := graph{0b10010, 0b00101, 0b01010, 0b10100, 0b01001}
	best := 0
	for set := range uint32(32) {
		best = max(best, ring.cut(set))
	}
	e, err := ByID("E05", "id")
	if err != nil {
		t.Fatal(err)
	}
	s, err := NewSetting(e, 1, nil, "params")
	if err != nil {
		t.Fatal(err)
	}
	if _, value, bound := ring.burerMonteiro(s, 0); best != 4 || math.Abs(value-(25+5*math.Sqrt(5))/8) > 1e-9 || math.Abs(bound-value) > 1e-9 {
		t.Errorf("ring of five: largest cut %d, relaxation %g, at most %g", best, value, bound)
	}
}

func TestOneExampleAStep(t *testing.T) {
	run(t, "E30b", 1, param.Values{"few": 10, "many": 80})
	run(t, "E30b", 2, param.Values{"gamma": .8})
	run(t, "E22c", 1, param.Values{"n": 30, "width": 48, "lr": .05, "seeds": 1})
	run(t, "E22c", 2, param.Values{"n": 40, "width": 16, "lr": .2, "seeds": 1})
}
