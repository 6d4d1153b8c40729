package optim

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"saddlelab/core/param"
)

func wrap64(t *testing.T, id string, v, options param.Values, n int) (Optimizer[float64], float64) {
	t.Helper()
	o, lr := make64(t, id, v, n, 1)
	opt, err := NewOptions(options, "options")
	must(t, err)
	return Wrap(o, opt), lr
}

// Each option does what it says to a step of gradient descent, and tells how much that was.
func TestOptions(t *testing.T) {
	for _, c := range []struct {
		options param.Values
		x, g    []float64
		want    []float64 // after a step of size ½
		acted   Acted
	}{
		{nil, []float64{1, 2}, []float64{6, 8}, []float64{-2, -2}, Acted{}},
		{param.Values{"clip_value": 7}, []float64{1, 2}, []float64{6, -8}, []float64{-2, 5.5}, Acted{ClipValue: 1}},
		{param.Values{"clip_norm": 5}, []float64{1, 2}, []float64{6, 8}, []float64{-.5, 0}, Acted{ClipNorm: 5}},
		{param.Values{"clip_norm": 10}, []float64{1, 2}, []float64{6, 8}, []float64{-2, -2}, Acted{}},
		{param.Values{"clip_value": 6, "clip_norm": 6}, []float64{0, 0}, []float64{6, 80}, []float64{-3 * math.Sqrt2 / 2, -3 * math.Sqrt2 / 2}, Acted{ClipValue: 74, ClipNorm: 6*math.Sqrt2 - 6}},
		{param.Values{"decay": .2}, []float64{3, 4}, []float64{2, 2}, []float64{1.7, 2.6}, Acted{Decay: .5}},
		{param.Values{"lo": -1, "hi": 2}, []float64{1, 2}, []float64{10, 0}, []float64{-1, 2}, Acted{Box: 3}},
		{param.Values{"lo": 0, "hi": 2}, []float64{1, 2}, []float64{8, -8}, []float64{0, 2}, Acted{Box: 5}},
		{param.Values{"ball": 5}, []float64{6, 8}, []float64{0, 0}, []float64{3, 4}, Acted{Ball: 5}},
		{param.Values{"ball": 5}, []float64{3, 4}, []float64{0, 0}, []float64{3, 4}, Acted{}},
		{param.Values{"lo": -3, "hi": 3, "ball": 3}, []float64{10, 3}, []float64{0, 0}, []float64{3 / math.Sqrt2, 3 / math.Sqrt2}, Acted{Box: 7, Ball: 3*math.Sqrt2 - 3}},
	} {
		o, lr := wrap64(t, "sgd", param.Values{"lr": .5}, c.options, 2)
		o.Step(c.x, c.g, lr)
		a := o.(Acting).Acted()
		for i, d := range []float64{
			c.x[0] - c.want[0], c.x[1] - c.want[1], a.ClipValue - c.acted.ClipValue, a.ClipNorm - c.acted.ClipNorm,
			a.Decay - c.acted.Decay, a.Box - c.acted.Box, a.Ball - c.acted.Ball,
		} {
			if math.Abs(d) > 1e-14*80 {
				t.Errorf("%v: x = %v, %+v; want %v, %+v (%d)", c.options, c.x, a, c.want, c.acted, i)
			}
		}
		o.Step(c.x, []float64{0, 0}, 0)
		if b := o.(Acting).Acted(); b.ClipValue != 0 || b.ClipNorm != 0 || b.Decay != 0 || b.Box != 0 || b.Ball > 1e-14 {
			t.Errorf("%v: a step of size 0 within bounds: %+v", c.options, b)
		}
	}
}

// Adam with decoupled decay is PyTorch's AdamW, on three problems, to 1e-9.
func TestDecoupledDecayIsAdamW(t *testing.T) {
	runs, problems := pytorchRuns(t, "AdamW")
	if len(runs) != 3 {
		t.Fatalf("%d runs, want 3", len(runs))
	}
	for _, r := range runs {
		p := problems[r.Problem]
		o, lr := wrap64(t, "adam", param.Values{"lr": r.Hyper.LR}, param.Values{"decay": .01}, len(p.X0))
		x := append([]float64(nil), p.X0...)
		next := 0
		for k := 0; next < len(r.Record); k++ {
			if k == r.Record[next] {
				for i, want := range r.X[next] {
					if math.Abs(x[i]-want) > 1e-9*math.Max(1, math.Abs(want)) {
						t.Errorf("%s: x[%d] after %d steps is %.12g, want %.12g", r.ID, i, k, x[i], want)
					}
				}
				next++
			}
			o.Step(x, p.gradient(x), lr)
		}
	}
}

