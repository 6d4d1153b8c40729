package eig

import "math"

// jacobi finds the eigenvalues of the symmetric n×n matrix a, which end on its diagonal, unordered, and its eigenvectors,
// the columns of v. Row-major; a is destroyed.
//
// It is Jacobi's cyclic method (Golub & Van Loan, section 8.5): additions, products and square roots only, so that every
// processor gives the same bits, and nothing is allocated. A 2×2 matrix takes one rotation, a 64×64 one about ten
// milliseconds.
func jacobi(a, v []float64, n int) {
	total := 0.0
	for i := range n * n {
		total += a[i] * a[i]
		v[i] = 0
	}
	for i := range n {
		v[i*n+i] = 1
	}
	// An entry this small moves an eigenvalue by less than the rounding of the largest; convergence is quadratic, so
	// that a tolerance far below costs nothing.
	tol := math.Sqrt(total) * 0x1p-60
	for sweep, again := 0, true; again && sweep < 40; sweep++ {
		again = false
		for p := range n {
			for q := p + 1; q < n; q++ {
				if math.Abs(a[p*n+q]) > tol {
					again = true
					rotate(a, v, n, p, q)
				}
			}
		}
	}
}

// rotate turns the plane of coordinates p < q so that a[p,q] becomes 0.
func rotate(a, v []float64, n, p, q int) {
	apq := a[p*n+q]
	theta := (a[q*n+q] - a[p*n+p]) / (2 * apq)
	t := 1 / (math.Abs(theta) + math.Sqrt(theta*theta+1))
	if theta < 0 {
		t = -t
	}
	c := 1 / math.Sqrt(t*t+1)
	s := t * c
	a[p*n+p] -= t * apq
	a[q*n+q] += t * apq
	a[p*n+q], a[q*n+p] = 0, 0
	for i := range n {
		if i != p && i != q {
			x, y := a[i*n+p], a[i*n+q]
			x, y = c*x-s*y, s*x+c*y
			a[i*n+p], a[p*n+i], a[i*n+q], a[q*n+i] = x, x, y, y
		}
		x, y := v[i*n+p], v[i*n+q]
		v[i*n+p], v[i*n+q] = c*x-s*y, s*x+c*y
	}
}
