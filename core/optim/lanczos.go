package optim

// lanczos builds an orthonormal basis of the Krylov space of a Hessian and a vector, from Hessian-vector products alone
// (Golub & Van Loan, section 10.1), each new vector orthogonalized twice against all before it.
type lanczos[F Float] struct {
	q           [][]F // the basis, each of n numbers
	w           []F
	alpha, beta []float64 // the tridiagonal matrix: diagonal, and what is beside it
}

// newLanczos makes room for a basis of at most k vectors.
func newLanczos[F Float](k, n int) *lanczos[F] {
	k = min(k, n)
	return &lanczos[F]{q: vectors[F](k, n), w: make([]F, n), alpha: make([]float64, k), beta: make([]float64, k)}
}

// run begins with start and gives the dimension m reached: less than k when the space is invariant, 0 when start is 0.
func (l *lanczos[F]) run(p Problem[F], x, start []F) int {
	norm := size(start)
	if !(norm > 0) {
		return 0
	}
	// Below this part of the matrix's size a remainder is rounding.
	tiny := 0x1p-44
	if F(1)+F(tiny) == 1 {
		tiny = 0x1p-18
	}
	copy(l.q[0], start)
	multiply(l.q[0], 1/norm)
	largest := 0.0
	for j := range l.q {
		p.HessianVector(x, l.q[j], l.w)
		largest = max(largest, size(l.w))
		l.alpha[j] = inner(l.q[j], l.w)
		for range 2 {
			for i := range j + 1 {
				toward(l.w, l.w, -inner(l.q[i], l.w), l.q[i])
			}
		}
		l.beta[j] = size(l.w)
		if j+1 == len(l.q) || !(l.beta[j] > tiny*largest) {
			return j + 1
		}
		copy(l.q[j+1], l.w)
		multiply(l.q[j+1], 1/l.beta[j])
	}
	return 0
}

// matrix writes the m×m tridiagonal matrix, row-major.
func (l *lanczos[F]) matrix(a []float64, m int) {
	clear(a[:m*m])
	for i := range m {
		a[i*m+i] = l.alpha[i]
		if i > 0 {
			a[i*m+i-1], a[(i-1)*m+i] = l.beta[i-1], l.beta[i-1]
		}
	}
}

// combine writes Σ yᵢqᵢ.
func (l *lanczos[F]) combine(dst []F, y []float64) {
	clear(dst)
	for i, t := range y {
		toward(dst, dst, t, l.q[i])
	}
}
