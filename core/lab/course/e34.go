package course

import (
	"fmt"
	"math"

	"saddlelab/core/eig"
	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e34 = &Experiment{
	ID: "E34", Chapter: "adaptive", Tag: Exact,
	Question: "What does the diagonal give up?",
	Short:    "Full matrix or diagonal",
	Claim:    "AdaGrad with the full matrix, x₊ = x − η(δI + G^{½})⁻¹g, G = Σggᵀ, commutes with every rotation: turned problem, turned path. With the diagonal alone it does not, and a rotation can cost it hundreds of times as many steps.",
	Source:   "Duchi, Hazan, Singer 2011 (JMLR 12), eq. 1 and 2",
	Params: []param.Param{
		{Name: "eta", Label: "η step", Help: "The step size of both.", Min: .1, Default: .5, Max: 2, Log: true},
		{Name: "kappa", Label: "κ condition", Help: "The largest of three curvatures 1, √(0.9κ), κ.", Min: 10, Default: 1000, Max: 5000, Log: true},
	},
	Plan: planE34,
}

// rotation is a random rotation of n dimensions, row by row: the eigenvectors of a random symmetric matrix.
func rotation(n int, normal func() float64) []float64 {
	a, q := make([]float64, n*n), make([]float64, n*n)
	for i := range n {
		for j := i; j < n; j++ {
			a[i*n+j] = normal()
			a[j*n+i] = a[i*n+j]
		}
	}
	eig.Symmetric(a, q, n)
	return q
}

// conjugated is Q·diag(c)·Qᵀ.
func conjugated(q, c []float64) []float64 {
	n := len(c)
	a := make([]float64, n*n)
	for i := range n {
		for j := range n {
			for k := range n {
				a[i*n+j] += q[i*n+k] * c[k] * q[j*n+k]
			}
		}
	}
	return a
}

// times is A·x.
func times(a, x []float64) []float64 {
	n := len(x)
	y := make([]float64, n)
	for i := range n {
		for j := range n {
			y[i] += a[i*n+j] * x[j]
		}
	}
	return y
}

// rootOf is the square root of a symmetric matrix that is not negative, by its eigenvalues.
func rootOf(m []float64, n int) []float64 {
	a, v := append([]float64(nil), m...), make([]float64, n*n)
	eig.Symmetric(a, v, n)
	c := make([]float64, n)
	for i := range n {
		c[i] = math.Sqrt(max(0, a[i*n+i]))
	}
	return conjugated(v, c)
}

func planE34(s *Setting) *Plan {
	eta, kappa := s.Num("eta"), s.Num("kappa")
	const n, steps, most, delta = 3, 200, 5000, 1e-3
	c := []float64{1, math.Sqrt(.9 * kappa), kappa}
	rng := s.Rand(1 << 24)
	q := rotation(n, func() float64 { return real.Normal(rng) })
	straight := []float64{1, 0, 0, 0, 1, 0, 0, 0, 1}
	kinds := []string{"adagrad-full", "adagrad"}
	// path is the error f/f₀ after each step, all iterates of the first ones, and the steps until it is a millionth.
	path := func(kind int, turn []float64) (errs, xs []float64, count float64) {
		a := conjugated(turn, c)
		x := times(turn, []float64{1, 1, 1})
		o, lr := method(kinds[kind], param.Values{"lr": eta, "eps": delta}, n, nil)
		first, count := 0., math.NaN()
		for k := 0; k <= most; k++ {
			g := times(a, x)
			f := .5 * (g[0]*x[0] + g[1]*x[1] + g[2]*x[2])
			if k == 0 {
				first = f
			}
			if k <= steps {
				errs, xs = append(errs, f/first), append(xs, x...)
			}
			if f < 1e-6*first && math.IsNaN(count) {
				count = float64(k)
			}
			if k >= steps && !math.IsNaN(count) {
				break
			}
			o.Step(x, g, lr)
		}
		return errs, xs, count
	}
	return &Plan{
		Pieces: 3,
		// Of each method: how far its turned path is from its path turned, steps aligned and turned, and both error curves. Then the roots.
		Run: func(piece int) []float64 {
			if piece == 2 {
				return rootErrors(s)
			}
			e1, x1, n1 := path(piece, straight)
			e2, x2, n2 := path(piece, q)
			worst := 0.
			for k := 0; k < len(x1); k += n {
				for i, v := range times(q, x1[k:k+n]) {
					worst = max(worst, math.Abs(v-x2[k+i]))
				}
			}
			return append(append([]float64{worst, n1, n2}, e1...), e2...)
		},
		Report: func(done [][]float64) *Report {
			got := func(i, f int) float64 {
				if len(done) <= i || done[i] == nil {
					return math.NaN()
				}
				return done[i][f]
			}
			fig := Figure{Title: "The same function, aligned and turned", Alt: "The full matrix’s two error curves coincide; the diagonal’s turned one is far above its aligned one.", X: &Axis{Label: "step k", Log: true}, Y: &Axis{Label: "f/f₀", Log: true, From: at(1e-12)}}
			for i, name := range []string{"full matrix", "diagonal"} {
				if len(done) <= i || done[i] == nil {
					continue
				}
				d := done[i][3:]
				m := len(d) / 2
				ks := spaced(1, float64(m), m)
				fig.Series = append(fig.Series, runner(name+", aligned", 2*i+1, Lines, ks, d[:m]), runner(name+", turned", 2*i+2, Lines, ks, d[m:]))
			}
			return &Report{
				Measures: []Measure{
					nearly("full matrix: turned path against the path turned", "", 0, sure(got(0, 0)), 1e-7),
					atLeast("diagonal: the same", "", .1, sure(got(1, 0))),
					nearly("square root: ‖S² − M‖/‖M‖", "", 0, sure(got(2, 0)), 1e-12),
					nearly("Newton–Schulz’s root against it", "", 0, sure(got(2, 1)), 1e-6),
					shown("full matrix, aligned", "steps", sure(got(0, 1))), shown("full matrix, turned", "steps", sure(got(0, 2))),
					shown("diagonal, aligned", "steps", sure(got(1, 1))), shown("diagonal, turned", "steps", sure(got(1, 2))),
				},
				Figures: []Figure{fig},
				Caption: fmt.Sprintf("Steps until f is a millionth: full matrix %.0f and %.0f, diagonal %.0f and %.0f.", got(0, 1), got(0, 2), got(1, 1), got(1, 2)),
			}
		},
	}
}

// rootErrors compares the square root of a random 6×6 matrix by eigenvalues with its definition and with 60 turns of Newton and Schulz.
func rootErrors(s *Setting) []float64 {
	const n = 6
	rng := s.Rand(1<<24 + 1)
	b := make([]float64, n*n)
	for i := range b {
		b[i] = real.Normal(rng)
	}
	mul := func(a, b []float64) []float64 {
		c := make([]float64, n*n)
		for i := range n {
			for j := range n {
				for k := range n {
					c[i*n+j] += a[i*n+k] * b[k*n+j]
				}
			}
		}
		return c
	}
	norm := func(a []float64) float64 {
		sum := 0.
		for _, v := range a {
			sum += v * v
		}
		return math.Sqrt(sum)
	}
	minus := func(a, b []float64, by float64) []float64 {
		c := make([]float64, n*n)
		for i := range c {
			c[i] = a[i] - by*b[i]
		}
		return c
	}
	m := make([]float64, n*n)
	for i := range n {
		for j := range n {
			for k := range n {
				m[i*n+j] += b[i*n+k] * b[j*n+k]
			}
		}
	}
	root := rootOf(m, n)
	size := norm(m)
	y, z := make([]float64, n*n), make([]float64, n*n)
	for i := range y {
		y[i] = m[i] / size
	}
	for i := range n {
		z[i*n+i] = 1
	}
	for range 60 {
		t := mul(z, y)
		for i := range t {
			t[i] *= -.5
		}
		for i := range n {
			t[i*n+i] += 1.5
		}
		y, z = mul(y, t), mul(t, z)
	}
	for i := range y {
		y[i] *= math.Sqrt(size)
	}
	return []float64{norm(minus(mul(root, root), m, 1)) / size, norm(minus(y, root, 1)) / norm(root)}
}
