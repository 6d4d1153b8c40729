package course

import "math"

// Linear algebra of dense matrices in a fixed order of sums, with the same bits on every processor. A matrix is its columns.

// factored is A = QR by Householder's reflections with column pivoting: R in the upper parts of the columns, the reflections below.
type factored struct {
	cols [][]float64 // a's, overwritten
	rows int
	perm []int
	diag []float64 // of R, falling in size
}

// factor destroys the columns.
func factor(cols [][]float64, rows int) *factored {
	f := &factored{cols: cols, rows: rows, perm: make([]int, len(cols)), diag: make([]float64, 0, len(cols))}
	for j := range f.perm {
		f.perm[j] = j
	}
	size := func(col []float64, from int) float64 {
		sum := 0.
		for _, v := range col[from:rows] {
			sum += v * v
		}
		return sum
	}
	for k := range min(rows, len(cols)) {
		best, most := k, size(cols[k], k)
		for j := k + 1; j < len(cols); j++ {
			if s := size(cols[j], k); s > most {
				best, most = j, s
			}
		}
		cols[k], cols[best] = cols[best], cols[k]
		f.perm[k], f.perm[best] = f.perm[best], f.perm[k]
		v := cols[k]
		d := math.Sqrt(most)
		if d == 0 {
			f.diag = append(f.diag, 0)
			continue
		}
		if v[k] > 0 {
			d = -d
		}
		f.diag = append(f.diag, d)
		v[k] -= d // the reflection's vector is v[k:]
		for j := k + 1; j < len(cols); j++ {
			f.reflect(k, cols[j])
		}
	}
	return f
}

// reflect applies reflection k to a vector.
func (f *factored) reflect(k int, y []float64) {
	v := f.cols[k]
	d := f.diag[k]
	if d == 0 {
		return
	}
	dot := 0.
	for i := k; i < f.rows; i++ {
		dot += v[i] * y[i]
	}
	dot /= d * v[k] // v'v/2 = −d·v[k]
	for i := k; i < f.rows; i++ {
		y[i] += dot * v[i]
	}
}

// rank counts the diagonal entries above tol times the largest.
func (f *factored) rank(tol float64) int {
	for k, d := range f.diag {
		if math.Abs(d) <= tol*math.Abs(f.diag[0]) {
			return k
		}
	}
	return len(f.diag)
}

// solve gives the w of least ‖Aw − y‖, with zeros where A's columns depend on one another; y is overwritten.
func (f *factored) solve(y []float64) []float64 {
	r := f.rank(1e-13)
	for k := range r {
		f.reflect(k, y)
	}
	w := make([]float64, len(f.cols))
	for k := r - 1; k >= 0; k-- {
		sum := y[k]
		for j := k + 1; j < r; j++ {
			sum -= f.cols[j][k] * w[f.perm[j]]
		}
		w[f.perm[k]] = sum / f.diag[k]
	}
	return w
}

// leastNorm gives the shortest w with Aw = y, A having more columns than rows and full rank: w = Q R⁻ᵀ y with Aᵀ = QR. rowsOf are A's
// rows, which are destroyed.
func leastNorm(rowsOf [][]float64, y []float64) []float64 {
	p := len(rowsOf[0])
	f := factor(rowsOf, p)
	w := make([]float64, p)
	for k := range rowsOf { // Rᵀ z = y, in pivoted order
		sum := y[f.perm[k]]
		for i := range k {
			sum -= f.cols[k][i] * w[i]
		}
		w[k] = sum / f.diag[k]
	}
	for k := len(rowsOf) - 1; k >= 0; k-- {
		f.reflect(k, w)
	}
	return w
}

// columns makes n columns of m numbers.
func columns(n, m int, at func(j, i int) float64) [][]float64 {
	cols := make([][]float64, n)
	for j := range cols {
		cols[j] = make([]float64, m)
		for i := range cols[j] {
			cols[j][i] = at(j, i)
		}
	}
	return cols
}
