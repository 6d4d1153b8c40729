package nn

import (
	"strings"
	"testing"
)

// to copies numbers as F.
func to[F Float](x []float64) []F {
	y := make([]F, len(x))
	for i, v := range x {
		y[i] = F(v)
	}
	return y
}

// tolerance is the file's for float64, and what float32's rounding leaves of sums of some dozens of numbers.
func tolerance[F Float]() float64 {
	if single[F]() {
		return 2e-5
	}
	return 1e-9
}

// asLayer runs one layer on a case: outputs, gradients and Hessian-vector products by inputs and parameters.
func asLayer[F Float](t *testing.T, name string, in Shape, spec LayerSpec, params ...string) {
	t.Helper()
	c := reference(t, name)
	m, err := NewModelOf(in, []LayerSpec{spec}, "model")
	if err != nil {
		t.Fatal(err)
	}
	x := c.Inputs["x"].Data
	rows := len(x) / in.Size()
	w, v, g, hv := make([]F, m.params), make([]F, m.params), make([]F, m.params), make([]F, m.params)
	for i, p := range params {
		put(w, m.views[i], c.Inputs[p])
		put(v, m.views[i], c.V[p])
	}
	ch := newChain[F](m.nodes, rows+1)
	call := &call[F]{rows: rows, mode: measuring, w: w, v: v, g: g, hv: hv, state: NewStateOf[F](m, 1)}
	tol := tolerance[F]()
	for range 2 { // the second time in a workspace that was used
		out := ch.forward(call, to[F](x))
		within(t, name+": outputs", out, c.Out.Data, tol)
		dx, dxd, again := make([]F, len(x)), make([]F, len(x)), make([]F, len(x))
		ch.backward(call, to[F](c.Cot.Data), dx)
		within(t, name+": gradient of x", dx, c.Grads["x"].Data, tol)
		ch.tangent(call, to[F](c.V["x"].Data))
		ch.second(call, to[F](c.Cot.Data), make([]F, len(out)), again, dxd)
		within(t, name+": gradient of x, again", again, c.Grads["x"].Data, tol)
		within(t, name+": Hv of x", dxd, c.HVP["x"].Data, tol)
		for i, p := range params {
			within(t, name+": gradient of "+p, get(g, m.views[i]), c.Grads[p].Data, tol)
			within(t, name+": Hv of "+p, get(hv, m.views[i]), c.HVP[p].Data, tol)
		}
	}
}

func layersAgainstPyTorch[F Float](t *testing.T) {
	asLayer[F](t, "linear", Shape{5}, LayerSpec{Dense: 4}, "w", "b")
	image := Shape{4, 7, 6}
	asLayer[F](t, "conv2d_s1_p0_d1_g1", image, LayerSpec{Conv2D: 6, Kernel: 3}, "w", "b")
	asLayer[F](t, "conv2d_s2_p1_d1_g1", image, LayerSpec{Conv2D: 6, Kernel: 3, Stride: 2, Padding: 1}, "w", "b")
	asLayer[F](t, "conv2d_s1_p1_d2_g1", image, LayerSpec{Conv2D: 6, Kernel: 3, Padding: 1, Dilation: 2}, "w", "b")
	asLayer[F](t, "conv2d_s1_p1_d1_g2", image, LayerSpec{Conv2D: 6, Kernel: 3, Padding: 1, Groups: 2}, "w", "b")
	asLayer[F](t, "maxpool2d_2", Shape{3, 6, 4}, LayerSpec{MaxPool: 2})
	asLayer[F](t, "avgpool2d_2", Shape{3, 6, 4}, LayerSpec{AvgPool: 2})
	asLayer[F](t, "layernorm", Shape{6}, LayerSpec{LayerNorm: true}, "gamma", "beta")
	asLayer[F](t, "batchnorm2d_train", Shape{2, 3, 3}, LayerSpec{BatchNorm: true}, "gamma", "beta")
	for _, a := range Activations {
		name := strings.NewReplacer("leaky-relu", "leaky_relu_0.01", "gelu-tanh", "gelu_tanh", "gelu", "gelu_erf").Replace(a.ID)
		switch a.ID {
		case "sin", "identity", "square", "cube": // not in the file: see TestActivationsAgainstDifferences
			continue
		}
		asLayer[F](t, name, Shape{6}, LayerSpec{Act: a.ID})
	}
}

