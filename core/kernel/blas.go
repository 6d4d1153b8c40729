package kernel

import (
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/gonum"
)

// BLAS is gonum's float32 BLAS with the matrix product done by this package: hand it to blas32.Use. Sgemm differs from
// gonum's in the order of its sums, which is written at NN.
type BLAS struct{ gonum.Implementation }

var _ blas.Float32 = BLAS{}

// Sgemm sets C = alpha·op(A)·op(B) + beta·C; C is m×n, op(A) m×k, op(B) k×n, row-major.
func (b BLAS) Sgemm(ta, tb blas.Transpose, m, n, k int, alpha float32, a []float32, lda int, bb []float32, ldb int, beta float32, c []float32, ldc int) {
	an, bn := ta == blas.NoTrans, tb == blas.NoTrans
	ours := an && bn || an && tb == blas.Trans || bn && ta == blas.Trans
	if !ours || alpha != 1 || beta != 0 && beta != 1 || m <= 0 || n <= 0 || k <= 0 {
		b.Implementation.Sgemm(ta, tb, m, n, k, alpha, a, lda, bb, ldb, beta, c, ldc)
		return
	}
	product := NN
	if !an {
		product = TN
	} else if !bn {
		product = NT
	}
	product(m, n, k, a, lda, bb, ldb, c, ldc, beta == 1)
}
