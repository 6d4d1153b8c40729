package optim

import (
	"math"

	"saddlelab/core/param"
)

// Shampoo: for each matrix a preconditioner of its rows and one of its columns.
//
//	L ← L + GGᵀ      R ← R + GᵀG      W ← W − η·L^(−¼) G R^(−¼),   L = R = εI at first
//
// The roots come from eigendecompositions in float64, renewed every update_freq steps. A side longer than 128 has no
// preconditioner, and the other then takes the power −½. The parts of the iterate that belong to no matrix take diagonal
// AdaGrad's step. An iterate without matrices is one of n rows and one column.
var shampoo = &Method{
	ID: "shampoo", Name: "Shampoo",
	Formula: `L \gets L + GG^\top,\quad R \gets R + G^\top G,\quad W \gets W - \text{@lr}\,L^{-1/4}\,G\,R^{-1/4}`,
	Source:  "Gupta, Koren, Singer 2018, arXiv:1802.09568, Algorithm 1",
	Help:    "Full-matrix AdaGrad at the price of a matrix for the rows and one for the columns of each weight matrix.",
	Params: []param.Param{
		lr(0.1),
		{Name: "eps", Label: "ε", Help: "What the diagonals of the preconditioners begin with.", Min: 1e-12, Default: 1e-4, Max: 1, Log: true},
		{Name: "update_freq", Label: "steps between roots", Help: "The roots are renewed every so many steps; more is faster and lags behind.", Min: 1, Default: 1, Max: 1000, Int: true},
	},
	New64: func(s Setup[float64]) Optimizer[float64] { return newShampoo(s, plainProducts) },
	New32: func(s Setup[float32]) Optimizer[float32] { return newShampoo(s, kernelProducts) },
}

// shampooMax is the longest side that has a preconditioner: its root takes about a tenth of a second.
const shampooMax = 128

func newShampoo[F Float](s Setup[F], p products[F]) Optimizer[F] {
	r := &shampooRule[F]{eps: s.P[1], every: int(s.P[2]), p: p, rest: make([]bool, s.N), v: make([]F, s.N)}
	size := 0
	for i := range r.rest {
		r.rest[i] = true
		r.v[i] = F(r.eps)
	}
	for _, m := range s.matrices() {
		left, right := m.Rows <= shampooMax, m.Cols <= shampooMax
		if !left && !right {
			continue
		}
		w := shampooMatrix[F]{Shape: m}
		if left {
			w.left = newSide[F](m.Rows, r.eps, right)
		}
		if right {
			w.right = newSide[F](m.Cols, r.eps, left)
		}
		r.matrices = append(r.matrices, w)
		size = max(size, m.Rows*m.Cols)
		clear(r.rest[m.At : m.At+m.Rows*m.Cols])
	}
	r.t = make([]F, size)
	return chain[F]{r, scale[F]{}}
}

type shampooRule[F Float] struct {
	eps      float64
	every, k int // steps between roots; steps made
	p        products[F]
	matrices []shampooMatrix[F]
	t        []F    // one matrix
	rest     []bool // what belongs to no matrix
	v        []F    // there: ε + Σg²
}

type shampooMatrix[F Float] struct {
	Shape
	left, right *side[F]
}

func (r *shampooRule[F]) apply(u, _ []F, _ F) {
	for i, rest := range r.rest {
		if rest {
			r.v[i] += u[i] * u[i]
			u[i] /= sqrt(r.v[i])
		}
	}
	for _, m := range r.matrices {
		g, t := u[m.At:m.At+m.Rows*m.Cols], r.t[:m.Rows*m.Cols]
		if m.left != nil {
			r.p.nt(m.Rows, m.Rows, m.Cols, g, g, m.left.gram)
			m.left.add(r.k%r.every == 0)
		}
		if m.right != nil {
			r.p.tn(m.Cols, m.Cols, m.Rows, g, g, m.right.gram)
			m.right.add(r.k%r.every == 0)
		}
		if m.left != nil {
			r.p.nn(m.Rows, m.Cols, m.Rows, m.left.root, g, t)
			copy(g, t)
		}
		if m.right != nil {
			r.p.nn(m.Rows, m.Cols, m.Cols, g, m.right.root, t)
			copy(g, t)
		}
	}
	r.k++
}

// side is the preconditioner of one side of a matrix.
type side[F Float] struct {
	eps        float64
	sum        []float64 // εI + ΣGGᵀ
	gram, root []F       // the last GGᵀ; the sum to the power −¼, or −½
	fourth     bool
	eig        *eigen
}

func newSide[F Float](n int, eps float64, fourth bool) *side[F] {
	s := &side[F]{eps: eps, sum: make([]float64, n*n), gram: make([]F, n*n), root: make([]F, n*n), fourth: fourth, eig: newEigen(n)}
	for i := range n {
		s.sum[i*n+i] = eps
	}
	return s
}

// add takes gram in and, if asked, renews the root.
func (s *side[F]) add(renew bool) {
	for i, x := range s.gram {
		s.sum[i] += float64(x)
	}
	if !renew {
		return
	}
	v, w := s.eig.of(s.sum)
	n := len(w)
	for j, x := range w {
		w[j] = 1 / math.Sqrt(max(x, s.eps)) // none is smaller but for rounding
		if s.fourth {
			w[j] = math.Sqrt(w[j])
		}
	}
	for i := range n {
		for j := range i + 1 {
			sum := 0.0
			for k, x := range w {
				sum += v[i*n+k] * x * v[j*n+k]
			}
			s.root[i*n+j], s.root[j*n+i] = F(sum), F(sum)
		}
	}
}
