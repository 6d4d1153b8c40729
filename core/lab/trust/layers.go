package trust

import (
	"saddlelab/core/nn"
)

// layer is how a case of the reference is made of our layers, its parameters in the order of the model's views.
type layer struct {
	name   string
	in     nn.Shape
	spec   nn.LayerSpec
	params []string
}

// passes evaluates a layer and its derivatives; a test hands in a wrong one.
type passes func(m *nn.Model, w, x, vw, vx, dy []float64, rows int) nn.PassesOf[float64]

var layers = []layer{
	{"linear", nn.Shape{5}, nn.LayerSpec{Dense: 4}, []string{"w", "b"}},
	{"conv2d_s2_p1_d1_g1", nn.Shape{4, 7, 6}, nn.LayerSpec{Conv2D: 6, Kernel: 3, Stride: 2, Padding: 1}, []string{"w", "b"}},
	{"maxpool2d_2", nn.Shape{3, 6, 4}, nn.LayerSpec{MaxPool: 2}, nil},
	{"layernorm", nn.Shape{6}, nn.LayerSpec{LayerNorm: true}, []string{"gamma", "beta"}},
	{"batchnorm2d_train", nn.Shape{2, 3, 3}, nn.LayerSpec{BatchNorm: true}, []string{"gamma", "beta"}},
	{"embedding", nn.Shape{5}, nn.LayerSpec{Embedding: 4, Vocabulary: 7}, []string{"w"}},
	{"tanh", nn.Shape{6}, nn.LayerSpec{Act: "tanh"}, nil},
	{"relu", nn.Shape{6}, nn.LayerSpec{Act: "relu"}, nil},
	{"sigmoid", nn.Shape{6}, nn.LayerSpec{Act: "sigmoid"}, nil},
	{"softplus", nn.Shape{6}, nn.LayerSpec{Act: "softplus"}, nil},
	{"silu", nn.Shape{6}, nn.LayerSpec{Act: "silu"}, nil},
	{"gelu_erf", nn.Shape{6}, nn.LayerSpec{Act: "gelu"}, nil},
	{"gelu_tanh", nn.Shape{6}, nn.LayerSpec{Act: "gelu-tanh"}, nil},
	{"leaky_relu_0.01", nn.Shape{6}, nn.LayerSpec{Act: "leaky-relu"}, nil},
	{"elu", nn.Shape{6}, nn.LayerSpec{Act: "elu"}, nil},
}

// layersOf compares each layer's outputs, gradients and Hessian-vector products, by inputs and parameters.
func layersOf(r *Reference, run passes) Outcome {
	t := &tally{allowed: 1e-12}
	for _, l := range layers {
		t.of(l.name)
		c := r.find(l.name)
		if c == nil {
			t.broken("not in the reference")
			continue
		}
		m, err := nn.NewModelOf(l.in, []nn.LayerSpec{l.spec}, l.name)
		if err != nil {
			t.broken(err.Error())
			continue
		}
		w, v := gather(m, l.params, c.Inputs), gather(m, l.params, c.V)
		x, vx := c.Inputs["x"].Data, c.V["x"].Data
		if m.Vocabulary() > 0 { // tokens do not move
			x, vx = c.Consts["ids"].Data, nil
		}
		p := run(m, w, x, v, vx, c.Cot.Data, len(x)/l.in.Size())
		t.all("an output", c.Out.Data, p.Out)
		if g, ok := c.Grads["x"]; ok {
			t.all("the gradient by the inputs", g.Data, p.DX)
			t.all("the Hessian’s product by the inputs", c.HVP["x"].Data, p.HX)
		}
		compareParams(t, c, m, l.params, p.DW, p.HW)
	}
	return t.outcome()
}

func compareParams(t *tally, c *layerCase, m *nn.Model, params []string, g, hv []float64) {
	for i, name := range params {
		t.all("the gradient by "+name, c.Grads[name].Data, turned(g, m.Views()[i], m))
		t.all("the Hessian’s product by "+name, c.HVP[name].Data, turned(hv, m.Views()[i], m))
	}
}

func (r *Reference) find(name string) *layerCase {
	for i := range r.Cases {
		if r.Cases[i].Name == name {
			return &r.Cases[i]
		}
	}
	return nil
}

// gather puts PyTorch's parameters into a vector of ours: its weights are outputs × inputs, ours the other way round.
func gather(m *nn.Model, params []string, from map[string]tensor) []float64 {
	w := make([]float64, m.NumParams())
	for i, name := range params {
		v, x := m.Views()[i], from[name].Data
		for k := range min(len(x), v.Rows*v.Cols) {
			w[v.Off+place(m, v, k)] = x[k]
		}
	}
	return w
}

// turned takes a view out of a vector of ours, in PyTorch's order.
func turned(w []float64, v nn.View, m *nn.Model) []float64 {
	x := make([]float64, v.Rows*v.Cols)
	for k := range x {
		x[k] = w[v.Off+place(m, v, k)]
	}
	return x
}

// place is where number k of PyTorch's matrix stands in ours. An embedding's table is the same in both.
func place(m *nn.Model, v nn.View, k int) int {
	if m.Vocabulary() > 0 {
		return k
	}
	return k%v.Rows*v.Cols + k/v.Rows
}
