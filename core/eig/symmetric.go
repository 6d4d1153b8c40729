// Package eig finds the eigenvalues of symmetric matrices, with the same bits on every processor.
package eig

import "math"

// Symmetric finds the eigenvalues of the symmetric n×n matrix a, which end on its diagonal, unordered, and its orthonormal
// eigenvectors, the columns of v. Row-major; a is destroyed. It is made of sums, products and square roots in a fixed order, so
// that every processor gives the same bits, and allocates nothing.
//
// Small matrices go through Jacobi's rotations, larger ones through Householder's tridiagonal form and implicit QL (tred2 and
// tql2 of Martin, Reinsch, Wilkinson 1968, Numer. Math. 11, as in EISPACK), which takes a tenth of the time.
func Symmetric(a, v []float64, n int) {
	if n <= 8 {
		jacobi(a, v, n)
		return
	}
	copy(v, a)
	q := ql{n: n, v: v, d: a[:n], e: a[n : 2*n]}
	q.tridiagonalize()
	q.accumulate()
	q.iterate()
	for i := n - 1; i >= 0; i-- { // the diagonal's places lie beyond those of the values still to be read
		a[i*n+i] = q.d[i]
	}
	for i := range n {
		for j := range i {
			v[i*n+j], v[j*n+i] = v[j*n+i], v[i*n+j]
		}
	}
}

// ql is the state of the algorithm. v holds the transposed matrix, so that its inner loops run along rows: row j is column j.
type ql struct {
	n    int
	v    []float64
	d, e []float64 // diagonal and, below it from e[1] on, subdiagonal
}

func (q *ql) column(j int) []float64 { return q.v[j*q.n : (j+1)*q.n] }

// tridiagonalize reduces the matrix by Householder's reflections, which stay in v.
func (q *ql) tridiagonalize() {
	n, d, e := q.n, q.d, q.e
	for j := range n {
		d[j] = q.v[j*n+n-1]
	}
	for i := n - 1; i > 0; i-- {
		scale, h := 0.0, 0.0
		for _, x := range d[:i] {
			scale += math.Abs(x)
		}
		if scale == 0 {
			e[i] = d[i-1]
			for j := range i {
				d[j] = q.v[j*n+i-1]
				q.v[j*n+i], q.v[i*n+j] = 0, 0
			}
			d[i] = 0
			continue
		}
		for k := range i {
			d[k] /= scale
			h += d[k] * d[k]
		}
		f, g := d[i-1], math.Sqrt(h)
		if f > 0 {
			g = -g
		}
		e[i] = scale * g
		h -= f * g
		d[i-1] = f - g
		q.reflect(i, h)
		d[i] = h
	}
}

// reflect applies the reflection of row i, which is in d, to what is left of the matrix.
func (q *ql) reflect(i int, h float64) {
	n, d, e := q.n, q.d, q.e
	clear(e[:i])
	for j := range i {
		f, col := d[j], q.column(j)
		q.v[i*n+j] = f
		g := e[j] + col[j]*f
		for k := j + 1; k < i; k++ {
			g += col[k] * d[k]
			e[k] += col[k] * f
		}
		e[j] = g
	}
	f := 0.0
	for j := range i {
		e[j] /= h
		f += e[j] * d[j]
	}
	half := f / (h + h)
	for j := range i {
		e[j] -= half * d[j]
	}
	for j := range i {
		f, g, col := d[j], e[j], q.column(j)
		for k := j; k < i; k++ {
			col[k] -= f*e[k] + g*d[k]
		}
		d[j], col[i] = col[i-1], 0
	}
}

// accumulate multiplies the reflections together.
func (q *ql) accumulate() {
	n, d := q.n, q.d
	for i := range n - 1 {
		q.v[i*n+n-1], q.v[i*n+i] = q.v[i*n+i], 1
		next := q.column(i + 1)
		if h := d[i+1]; h != 0 {
			for k := range i + 1 {
				d[k] = next[k] / h
			}
			for j := range i + 1 {
				col, g := q.column(j), 0.0
				for k := range i + 1 {
					g += next[k] * col[k]
				}
				for k := range i + 1 {
					col[k] -= g * d[k]
				}
			}
		}
		clear(next[:i+1])
	}
	for j := range n {
		d[j], q.v[j*n+n-1] = q.v[j*n+n-1], 0
	}
	q.v[n*n-1] = 1
	q.e[0] = 0
}

// iterate makes the tridiagonal matrix diagonal by implicitly shifted QL and turns v with it.
func (q *ql) iterate() {
	n, d, e := q.n, q.d, q.e
	copy(e, e[1:])
	e[n-1] = 0
	shift, size := 0.0, 0.0
	for l := range n {
		size = math.Max(size, math.Abs(d[l])+math.Abs(e[l]))
		m := l
		for m < n-1 && math.Abs(e[m]) > 0x1p-52*size {
			m++
		}
		for turns := 0; m > l && turns < 60; turns++ { // two or three are usual
			g := d[l]
			p := (d[l+1] - g) / (2 * e[l])
			r := length(p, 1)
			if p < 0 {
				r = -r
			}
			d[l] = e[l] / (p + r)
			d[l+1] = e[l] * (p + r)
			h, after := g-d[l], d[l+1]
			for i := l + 2; i < n; i++ {
				d[i] -= h
			}
			shift += h
			q.sweep(l, m, after)
			if !(math.Abs(e[l]) > 0x1p-52*size) {
				break
			}
		}
		d[l] += shift
		e[l] = 0
	}
}

// sweep is one QL step on rows l … m; after is d[l+1] as the shift left it.
func (q *ql) sweep(l, m int, after float64) {
	d, e := q.d, q.e
	p, below := d[m], e[l+1]
	c, c2, c3, s, s2 := 1.0, 1.0, 1.0, 0.0, 0.0
	for i := m - 1; i >= l; i-- {
		c3, c2, s2 = c2, c, s
		g, h := c*e[i], c*p
		r := length(p, e[i])
		e[i+1] = s * r
		s, c = e[i]/r, p/r
		p = c*d[i] - s*g
		d[i+1] = h + s*(c*g+s*d[i])
		x, y := q.column(i), q.column(i+1)
		for k, a := range x {
			b := y[k]
			y[k] = s*a + c*b
			x[k] = c*a - s*b
		}
	}
	p = -s * s2 * c3 * below * e[l] / after
	e[l], d[l] = s*p, c*p
}

// length is √(a² + b²) without overflow.
func length(a, b float64) float64 {
	a, b = math.Abs(a), math.Abs(b)
	if a < b {
		a, b = b, a
	}
	if a == 0 {
		return 0
	}
	t := b / a
	return a * math.Sqrt(1+t*t)
}
