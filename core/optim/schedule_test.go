package optim

import (
	"hash/fnv"
	"math"
	"testing"

	"saddlelab/core/param"
)

func scheduleOf(t *testing.T, id string, v param.Values) func(k int) float64 {
	t.Helper()
	s, err := ScheduleByID(id, "schedule")
	must(t, err)
	p, err := param.Resolve(s.Params, v, id)
	must(t, err)
	return s.New(p)
}

// Each schedule has the values of its formula; those of the one cycle are what PyTorch's OneCycleLR(max_lr=1, total_steps=10)
// gives by its definition: up in steps 0–2, down in 2–9.
func TestSchedules(t *testing.T) {
	stairs := param.Values{"every": 10, "factor": .1}
	cool := param.Values{"start": 100, "rate": .02}
	ten := param.Values{"steps": 10}
	cos := param.Values{"steps": 300, "min": .1}
	for _, c := range []struct {
		id   string
		v    param.Values
		k    int
		want float64
	}{
		{"constant", nil, 1000, 1},
		{"power", param.Values{"p": 1}, 0, 1}, {"power", param.Values{"p": 1}, 3, .25}, {"power", param.Values{"p": .5}, 99, .1},
		{"power", param.Values{"p": 1, "b": 15}, 0, 1. / 15}, {"power", param.Values{"p": 1, "b": 15}, 5, .05}, {"power", param.Values{"p": 0}, 7, 1},
		{"staircase", stairs, 9, 1}, {"staircase", stairs, 10, .1}, {"staircase", stairs, 29, .01},
		{"cooldown", cool, 0, 1}, {"cooldown", cool, 100, 1}, {"cooldown", cool, 150, .5}, {"cooldown", cool, 250, .25},
		{"cosine", cos, 0, 1}, {"cosine", cos, 100, .775}, {"cosine", cos, 150, .55}, {"cosine", cos, 200, .325}, {"cosine", cos, 300, .1}, {"cosine", cos, 5000, .1},
		{"warmup", ten, 0, .1}, {"warmup", ten, 4, .5}, {"warmup", ten, 9, 1}, {"warmup", ten, 10, 1}, {"warmup", ten, 1000, 1},
		{"one-cycle", ten, 0, .04}, {"one-cycle", ten, 1, .52}, {"one-cycle", ten, 2, 1}, {"one-cycle", ten, 9, 4e-6}, {"one-cycle", ten, 50, 4e-6},
		{"one-cycle", ten, 5, 4e-6 + (1-4e-6)/2*(1+math.Cos(math.Pi*3/7))},
	} {
		if got := scheduleOf(t, c.id, c.v)(c.k); math.Abs(got-c.want) > 1e-15 {
			t.Errorf("%s %v at %d is %.17g, want %.17g", c.id, c.v, c.k, got, c.want)
		}
	}
	if _, err := ScheduleByID("powr", "x"); err == nil {
		t.Error("an unknown schedule was found")
	}
}

// Every schedule: the entry is complete, its factors are above 0 and at most 1 at its defaults (cosine ends at 0), at any
// parameters finite.
func TestEverySchedule(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range Schedules {
		if seen[s.ID] || s.Name == "" || s.Formula == "" || !namesOnly(s.Formula, s.Params) || s.Help == "" || s.Source == "" && s.ID != "constant" {
			t.Errorf("%s is incomplete or listed twice", s.ID)
		}
		seen[s.ID] = true
		f := scheduleOf(t, s.ID, nil)
		for k := range 2000 {
			if v := f(k); !(v >= 0 && v <= 1) || v == 0 && (s.ID != "cosine" || k < 400) {
				t.Errorf("%s at %d is %g", s.ID, k, v)
			}
		}
		for i := range s.Params {
			for _, extreme := range []float64{s.Params[i].Min, s.Params[i].Max} {
				f := scheduleOf(t, s.ID, param.Values{s.Params[i].Name: extreme})
				for _, k := range []int{0, 1, 2, 399, 400, 1e6} {
					if v := f(k); !(v >= 0 && v <= 1e4) {
						t.Errorf("%s with %s = %g at %d is %g", s.ID, s.Params[i].Name, extreme, k, v)
					}
				}
			}
		}
	}
}

