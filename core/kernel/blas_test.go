package kernel

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/gonum"
)

// Every form of Sgemm agrees with gonum's own to float32 rounding.
func TestBLASAgreesWithGonum(t *testing.T) {
	l := lcg(21)
	for _, d := range [][3]int{{1, 1, 1}, {3, 5, 7}, {8, 8, 8}, {17, 10, 33}, {64, 10, 128}} {
		m, n, k := d[0], d[1], d[2]
		for _, ta := range []blas.Transpose{blas.NoTrans, blas.Trans} {
			for _, tb := range []blas.Transpose{blas.NoTrans, blas.Trans} {
				for _, ab := range [][2]float32{{1, 0}, {1, 1}, {2, .5}} {
					a, b, c := fill(m*k, &l), fill(k*n, &l), fill(m*n, &l)
					lda, ldb := k, n
					if ta == blas.Trans {
						lda = m
					}
					if tb == blas.Trans {
						ldb = k
					}
					want := append([]float32(nil), c...)
					gonum.Implementation{}.Sgemm(ta, tb, m, n, k, ab[0], a, max(lda, 1), b, max(ldb, 1), ab[1], want, max(n, 1))
					BLAS{}.Sgemm(ta, tb, m, n, k, ab[0], a, max(lda, 1), b, max(ldb, 1), ab[1], c, max(n, 1))
					for i := range c {
						if math.Abs(float64(c[i]-want[i])) > 1e-6*float64(k+1) {
							t.Fatalf("%v %c%c %v: c[%d] = %g, want %g", d, ta, tb, ab, i, c[i], want[i])
						}
					}
				}
			}
		}
	}
}
