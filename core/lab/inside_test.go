package lab

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"saddlelab/core/kernel"
)

func start(t *testing.T, doc string, steps int) *networkExperiment {
	t.Helper()
	s, err := Parse([]byte(doc))
	if err != nil {
		t.Fatal(err)
	}
	e, err := startNetwork(s, nil)
	if err != nil {
		t.Fatal(err)
	}
	for range steps {
		e.Step()
	}
	return e.(*networkExperiment)
}

// A run with patience ends when its test loss has not improved for so long, and says where it was best: the lowest test loss recorded.
func TestPatience(t *testing.T) {
	r := runSpec(t, `{"v":1,"kind":"network","epochs":400,"patience":10,"data":{"id":"glyphs","n":100,"noise":0.8},"model":[{"dense":64},{"act":"relu"},{"dense":10}],"runs":[{"optimizer":"adam","lr":0.01},{"optimizer":"sgd","lr":0.0001}]}`, nil)
	over, slow := r.Runs[0], r.Runs[1]
	s := over.End.Stopped
	if s == nil || s.Step-s.Best < 10*4 {
		t.Fatalf("stopped %+v", s)
	}
	best := math.Inf(1)
	for _, rec := range over.Steps {
		best = min(best, float64(rec.TestLoss))
	}
	if float64(s.Loss) != best || over.Steps[len(over.Steps)-1].Step != s.Step {
		t.Errorf("best %g, recorded %g; it ends at %d", s.Loss, best, over.Steps[len(over.Steps)-1].Step)
	}
	if slow.End.Stopped != nil || slow.End.Step != 1600 {
		t.Errorf("the run that goes on improving ends at %d: %+v", slow.End.Step, slow.End.Stopped)
	}
}

// The norms of each layer's weights and gradient are recorded, and the gradient's add up to the whole without biases.
func TestNormsOfLayers(t *testing.T) {
	e := start(t, `{"v":1,"kind":"network","epochs":2,"data":{"id":"xor"},"model":[{"dense":8,"no_bias":true},{"act":"tanh"},{"dense":2,"no_bias":true}],"runs":[{"optimizer":"adam","average":"ema"}]}`, 7)
	cols := e.Cols()
	if want := []string{"norm_W1", "grad_W1", "norm_W2", "grad_W2"}; !slices.Equal(cols[len(cols)-4:], want) {
		t.Fatalf("columns %v", cols)
	}
	rows := e.Rows(0)
	for k := 0; k < len(rows); k += len(cols) {
		row := rows[k : k+len(cols)]
		if d := math.Hypot(row[len(cols)-3], row[len(cols)-1]) - row[6]; math.Abs(d) > 1e-6*row[6] {
			t.Errorf("row %d: parts of the gradient are %g off the whole", k/len(cols), d)
		}
	}
	last, w := rows[len(rows)-len(cols):], e.runs[0].w
	if got := math.Sqrt(kernel.SumSquares(w[:16])); last[0] == 7 && last[len(cols)-4] != got {
		t.Errorf("‖W1‖ recorded as %g, is %g", last[len(cols)-4], got)
	}
}

// What a neuron says over the plane is what its weights make of the point.
func TestInsideOfAPlane(t *testing.T) {
	e := start(t, `{"v":1,"kind":"network","epochs":2,"data":{"id":"circles"},"model":[{"dense":5},{"act":"tanh"},{"dense":2}],"runs":[{"optimizer":"adam"}]}`, 5)
	const n = 20
	in := e.Inside(0, n)
	if in == nil || len(in.Layers) != 2 || in.Layers[0].Width != 5 || in.Layers[1].In != 5 || len(in.Layers[0].Over) != 5*n*n {
		t.Fatalf("%+v", in)
	}
	x, w := e.plane(n), e.runs[0].w
	for _, k := range []int{0, 137, 399} {
		for j := range 5 {
			z := float64(w[j])*float64(x[2*k]) + float64(w[5+j])*float64(x[2*k+1]) + float64(w[10+j])
			if got := float64(in.Layers[0].Over[j*n*n+k]); math.Abs(got-math.Tanh(z)) > 1e-5 {
				t.Errorf("neuron %d at point %d says %g, want %g", j, k, got, math.Tanh(z))
			}
		}
	}
}

// A feature map is the filter slid over the picture.
func TestInsideOfAConvolution(t *testing.T) {
	e := start(t, `{"v":1,"kind":"network","epochs":1,"data":{"id":"glyphs"},"model":[{"conv2d":3,"kernel":3},{"batchnorm":true},{"act":"relu"},{"conv2d":4,"kernel":3,"groups":1},{"dense":10}],"runs":[{"optimizer":"sgd","lr":0.01}]}`, 3)
	in := e.Inside(0, 8)
	if in == nil || len(in.Maps) != 2 {
		t.Fatalf("%+v", in)
	}
	m := in.Maps[0]
	if m.Shown != 3 || m.Kernel != 3 || m.Height != 8 || m.Width != 6 || in.Maps[1].Kernel != 3 {
		t.Fatalf("%d maps of %d×%d, kernel %d", m.Shown, m.Height, m.Width, m.Kernel)
	}
	for o := range 3 {
		want := float64(e.runs[0].w[27+o])
		for a := range 3 {
			for b := range 3 {
				want += float64(m.Filters[o*9+3*a+b]) * float64(m.Picture[(2+a)*8+1+b])
			}
		}
		if got := float64(m.Maps[o*48+2*6+1]); math.Abs(got-want) > 1e-5*(1+math.Abs(want)) {
			t.Errorf("map %d says %g, want %g", o, got, want)
		}
	}
}

func TestWorstAndFit(t *testing.T) {
	e := start(t, `{"v":1,"kind":"network","epochs":3,"data":{"id":"glyphs"},"model":[{"dense":10}],"runs":[{"optimizer":"adam"}]}`, 20)
	w := e.Worst(0, 10)
	if len(w.Items) != 10 || len(w.Pixels) != 800 || w.Items[0].Said == w.Items[0].Label {
		t.Fatalf("%+v", w.Items)
	}
	s, _ := e.pictured()
	if !slices.Equal(w.Pixels[:80], s.X[w.Items[0].Index*80:w.Items[0].Index*80+80]) {
		t.Error("the pixels are those of another example")
	}
	for _, id := range []string{"sine", "polynomial"} {
		e := start(t, fmt.Sprintf(`{"v":1,"kind":"network","epochs":3,"data":{"id":%q,"noise":0},"model":[{"dense":16},{"act":"tanh"},{"dense":1}],"loss":"mse","runs":[{"optimizer":"adam"}]}`, id), 5)
		f := e.Fit(0, 50)
		if f == nil || len(f.X) != 50 || len(f.Points) != 2*e.train.N || f.X[0] >= -1 || f.X[49] <= 1 {
			t.Errorf("%s: %+v", id, f)
		}
	}
	if e.Fit(0, 5) != nil || e.Inside(0, 4) != nil {
		t.Error("what has no picture has one")
	}
}