// Every layer of the file: values, gradients and Hessian-vector products, by inputs and parameters, are PyTorch's.
func TestLayersAgainstPyTorch(t *testing.T) {
	t.Run("float64", layersAgainstPyTorch[float64])
	t.Run("float32", layersAgainstPyTorch[float32])
}

// An embedding's tokens do not move: its table does.
func TestEmbeddingAgainstPyTorch(t *testing.T) {
	c := reference(t, "embedding")
	m, err := NewModel(5, []LayerSpec{{Embedding: 4, Vocabulary: 7}}, "model")
	if err != nil {
		t.Fatal(err)
	}
	ch := newChain[float64](m.nodes, 1)
	call := &call[float64]{rows: 1, w: c.Inputs["w"].Data, v: c.V["w"].Data, g: make([]float64, 28), hv: make([]float64, 28)}
	near64(t, "outputs", ch.forward(call, c.Consts["ids"].Data), c.Out.Data)
	ch.backward(call, to[float64](c.Cot.Data), nil)
	near64(t, "gradient", call.g, c.Grads["w"].Data)
	ch.tangent(call, nil)
	ch.second(call, to[float64](c.Cot.Data), make([]float64, 20), nil, nil)
	near64(t, "Hv", call.hv, c.HVP["w"].Data)
}

// Scaled dot-product attention without its weights, over rows of Q|K|V.
func attentionAgainstPyTorch[F Float](t *testing.T) {
	for _, k := range []struct {
		name   string
		heads  int
		causal bool
	}{{"attention_h1_full", 1, false}, {"attention_h2_causal", 2, true}} {
		c := reference(t, k.name)
		const rows, n, d = 2, 4, 6
		join := func(parts map[string]tensor) []F {
			all := make([]F, rows*n*3*d)
			for i, name := range []string{"q", "k", "v"} {
				for j, v := range parts[name].Data {
					all[j/d*3*d+i*d+j%d] = F(v)
				}
			}
			return all
		}
		want := func(parts map[string]tensor) []float64 { return to[float64](widen(join(parts))) }
		a := newAttend[F](k.heads, n, d, rows, k.causal)
		x, xd, tol := join(c.Inputs), join(c.V), tolerance[F]()
		y, yd, dx, again, dxd := make([]F, rows*n*d), make([]F, rows*n*d), make([]F, len(x)), make([]F, len(x)), make([]F, len(x))
		a.forward(rows, x, y)
		within(t, k.name+": outputs", y, c.Out.Data, tol)
		a.backward(rows, x, to[F](c.Cot.Data), dx)
		within(t, k.name+": gradient", dx, want(c.Grads), tol)
		a.tangent(rows, x, xd, yd)
		a.second(rows, x, xd, to[F](c.Cot.Data), make([]F, len(y)), again, dxd)
		within(t, k.name+": gradient, again", again, want(c.Grads), tol)
		within(t, k.name+": Hv", dxd, want(c.HVP), tol)
	}
}

func widen[F Float](x []F) []float64 {
	y := make([]float64, len(x))
	for i, v := range x {
		y[i] = float64(v)
	}
	return y
}

func TestAttentionAgainstPyTorch(t *testing.T) {
	t.Run("float64", attentionAgainstPyTorch[float64])
	t.Run("float32", attentionAgainstPyTorch[float32])
}

