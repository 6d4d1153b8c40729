package optim

import (
	"fmt"
	"math"

	"saddlelab/core/eig"
	"saddlelab/core/param"
)

// AdaGrad with the full matrix.
//
//	G ← G + ggᵀ      x ← x − η(εI + G^½)⁻¹g
//
// G is n×n. Its root is never formed: with G = VΛVᵀ the step is V(ε + √Λ)⁻¹Vᵀg. A gradient of 0 changes nothing and costs
// nothing; any other takes an eigendecomposition, some 3 ms at n = 50, so the method is for surfaces and small problems.
var adagradFull = &Method{
	ID: "adagrad-full", Name: "AdaGrad, full matrix",
	Formula: `G \gets G + g\,g^\top,\quad x \gets x - \text{@lr}\,(\epsilon I + G^{1/2})^{-1} g`,
	Source:  "Duchi, Hazan, Singer 2011, JMLR 12, Algorithm 1, full matrices",
	Help:    "Divides by the matrix root of all outer products of gradients: turning the axes changes nothing.",
	Params: []param.Param{
		lr(0.5),
		{Name: "eps", Label: "ε", Help: "Keeps the division finite along directions that no gradient has had.", Min: 1e-12, Default: 1e-8, Max: 1, Log: true},
	},
	New64: func(s Setup[float64]) Optimizer[float64] {
		if s.N > adagradFullMax {
			panic(fmt.Sprintf("optim: adagrad-full of n=%d, want at most %d", s.N, adagradFullMax))
		}
		return chain[float64]{&adagradFullRule{eps: s.P[1], g: make([]float64, s.N*s.N), t: make([]float64, s.N), eig: newEigen(s.N)}, scale[float64]{}}
	},
}

// adagradFullMax is where a step takes about a third of a second.
const adagradFullMax = 200

type adagradFullRule struct {
	eps  float64
	g, t []float64 // G; a gradient in its eigenvectors
	eig  *eigen
}

func (r *adagradFullRule) apply(u, _ []float64, _ float64) {
	if squares(u) == 0 {
		return
	}
	n := len(u)
	for i, a := range u {
		for j, b := range u {
			r.g[i*n+j] += a * b
		}
	}
	v, w := r.eig.of(r.g)
	clear(r.t)
	for i, a := range u {
		for j, e := range v[i*n : i*n+n] {
			r.t[j] += e * a
		}
	}
	for j := range r.t {
		r.t[j] /= r.eps + math.Sqrt(max(w[j], 0))
	}
	for i := range u {
		u[i] = 0
		for j, e := range v[i*n : i*n+n] {
			u[i] += e * r.t[j]
		}
	}
}

// eigen decomposes symmetric matrices of one size in a workspace of its own.
type eigen struct {
	n       int
	a, v, w []float64
}

func newEigen(n int) *eigen {
	return &eigen{n: n, a: make([]float64, n*n), v: make([]float64, n*n), w: make([]float64, n)}
}

// of gives the eigenvectors of a, n×n and symmetric, as the columns of v, and its eigenvalues; both are overwritten by the
// next call.
func (e *eigen) of(a []float64) (v, w []float64) {
	copy(e.a, a)
	eig.Symmetric(e.a, e.v, e.n)
	for i := range e.w {
		e.w[i] = e.a[i*e.n+i]
	}
	return e.v, e.w
}
