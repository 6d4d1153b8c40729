package landscape

import (
	"math"

	"saddlelab/core/param"
)

// A matrix as a product.  f = ½‖UVᵀ − M‖², U m×r, V n×r, M = diag(k, k−1, …, 1) of rank k
var matrixFactorization = &Family{
	ID: "matrix-factorization", Name: "Matrix factorization",
	Formula: `\tfrac12\lVert UV^\top-M\rVert_F^2,\quad M=\operatorname{diag}(k,k-1,\dots,1,0,\dots)`,
	Source:  "Baldi & Hornik 1989; Ge, Jin, Zheng 2017, arXiv:1704.00708",
	Help:    "Every critical point is made of some of M’s singular vectors: the leading r make the minima, which are all global, and all others are strict saddles.",
	Params: []param.Param{
		{Name: "m", Label: "rows", Help: "Rows of M, and of U.", Min: 1, Default: 3, Max: 8, Int: true},
		{Name: "n", Label: "columns", Help: "Columns of M, and rows of V.", Min: 1, Default: 3, Max: 8, Int: true},
		{Name: "r", Label: "rank r", Help: "Columns of U and V.", Min: 1, Default: 1, Max: 4, Int: true},
		{Name: "k", Label: "rank of M", Help: "How many singular values M has; they are k, k − 1, …, 1. At most as many as rows and columns count.", Min: 1, Default: 2, Max: 8, Int: true},
	},
	New: func(p []float64) *Space {
		m, n, r := int(p[0]), int(p[1]), int(p[2])
		k := min(int(p[3]), m, n)
		sigma := func(i int) float64 { // singular value i from 0
			if i < k {
				return float64(k - i)
			}
			return 0
		}
		d := (m + n) * r
		e := make([]float64, m*n) // UVᵀ − M
		u := func(x []float64, i, a int) float64 { return x[i*r+a] }
		v := func(x []float64, j, a int) float64 { return x[m*r+j*r+a] }
		residual := func(x []float64) {
			for i := range m {
				for j := range n {
					sum := 0.0
					for a := range r {
						sum += u(x, i, a) * v(x, j, a)
					}
					if i == j {
						sum -= sigma(i)
					}
					e[i*n+j] = sum
				}
			}
		}
		sp := &Space{
			D: d,
			F: func(x []float64) float64 {
				residual(x)
				sum := 0.0
				for _, z := range e {
					sum += z * z
				}
				return .5 * sum
			},
			Grad: func(x, g []float64) { // EV and EᵀU
				residual(x)
				clear(g[:d])
				for i := range m {
					for j := range n {
						for a := range r {
							g[i*r+a] += e[i*n+j] * v(x, j, a)
							g[m*r+j*r+a] += e[i*n+j] * u(x, i, a)
						}
					}
				}
			},
			Hess: func(x, h []float64) {
				residual(x)
				clear(h[:d*d])
				for i := range m {
					for j := range n {
						for a := range r {
							for b := range r {
								ua, ub, va, vb := i*r+a, i*r+b, m*r+j*r+a, m*r+j*r+b
								h[ua*d+ub] += v(x, j, a) * v(x, j, b)
								h[va*d+vb] += u(x, i, a) * u(x, i, b)
								cross := v(x, j, a) * u(x, i, b)
								if a == b {
									cross += e[i*n+j]
								}
								h[ua*d+vb] += cross
								h[vb*d+ua] += cross
							}
						}
					}
				}
			},
			Start: make([]float64, d),
			Reach: 2,
		}
		for i := range sp.Start { // small, and along no axis
			sp.Start[i] = .05 + .03*float64((i*7)%5)
			if i%2 == 1 && i >= m*r {
				sp.Start[i] = -sp.Start[i] / 2
			}
		}
		tail := func(from int) (sum float64) {
			for i := from; i < k; i++ {
				sum += .5 * sigma(i) * sigma(i)
			}
			return sum
		}
		best := make([]float64, d)
		for a := range min(r, k) {
			root := math.Sqrt(sigma(a))
			best[a*r+a], best[m*r+a*r+a] = root, root
		}
		sp.Theory = []Theorem{
			{Kind: Minimum, What: "the leading r singular vectors, in any basis and scale: the minima fill a manifold, and all are global", F: tail(r), Point: best},
			{Kind: Saddle, What: "0: strict, with a negative eigenvalue −σ for each singular value and column", F: tail(0), Index: k * r, Count: 0, Point: make([]float64, d)},
		}
		return sp
	},
}
