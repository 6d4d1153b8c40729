package nn

import (
	"fmt"

	"saddlelab/core/param"
)

// Multi-head self-attention.  (Q, K, V) = xW + b,  y = concat_h(softmax(Q_hK_hᵀ/√d_h)V_h) W' + b'
//
// W is d×3d, with the columns of Q, K and V one after the other, W' is d×d. With a causal mask a position sees itself and those
// before it.
var attentionLayer = &Layer{
	ID: "attention", Name: "Self-attention", Help: "Every position of a sequence takes in what it finds of interest at the others.",
	Source: "Vaswani et al. 2017, arXiv:1706.03762, section 3.2 (PyTorch: MultiheadAttention)",
	Params: []param.Param{
		{Name: "attention", Label: "heads", Help: "Into how many parts the features are divided, each with its own attention.", Min: 1, Default: 4, Max: 64, Int: true}},
	Flags: []Flag{{"causal", "A position sees only itself and those before it."}, noBias},
	plan:  planAttention, new32: newAttention[float32], new64: newAttention[float64],
}

func planAttention(b *builder, n *node, p []float64) error {
	if len(n.in) != 2 {
		return fmt.Errorf("%s.attention: it needs a sequence, and is given %s numbers; begin with {\"embedding\": features}", b.at, n.in)
	}
	d := n.in[1]
	if heads := int(p[0]); d%heads != 0 {
		return fmt.Errorf("%s.attention: %d heads do not divide the %d features", b.at, heads, d)
	}
	n.out = n.in
	b.need(n, "W", weights, d, 3*d, d, d)
	if !n.spec.NoBias {
		b.need(n, "b", biases, 1, 3*d, d, d)
	}
	b.need(n, "V", weights, d, d, d, d)
	if !n.spec.NoBias {
		b.need(n, "c", biases, 1, d, d, d)
	}
	return nil
}

type attention[F Float] struct {
	in, out  *dense[F]
	core     *attend[F]
	qkv, o   []F // Q, K and V, and what the heads make of them
	qkvd, od []F // what they change by, and derivatives
	d, dd    [2][]F
}

func newAttention[F Float](n *node, most int) layer[F] {
	t, d := n.in[0], n.in[1]
	second := 2
	if n.spec.NoBias {
		second = 1
	}
	rows := most * t
	a := &attention[F]{
		in: denseOf[F](n, 0, d, 3*d, t), out: denseOf[F](n, second, d, d, t),
		core: newAttend[F](n.spec.Attention, t, d, most, n.spec.Causal),
		qkv:  make([]F, rows*3*d), o: make([]F, rows*d),
	}
	a.d = [2][]F{make([]F, rows*d), make([]F, rows*3*d)}
	return a
}

func (a *attention[F]) habits() habits { return habits{} }

func (a *attention[F]) tangents() {
	if a.qkvd != nil {
		return
	}
	a.qkvd, a.od = make([]F, len(a.qkv)), make([]F, len(a.o))
	a.dd = [2][]F{make([]F, len(a.o)), make([]F, len(a.qkv))}
}

func (a *attention[F]) forward(c *call[F], x, y []F) {
	n := len(x)
	a.in.forward(c, x, a.qkv[:3*n])
	a.core.forward(c.rows, a.qkv, a.o)
	a.out.forward(c, a.o[:n], y)
}

func (a *attention[F]) backward(c *call[F], x, y, dy, dx []F) {
	n := len(x)
	a.out.backward(c, a.o[:n], y, dy, a.d[0][:n])
	a.core.backward(c.rows, a.qkv, a.d[0], a.d[1])
	a.in.backward(c, x, nil, a.d[1][:3*n], dx)
}

func (a *attention[F]) tangent(c *call[F], x, xd, y, yd []F) {
	a.tangents()
	n := len(x)
	a.in.tangent(c, x, xd, nil, a.qkvd[:3*n])
	a.core.tangent(c.rows, a.qkv, a.qkvd, a.od)
	a.out.tangent(c, a.o[:n], a.od[:n], y, yd)
}

func (a *attention[F]) second(c *call[F], x, xd, y, yd, dy, dyd, dx, dxd []F) {
	n := len(x)
	a.out.second(c, a.o[:n], a.od[:n], y, yd, dy, dyd, a.d[0][:n], a.dd[0][:n])
	a.core.second(c.rows, a.qkv, a.qkvd, a.d[0], a.dd[0], a.d[1], a.dd[1])
	a.in.second(c, x, xd, nil, nil, a.d[1][:3*n], a.dd[1][:3*n], dx, dxd)
}