// Noise of variance σ² on ½λx²: x's variance obeys v ← (1−ηₖλ)²v + ηₖ²σ², so that E f is known at any step. Constant to 1000 and
// then 1/k at the rate ηλ ends 159 times below the constant step size at 4000.
func TestCooldownOnNoisyQuadratic(t *testing.T) {
	const eta, lambda, sigma = .2, .5, 1.
	end := func(f func(int) float64) float64 {
		v := 0.
		for k := range 4000 {
			a := eta * f(k)
			v = (1-a*lambda)*(1-a*lambda)*v + a*a*sigma*sigma
		}
		return lambda * v / 2
	}
	flat := end(scheduleOf(t, "constant", nil))
	cool := end(scheduleOf(t, "cooldown", param.Values{"start": 1000, "rate": eta * lambda}))
	if want := eta * sigma * sigma / (2 * (2 - eta*lambda)); math.Abs(flat-want) > 1e-12 {
		t.Errorf("constant: %g, want %g", flat, want)
	}
	// At this rate (1−ηₖλ) is a quotient of successive 1+jηλ, and the recursion telescopes over the j = 0 … 2999.
	start := eta * sigma * sigma / (lambda * (2 - eta*lambda))
	v := (start*(1-eta*lambda)*(1-eta*lambda) + 3000*eta*eta*sigma*sigma) / math.Pow(1+2999*eta*lambda, 2)
	if want := lambda * v / 2; math.Abs(cool/want-1) > 1e-11 {
		t.Errorf("cool-down: %g, want %g", cool, want)
	}
}

// The same bits everywhere: run on any processor and in WebAssembly, the factors make this number.
func TestSchedulesHaveTheSameBitsEverywhere(t *testing.T) {
	h := fnv.New64a()
	for _, id := range []string{"constant", "power", "staircase", "cooldown", "cosine", "warmup", "one-cycle"} {
		f := scheduleOf(t, id, nil)
		for k := range 1000 {
			v := math.Float64bits(f(k))
			var b [8]byte
			for i := range b {
				b[i] = byte(v >> (8 * i))
			}
			h.Write(b[:])
		}
	}
	if got := h.Sum64(); got != 0xb2aaa24fe6586275 {
		t.Errorf("the factors make %#x", got)
	}
}

// Whatever a schedule's parameters within their limits, at any step its factor is a number from 0 on, and bounded.
func FuzzSchedules(f *testing.F) {
	const most = 1e4 * (1 + 1e-12) // a power's (k+b)⁻ᵖ at k = 0 and at the limits of its numbers, b ≥ 0.01 and p ≤ 2; the others stay below 100
	f.Add(uint8(1), .5, 1., .0, 10)
	f.Add(uint8(6), 400., .3, 25., 1<<40)
	f.Add(uint8(3), 1e6, 1e-6, -1., 0)
	f.Fuzz(func(t *testing.T, which uint8, a, b, c float64, k int) {
		s := Schedules[int(which)%len(Schedules)]
		given := param.Values{}
		for i, v := range []float64{a, b, c} {
			if i < len(s.Params) {
				given[s.Params[i].Name] = v
			}
		}
		p, err := param.Resolve(s.Params, given, "schedule")
		if err != nil || k < 0 {
			return
		}
		factor := s.New(p)
		for _, at := range []int{0, 1, k, k + 1, 1 << 40} {
			if v := factor(max(0, at)); !(v >= 0 && v <= most) {
				t.Fatalf("%s %v at step %d: %v", s.ID, p, at, v)
			}
		}
	})
}
