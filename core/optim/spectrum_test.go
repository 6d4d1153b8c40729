package optim

import (
	"math"
	"math/rand/v2"
	"testing"

	"saddlelab/core/eig"
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
	eig.Symmetric(a, v, m)
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
