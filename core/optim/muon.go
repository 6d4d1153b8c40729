package optim

import (
	"math"

	"saddlelab/core/kernel"
	"saddlelab/core/param"
)

// Muon: Nesterov's momentum, orthogonalized: of a matrix G = UΣVᵀ about UVᵀ is left, by five Newton–Schulz steps.
//
//	B ← μB + G      X = (G + μB)/‖G + μB‖_F      5 times: A = XXᵀ, X ← 3.4445X + (−4.775A + 2.0315A²)X
//	W ← (1 − ηλ)W − η·√max(1, rows/cols)·X
//
// X ends with singular values between about 0.7 and 1.2 where they began above 0.01. The parts of the iterate that belong to
// no matrix, biases above all, take the plain step of Nesterov's momentum. An iterate without matrices is one of n rows and
// one column: its step is its momentum divided by the norm, times √n.
var muon = &Method{
	ID: "muon", Name: "Muon",
	Formula: `B \gets \text{@momentum}\,B + G,\quad W \gets W - \text{@lr}\,\sqrt{\max(1,\tfrac{\text{rows}}{\text{cols}})}\;\mathrm{NS}_5(G + \text{@momentum}\,B),\quad \mathrm{NS}_5(U\Sigma V^\top)\approx UV^\top`,
	Source:  "Jordan et al. 2024, Muon: an optimizer for hidden layers; PyTorch: Muon(adjust_lr_fn=\"original\")",
	Help:    "Momentum whose step on each weight matrix is made orthogonal, so that all directions move equally far.",
	Params: []param.Param{
		lr(0.02),
		{Name: "momentum", Label: "momentum μ", Help: "The part of the momentum that is kept.", Min: 0, Default: 0.95, Max: 0.999},
		{Name: "weight_decay", Label: "weight decay", Help: "Each step takes η times this part off every weight.", Min: 0, Default: 0, Max: 1},
		{Name: "ns_steps", Label: "Newton–Schulz steps", Help: "More bring small singular values up to 1 as well.", Min: 1, Default: 5, Max: 20, Int: true},
	},
	New64: func(s Setup[float64]) Optimizer[float64] { return newMuon(s, plainProducts) },
	New32: func(s Setup[float32]) Optimizer[float32] { return newMuon(s, kernelProducts) },
}

func newMuon[F Float](s Setup[F], p products[F]) Optimizer[F] {
	r := &orthogonal[F]{steps: int(s.P[3]), shapes: s.matrices(), p: p}
	side, size := 0, 0
	for _, m := range r.shapes {
		side, size = max(side, min(m.Rows, m.Cols)), max(size, m.Rows*m.Cols)
	}
	r.a, r.b, r.x = make([]F, side*side), make([]F, side*side), make([]F, size)
	return chain[F]{newLookAhead[F](s.N, s.P[1]), r, scale[F]{}, shrink[F]{F(s.P[2])}}
}

// matrices are the iterate's matrices, or all of it as one column.
func (s *Setup[F]) matrices() []Shape {
	if len(s.Shapes) > 0 {
		return s.Shapes
	}
	return []Shape{{Rows: s.N, Cols: 1}}
}

// orthogonal replaces each matrix in u by one with nearly the same singular vectors and singular values near 1.
type orthogonal[F Float] struct {
	steps   int
	shapes  []Shape
	p       products[F]
	a, b, x []F // XXᵀ or XᵀX, whichever is smaller; the polynomial of it; the product with X
}

func (r *orthogonal[F]) apply(u, _ []F, _ F) {
	for _, m := range r.shapes {
		x := u[m.At : m.At+m.Rows*m.Cols]
		r.newtonSchulz(x, m.Rows, m.Cols)
		if m.Rows > m.Cols {
			k := F(math.Sqrt(float64(m.Rows) / float64(m.Cols)))
			for i := range x {
				x[i] *= k
			}
		}
	}
}

func (r *orthogonal[F]) newtonSchulz(x []F, rows, cols int) {
	norm := F(math.Sqrt(squares(x)) + 1e-7)
	for i := range x {
		x[i] /= norm
	}
	n := min(rows, cols)
	a, b, y := r.a[:n*n], r.b[:n*n], r.x[:rows*cols]
	for range r.steps {
		if rows <= cols {
			r.p.nt(n, n, cols, x, x, a)
		} else {
			r.p.tn(n, n, rows, x, x, a)
		}
		r.p.nn(n, n, n, a, a, b)
		for i := range b {
			b[i] = -4.775*a[i] + 2.0315*b[i]
		}
		if rows <= cols {
			r.p.nn(rows, cols, n, b, x, y)
		} else {
			r.p.nn(rows, cols, n, x, b, y)
		}
		for i := range x {
			x[i] = 3.4445*x[i] + y[i]
		}
	}
}

// products multiply m×k by k×n matrices, row by row, into c: AB, AᵀB with A stored as k×m, ABᵀ with B stored as n×k.
type products[F Float] struct {
	nn, tn, nt func(m, n, k int, a, b, c []F)
}

var kernelProducts = products[float32]{
	nn: func(m, n, k int, a, b, c []float32) { kernel.NN(m, n, k, a, k, b, n, c, n, false) },
	tn: func(m, n, k int, a, b, c []float32) { kernel.TN(m, n, k, a, m, b, n, c, n, false) },
	nt: func(m, n, k int, a, b, c []float32) { kernel.NT(m, n, k, a, k, b, k, c, n, false) },
}

var plainProducts = products[float64]{
	nn: func(m, n, k int, a, b, c []float64) { plainProduct(m, n, k, a, k, 1, b, n, 1, c) },
	tn: func(m, n, k int, a, b, c []float64) { plainProduct(m, n, k, a, 1, m, b, n, 1, c) },
	nt: func(m, n, k int, a, b, c []float64) { plainProduct(m, n, k, a, k, 1, b, 1, k, c) },
}

// plainProduct sums over k in order; ai and ak, bk and bj are the strides of A's and B's rows and columns.
func plainProduct(m, n, k int, a []float64, ai, ak int, b []float64, bk, bj int, c []float64) {
	for i := range m {
		row := c[i*n : i*n+n]
		clear(row)
		for l := range k {
			x := a[i*ai+l*ak]
			for j := range row {
				row[j] += x * b[l*bk+j*bj]
			}
		}
	}
}
