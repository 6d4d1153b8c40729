package nn

import "saddlelab/core/param"

// Dropout.  y = x·m/(1 − p), m = 0 with probability p, else 1, drawn anew for every number at every training step. What is evaluated or
// measured is y = x, which is its expectation.
var dropoutLayer = &Layer{
	ID: "dropout", Name: "Dropout", Help: "While training, sets numbers to 0 by chance and enlarges the others; otherwise does nothing.",
	Source: "Srivastava et al. 2014, JMLR 15 (PyTorch: Dropout)",
	Params: []param.Param{
		{Name: "dropout", Label: "p", Help: "The probability of being dropped.", Min: .01, Default: .5, Max: .99}},
	plan: func(_ *builder, n *node, _ []float64) error {
		n.out = n.in
		return nil
	},
	new32: newDropout[float32], new64: newDropout[float64],
}

type dropout[F Float] struct {
	below uint64 // a draw of 32 bits below this is dropped
	keep  F      // 1/(1 − p)
	mask  []F    // what each number was multiplied by; nothing was where it is empty
	all   []F
}

func newDropout[F Float](n *node, most int) layer[F] {
	p := n.spec.Dropout
	return &dropout[F]{below: uint64(p * (1 << 32)), keep: F(1 / (1 - p)), all: make([]F, most*n.in.Size())}
}

func (d *dropout[F]) habits() habits { return habits{inPlace: true, local: true} }

func (d *dropout[F]) forward(c *call[F], x, y []F) {
	d.mask = d.all[:0]
	if c.mode == training {
		d.mask = d.all[:len(x)]
		bits := uint64(0)
		for i := range d.mask {
			if i%2 == 0 {
				bits = c.state.drop.Uint64()
			} else {
				bits >>= 32
			}
			d.mask[i] = d.keep
			if bits&(1<<32-1) < d.below {
				d.mask[i] = 0
			}
		}
	}
	d.times(x, y)
}

// times sets y = x·m.
func (d *dropout[F]) times(x, y []F) {
	if y == nil {
		return
	}
	if len(d.mask) == 0 {
		copy(y, x)
		return
	}
	for i, v := range x {
		y[i] = v * d.mask[i]
	}
}

func (d *dropout[F]) backward(_ *call[F], _, _, dy, dx []F) { d.times(dy, dx) }
func (d *dropout[F]) tangent(_ *call[F], _, xd, _, yd []F)  { d.times(xd, yd) }
func (d *dropout[F]) second(_ *call[F], _, _, _, _, dy, dyd, dx, dxd []F) {
	d.times(dy, dx)
	d.times(dyd, dxd)
}
