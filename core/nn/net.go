package nn

import (
	"fmt"

	"saddlelab/core/kernel"
)

// Net is a workspace that evaluates a model and its gradient on up to a fixed number of examples at a time.
// After NewNet nothing allocates but the first HessianVector. It holds no parameters: every call is given its vector.
type Net struct {
	m    *Model
	loss *Loss
	max  int
	y    [][]float32  // each op's outputs, max×out
	d    [2][]float32 // derivatives by an op's outputs and inputs, in turn
	r    *tangents    // of HessianVector; nil until it is asked for
}

// NewNet makes the workspace for at most maxBatch examples at a time.
func NewNet(m *Model, loss *Loss, maxBatch int) *Net {
	n := &Net{m: m, loss: loss, max: maxBatch, y: make([][]float32, len(m.ops))}
	wide := 0
	for i, o := range m.ops {
		n.y[i] = make([]float32, maxBatch*o.out)
		wide = max(wide, o.out)
	}
	for i := range n.d {
		n.d[i] = make([]float32, maxBatch*wide)
	}
	return n
}

func (n *Net) check(w, x []float32, rows int) {
	if len(w) != n.m.params || rows > n.max || len(x) < rows*n.m.in {
		panic(fmt.Sprintf("nn: %d weights, %d rows, %d inputs; want %d weights, at most %d rows, %d inputs a row", len(w), rows, len(x), n.m.params, n.max, n.m.in))
	}
}

// Forward gives the outputs for rows examples, rows×Out. They stand in the workspace until the next call.
func (n *Net) Forward(w, x []float32, rows int) []float32 {
	n.check(w, x, rows)
	for i := range n.m.ops {
		o := &n.m.ops[i]
		y := n.y[i][:rows*o.out]
		if o.dense {
			b := w[o.b : o.b+o.out]
			kernel.NN(rows, o.out, o.in, x, o.in, w[o.w:o.b], o.out, y, o.out, false)
			if o.act == nil {
				kernel.Bias(rows, o.out, y, o.out, b)
			} else {
				o.act.bias(rows, o.out, y, o.out, b)
			}
		} else {
			o.act.apply(x[:rows*o.in], y)
		}
		x = y
	}
	return x
}

// Gradient returns the mean loss over rows examples and overwrites g with its gradient by w.
func (n *Net) Gradient(w, x []float32, y Targets, rows int, g []float32) float64 {
	out := n.Forward(w, x, rows)
	turn := 0 // which of the two buffers dy is in
	dy := n.d[turn][:len(out)]
	copy(dy, out)
	loss := n.loss.apply(dy, rows, n.m.out, y, 1/float32(rows)) / float64(rows)
	for i := len(n.m.ops) - 1; i >= 0; i-- {
		o := &n.m.ops[i]
		if o.act != nil {
			o.act.back(n.y[i][:rows*o.out], dy)
		}
		in := x
		if i > 0 {
			in = n.y[i-1]
		}
		if !o.dense {
			continue // dy is by its inputs already
		}
		kernel.TN(o.in, o.out, rows, in[:rows*o.in], o.in, dy, o.out, g[o.w:o.b], o.out, false)
		kernel.ColSum(rows, o.out, dy, o.out, g[o.b:o.b+o.out])
		if i > 0 { // nothing asks for the derivative by the data
			turn = 1 - turn
			dx := n.d[turn][:rows*o.in]
			kernel.NT(rows, o.in, o.out, dy, o.out, w[o.w:o.b], o.out, dx, o.in, false)
			dy = dx
		}
	}
	return loss
}

// Evaluate gives the mean loss over any number of examples and how many the largest output gets right (labels only).
func (n *Net) Evaluate(w, x []float32, y Targets, rows int) (loss float64, correct int) {
	in, out := n.m.in, n.m.out
	for at := 0; at < rows; at += n.max {
		m := min(n.max, rows-at)
		o := n.Forward(w, x[at*in:(at+m)*in], m)
		part := y.part(at, at+m, out)
		for r, want := range part.Labels {
			best := 0
			for c, v := range o[r*out : (r+1)*out] {
				if v > o[r*out+best] {
					best = c
				}
			}
			if int32(best) == want {
				correct++
			}
		}
		loss += n.loss.apply(o, m, out, part, 0)
	}
	return loss / float64(rows), correct
}
