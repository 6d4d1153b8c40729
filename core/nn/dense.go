package nn

import (
	"math"

	"saddlelab/core/kernel"
	"saddlelab/core/param"
)

// Dense.  y = xW + b,  W in×out
//
// Of a sequence each position is a row; of an image, all its numbers are the inputs.
var denseLayer = &Layer{
	ID: "dense", Name: "Dense", Help: "Every output is a weighted sum of every input plus a bias.",
	Params: []param.Param{
		{Name: "dense", Label: "width", Help: "How many outputs it has.", Min: 1, Default: 32, Max: MaxWidth, Log: true, Int: true}},
	Flags: []Flag{noBias, ntkFlag},
	plan:  planDense, new32: newDense[float32], new64: newDense[float64],
}

func planDense(b *builder, n *node, p []float64) error {
	in, out := n.in.features(), int(p[0])
	n.out = Shape{out}
	if len(n.in) == 2 {
		n.out = Shape{n.in[0], out}
	}
	if n.spec.NTK {
		n.ntk = 1 / math.Sqrt(float64(in))
	}
	b.need(n, "W", weights, in, out, in, out)
	if !n.spec.NoBias {
		b.need(n, "b", biases, 1, out, in, out)
	}
	return nil
}

// dense works on c.rows·at rows.
type dense[F Float] struct {
	*blas[F]
	in, out, at int
	w, b        part[F]
	ntk         F
	fused       bool // the bias is added by the activation that follows, unless small
	little      bool // small is asked at all
}

func newDense[F Float](n *node, _ int) layer[F] {
	return denseOf[F](n, 0, n.in.features(), n.out.features(), n.in.positions())
}

// denseOf is the dense layer whose weights are a node's view i, its bias the next.
func denseOf[F Float](n *node, i, in, out, at int) *dense[F] {
	d := &dense[F]{blas: blasOf[F](), in: in, out: out, at: at, w: partOf[F](n, i), ntk: F(n.ntk)}
	if !n.spec.NoBias {
		d.b = partOf[F](n, i+1)
		d.little = d.few != nil && d.ntk == 0 && at == 1
	}
	return d
}

// small tells whether so many examples go through in one call, with the bias.
func (d *dense[F]) small(rows int) bool { return d.little && kernel.Few(rows, d.in, d.out) }

func (d *dense[F]) habits() habits { return habits{} }

func (d *dense[F]) forward(c *call[F], x, y []F) {
	rows := c.rows * d.at
	if d.small(c.rows) {
		d.few(rows, d.in, d.out, x, d.w.of(c.w), d.b.of(c.w), y)
		return
	}
	d.nn(rows, d.out, d.in, x, d.in, d.w.of(c.w), d.out, y, d.out, false)
	if d.ntk != 0 {
		scale(y, d.ntk)
	}
	if d.b.n > 0 && !d.fused {
		d.bias(rows, d.out, y, d.out, d.b.of(c.w))
	}
}

func (d *dense[F]) scale(y []F) {
	if d.ntk != 0 {
		scale(y, d.ntk)
	}
}

func (d *dense[F]) backward(c *call[F], x, _, dy, dx []F) {
	rows := c.rows * d.at
	g := d.w.moving(c.g)
	if g != nil && d.small(c.rows) {
		d.fewBwd(rows, d.in, d.out, x, dy, d.w.of(c.w), g, d.b.of(c.g), dx)
		return
	}
	if g != nil {
		d.tn(d.in, d.out, rows, x, d.in, dy, d.out, g, d.out, false)
		if d.ntk != 0 {
			scale(g, d.ntk)
		}
		if d.b.n > 0 {
			d.colSum(rows, d.out, dy, d.out, d.b.of(c.g))
		}
	}
	if dx != nil {
		d.nt(rows, d.in, d.out, dy, d.out, d.w.of(c.w), d.out, dx, d.in, false)
		if d.ntk != 0 {
			scale(dx, d.ntk)
		}
	}
}

func (d *dense[F]) tangent(c *call[F], x, xd, _, yd []F) {
	rows := c.rows * d.at
	v := d.w.moving(c.v)
	if v != nil {
		d.nn(rows, d.out, d.in, x, d.in, v, d.out, yd, d.out, false)
	}
	if xd != nil {
		d.nn(rows, d.out, d.in, xd, d.in, d.w.of(c.w), d.out, yd, d.out, v != nil)
	}
	d.scale(yd)
	if v != nil && d.b.n > 0 {
		d.bias(rows, d.out, yd, d.out, d.b.of(c.v))
	}
}

func (d *dense[F]) second(c *call[F], x, xd, _, _, dy, dyd, dx, dxd []F) {
	rows := c.rows * d.at
	v := d.w.moving(c.v)
	if hv := d.w.moving(c.hv); hv != nil {
		d.tn(d.in, d.out, rows, x, d.in, dyd, d.out, hv, d.out, false)
		if xd != nil {
			d.tn(d.in, d.out, rows, xd, d.in, dy, d.out, hv, d.out, true)
		}
		d.scale(hv)
		if d.b.n > 0 {
			d.colSum(rows, d.out, dyd, d.out, d.b.of(c.hv))
		}
	}
	if dx == nil {
		return
	}
	w := d.w.of(c.w)
	d.nt(rows, d.in, d.out, dyd, d.out, w, d.out, dxd, d.in, false)
	if v != nil {
		d.nt(rows, d.in, d.out, dy, d.out, v, d.out, dxd, d.in, true)
	}
	d.nt(rows, d.in, d.out, dy, d.out, w, d.out, dx, d.in, false)
	d.scale(dx)
	d.scale(dxd)
}
