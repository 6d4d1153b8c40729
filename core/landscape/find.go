package landscape

import (
	"math"
	"sort"
)

// Found is what a search for critical points came to.
type Found struct {
	Points []Critical `json:"points"` // those that stand alone, by height
	Valley bool       `json:"valley"` // there are also points that form curves
}

// Resolution of Find.
const (
	starts = 31   // per side
	rounds = 80   // Newton steps from each start
	apart  = 1e-3 // of the box's diagonal: nearer points are one
)

// Find looks for all points of the box where the gradient is 0, from scratch: Newton's method on the gradient from a grid of
// starts. A step leaves out directions without curvature, where Newton's equation has no answer, is kept to a quarter of the box,
// and is halved until the gradient shrinks. Of points closer than a thousandth of the diagonal the one with the least gradient is
// kept. That none is missed is not proved: the Morse count of a coercive surface is the check.
func Find(s *Surface) *Found {
	dx, dy := s.Box[1]-s.Box[0], s.Box[3]-s.Box[2]
	diagonal := math.Hypot(dx, dy)
	var all []Critical
	var norms []float64
	for i := range starts {
		for j := range starts {
			x := s.Box[0] + dx*(float64(i)+.5)/starts
			y := s.Box[2] + dy*(float64(j)+.5)/starts
			x, y, norm, ok := descend(s, x, y, diagonal/4)
			if !ok || x < s.Box[0] || x > s.Box[1] || y < s.Box[2] || y > s.Box[3] {
				continue
			}
			c := Critical{X: x, Y: y, F: s.F(x, y)}
			lo, hi := Eigen2(s.Hess(x, y))
			if c.Kind = Classify(norm, lo, hi); c.Kind == Moving || c.F != c.F {
				continue
			}
			known := false
			for k := range all {
				if math.Hypot(all[k].X-x, all[k].Y-y) < apart*diagonal {
					known = true
					if norm < norms[k] {
						all[k], norms[k] = c, norm
					}
					break
				}
			}
			if !known {
				all, norms = append(all, c), append(norms, norm)
			}
		}
	}
	f := &Found{Points: []Critical{}}
	for i, c := range all {
		if c.Kind == Degenerate && inCurve(all, i, 0.2*diagonal) {
			f.Valley = true
			continue
		}
		c.at(s)
		f.Points = append(f.Points, c)
	}
	sort.Slice(f.Points, func(i, j int) bool {
		a, b := f.Points[i], f.Points[j]
		if a.F != b.F {
			return a.F < b.F
		}
		return a.X < b.X || a.X == b.X && a.Y < b.Y
	})
	return f
}

// inCurve tells whether point i has at least two degenerate neighbours of its own height: a curve of critical points shows as a
// row of them.
func inCurve(all []Critical, i int, near float64) bool {
	n := 0
	for k, c := range all {
		if k != i && c.Kind == Degenerate && math.Hypot(c.X-all[i].X, c.Y-all[i].Y) < near && math.Abs(c.F-all[i].F) < 1e-6*(1+math.Abs(c.F)) {
			n++
		}
	}
	return n >= 2
}

// descend follows Newton's method; ok where it ends at a gradient that is small against the curvature there.
func descend(s *Surface, x, y, longest float64) (cx, cy, norm float64, ok bool) {
	gx, gy := s.Grad(x, y)
	norm = math.Hypot(gx, gy)
	for range rounds {
		if !(norm > 0) {
			break
		}
		u, v := newton(s, x, y, gx, gy)
		if l := math.Hypot(u, v); l > longest {
			u, v = u*longest/l, v*longest/l
		} else if !(l > 1e-15*(math.Abs(x)+math.Abs(y))) {
			break
		}
		shrunk := false
		for t := 1.0; t > 1e-4; t /= 2 {
			hx, hy := s.Grad(x-t*u, y-t*v)
			if n := math.Hypot(hx, hy); n < norm {
				x, y, gx, gy, norm, shrunk = x-t*u, y-t*v, hx, hy, n, true
				break
			}
		}
		if !shrunk {
			break
		}
	}
	lo, hi := Eigen2(s.Hess(x, y))
	size := math.Max(math.Abs(lo), math.Abs(hi))
	return x, y, norm, norm <= 1e-9*math.Max(1, size)
}

// newton is the step H⁻¹∇f, without the directions in which H is 0.
func newton(s *Surface, x, y, gx, gy float64) (u, v float64) {
	xx, xy, yy := s.Hess(x, y)
	lo, hi := Eigen2(xx, xy, yy)
	ex, ey := axis(xx, xy, yy, hi)
	flattest := 1e-12 * math.Max(math.Abs(lo), math.Abs(hi))
	if math.Abs(hi) > flattest {
		k := (gx*ex + gy*ey) / hi
		u, v = u+k*ex, v+k*ey
	}
	if math.Abs(lo) > flattest {
		k := (gy*ex - gx*ey) / lo
		u, v = u-k*ey, v+k*ex
	}
	return u, v
}

// Steep tells whether heights are better shown on a logarithmic scale: half of them in the lowest hundredth of their range.
func Steep(heights []float64) bool {
	var v []float64
	for _, z := range heights {
		if z-z == 0 {
			v = append(v, z)
		}
	}
	if len(v) == 0 {
		return false
	}
	sort.Float64s(v)
	lo, hi := v[0], v[len(v)-1]
	return v[len(v)/2]-lo < .01*(hi-lo)
}
