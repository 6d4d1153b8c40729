package landscape

import "math"

// Critical is a point where the gradient is 0.
type Critical struct {
	X      float64    `json:"x"`
	Y      float64    `json:"y"`
	F      float64    `json:"f"`
	Kind   Kind       `json:"kind"`
	Eig    [2]float64 `json:"eigenvalues"`      // of the Hessian, ascending
	Axis   [2]float64 `json:"eigenvector"`      // of the smaller one, a unit vector; that of the other is perpendicular to it
	Index  int        `json:"index"`            // directions in which f falls to second order: negative eigenvalues beyond rounding
	Higher *Higher    `json:"higher,omitempty"` // of a degenerate point: what higher orders say
}

// at fills in what follows from where the point is.
func (c *Critical) at(s *Surface) {
	c.F = s.F(c.X, c.Y)
	xx, xy, yy := s.Hess(c.X, c.Y)
	c.Eig[0], c.Eig[1] = Eigen2(xx, xy, yy)
	ux, uy := axis(xx, xy, yy, c.Eig[1])
	c.Axis = [2]float64{-uy, ux}
	if c.Axis[0] < 0 || c.Axis[0] == 0 && c.Axis[1] < 0 { // one of the two signs
		c.Axis = [2]float64{uy, -ux}
	}
	c.Axis[0] += 0 // no −0
	tol := flatness(c.Eig[0], c.Eig[1])
	c.Index = 0
	for _, e := range c.Eig {
		if e < -tol {
			c.Index++
		}
	}
	if c.Higher = nil; c.Kind == Degenerate {
		c.Higher = beyond(s, c)
	}
}

// Morse counts the critical points: minima − saddles + maxima. On a coercive function whose critical points are not degenerate it
// is 1 (Milnor 1963, Morse Theory, theorem 5.2, by way of the Euler characteristic of a disk). ok is false where a degenerate
// point forbids the count.
func Morse(points []Critical) (sum int, ok bool) {
	for _, p := range points {
		switch p.Kind {
		case Minimum, Maximum:
			sum++
		case Saddle:
			sum--
		default:
			return 0, false
		}
	}
	return sum, true
}

// axis is a unit eigenvector of (xx xy; xy yy) for its eigenvalue hi: the longer of two forms that cannot both vanish but for a
// multiple of the identity.
func axis(xx, xy, yy, hi float64) (ux, uy float64) {
	ux, uy = hi-yy, xy
	if vx, vy := xy, hi-xx; math.Hypot(vx, vy) > math.Hypot(ux, uy) {
		ux, uy = vx, vy
	}
	if l := math.Hypot(ux, uy); l > 0 {
		return ux / l, uy / l
	}
	return 1, 0
}
