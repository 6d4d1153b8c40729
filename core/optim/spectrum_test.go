package optim

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"

	"saddlelab/core/param"
)

// Beyond 64 unknowns a Krylov space takes the dense Hessian's place. With five distinct eigenvalues five dimensions hold
// everything: the step is still the exact one.
func TestSpectrumBeyondDense(t *testing.T) {
	const n = 300
	p := diagonal{make([]float64, n)}
	values := []float64{-3, -.5, 1, 4, 20}
	for i := range p.d {
		p.d[i] = values[i%5]
	}
	for _, c := range []struct {
		id   string
		v    param.Values
		want func(d, x float64) float64
	}{
		{"newton", nil, func(_, _ float64) float64 { return 0 }},
		{"saddle-free-newton", param.Values{"damping": 0}, func(d, x float64) float64 { return x - d*x/math.Abs(d) }},
		{"saddle-free-newton", param.Values{"damping": 2}, func(d, x float64) float64 { return x - d*x/(math.Abs(d)+2) }},
	} {
		x, y := make([]float64, n), make([]float64, n)
		for i := range x {
			x[i] = 1 + float64(i)/n
		}
		copy(y, x)
		run(t, c.id, c.v, p, x, 1, nil)
		for i := range x {
			if want := c.want(p.d[i], y[i]); math.Abs(x[i]-want) > 1e-11 {
				t.Fatalf("%s %v: x[%d] = %g, want %g", c.id, c.v, i, x[i], want)
			}
		}
	}
	x := make([]float64, n)
	for i := range x {
		x[i] = 1
	}
	run(t, "cubic-newton", param.Values{"M": 2}, p, x, 1, nil)
	// c = −x·d/(d + σ) with ‖c‖ = σ, M being 2.
	sigma, s := 0., 0.
	for i := range x {
		s += (1 - x[i]) * (1 - x[i])
	}
	sigma = math.Sqrt(s)
	for i := range x {
		if want := 1 - p.d[i]/(p.d[i]+sigma); math.Abs(x[i]-want) > 1e-9 {
			t.Fatalf("cubic: x[%d] = %g, want %g", i, x[i], want)
		}
	}
}

// The eigenvalues are gonum's, its vectors orthonormal, and A = VΛVᵀ; 2×2 matrices include those with equal
// eigenvalues, zeros and large ratios.
func TestSymmetric(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	for _, n := range []int{1, 2, 2, 2, 3, 5, 8, 9, 17, 50, 64, 128} {
		b := make([]float64, n*n)
		for i := range n {
			for j := range i + 1 {
				b[i*n+j] = r.NormFloat64() * math.Pow(10, float64(r.IntN(5)))
				b[j*n+i] = b[i*n+j]
			}
		}
		a, v := append([]float64(nil), b...), make([]float64, n*n)
		symmetric(a, v, n)
		norm := size(b)
		var es mat.EigenSym
		es.Factorize(mat.NewSymDense(n, append([]float64(nil), b...)), false)
		want := es.Values(nil)
		for _, w := range want {
			near := math.Inf(1)
			for i := range n {
				near = math.Min(near, math.Abs(a[i*n+i]-w))
			}
			if near > 1e-13*norm {
				t.Errorf("n = %d: eigenvalue %g is %g away", n, w, near)
			}
		}
		for i := range n {
			for j := range n {
				sum, dot := 0., 0.
				for k := range n {
					sum += v[i*n+k] * a[k*n+k] * v[j*n+k]
					dot += v[k*n+i] * v[k*n+j]
				}
				if math.Abs(sum-b[i*n+j]) > 1e-13*norm*math.Sqrt(float64(n)) {
					t.Fatalf("n = %d: VΛVᵀ differs at %d, %d by %g", n, i, j, sum-b[i*n+j])
				}
				if i == j {
					dot--
				}
				if math.Abs(dot) > 1e-14*float64(n) {
					t.Fatalf("n = %d: columns %d and %d: %g", n, i, j, dot)
				}
			}
		}
	}
	// Degenerate, zero and rank-one matrices, by their closed forms.
	for _, n := range []int{4, 30} {
		for _, c := range []struct {
			name string
			at   func(i, j int) float64
			top  float64 // the one eigenvalue that is not 0, or all of them
			all  bool
		}{
			{"zero", func(i, j int) float64 { return 0 }, 0, true},
			{"3I", func(i, j int) float64 { return map[bool]float64{true: 3}[i == j] }, 3, true},
			{"ones", func(i, j int) float64 { return 1 }, float64(n), false},
			{"1e-200 ones", func(i, j int) float64 { return 1e-200 }, 1e-200 * float64(n), false},
		} {
			a, v := make([]float64, n*n), make([]float64, n*n)
			for i := range n {
				for j := range n {
					a[i*n+j] = c.at(i, j)
				}
			}
			symmetric(a, v, n)
			tops := 0
			for i := range n {
				switch w := a[i*n+i]; {
				case math.Abs(w-c.top) <= 1e-13*c.top:
					tops++
				case c.all || !(math.Abs(w) <= 1e-13*c.top):
					t.Errorf("%s, n = %d: eigenvalue %g", c.name, n, w)
				}
			}
			if want := map[bool]int{true: n, false: 1}[c.all]; tops != want {
				t.Errorf("%s, n = %d: %d eigenvalues are %g, want %d", c.name, n, tops, c.top, want)
			}
		}
	}
	a, v := []float64{2, 0, 0, -2}, make([]float64, 4)
	jacobi(a, v, 2)
	if a[0] != 2 || a[3] != -2 || v[0] != 1 || v[1] != 0 {
		t.Errorf("a diagonal matrix is changed: %v, %v", a, v)
	}
}

