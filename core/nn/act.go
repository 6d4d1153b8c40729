package nn

import (
	"saddlelab/core/param"
)

// An activation.  yᵢ = σ(xᵢ)
var actLayer = &Layer{
	ID: "act", Name: "Activation", Help: "A function of one number, applied to each.", Params: []param.Param{},
	plan: planAct, new32: newAct[float32], new64: newAct[float64],
}

func planAct(b *builder, n *node, _ []float64) (err error) {
	n.act, err = actByID(n.spec.Act, b.at+".act")
	n.out = n.in
	return err
}

// act is an activation. Where σ' and σ” can be told from y it keeps no x, and works in place.
type act[F Float] struct {
	*Activation
	at    func(x F) (y, d, dd F)
	ofY   func(y F) (d, dd F) // nil if they cannot
	dense *dense[F]           // the layer before, where that leaves its bias to this one to add

	apply   func(x, y []F) // the kernels, of float32
	addBias func(rows, cols int, x []F, ld int, b []F)
	back    func(y, dy []F)
}

func newAct[F Float](n *node, _ int) layer[F] {
	a := &act[F]{Activation: n.act}
	a.at, a.ofY = formulas[F](n.act)
	a.apply, _ = any(n.act.apply).(func(x, y []F))
	a.addBias, _ = any(n.act.bias).(func(rows, cols int, x []F, ld int, b []F))
	a.back, _ = any(n.act.back).(func(y, dy []F))
	return a
}

// fuse lets an activation add the bias of the dense layer before it, in one pass, where there is a kernel for that.
func fuse[F Float](before, after layer[F]) {
	d, ok := before.(*dense[F])
	a, also := after.(*act[F])
	if ok && also && a.addBias != nil && d.b.n > 0 {
		d.fused, a.dense = true, d
	}
}

func (a *act[F]) habits() habits {
	return habits{inPlace: a.ofY != nil, readsY: a.ofY != nil, local: true}
}

func (a *act[F]) forward(c *call[F], x, y []F) {
	switch {
	case a.dense != nil && !a.dense.small(c.rows):
		cols := a.dense.out
		a.addBias(len(y)/cols, cols, y, cols, a.dense.b.of(c.w))
	case a.apply != nil:
		a.apply(x, y)
	default:
		for i, v := range x {
			y[i], _, _ = a.at(v)
		}
	}
}

// slopes gives σ' and σ” at element i.
func (a *act[F]) slopes(x, y []F, i int) (d, dd F) {
	if a.ofY != nil {
		return a.ofY(y[i])
	}
	_, d, dd = a.at(x[i])
	return d, dd
}

// times sets to = by·σ'.
func (a *act[F]) times(x, y, by, to []F) {
	if a.back != nil {
		if len(to) > 0 && &to[0] != &by[0] {
			copy(to, by)
		}
		a.back(y, to)
		return
	}
	for i, v := range by {
		d, _ := a.slopes(x, y, i)
		to[i] = v * d
	}
}

func (a *act[F]) backward(_ *call[F], x, y, dy, dx []F) {
	switch {
	case dx == nil:
	case a.back != nil && &dx[0] == &dy[0]: // the most frequent case, without a call more
		a.back(y, dx)
	default:
		a.times(x, y, dy, dx)
	}
}

func (a *act[F]) tangent(_ *call[F], x, xd, y, yd []F) { a.times(x, y, xd, yd) }

func (a *act[F]) second(_ *call[F], x, xd, y, _, dy, dyd, dx, dxd []F) {
	if dx == nil {
		return
	}
	if a.straight {
		a.times(x, y, dyd, dxd)
		a.times(x, y, dy, dx)
		return
	}
	for i := range dy {
		d, dd := a.slopes(x, y, i)
		dxd[i] = F(dyd[i]*d) + F(F(dy[i]*dd)*xd[i])
		dx[i] = dy[i] * d
	}
}
