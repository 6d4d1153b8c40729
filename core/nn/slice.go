package nn

import "saddlelab/core/kernel"

// Slice evaluates a network at many points w + a·u + b·v of a plane through its parameters, on the same examples.
//
// A first layer that is a matrix product or a convolution is linear in its parameters, X(W + aU + bV) = XW + a·XU + b·XV, and most of
// a network's work: its three products are made once, and a point costs two additions in their place.
type Slice struct {
	net     *Net
	w, u, v []float32
	x       []float32
	y       Targets
	rows    int

	first  int          // the stage of that layer; −1: none, or its outputs would take too much memory
	wide   int          // its outputs for an example
	saved  int          // its products for one, which a point does without
	z      [3][]float32 // by w, u and v, rows×wide; z[0] is that by w + b·v
	base   []float32    // XW
	skip   part[float32]
	at, wb []float32 // the parameters of a point, and w + b·v
}

// maxLinear bounds the numbers that the products of the first layer take: 128 MB in four arrays.
const maxLinear = 8 << 20

// NewSlice prepares a plane. Nothing is copied: w, u, v, of length NumParams, and the examples must stay as they are.
func NewSlice(net *Net, w, u, v, x []float32, y Targets, rows int) *Slice {
	s := &Slice{net: net, w: w, u: u, v: v, x: x, y: y, rows: rows, first: -1, at: make([]float32, len(w)), wb: make([]float32, len(w))}
	for i := range net.chain.stages {
		st := &net.chain.stages[i]
		if st.view {
			continue
		}
		switch l := st.layer.(type) {
		case *dense[float32]:
			s.skip, s.saved = l.w, l.w.n*l.at
		case *conv2d[float32]:
			s.skip, s.saved = l.wb, l.wb.n*l.oh*l.ow
		default:
			return s.from(0)
		}
		if rows*st.out > maxLinear {
			s.saved = 0
			return s.from(0)
		}
		s.first, s.wide = i, st.out
		s.base = s.outputs(w)
		s.z = [3][]float32{make([]float32, rows*st.out), s.outputs(u), s.outputs(v)}
		break
	}
	return s.from(0)
}

// Work is about how many products a point costs.
func (s *Slice) Work() int { return s.rows * (s.net.m.Work() - s.saved) }

// outputs are those of the first layer for all examples, with some parameters.
func (s *Slice) outputs(w []float32) []float32 {
	n, in := s.net, s.net.m.In()
	st := &n.chain.stages[s.first]
	out := make([]float32, s.rows*s.wide)
	for r := 0; r < s.rows; r += n.max {
		m := min(n.max, s.rows-r)
		st.forward(n.begin(w, s.x[r*in:(r+m)*in], m, inferring), s.x[r*in:(r+m)*in], out[r*s.wide:(r+m)*s.wide])
	}
	return out
}

// from makes b the second coordinate of the points to come.
func (s *Slice) from(b float64) *Slice {
	k := float32(b)
	copy(s.wb, s.w)
	kernel.Axpy(k, s.v, s.wb)
	if s.first >= 0 {
		copy(s.z[0], s.base)
		kernel.Axpy(k, s.z[2], s.z[0])
	}
	return s
}

// Row gives the mean loss at the points (a, b), and what part of the labels the network gets right there; nothing of the latter where
// right is nil. A workspace's state, and so its running statistics, are those of Use.
func (s *Slice) Row(b float64, a []float64, loss, right []float64) {
	s.from(b)
	n, in, out := s.net, s.net.m.In(), s.net.m.Out()
	counted := float64(n.Counted(s.y, s.rows))
	for i, t := range a {
		s.move(float32(t))
		sum, correct := 0.0, 0
		for r := 0; r < s.rows; r += n.max {
			m := min(n.max, s.rows-r)
			o := s.forward(float32(t), s.x[r*in:(r+m)*in], r, m)
			part := s.y.part(r, r+m, n.rows, out)
			if right != nil {
				correct += n.right(o, part)
			}
			sum += n.measure(n.loss.p, o, nil, m*n.rows, n.cols, part, 0)
		}
		loss[i] = sum / counted
		if right != nil {
			right[i] = float64(correct) / counted
		}
	}
}

// move sets the parameters of a point, but not those that the first layer's products stand for.
func (s *Slice) move(a float32) {
	lo, hi := 0, 0
	if s.first >= 0 {
		lo, hi = s.skip.at, s.skip.at+s.skip.n
	}
	for _, r := range [2][2]int{{0, lo}, {hi, len(s.w)}} {
		at := s.at[r[0]:r[1]]
		kernel.AxpyTo(at, a, s.u[r[0]:r[1]], s.wb[r[0]:r[1]])
	}
}

// forward gives the outputs for m examples from number r on.
func (s *Slice) forward(a float32, x []float32, r, m int) []float32 {
	c := s.net.begin(s.at, x, m, inferring)
	if s.first < 0 {
		return s.net.chain.forward(c, x)
	}
	st := &s.net.chain.stages[s.first]
	y := st.y[:m*s.wide]
	kernel.AxpyTo(y, a, s.z[1][r*s.wide:], s.z[0][r*s.wide:])
	return s.net.chain.after(c, s.first, y)
}
