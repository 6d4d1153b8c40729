// Package plane lays planes and lines through the parameters of a network, and says how well they hold a trajectory.
//
// Sums over parameters are made in float64 and in a fixed order, so that every processor gives the same bits.
package plane

import (
	"fmt"
	"math"
)

// Plane is the set of points Origin + a·U + b·V. U and V need not be orthogonal nor of length 1.
type Plane struct {
	Origin, U, V []float32

	uu, uv, vv float64 // products of the directions
}

// New is the plane through a point. It fails where the directions are zero or one is a multiple of the other.
func New(origin, u, v []float32) (*Plane, error) {
	p := &Plane{Origin: origin, U: u, V: v, uu: dot(u, u), uv: dot(u, v), vv: dot(v, v)}
	if d := float64(p.uu*p.vv) - float64(p.uv*p.uv); !(d > 1e-9*float64(p.uu*p.vv)) {
		return nil, fmt.Errorf("plane: its two directions are one, or 0: lengths %.3g and %.3g", math.Sqrt(p.uu), math.Sqrt(p.vv))
	}
	return p, nil
}

// At writes the point (a, b) to w.
func (p *Plane) At(a, b float64, w []float32) {
	x, y := float32(a), float32(b)
	for i, o := range p.Origin {
		w[i] = (o + float32(x*p.U[i])) + float32(y*p.V[i])
	}
}

// Project gives the coordinates of the plane's point next to w, and how far that is.
func (p *Plane) Project(w []float32) (a, b, distance float64) {
	d := make([]float32, len(w))
	for i := range d {
		d[i] = w[i] - p.Origin[i]
	}
	du, dv := dot(d, p.U), dot(d, p.V)
	det := float64(p.uu*p.vv) - float64(p.uv*p.uv)
	a = (float64(du*p.vv) - float64(dv*p.uv)) / det
	b = (float64(dv*p.uu) - float64(du*p.uv)) / det
	for i := range d {
		d[i] = float32(float64(d[i]) - float64(a*float64(p.U[i])) - float64(b*float64(p.V[i])))
	}
	return a, b, norm(d)
}

// Through is the plane through three points, with orthonormal directions: U towards b, the middle of the picture at their mean.
func Through(a, b, c []float32) (*Plane, error) {
	n := len(a)
	origin, u, v := make([]float32, n), make([]float32, n), make([]float32, n)
	for i := range n {
		origin[i] = float32((float64(a[i]) + float64(b[i]) + float64(c[i])) / 3)
		u[i], v[i] = b[i]-a[i], c[i]-a[i]
	}
	if err := orthonormal(u, v); err != nil {
		return nil, err
	}
	return New(origin, u, v)
}

// orthonormal makes two directions orthonormal, the first one keeping its own.
func orthonormal(u, v []float32) error {
	uu, vv := norm(u), norm(v)
	if uu == 0 || vv == 0 {
		return fmt.Errorf("plane: two of its points are one")
	}
	scale(u, 1/uu)
	scale(v, 1/vv)
	for range 2 {
		add(v, -dot(u, v), u)
	}
	left := norm(v)
	if left < 1e-5 {
		return fmt.Errorf("plane: its points lie on one line")
	}
	scale(v, 1/left)
	return nil
}

// dot is Σ xᵢyᵢ in four lanes, element i in lane i mod 4, then (0+1)+(2+3).
func dot(x, y []float32) float64 {
	var a, b, c, d float64
	y = y[:len(x)]
	for ; len(x) >= 4; x, y = x[4:], y[4:] {
		a += float64(x[0]) * float64(y[0])
		b += float64(x[1]) * float64(y[1])
		c += float64(x[2]) * float64(y[2])
		d += float64(x[3]) * float64(y[3])
	}
	for i, v := range x {
		a += float64(v) * float64(y[i])
	}
	return (a + b) + (c + d)
}

func norm(x []float32) float64 { return math.Sqrt(dot(x, x)) }

func scale(x []float32, t float64) {
	for i, v := range x {
		x[i] = float32(float64(v) * t)
	}
}

// add sets y = y + t·x.
func add(y []float32, t float64, x []float32) {
	for i, v := range x {
		y[i] = float32(float64(y[i]) + float64(t*float64(v)))
	}
}
