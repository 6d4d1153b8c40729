package landscape

import (
	"math"

	"saddlelab/core/eig"
)

// Plane is a plane in the space of a function of more than two variables: its points are O + xU + yV. U and V are orthonormal.
type Plane struct {
	O, U, V []float64
	// Explained is the share of the variance of the points it was fitted to that lies within it; 1 of a plane that was chosen.
	Explained float64
}

// Lift writes the point at x, y to p.
func (pl *Plane) Lift(x, y float64, p []float64) {
	for i := range p {
		p[i] = pl.O[i] + x*pl.U[i] + y*pl.V[i]
	}
}

// Drop gives the coordinates of the point of the plane that is nearest to p, and the distance. On a manifold (round) p is first moved
// along its ray from 0 onto the plane's height over 0, as its values do not change there.
func (pl *Plane) Drop(p []float64, round bool) (x, y, off float64) {
	scale := 1.0
	if round {
		oo, op := 0.0, 0.0
		for i := range p {
			oo += pl.O[i] * pl.O[i]
			op += pl.O[i] * p[i]
		}
		scale = oo / op
		if !(scale > 0) { // beyond the horizon
			return math.NaN(), math.NaN(), math.Inf(1)
		}
	}
	for i := range p {
		d := scale*p[i] - pl.O[i]
		x += d * pl.U[i]
		y += d * pl.V[i]
	}
	sum := 0.0
	for i := range p {
		d := scale*p[i] - pl.O[i] - x*pl.U[i] - y*pl.V[i]
		sum += d * d
	}
	return x, y, math.Sqrt(sum)
}

// Coordinates is the plane along coordinates i and j, from 0, through a point.
func Coordinates(through []float64, i, j int) *Plane {
	d := len(through)
	pl := &Plane{O: append([]float64(nil), through...), U: make([]float64, d), V: make([]float64, d), Explained: 1}
	pl.O[i], pl.O[j] = 0, 0
	pl.U[i], pl.V[j] = 1, 1
	return pl
}

// Fit is the plane through the mean of points in which they vary most (principal components, Pearson 1901). points is n×d, row-major.
// On a manifold (round) the plane touches it at the mean's direction.
func Fit(points []float64, d int, round bool) *Plane {
	n := len(points) / d
	pl := &Plane{O: make([]float64, d), U: make([]float64, d), V: make([]float64, d)}
	for k := range n {
		for i := range d {
			pl.O[i] += points[k*d+i] / float64(n)
		}
	}
	if round {
		toSphere(pl.O)
	}
	c, v := make([]float64, d*d), make([]float64, d*d)
	diff := make([]float64, d)
	for k := range n {
		dot := 0.0
		for i := range d {
			diff[i] = points[k*d+i] - pl.O[i]
			dot += diff[i] * pl.O[i]
		}
		for i := range d {
			if round {
				diff[i] -= dot * pl.O[i]
			}
			for j := range i + 1 {
				c[i*d+j] += diff[i] * diff[j] / float64(n)
			}
		}
	}
	total := 0.0
	for i := range d {
		total += c[i*d+i]
		for j := range i {
			c[j*d+i] = c[i*d+j]
		}
	}
	if round { // never the direction across
		for i := range d {
			for j := range d {
				c[i*d+j] -= (1 + total) * pl.O[i] * pl.O[j]
			}
		}
	}
	eig.Symmetric(c, v, d)
	first, second := -1, -1
	for k := range d {
		if first < 0 || c[k*d+k] > c[first*d+first] {
			first, second = k, first
		} else if second < 0 || c[k*d+k] > c[second*d+second] {
			second = k
		}
	}
	for i := range d {
		pl.U[i], pl.V[i] = v[i*d+first], v[i*d+second]
	}
	for _, u := range [][]float64{pl.U, pl.V} { // one of the two signs: the largest entry is positive
		big := 0
		for i := range u {
			if math.Abs(u[i]) > math.Abs(u[big])*(1+1e-9) {
				big = i
			}
		}
		if u[big] < 0 {
			for i := range u {
				u[i] = -u[i]
			}
		}
	}
	pl.Explained = 1
	if total > 0 {
		pl.Explained = min(1, (max(0, c[first*d+first])+max(0, c[second*d+second]))/total)
	}
	return pl
}

// toSphere brings x to unit length; 0 stays.
func toSphere(x []float64) {
	sum := 0.0
	for _, v := range x {
		sum += v * v
	}
	if sum > 0 {
		r := math.Sqrt(sum)
		for i := range x {
			x[i] /= r
		}
	}
}

// Slice is the function on a plane, as a surface. Its critical points are those of the slice alone and say nothing of the space: it
// has none.
func (sp *Space) Slice(pl *Plane, box [4]float64) *Surface {
	d := sp.D
	p, g, h := make([]float64, d), make([]float64, d), make([]float64, d*d)
	quadratic := func(u, v []float64) (sum float64) {
		for i := range d {
			for j := range d {
				sum += u[i] * h[i*d+j] * v[j]
			}
		}
		return sum
	}
	return &Surface{
		Box: box, Plane: pl, Of: sp, Critical: []Critical{},
		F: func(x, y float64) float64 {
			pl.Lift(x, y, p)
			return sp.F(p)
		},
		Grad: func(x, y float64) (gx, gy float64) {
			pl.Lift(x, y, p)
			sp.Grad(p, g)
			for i := range d {
				gx += g[i] * pl.U[i]
				gy += g[i] * pl.V[i]
			}
			return gx, gy
		},
		Hess: func(x, y float64) (xx, xy, yy float64) {
			pl.Lift(x, y, p)
			sp.Hess(p, h)
			return quadratic(pl.U, pl.U), quadratic(pl.U, pl.V), quadratic(pl.V, pl.V)
		},
	}
}
