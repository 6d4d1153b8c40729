package nn

import (
	"encoding/json"
	"math"
	"os"
	"testing"
)

type tensor struct {
	Shape []int
	Data  []float64
}

type layerCase struct {
	Name          string
	Inputs, Grads map[string]tensor
	V, HVP        map[string]tensor // a direction, and the Hessian by all inputs times it
	Consts        map[string]tensor
	Cot           *tensor // the loss is Σ output·cot; nil: it is the case's own
	Out           tensor
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

// weighed is the loss Σ output·cot.
func weighed(cot []float64) *Loss {
	return &Loss{apply: func(out []float32, rows, cols int, _ Targets, scale float32) float64 {
		sum := 0.0
		for i, v := range out {
			sum += float64(v) * cot[i]
			out[i] = float32(cot[i])
		}
		return sum
	}}
}

// A dense layer alone: outputs, loss, and the gradients of its weights and biases.
func TestDenseAgainstPyTorch(t *testing.T) {
	c := reference(t, "linear")
	m := model(t, 5, LayerSpec{Dense: 4})
	w, g := make([]float32, m.NumParams()), make([]float32, m.NumParams())
	put(w, m.Views()[0], c.Inputs["w"])
	put(w, m.Views()[1], c.Inputs["b"])
	n, x := NewNet(m, weighed(c.Cot.Data), 3), f32(c.Inputs["x"].Data)
	loss := n.Gradient(w, x, Targets{}, 3, g)
	near(t, "outputs", n.Forward(w, x, 3), c.Out.Data)
	near(t, "loss", []float32{float32(3 * loss)}, []float64{c.Loss})
	near(t, "gradient of w", get(g, m.Views()[0]), c.Grads["w"].Data)
	near(t, "gradient of b", get(g, m.Views()[1]), c.Grads["b"].Data)
}

// An activation alone, and after a dense layer that changes nothing, whose bias has the columns' sums as its gradient.
func TestActivationsAgainstPyTorch(t *testing.T) {
	for _, a := range Activations {
		c := reference(t, a.ID)
		x := f32(c.Inputs["x"].Data)
		alone := NewNet(model(t, 6, LayerSpec{Act: a.ID}), weighed(c.Cot.Data), 3)
		near(t, a.ID, alone.Forward(nil, x, 3), c.Out.Data)
		dy := f32(c.Cot.Data)
		a.back(alone.y[0], dy)
		near(t, a.ID+" gradient", dy, c.Grads["x"].Data)

		m := model(t, 6, LayerSpec{Dense: 6}, LayerSpec{Act: a.ID})
		w, g := make([]float32, m.NumParams()), make([]float32, m.NumParams())
		for i := range 6 {
			w[7*i] = 1
		}
		n := NewNet(m, weighed(c.Cot.Data), 3)
		near(t, a.ID+" after a dense layer", n.Forward(w, x, 3), c.Out.Data)
		n.Gradient(w, x, Targets{}, 3, g)
		want := make([]float64, 6)
		for i, v := range c.Grads["x"].Data {
			want[i%6] += v
		}
		near(t, a.ID+" gradient of the biases", g[36:], want)
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
