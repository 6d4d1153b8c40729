package nn

import "saddlelab/core/param"

// Layer normalization.  Each example, or each position of a sequence, is normalized by its own mean and variance, then every feature
// has its own gain and bias.
var layerNormLayer = &Layer{
	ID: "layernorm", Name: "Layer norm", Help: "Gives each example, or each position of a sequence, mean 0 and variance 1, then learns a gain and a bias.",
	Source: "Ba, Kiros, Hinton 2016, arXiv:1607.06450 (PyTorch: LayerNorm, ε = 10⁻⁵)",
	Params: []param.Param{},
	plan: func(b *builder, n *node, _ []float64) error {
		n.out = n.in
		k := n.in.features()
		b.need(n, "gain", gains, 1, k, k, k)
		b.need(n, "shift", biases, 1, k, k, k)
		return nil
	},
	new32: newLayerNorm[float32], new64: newLayerNorm[float64],
}

type layerNorm[F Float] struct {
	normalizer[F]
	at int // groups an example
}

func newLayerNorm[F Float](n *node, most int) layer[F] {
	groups, k := most*n.in.positions(), n.in.features()
	return &layerNorm[F]{at: n.in.positions(), normalizer: normalizer[F]{
		runs: 1, run: k, perElement: true, gain: partOf[F](n, 0), bias: partOf[F](n, 1),
		mean: make([]F, groups), root: make([]F, groups), rootd: make([]F, groups),
	}}
}

func (l *layerNorm[F]) habits() habits { return habits{} }

func (l *layerNorm[F]) forward(c *call[F], x, y []F) {
	for i := range c.rows * l.at {
		l.measure(x, i, i*l.run)
		l.normalizer.forward(c, x, y, i, i*l.run)
	}
}

func (l *layerNorm[F]) backward(c *call[F], x, _, dy, dx []F) {
	clear(l.gain.moving(c.g))
	clear(l.bias.moving(c.g))
	for i := range c.rows * l.at {
		l.normalizer.backward(c, x, dy, dx, i, i*l.run)
	}
}

func (l *layerNorm[F]) tangent(c *call[F], x, xd, _, yd []F) {
	for i := range c.rows * l.at {
		l.normalizer.tangent(c, x, xd, yd, i, i*l.run)
	}
}

func (l *layerNorm[F]) second(c *call[F], x, xd, _, _, dy, dyd, dx, dxd []F) {
	clear(l.gain.moving(c.hv))
	clear(l.bias.moving(c.hv))
	for i := range c.rows * l.at {
		l.normalizer.second(c, x, xd, dy, dyd, dx, dxd, i, i*l.run)
	}
}