// Projected gradient descent ends at the nearest point of the set to the minimum: of ½‖x − (3, 4)‖² in a ball of radius 1 at
// (0.6, 0.8), in the box [−1, 2]² at (2, 2).
func TestProjectedGradientDescent(t *testing.T) {
	for _, c := range []struct {
		options param.Values
		want    [2]float64
	}{{param.Values{"ball": 1}, [2]float64{.6, .8}}, {param.Values{"lo": -1, "hi": 2}, [2]float64{2, 2}}} {
		o, lr := wrap64(t, "sgd", param.Values{"lr": .3}, c.options, 2)
		x := []float64{-.5, .9}
		for range 400 {
			o.Step(x, []float64{x[0] - 3, x[1] - 4}, lr)
		}
		if math.Hypot(x[0]-c.want[0], x[1]-c.want[1]) > 1e-12 {
			t.Errorf("%v: %v, want %v", c.options, x, c.want)
		}
	}
}

// Options go around every method of the catalog, change nothing when there are none, allocate nothing, and keep a method's
// average in reach.
func TestOptionsAroundEveryMethod(t *testing.T) {
	all, err := NewOptions(param.Values{"clip_value": 2, "clip_norm": 3, "decay": .01, "lo": -2, "hi": 2, "ball": 4}, "")
	must(t, err)
	for _, m := range Catalog {
		if m.New64 == nil {
			continue
		}
		p, err := param.Resolve(m.Params, nil, m.ID)
		must(t, err)
		setup := func() Setup[float64] {
			return Setup[float64]{P: p, N: 6, RNG: rand.New(rand.NewPCG(1, 1)), Problem: bowl[float64]{}}
		}
		plain, none, full := m.New64(setup()), Wrap(m.New64(setup()), Options{}), Wrap(m.New64(setup()), all)
		x, y, z := []float64{9, -1, 2, 3, .5, 1}, []float64{9, -1, 2, 3, .5, 1}, []float64{9, -1, 2, 3, .5, 1}
		g := make([]float64, 6)
		for range 20 {
			copy(g, x)
			plain.Step(x, g, p[0])
			copy(g, y)
			none.Step(y, g, p[0])
			copy(g, z)
			full.Step(z, g, p[0])
			if size(z) > 4*(1+1e-15) {
				t.Errorf("%s left the ball: %v", m.ID, z)
			}
		}
		for i := range x {
			if x[i] != y[i] {
				t.Errorf("%s: without options %v, unwrapped %v", m.ID, y, x)
				break
			}
		}
		if k := testing.AllocsPerRun(20, func() { copy(g, z); full.Step(z, g, p[0]) }); k != 0 {
			t.Errorf("%s: %v allocations per step", m.ID, k)
		}
		_, is := plain.(Averaged[float64])
		if _, still := full.(Averaged[float64]); is != still {
			t.Errorf("%s: averaged %v, wrapped %v", m.ID, is, still)
		}
	}
}

// Options out of range are refused with the field, the value and what is valid; in Wrap they are the caller's bug.
func TestOptionsAreChecked(t *testing.T) {
	for _, c := range []struct {
		v    param.Values
		want string
	}{
		{param.Values{"clip_norm": -1}, "runs[0].clip_norm: -1 is not a number from 0 to 1000"},
		{param.Values{"clip_value": math.NaN()}, "runs[0].clip_value: NaN is not a number from 0 to 1000"},
		{param.Values{"decay": 1.5}, "runs[0].decay: 1.5 is not a number from 0 to 1"},
		{param.Values{"lo": 1, "hi": 1}, "runs[0].hi: 1 is not a number from 1.0000000000000002 to 1000"},
		{param.Values{"lo": 1}, "runs[0].hi: 0 is not a number from 1.0000000000000002 to 1000"},
		{param.Values{"clip": 1}, "runs[0].clip: unknown parameter \"clip\"; have clip_value, clip_norm, decay, lo, hi, ball"},
	} {
		if _, err := NewOptions(c.v, "runs[0]"); err == nil || err.Error() != c.want {
			t.Errorf("%v gave %v, want %s", c.v, err, c.want)
		}
	}
	defer func() {
		if p, _ := recover().(string); !strings.HasPrefix(p, "optim: options.ball: -1 is not") {
			t.Errorf("got %v", p)
		}
	}()
	Wrap[float64](nil, Options{Ball: -1})
}
