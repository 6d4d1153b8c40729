package nn

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
)

type tensor struct {
	Shape []int
	Data  []float64
}

type layerCase struct {
	Name          string
	Inputs, Grads map[string]tensor
	Consts        map[string]tensor
	Cot           *tensor
	Loss          float64
}

// reference reads the values that PyTorch made.
func reference(t *testing.T, name string) layerCase {
	t.Helper()
	b, err := os.ReadFile("testdata/layers.json")
	if err != nil {
		t.Fatal(err)
	}
	var all struct{ Cases []layerCase }
	if err := json.Unmarshal(b, &all); err != nil {
		t.Fatal(err)
	}
	for _, c := range all.Cases {
		if c.Name == name {
			return c
		}
	}
	t.Fatalf("no case %s", name)
	return layerCase{}
}

func f32(x []float64) []float32 {
	y := make([]float32, len(x))
	for i, v := range x {
		y[i] = float32(v)
	}
	return y
}

func near(t *testing.T, what string, got []float32, want []float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d numbers, want %d", what, len(got), len(want))
	}
	for i := range got {
		if d := math.Abs(float64(got[i]) - want[i]); !(d <= 2e-6*math.Max(1, math.Abs(want[i]))) {
			t.Errorf("%s[%d] = %g, want %g", what, i, got[i], want[i])
		}
	}
}

// put copies torch's weight (out×in) or bias into a parameter vector, and get takes it out again.
func put(w []float32, v View, x tensor) {
	for i := range v.Rows {
		for j := range v.Cols {
			w[v.Off+i*v.Cols+j] = float32(x.Data[j*v.Rows+i])
		}
	}
}
func get(w []float32, v View) []float32 {
	x := make([]float32, v.Rows*v.Cols)
	for i := range v.Rows {
		for j := range v.Cols {
			x[j*v.Rows+i] = w[v.Off+i*v.Cols+j]
		}
	}
	return x
}

