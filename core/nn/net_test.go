package nn

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// loss64 is the definition in float64, without kernels: what the gradient is checked against by differences.
func loss64(m *Model, layers []LayerSpec, loss string, w []float64, x []float32, y Targets, rows int) float64 {
	total := 0.0
	for r := range rows {
		a := make([]float64, m.In())
		for i := range a {
			a[i] = float64(x[r*m.In()+i])
		}
		at := 0
		for _, l := range layers {
			z := a
			if l.Dense > 0 {
				z = make([]float64, l.Dense)
				b := at + len(a)*l.Dense
				for j := range z {
					z[j] = w[b+j]
					for i := range a {
						z[j] += a[i] * w[at+i*l.Dense+j]
					}
				}
				at = b + l.Dense
			}
			for j := range z {
				switch l.Act {
				case "relu":
					z[j] = math.Max(z[j], 0)
				case "tanh":
					z[j] = math.Tanh(z[j])
				}
			}
			a = z
		}
		if loss == "softmax-ce" {
			sum := 0.0
			for _, v := range a {
				sum += math.Exp(v)
			}
			total += math.Log(sum) - a[y.Labels[r]]
			continue
		}
		for j, v := range a {
			t := 0.0
			if y.Labels == nil {
				t = float64(y.Values[r*m.Out()+j])
			} else if int(y.Labels[r]) == j {
				t = 1
			}
			total += (v - t) * (v - t) / float64(m.Out())
		}
	}
	return total / float64(rows)
}

// The gradient of every shape of model and loss is that of the definition, by central differences in float64.
func TestGradientsAgainstDifferences(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, layers := range [][]LayerSpec{
		{{Dense: 3}},
		{{Dense: 7}, {Act: "tanh"}, {Dense: 3}},
		{{Dense: 9}, {Act: "relu"}, {Dense: 8}, {Act: "tanh"}, {Dense: 3}},
		{{Act: "tanh"}, {Dense: 5}, {Act: "tanh"}, {Act: "relu"}, {Dense: 3}, {Act: "tanh"}},
		{{Dense: 4}, {Dense: 3}},
	} {
		for _, loss := range []string{"softmax-ce", "mse", "mse values"} {
			m := model(t, 5, layers...)
			const rows = 6
			w, g := make([]float32, m.NumParams()), make([]float32, m.NumParams())
			x := make([]float32, rows*5)
			for i := range w {
				w[i] = float32(rng.NormFloat64() * .5)
			}
			for i := range x {
				x[i] = float32(rng.NormFloat64())
			}
			y := Targets{Labels: []int32{0, 1, 2, 2, 1, 0}}
			id := strings.TrimSuffix(loss, " values")
			if loss != id {
				y = Targets{Values: make([]float32, rows*3)}
				for i := range y.Values {
					y.Values[i] = float32(rng.NormFloat64())
				}
			}
			got := NewNet(m, lossNamed(t, id), rows).Gradient(w, x, y, rows, g)
			w64 := make([]float64, len(w))
			for i, v := range w {
				w64[i] = float64(v)
			}
			if want := loss64(m, layers, id, w64, x, y, rows); math.Abs(got-want) > 1e-5 {
				t.Errorf("%v %s: loss %g, want %g", layers, loss, got, want)
			}
			for i := range w64 {
				const h = 1e-5
				keep := w64[i]
				w64[i] = keep + h
				up := loss64(m, layers, id, w64, x, y, rows)
				w64[i] = keep - h
				down := loss64(m, layers, id, w64, x, y, rows)
				w64[i] = keep
				if want := (up - down) / (2 * h); math.Abs(float64(g[i])-want) > 1e-5 {
					t.Errorf("%v %s: gradient[%d] = %g, want %g", layers, loss, i, g[i], want)
				}
			}
		}
	}
}

// An example whose outputs are known counts as right where the largest is the label's; the mean loss does not depend on the chunks.
func TestEvaluateCounts(t *testing.T) {
	m := model(t, 3, LayerSpec{Dense: 3})
	w := []float32{1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0} // the outputs are the inputs
	x := []float32{5, 1, 2, 1, 5, 2, 0, -1, -2, 1, 2, 3, -3, -2, -1}
	y := Targets{Labels: []int32{0, 1, 1, 2, 0}} // right: the first, second and fourth
	for _, id := range []string{"softmax-ce", "mse"} {
		l := lossNamed(t, id)
		want, _ := NewNet(m, l, 5).Evaluate(w, x, y, 5)
		for _, max := range []int{1, 2, 5, 9} {
			loss, correct := NewNet(m, l, max).Evaluate(w, x, y, 5)
			if correct != 3 || math.Abs(loss-want) > 1e-12*want {
				t.Errorf("%s in chunks of %d: %d right with loss %g, want 3 with %g", id, max, correct, loss, want)
			}
		}
	}
	loss, correct := NewNet(m, lossNamed(t, "mse"), 2).Evaluate(w, x, Targets{Values: make([]float32, 15)}, 5)
	if correct != 0 || math.Abs(loss-(25+1+4+1+25+4+0+1+4+1+4+9+9+4+1)/15.0) > 1e-12 {
		t.Errorf("values: %d right with loss %g, want none with the mean square of the inputs", correct, loss)
	}
}

func TestGradientAllocatesNothing(t *testing.T) {
	m := model(t, 20, LayerSpec{Dense: 16}, LayerSpec{Act: "relu"}, LayerSpec{Dense: 4})
	n := NewNet(m, lossNamed(t, "softmax-ce"), 8)
	w, g, x, y := make([]float32, m.NumParams()), make([]float32, m.NumParams()), make([]float32, 160), make([]int32, 8)
	if a := testing.AllocsPerRun(100, func() { n.Gradient(w, x, Targets{Labels: y}, 8, g) }); a != 0 {
		t.Errorf("%v allocations per gradient, want 0", a)
	}
}
