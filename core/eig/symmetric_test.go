package eig

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
)

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
		Symmetric(a, v, n)
		norm := mat.Norm(mat.NewDense(n, n, b), 2)
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
			Symmetric(a, v, n)
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