func model(t *testing.T, in int, layers ...LayerSpec) *Model {
	t.Helper()
	m, err := NewModel(in, layers, "model")
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func lossNamed(t *testing.T, id string) *Loss {
	t.Helper()
	l, err := LossByID(id, "loss")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func labels(x tensor) []int32 {
	y := make([]int32, len(x.Data))
	for i, v := range x.Data {
		y[i] = int32(v)
	}
	return y
}

// Loss and all gradients of two networks of three dense layers agree with PyTorch.
func TestNetworksAgainstPyTorch(t *testing.T) {
	for _, act := range []string{"tanh", "relu"} {
		c := reference(t, "net_mlp2_"+act+"_ce")
		m := model(t, 4, LayerSpec{Dense: 5}, LayerSpec{Act: act}, LayerSpec{Dense: 5}, LayerSpec{Act: act}, LayerSpec{Dense: 3})
		w, g := make([]float32, m.NumParams()), make([]float32, m.NumParams())
		names := []string{"w1", "b1", "w2", "b2", "w3", "b3"}
		for i, v := range m.Views() {
			put(w, v, c.Inputs[names[i]])
		}
		x, y := f32(c.Consts["x"].Data), Targets{Labels: labels(c.Consts["target"])}
		for _, max := range []int{6, 10} {
			loss := NewNet(m, lossNamed(t, "softmax-ce"), max).Gradient(w, x, y, 6, g)
			near(t, act+" loss", []float32{float32(loss)}, []float64{c.Loss})
			for i, v := range m.Views() {
				near(t, act+" gradient of "+names[i], get(g, v), c.Grads[names[i]].Data)
			}
		}
		loss, _ := NewNet(m, lossNamed(t, "softmax-ce"), 4).Evaluate(w, x, y, 6)
		near(t, act+" loss in chunks", []float32{float32(loss)}, []float64{c.Loss})
	}
}

func TestLossesAgainstPyTorch(t *testing.T) {
	for _, name := range []string{"softmax_ce_mean", "softmax_ce_large_logits"} {
		c := reference(t, name)
		x := f32(c.Inputs["x"].Data)
		sum := lossNamed(t, "softmax-ce").apply(x, 5, 5, Targets{Labels: labels(c.Consts["target"])}, .2)
		near(t, name, []float32{float32(sum / 5)}, []float64{c.Loss})
		near(t, name+" gradient", x, c.Grads["x"].Data)
	}
	c := reference(t, "mse_mean")
	x := f32(c.Inputs["x"].Data)
	sum := lossNamed(t, "mse").apply(x, 3, 4, Targets{Values: f32(c.Inputs["t"].Data)}, 1.0/3)
	near(t, "mse", []float32{float32(sum / 3)}, []float64{c.Loss})
	near(t, "mse gradient", x, c.Grads["x"].Data)
}

// loss64 is the definition in float64, without kernels: what the gradient is checked against by differences.
func loss64(m *Model, loss string, w []float64, x []float32, y Targets, rows int) float64 {
	total := 0.0
	for r := range rows {
		a := make([]float64, m.in)
		for i := range a {
			a[i] = float64(x[r*m.in+i])
		}
		for _, o := range m.ops {
			z := a
			if o.dense {
				z = make([]float64, o.out)
				for j := range z {
					z[j] = w[o.b+j]
					for i := range a {
						z[j] += a[i] * w[o.w+i*o.out+j]
					}
				}
			}
			for j := range z {
				switch {
				case o.act == nil:
				case o.act.ID == "relu":
					z[j] = math.Max(z[j], 0)
				case o.act.ID == "tanh":
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
				t = float64(y.Values[r*m.out+j])
			} else if int(y.Labels[r]) == j {
				t = 1
			}
			total += (v - t) * (v - t) / float64(m.out)
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
			if want := loss64(m, id, w64, x, y, rows); math.Abs(got-want) > 1e-5 {
				t.Errorf("%v %s: loss %g, want %g", layers, loss, got, want)
			}
			for i := range w64 {
				const h = 1e-5
				keep := w64[i]
				w64[i] = keep + h
				up := loss64(m, id, w64, x, y, rows)
				w64[i] = keep - h
				down := loss64(m, id, w64, x, y, rows)
				w64[i] = keep
				if want := (up - down) / (2 * h); math.Abs(float64(g[i])-want) > 1e-5 {
					t.Errorf("%v %s: gradient[%d] = %g, want %g", layers, loss, i, g[i], want)
				}
			}
		}
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

// He's weights have variance 2/fan-in, Xavier's 2/(fan-in + fan-out): sample variances within 5 standard errors.
func TestInitializations(t *testing.T) {
	m := model(t, 200, LayerSpec{Dense: 100}, LayerSpec{Act: "relu"}, LayerSpec{Dense: 10})
	for id, want := range map[string]float64{"he": 2.0 / 200, "xavier": 2.0 / 300} {
		init, err := InitByID(id, "init.id")
		if err != nil {
			t.Fatal(err)
		}
		w := make([]float32, m.NumParams())
		for i := range w {
			w[i] = 9
		}
		init.Fill(m, w, rand.New(rand.NewPCG(3, 4)))
		v, n := 0.0, 200*100
		for _, x := range w[:n] {
			v += float64(x) * float64(x) / float64(n)
		}
		if se := want * math.Sqrt(2/float64(n)); math.Abs(v-want) > 5*se {
			t.Errorf("%s: variance %g, want %g ± %g", id, v, want, se)
		}
		b := m.Views()[1]
		for _, x := range w[b.Off : b.Off+b.Cols] {
			if x != 0 {
				t.Fatalf("%s: a bias is %g, want 0", id, x)
			}
		}
	}
}

func TestModelRefuses(t *testing.T) {
	for _, c := range []struct {
		layers []LayerSpec
		want   string
	}{
		{nil, "model: 0 layers; from 1 to 64"},
		{[]LayerSpec{{}}, "model[0]: a layer is either"},
		{[]LayerSpec{{Dense: 3, Act: "relu"}}, "model[0]: a layer is either"},
		{[]LayerSpec{{Dense: 3}, {Act: "gelu"}}, `model[1].act: unknown activation "gelu"; have relu, tanh`},
		{[]LayerSpec{{Dense: -1}}, "model[0].dense: -1 is not a whole number from 1 to 65536"},
		{[]LayerSpec{{Dense: 60000}, {Dense: 60000}}, "model[1].dense: with 60000 the model has"},
	} {
		if _, err := NewModel(4, c.layers, "model"); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: got %v, want %s", c.layers, err, c.want)
		}
	}
	m := model(t, 4, LayerSpec{Dense: 3})
	if err := m.CheckOutputs(10, "model"); err == nil || !strings.Contains(err.Error(), "3 outputs, the data have 10 classes") {
		t.Errorf("got %v", err)
	}
}

// The step that PERFORMANCE is counted in: 784-128-10, batch 32, gradient only.
func BenchmarkGradient784x128x10(b *testing.B) {
	m, _ := NewModel(784, []LayerSpec{{Dense: 128}, {Act: "relu"}, {Dense: 10}}, "model")
	l, _ := LossByID("softmax-ce", "loss")
	n := NewNet(m, l, 32)
	w, g, x, y := make([]float32, m.NumParams()), make([]float32, m.NumParams()), make([]float32, 32*784), make([]int32, 32)
	for i := range x {
		x[i] = float32(i%17) / 17
	}
	for b.Loop() {
		n.Gradient(w, x, Targets{Labels: y}, 32, g)
	}
	b.ReportMetric(32*float64(b.N)/b.Elapsed().Seconds(), "examples/s")
}
