package nn

import "saddlelab/core/param"

// Batch normalization.  Each channel of images, or each feature, is normalized by its mean and variance over the batch, then has its
// own gain and bias. What is evaluated uses running statistics, which a training step moves by a tenth of the way to its batch's
// (the variance with one less than the number of elements below).
var batchNormLayer = &Layer{
	ID: "batchnorm", Name: "Batch norm", Help: "Gives each channel mean 0 and variance 1 over the batch, then learns a gain and a bias.",
	Source: "Ioffe & Szegedy 2015, arXiv:1502.03167 (PyTorch: BatchNorm, ε = 10⁻⁵, momentum 0.1)",
	Params: []param.Param{},
	plan: func(b *builder, n *node, _ []float64) error {
		n.out = n.in
		k := channels(n.in)
		b.need(n, "gain", gains, 1, k, k, k)
		b.need(n, "shift", biases, 1, k, k, k)
		n.state, b.m.stats = b.m.stats, b.m.stats+2*k
		return nil
	},
	new32: newBatchNorm[float32], new64: newBatchNorm[float64],
}

// moved is how far a step moves the running statistics.
const moved = 0.1

// channels are what batch normalization treats alike: channels of an image, features of a list or of a sequence.
func channels(s Shape) int {
	if len(s) == 3 {
		return s[0]
	}
	return s.features()
}

type batchNorm[F Float] struct {
	normalizer[F]
	channels, at int // at: runs of an example
	state        int
}

func newBatchNorm[F Float](n *node, _ int) layer[F] {
	k := channels(n.in)
	b := &batchNorm[F]{channels: k, at: n.in.positions(), state: n.state, normalizer: normalizer[F]{
		run: 1, step: k, gain: partOf[F](n, 0), bias: partOf[F](n, 1), mean: make([]F, k), root: make([]F, k), rootd: make([]F, k),
	}}
	if len(n.in) == 3 {
		b.run, b.step = n.in[1]*n.in[2], n.in.Size()
	}
	return b
}

func (b *batchNorm[F]) habits() habits { return habits{} }

func (b *batchNorm[F]) forward(c *call[F], x, y []F) {
	b.runs, b.fixed = c.rows*b.at, c.mode == inferring
	n := F(b.runs * b.run)
	means, variances := c.state.stats[b.state:b.state+b.channels], c.state.stats[b.state+b.channels:b.state+2*b.channels]
	for i := range b.channels {
		if b.fixed {
			b.keep(i, means[i], variances[i])
		} else {
			mean, variance := b.measure(x, i, i*b.run)
			if c.mode == training {
				means[i] += F(moved * (mean - means[i]))
				variances[i] += F(moved * (variance*n/max(n-1, 1) - variances[i]))
			}
		}
		b.normalizer.forward(c, x, y, i, i*b.run)
	}
}

func (b *batchNorm[F]) backward(c *call[F], x, _, dy, dx []F) {
	clear(b.gain.moving(c.g))
	clear(b.bias.moving(c.g))
	for i := range b.channels {
		b.normalizer.backward(c, x, dy, dx, i, i*b.run)
	}
}

func (b *batchNorm[F]) tangent(c *call[F], x, xd, _, yd []F) {
	for i := range b.channels {
		b.normalizer.tangent(c, x, xd, yd, i, i*b.run)
	}
}

func (b *batchNorm[F]) second(c *call[F], x, xd, _, _, dy, dyd, dx, dxd []F) {
	clear(b.gain.moving(c.hv))
	clear(b.bias.moving(c.hv))
	for i := range b.channels {
		b.normalizer.second(c, x, xd, dy, dyd, dx, dxd, i, i*b.run)
	}
}
