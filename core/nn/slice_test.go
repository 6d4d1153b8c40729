package nn

import (
	"math"
	"math/rand/v2"
	"testing"
)

// The fast landscape against the naive one, over every kind of first layer: the loss to 1e-5, and the labels that are right.
func TestSlice(t *testing.T) {
	image := Shape{2, 9, 9}
	for name, c := range map[string]struct {
		in     Shape
		layers []LayerSpec
		loss   string
	}{
		"dense, fused bias": {Shape{7}, []LayerSpec{{Dense: 12}, {Act: "relu"}, {Dense: 3}}, "softmax-ce"},
		"dense, gelu":       {Shape{7}, []LayerSpec{{Dense: 12}, {Act: "gelu"}, {Dense: 3}}, "softmax-ce"},
		"one layer, ntk":    {Shape{7}, []LayerSpec{{Dense: 3, NTK: true}}, "softmax-ce"},
		"flatten first":     {image, []LayerSpec{{Flatten: true}, {Dense: 8, NoBias: true}, {Act: "tanh"}, {Dense: 3}}, "softmax-ce"},
		"conv, batch norm":  {image, []LayerSpec{{Conv2D: 4, Kernel: 3, Padding: 1}, {BatchNorm: true}, {Act: "relu"}, {MaxPool: 2}, {Dense: 3}}, "softmax-ce"},
		"pooling first":     {image, []LayerSpec{{AvgPool: 3}, {Flatten: true}, {Dense: 5}, {Act: "relu"}, {Dense: 3}}, "softmax-ce"},
		"regression":        {Shape{7}, []LayerSpec{{Dense: 12}, {Act: "tanh"}, {Dense: 1}}, "mse"},
	} {
		t.Run(name, func(t *testing.T) {
			m, err := NewModelOf(c.in, c.layers, "model")
			if err != nil {
				t.Fatal(err)
			}
			loss, _ := LossByID(c.loss, "loss")
			const rows = 50
			net := NewNet(m, loss, 16) // the last part is smaller
			rng := rand.New(rand.NewPCG(3, 3))
			draw := func(n int) []float32 {
				x := make([]float32, n)
				for i := range x {
					x[i] = float32(rng.NormFloat64())
				}
				return x
			}
			w, u, v, x := draw(m.NumParams()), draw(m.NumParams()), draw(m.NumParams()), draw(rows*m.In())
			y := Targets{Values: draw(rows)}
			if c.loss != "mse" {
				y = Targets{Labels: make([]int32, rows)}
				for i := range y.Labels {
					y.Labels[i] = int32(rng.IntN(3))
				}
			}
			s := NewSlice(net, w, u, v, x, y, rows)
			as := []float64{-1, -.25, 0, .5, 2}
			got, right := make([]float64, len(as)), make([]float64, len(as))
			point := make([]float32, len(w))
			for _, b := range []float64{.75, 0, -1.5} {
				s.Row(b, as, got, right)
				for i, a := range as {
					for k := range point {
						point[k] = w[k] + float32(a)*u[k] + float32(b)*v[k]
					}
					want, correct := net.Evaluate(point, x, y, rows)
					if math.Abs(got[i]-want) > 1e-5*math.Max(1, want) {
						t.Errorf("at (%v, %v) the loss is %v, evaluated there %v", a, b, got[i], want)
					}
					if c.loss != "mse" && math.Abs(right[i]*rows-float64(correct)) > 1 { // a tie may fall either way
						t.Errorf("at (%v, %v) %v are right, evaluated there %v", a, b, right[i]*rows, correct)
					}
				}
			}
			if fast := s.first >= 0; fast != (name != "pooling first") {
				t.Errorf("the first layer is taken for linear: %v", fast)
			}
		})
	}
}

func BenchmarkSlice(b *testing.B) {
	m, _ := NewModel(784, []LayerSpec{{Dense: 128}, {Act: "relu"}, {Dense: 10}}, "model")
	const rows = 1000
	net := NewNet(m, Losses[0], 256)
	rng := rand.New(rand.NewPCG(3, 3))
	var v [4][]float32
	for i, n := range []int{m.NumParams(), m.NumParams(), m.NumParams(), rows * 784} {
		v[i] = make([]float32, n)
		for k := range v[i] {
			v[i][k] = float32(rng.NormFloat64()) / 28
		}
	}
	s := NewSlice(net, v[0], v[1], v[2], v[3], Targets{Labels: make([]int32, rows)}, rows)
	var a, loss, right [101]float64
	for b.Loop() {
		s.Row(.5, a[:], loss[:], right[:])
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/101, "µs/cell")
}