// Lanczos with full orthogonalization: the basis is orthonormal, the matrix is QᵀHQ, an eigenvector start ends at once, and
// the extreme Ritz values are the extreme eigenvalues once there are enough dimensions.
func TestLanczos(t *testing.T) {
	const n, k = 200, 40
	p := diagonal{make([]float64, n)}
	for i := range p.d {
		p.d[i] = float64(i%50) - 10
	}
	p.d[7] = -25 // alone
	l := newLanczos[float64](k, n)
	start := make([]float64, n)
	r := rand.New(rand.NewPCG(9, 9))
	for i := range start {
		start[i] = r.NormFloat64()
	}
	m := l.run(p, start, start)
	if m != k {
		t.Fatalf("dimension %d, want %d", m, k)
	}
	a, v, hv := make([]float64, m*m), make([]float64, m*m), make([]float64, n)
	l.matrix(a, m)
	for i := range m {
		p.HessianVector(start, l.q[i], hv)
		for j := range m {
			want := 0.
			if i == j {
				want = 1
			}
			if d := inner(l.q[i], l.q[j]) - want; math.Abs(d) > 1e-13 {
				t.Fatalf("q%d·q%d is off by %g", i, j, d)
			}
			if d := inner(hv, l.q[j]) - a[i*m+j]; math.Abs(d) > 1e-11 {
				t.Fatalf("q%dᵀHq%d is off by %g", i, j, d)
			}
		}
	}
	jacobi(a, v, m)
	low := math.Inf(1)
	for i := range m {
		low = math.Min(low, a[i*m+i])
	}
	if math.Abs(low+25) > 1e-9 {
		t.Errorf("lowest Ritz value %g, want -25", low)
	}
	clear(start)
	start[3] = 2
	if m := l.run(p, start, start); m != 1 || l.alpha[0] != p.d[3] {
		t.Errorf("an eigenvector start has dimension %d and value %g, want 1 and %g", m, l.alpha[0], p.d[3])
	}
	clear(start)
	if m := l.run(p, start, start); m != 0 {
		t.Errorf("a zero start has dimension %d", m)
	}
}

// twisted is a Hessian that rounding, much enlarged, has made unsymmetric.
type twisted struct{ plane }

func (p twisted) HessianVector(x, v, hv []float64) {
	p.plane.HessianVector(x, v, hv)
	hv[0] += v[1] / 8
	hv[1] -= v[0] / 8
}

// What is not symmetric in a Hessian made of products is left out.
func TestSpectrumIsSymmetric(t *testing.T) {
	p := surface(t, "rosenbrock")
	x, y := []float64{-.5, .3}, []float64{-.5, .3}
	run(t, "newton", nil, p, x, 1, nil)
	run(t, "newton", nil, twisted{p}, y, 1, nil)
	if x[0] != y[0] || x[1] != y[1] {
		t.Errorf("%v, of the symmetric Hessian %v", y, x)
	}
}
