package trust

import (
	"saddlelab/core/nn"
	"saddlelab/core/param"
)

// whole is a case that ends in a loss: a network, or a loss alone.
type whole struct {
	name   string
	loss   string
	values param.Values // of the loss
	in     nn.Shape     // of a network; nil for a loss alone
	layers []nn.LayerSpec
	params []string
}

var wholes = []whole{
	{name: "softmax_ce_mean", loss: "softmax-ce"},
	{name: "softmax_ce_large_logits", loss: "softmax-ce"},
	{name: "softmax_ce_label_smoothing", loss: "softmax-ce", values: param.Values{"smoothing": .1}},
	{name: "mse_mean", loss: "mse"},
	{name: "bce_logits_mean", loss: "logistic"},
	{name: "huber_1", loss: "huber"},
	{name: "net_mlp2_gelu_erf_ce", loss: "softmax-ce", in: nn.Shape{4},
		layers: []nn.LayerSpec{{Dense: 5}, {Act: "gelu"}, {Dense: 5}, {Act: "gelu"}, {Dense: 3}}, params: []string{"w1", "b1", "w2", "b2", "w3", "b3"}},
	{name: "net_linear_layernorm_gelu_mse", loss: "mse", in: nn.Shape{4},
		layers: []nn.LayerSpec{{Dense: 6}, {LayerNorm: true}, {Act: "gelu"}, {Dense: 2}}, params: []string{"w1", "b1", "ga", "be", "w2", "b2"}},
}

// lossesOf compares losses and whole networks: the loss, its gradient and Hessian-vector products by all parameters. A loss alone is
// that of a layer whose inputs are the rows of the identity, so that its weights are the outputs themselves.
func lossesOf(r *Reference, d derivatives) Outcome {
	t := &tally{allowed: 1e-12}
	for _, k := range wholes {
		t.of(k.name)
		c := r.find(k.name)
		if c == nil {
			t.broken("not in the reference")
			continue
		}
		if err := compareWhole(t, k, c, d); err != nil {
			t.broken(err.Error())
		}
	}
	return t.outcome()
}

func compareWhole(t *tally, k whole, c *layerCase, d derivatives) error {
	in, layers, x := k.in, k.layers, c.Consts["x"].Data
	rows := 0
	if in == nil {
		shape := c.Inputs["x"].Shape
		rows = shape[0]
		in, layers, x = nn.Shape{rows}, []nn.LayerSpec{{Dense: shape[1], NoBias: true}}, make([]float64, rows*rows)
		for i := range rows {
			x[i*rows+i] = 1
		}
	} else {
		rows = len(x) / in.Size()
	}
	m, err := nn.NewModelOf(in, layers, k.name)
	if err != nil {
		return err
	}
	loss, err := nn.LossByID(k.loss, k.name)
	if err == nil {
		loss, err = loss.With(k.values, k.name)
	}
	if err != nil {
		return err
	}
	w, v := gather(m, k.params, c.Inputs), gather(m, k.params, c.V)
	if k.in == nil {
		w, v = c.Inputs["x"].Data, append([]float64(nil), c.V["x"].Data...)
		for i, u := range c.V["t"].Data { // the targets move as well: all depends on x − t
			v[i] -= u
		}
	}
	net, g, hv := nn.NewNetOf[float64](m, loss, rows), make([]float64, len(w)), make([]float64, len(w))
	t.near("the loss", c.Loss, d.gradient(net, w, x, c.targets(), rows, g))
	d.hessian(net, w, x, c.targets(), rows, v, hv)
	if k.in == nil {
		t.all("the gradient by the outputs", c.Grads["x"].Data, g)
		t.all("the Hessian’s product by the outputs", c.HVP["x"].Data, hv)
		return nil
	}
	compareParams(t, c, m, k.params, g, hv)
	return nil
}

// targets are the classes or values of a case.
func (c *layerCase) targets() nn.TargetsOf[float64] {
	if l, ok := c.Consts["target"]; ok {
		var y nn.TargetsOf[float64]
		for _, v := range l.Data {
			y.Labels = append(y.Labels, int32(v))
		}
		return y
	}
	if v, ok := c.Inputs["t"]; ok {
		return nn.TargetsOf[float64]{Values: v.Data}
	}
	return nn.TargetsOf[float64]{Values: c.Consts["t"].Data}
}