// The softmax of attention's rows, alone.
func TestSoftmaxAgainstPyTorch(t *testing.T) {
	c := reference(t, "softmax")
	p, pd := to[float64](c.Inputs["x"].Data), to[float64](c.V["x"].Data)
	s, sd := to[float64](c.Cot.Data), make([]float64, len(p))
	for i := 0; i < len(p); i += 5 {
		softmaxRow(p[i:i+5], 5, 1)
		through(p[i:i+5], pd[i:i+5])
		throughd(p[i:i+5], pd[i:i+5], s[i:i+5], sd[i:i+5])
		through(p[i:i+5], s[i:i+5])
	}
	near64(t, "softmax", p, c.Out.Data)
	near64(t, "gradient", s, c.Grads["x"].Data)
	near64(t, "Hv", sd, c.HVP["x"].Data)
}

// lossCase is one loss on a case of outputs x and targets.
func lossAgainstPyTorch[F Float](t *testing.T, name string, l *Loss, rows, cols int, y TargetsOf[F], all F) {
	t.Helper()
	c := reference(t, name)
	x, v := to[F](c.Inputs["x"].Data), to[F](c.V["x"].Data)
	if u, ok := c.V["t"]; ok { // the targets move too: all depends on x − t
		for i := range v {
			v[i] -= F(u.Data[i])
		}
	}
	tol := tolerance[F]()
	plain := to[F](c.Inputs["x"].Data)
	sum := measureOf[F](l)(l.p, plain, nil, rows, cols, y, all)
	within(t, name, []float64{sum * float64(all)}, []float64{c.Loss}, tol)
	within(t, name+": gradient", plain, c.Grads["x"].Data, tol)
	if again := measureOf[F](l)(l.p, x, v, rows, cols, y, all); again != sum && !single[F]() {
		t.Errorf("%s: %v with a direction, %v without", name, again, sum)
	}
	within(t, name+": gradient, again", x, c.Grads["x"].Data, tol)
	within(t, name+": Hv", v, c.HVP["x"].Data, tol)
}

func lossesAgainstPyTorch[F Float](t *testing.T) {
	ce := lossNamed(t, "softmax-ce")
	classes := func(name string) TargetsOf[F] {
		return TargetsOf[F]{Labels: labels(reference(t, name).Consts["target"])}
	}
	lossAgainstPyTorch(t, "softmax_ce_mean", ce, 5, 5, classes("softmax_ce_mean"), F(1.0/5))
	lossAgainstPyTorch(t, "softmax_ce_sum", ce, 5, 5, classes("softmax_ce_sum"), 1)
	lossAgainstPyTorch(t, "softmax_ce_large_logits", ce, 5, 5, classes("softmax_ce_large_logits"), F(1.0/5))
	smooth, err := ce.With(map[string]float64{"smoothing": .1}, "loss")
	if err != nil {
		t.Fatal(err)
	}
	lossAgainstPyTorch(t, "softmax_ce_label_smoothing", smooth, 5, 5, classes("softmax_ce_label_smoothing"), F(1.0/5))
	cot := to[F](reference(t, "log_softmax").Cot.Data) // Σ cot·log softmax is minus a cross-entropy with the targets cot
	scale(cot, -1)
	lossAgainstPyTorch(t, "log_softmax", ce, 3, 5, TargetsOf[F]{Values: cot}, 1)
	values := func(name string) TargetsOf[F] {
		c := reference(t, name)
		if v, ok := c.Inputs["t"]; ok {
			return TargetsOf[F]{Values: to[F](v.Data)}
		}
		return TargetsOf[F]{Values: to[F](c.Consts["t"].Data)}
	}
	lossAgainstPyTorch(t, "mse_mean", lossNamed(t, "mse"), 3, 4, values("mse_mean"), F(1.0/3))
	lossAgainstPyTorch(t, "mse_half_sum", lossNamed(t, "mse"), 3, 4, values("mse_half_sum"), 2) // ½Σ is half of K times the mean
	lossAgainstPyTorch(t, "bce_logits_mean", lossNamed(t, "logistic"), 3, 4, values("bce_logits_mean"), F(1.0/3))
	lossAgainstPyTorch(t, "huber_1", lossNamed(t, "huber"), 3, 4, values("huber_1"), F(1.0/3))
}

