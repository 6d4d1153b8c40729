package scene

import "math"

// Pick finds where the eye sees the surface at the screen position (x, y): the nearest triangle that the ray meets.
func (m *Mesh) Pick(p *Projection, x, y float64) (V3, bool) {
	o, d := p.Eye, p.Ray(x, y)
	s0, s1 := 0.0, math.Inf(1)
	clip := func(o, d, half float64) {
		if d == 0 {
			if math.Abs(o) > half {
				s1 = -1
			}
			return
		}
		a, b := (-half-o)/d, (half-o)/d
		s0, s1 = max(s0, min(a, b)), min(s1, max(a, b))
	}
	clip(o.X, d.X, m.X)
	clip(o.Y, d.Y, m.Y)
	clip(o.Z, d.Z, m.Z*(1+1e-3))
	if s0 > s1 {
		return V3{}, false
	}
	// Walk the cells under the ray in the order in which it crosses them.
	cw, ch := m.xs[1]-m.xs[0], m.ys[1]-m.ys[0]
	for s := s0; s < s1; {
		mid := o.add(d.mul(s + 1e-9))
		i, j, _, _, ok := m.cell(mid.X, mid.Y)
		if !ok {
			return V3{}, false
		}
		next := s1
		if d.X != 0 {
			next = min(next, leave(o.X, d.X, m.xs[0]+cw*float64(i), cw))
		}
		if d.Y != 0 {
			next = min(next, leave(o.Y, d.Y, m.ys[0]+ch*float64(j), ch))
		}
		if m.whole[j*(m.n-1)+i] {
			if q, ok := m.hit(o, d, i, j, s-1e-7, next+1e-7); ok {
				return q, true
			}
		}
		s = max(next, s+1e-7) + 1e-9
	}
	return V3{}, false
}

// leave says when a ray leaves the interval [lo, lo+w] along one axis.
func leave(o, d, lo, w float64) float64 {
	if d > 0 {
		lo += w
	}
	return (lo - o) / d
}

// hit meets the ray with the two triangles of cell (i, j) between s0 and s1.
func (m *Mesh) hit(o, d V3, i, j int, s0, s1 float64) (V3, bool) {
	k := j*m.n + i
	a, b := m.z(float64(m.t[k])), m.z(float64(m.t[k+1]))
	c, e := m.z(float64(m.t[k+m.n])), m.z(float64(m.t[k+m.n+1]))
	cw, ch := m.xs[1]-m.xs[0], m.ys[1]-m.ys[0]
	best := math.Inf(1)
	try := func(z0, gx, gy float64, upper bool) {
		// The plane z = z0 + gx·u + gy·v over the cell, u and v from 0 to 1.
		u0, ud := (o.X-m.xs[i])/cw, d.X/cw
		v0, vd := (o.Y-m.ys[j])/ch, d.Y/ch
		den := d.Z - gx*ud - gy*vd
		if den == 0 {
			return
		}
		s := (z0 + gx*u0 + gy*v0 - o.Z) / den
		u, v := u0+s*ud, v0+s*vd
		const slack = 1e-6
		in := u >= -slack && v >= -slack && u <= 1+slack && v <= 1+slack
		if upper {
			in = in && u+v >= 1-slack
		} else {
			in = in && u+v <= 1+slack
		}
		t := ((o.Z+s*d.Z)/m.Z + 1) / 2
		if in && s >= s0 && s <= s1 && s < best && t >= -cutSlack && t <= 1+cutSlack {
			best = s
		}
	}
	try(a, b-a, c-a, false)
	try(b+c-e, e-c, e-b, true)
	return o.add(d.mul(best)), !math.IsInf(best, 1)
}
