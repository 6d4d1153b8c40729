package nn

import (
	"fmt"

	"saddlelab/core/kernel"
)

// tangents is the workspace of HessianVector, made by its first call.
type tangents struct {
	y  [][]float32  // what each op's outputs change by along v, max×out
	d  [2][]float32 // what the derivatives change by, in turn
	dz []float32    // the derivative by an op's outputs, before its activation
}

func (n *Net) tangents() *tangents {
	if n.r != nil {
		return n.r
	}
	t := &tangents{y: make([][]float32, len(n.y)), dz: make([]float32, len(n.d[0]))}
	for i := range n.y {
		t.y[i] = make([]float32, len(n.y[i]))
	}
	for i := range t.d {
		t.d[i] = make([]float32, len(n.d[i]))
	}
	n.r = t
	return t
}

// HessianVector overwrites hv with ∇²L(w)v, L the mean loss over rows examples, and overwrites the workspace. It is the
// R-operator (Pearlmutter 1994, Neural Computation 6): the derivative of forward and backward pass along v, exact but for
// rounding, at about twice a gradient's cost. Where relu has a kink its second derivative is taken as 0.
func (n *Net) HessianVector(w, x []float32, y Targets, rows int, v, hv []float32) {
	if len(v) != len(w) || len(hv) != len(w) {
		panic(fmt.Sprintf("nn: len(v)=%d, len(hv)=%d, want %d", len(v), len(hv), len(w)))
	}
	out := n.Forward(w, x, rows)
	t := n.tangents()
	n.forwardTangent(t, w, x, v, rows)
	turn := 0
	dy, ry := n.d[turn][:len(out)], t.d[turn][:len(out)]
	copy(dy, out)
	copy(ry, t.y[len(t.y)-1])
	n.loss.apply(dy, rows, n.m.out, y, 1/float32(rows))
	n.loss.second(dy, ry, rows, n.m.out, y, 1/float32(rows))
	for i := len(n.m.ops) - 1; i >= 0; i-- {
		o := &n.m.ops[i]
		if o.act != nil {
			before := t.dz[:len(dy)]
			copy(before, dy)
			o.act.back(n.y[i][:rows*o.out], dy)
			o.act.back(n.y[i][:rows*o.out], ry)
			if o.act.bend != nil {
				o.act.bend(n.y[i][:rows*o.out], t.y[i], before, ry)
			}
		}
		if !o.dense {
			continue
		}
		in, rin := x, []float32(nil) // the data do not change along v
		if i > 0 {
			in, rin = n.y[i-1], t.y[i-1]
		}
		kernel.TN(o.in, o.out, rows, in[:rows*o.in], o.in, ry, o.out, hv[o.w:o.b], o.out, false)
		if rin != nil {
			kernel.TN(o.in, o.out, rows, rin[:rows*o.in], o.in, dy, o.out, hv[o.w:o.b], o.out, true)
		}
		kernel.ColSum(rows, o.out, ry, o.out, hv[o.b:o.b+o.out])
		if i > 0 {
			turn = 1 - turn
			dx, rx := n.d[turn][:rows*o.in], t.d[turn][:rows*o.in]
			kernel.NT(rows, o.in, o.out, ry, o.out, w[o.w:o.b], o.out, rx, o.in, false)
			kernel.NT(rows, o.in, o.out, dy, o.out, v[o.w:o.b], o.out, rx, o.in, true)
			kernel.NT(rows, o.in, o.out, dy, o.out, w[o.w:o.b], o.out, dx, o.in, false)
			dy, ry = dx, rx
		}
	}
}

// forwardTangent fills t.y after a forward pass.
func (n *Net) forwardTangent(t *tangents, w, x, v []float32, rows int) {
	for i := range n.m.ops {
		o := &n.m.ops[i]
		r := t.y[i][:rows*o.out]
		switch {
		case !o.dense && i == 0:
			clear(r) // a function of the data alone
		case !o.dense:
			copy(r, t.y[i-1])
		default:
			in := x
			if i > 0 {
				in = n.y[i-1]
			}
			kernel.NN(rows, o.out, o.in, in, o.in, v[o.w:o.b], o.out, r, o.out, false)
			if i > 0 {
				kernel.NN(rows, o.out, o.in, t.y[i-1], o.in, w[o.w:o.b], o.out, r, o.out, true)
			}
			kernel.Bias(rows, o.out, r, o.out, v[o.b:o.b+o.out])
		}
		if o.act != nil {
			o.act.back(n.y[i][:rows*o.out], r) // multiplies by σ'
		}
	}
}

// crossed replaces r by the Hessian of the scaled cross-entropy times it: scale·(diag(p) − ppᵀ)r a row, where d is
// scale·(p − onehot).
func crossed(d, r []float32, rows, cols int, y Targets, scale float32) {
	for i := range rows {
		d, r := d[i*cols:(i+1)*cols], r[i*cols:(i+1)*cols]
		mean := float32(0)
		p := func(c int) float32 {
			if int(y.Labels[i]) == c {
				return d[c] + scale
			}
			return d[c]
		}
		for c, v := range r {
			mean += float32(p(c) * v)
		}
		mean /= scale
		for c, v := range r {
			r[c] = p(c) * (v - mean)
		}
	}
}

// doubled replaces r by the Hessian of the scaled squared error times it.
func doubled(_, r []float32, _, cols int, _ Targets, scale float32) {
	k := 2 * scale / float32(cols)
	for i := range r {
		r[i] *= k
	}
}

// bendTanh adds dy·σ”·Rz to r, where σ” = −2yσ' and ry = σ'·Rz.
func bendTanh(y, ry, dy, r []float32) {
	for i, v := range y {
		r[i] -= float32(2 * v * ry[i] * dy[i])
	}
}