// Every loss of the file: values, gradients and Hessian-vector products are PyTorch's.
func TestLossesAgainstPyTorch(t *testing.T) {
	t.Run("float64", lossesAgainstPyTorch[float64])
	t.Run("float32", lossesAgainstPyTorch[float32])
}

// asNet runs a whole network on a case: loss, gradient and Hessian-vector product by all parameters.
func asNet[F Float](t *testing.T, name string, in Shape, loss string, layers []LayerSpec, params ...string) {
	t.Helper()
	c := reference(t, name)
	m, err := NewModelOf(in, layers, "model")
	if err != nil {
		t.Fatal(err)
	}
	w, v, g, hv := make([]F, m.params), make([]F, m.params), make([]F, m.params), make([]F, m.params)
	for i, p := range params {
		put(w, m.views[i], c.Inputs[p])
		put(v, m.views[i], c.V[p])
	}
	x := to[F](c.Consts["x"].Data)
	rows, tol := len(x)/in.Size(), tolerance[F]()
	y := TargetsOf[F]{Values: to[F](c.Consts["t"].Data)}
	if _, ok := c.Consts["target"]; ok {
		y = TargetsOf[F]{Labels: labels(c.Consts["target"])}
	}
	for _, most := range []int{rows, rows + 4} {
		n := NewNetOf[F](m, lossNamed(t, loss), most)
		within(t, name+": loss", []float64{n.Gradient(w, x, y, rows, g)}, []float64{c.Loss}, tol)
		n.HessianVector(w, x, y, rows, v, hv)
		for i, p := range params {
			within(t, name+": gradient of "+p, get(g, m.views[i]), c.Grads[p].Data, tol)
			within(t, name+": Hv of "+p, get(hv, m.views[i]), c.HVP[p].Data, tol)
		}
		if a := testing.AllocsPerRun(3, func() { n.Gradient(w, x, y, rows, g); n.HessianVector(w, x, y, rows, v, hv) }); a != 0 {
			t.Errorf("%s: %v allocations, want 0", name, a)
		}
	}
	if l, _ := NewNetOf[F](m, lossNamed(t, loss), 4).Evaluate(w, x, y, rows); loss != "" {
		within(t, name+": loss in chunks", []float64{l}, []float64{c.Loss}, tol)
	}
}

func netsAgainstPyTorch[F Float](t *testing.T) {
	for _, act := range []string{"tanh", "gelu", "relu"} {
		name := "net_mlp2_" + strings.Replace(act, "gelu", "gelu_erf", 1) + "_ce"
		asNet[F](t, name, Shape{4}, "softmax-ce", []LayerSpec{{Dense: 5}, {Act: act}, {Dense: 5}, {Act: act}, {Dense: 3}}, "w1", "b1", "w2", "b2", "w3", "b3")
	}
	asNet[F](t, "net_conv_tanh_ce", Shape{1, 6, 6}, "softmax-ce", []LayerSpec{{Conv2D: 2, Kernel: 3, Padding: 1}, {Act: "tanh"}, {Flatten: true}, {Dense: 4}}, "k1", "c1", "w", "b")
	asNet[F](t, "net_linear_layernorm_gelu_mse", Shape{4}, "mse", []LayerSpec{{Dense: 6}, {LayerNorm: true}, {Act: "gelu"}, {Dense: 2}}, "w1", "b1", "ga", "be", "w2", "b2")
}

// Every network of the file: loss, gradients and Hessian-vector products are PyTorch's, and nothing is allocated on the way.
func TestNetworksAgainstPyTorch(t *testing.T) {
	t.Run("float64", netsAgainstPyTorch[float64])
	t.Run("float32", netsAgainstPyTorch[float32])
}
