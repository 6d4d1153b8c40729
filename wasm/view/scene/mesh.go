package scene

import (
	"fmt"
	"math"
)

// Box is the half size of a surface's box in world units; the longer of X and Y is 1.
type Box struct{ X, Y, Z float64 }

const (
	tallness  = 0.58 // height of a box in units of its longer side
	floorGap  = 0.10 // how far the floor lies below the lowest point, in units of the height
	minAspect = 0.55 // a box narrower than this is drawn wider than it is
)

func (b Box) floor() float64 { return -b.Z * (1 + 2*floorGap) }
func (b Box) top() float64   { return b.Z }

func (b Box) corners() [8]V3 {
	var c [8]V3
	for i := range c {
		c[i] = V3{b.X * float64(i&1*2-1), b.Y * float64(i>>1&1*2-1), b.top()}
		if i >= 4 {
			c[i].Z = b.floor()
		}
	}
	return c
}

// Surface is a height field as the page sends it.
type Surface struct {
	N          int        // samples per side
	Range      [4]float64 // xmin, xmax, ymin, ymax in the user's units
	Heights    []float32  // N×N values of f, row-major, rows from ymin, columns from xmin; NaN is a hole
	ZMin, ZMax float64    // values of f at the bottom and the top of the box; what lies outside is cut off
	Log        bool       // heights are drawn on a logarithmic scale, see scale
}

// scale maps values of f to heights 0 … 1 in the box: (f − zmin)/span, or of that the logarithm log₁₀(1 + 100·)/log₁₀ 101.
type scale struct {
	zmin, zspan float64
	log         bool
}

// bend is by how much a logarithmic scale stretches its bottom: as much as keeps a well from looking like a needle.
const bend = 100

func newScale(s *Surface) scale {
	c := scale{s.ZMin, s.ZMax - s.ZMin, s.Log}
	if c.zspan == 0 {
		return scale{zmin: s.ZMin - 0.5, zspan: 1} // a plane: in the middle of its box
	}
	return c
}

func (c scale) unit(f float64) float64 {
	t := (f - c.zmin) / c.zspan
	if !c.log || t < 0 {
		return t
	}
	return math.Log1p(bend*t) / math.Log1p(bend)
}

// value is the inverse of unit.
func (c scale) value(t float64) float64 {
	if c.log && t > 0 {
		t = math.Expm1(t*math.Log1p(bend)) / bend
	}
	return c.zmin + t*c.zspan
}

// ticks gives round values of f; on a logarithmic axis the bottom and one near each quarter of the height.
func (c scale) ticks() []Tick {
	if !c.log {
		return between(c.zmin, c.zmin+c.zspan, 4)
	}
	digit := math.Pow(10, math.Floor(math.Log10(c.zspan))-3) // what is smaller cannot be told apart on the axis
	low := math.Round(c.zmin/digit) * digit
	out := []Tick{{low, short(low)}}
	for _, t := range []float64{.25, .5, .75, 1} {
		digit := math.Pow(10, math.Floor(math.Log10(c.value(min(t+.1, 1))-c.value(t-.1))))
		f := math.Round(c.value(t)/digit) * digit
		if math.Abs(c.unit(f)-t) > .05 {
			digit /= 2
			f = math.Round(c.value(t)/digit) * digit
		}
		if f > c.zmin+c.zspan {
			f -= digit
		}
		if c.unit(f)-c.unit(out[len(out)-1].at) > .12 {
			out = append(out, Tick{f, short(f)})
		}
	}
	return out
}

// Check tells what is wrong with s.
func (s *Surface) Check() error {
	switch r := s.Range; {
	case s.N < 2 || s.N > 1024:
		return fmt.Errorf("surface: n is %d; a number from 2 to 1024", s.N)
	case len(s.Heights) != s.N*s.N:
		return fmt.Errorf("surface: %d heights, want %d × %d", len(s.Heights), s.N, s.N)
	case !(r[0] < r[1] && r[2] < r[3]) || math.IsInf(r[1]-r[0], 0) || math.IsInf(r[3]-r[2], 0):
		return fmt.Errorf("surface: box %v; xmin < xmax and ymin < ymax", r)
	case !(s.ZMin <= s.ZMax) || math.IsInf(s.ZMax-s.ZMin, 0):
		return fmt.Errorf("surface: zmin %v, zmax %v; finite numbers, zmin ≤ zmax", s.ZMin, s.ZMax)
	}
	return nil
}

// Mesh is a surface in the world: vertices on a regular grid, each cell cut into two triangles along the same diagonal.
type Mesh struct {
	Box
	scale
	n      int
	rng    [4]float64
	xs, ys []float64 // world coordinates of columns and rows
	t      []float32 // height in units of the box, 0 … 1 inside, n×n
	normal [][3]float32
	whole  []bool // cell (i, j) at j·(n−1)+i is drawn: no hole, not wholly above or below the box
}

// NewMesh places s in the world. s must have passed Check; its heights are copied.
func NewMesh(s *Surface) *Mesh {
	n, r := s.N, s.Range
	m := &Mesh{n: n, rng: r, scale: newScale(s)}
	w, h := r[1]-r[0], r[3]-r[2]
	side := max(w, h)
	m.Box = Box{max(w/side, minAspect), max(h/side, minAspect), tallness}
	m.xs, m.ys = make([]float64, n), make([]float64, n)
	for i := range n {
		u := 2*float64(i)/float64(n-1) - 1
		m.xs[i], m.ys[i] = m.X*u, m.Y*u
	}
	m.t = make([]float32, n*n)
	for k, z := range s.Heights {
		m.t[k] = float32(m.unit(float64(z)))
	}
	m.normals()
	m.cells()
	return m
}

// normals are those of the central differences; beside a hole or an edge, of one-sided ones.
func (m *Mesh) normals() {
	n := m.n
	m.normal = make([][3]float32, n*n)
	dx, dy := m.xs[1]-m.xs[0], m.ys[1]-m.ys[0]
	slope := func(k, step, i int, d float64) float64 {
		a, b := k, k
		if i > 0 && !isNaN(m.t[k-step]) {
			a = k - step
		}
		if i < n-1 && !isNaN(m.t[k+step]) {
			b = k + step
		}
		if a == b {
			return 0
		}
		return float64(m.t[b]-m.t[a]) * 2 * m.Z / (d * float64((b-a)/step))
	}
	for j := range n {
		for i := range n {
			k := j*n + i
			v := V3{-slope(k, 1, i, dx), -slope(k, n, j, dy), 1}.unit()
			m.normal[k] = [3]float32{float32(v.X), float32(v.Y), float32(v.Z)}
		}
	}
}

func (m *Mesh) cells() {
	n := m.n
	m.whole = make([]bool, (n-1)*(n-1))
	for j := range n - 1 {
		for i := range n - 1 {
			k := j*n + i
			a, b, c, d := m.t[k], m.t[k+1], m.t[k+n], m.t[k+n+1]
			lo, hi := min(a, b, c, d), max(a, b, c, d) // NaN if any is
			m.whole[j*(n-1)+i] = lo <= 1 && hi >= 0 && !math.IsInf(float64(hi-lo), 0)
		}
	}
}

func isNaN(x float32) bool { return x != x }

// World gives the world coordinates of (x, y) in the user's units, on the floor of height zero.
func (m *Mesh) World(x, y float64) V3 {
	return V3{m.X * (2*(x-m.rng[0])/(m.rng[1]-m.rng[0]) - 1), m.Y * (2*(y-m.rng[2])/(m.rng[3]-m.rng[2]) - 1), 0}
}

// User is the inverse of World; f is the value whose height is that of p.
func (m *Mesh) User(p V3) (x, y, f float64) {
	return m.rng[0] + (p.X/m.X+1)/2*(m.rng[1]-m.rng[0]), m.rng[2] + (p.Y/m.Y+1)/2*(m.rng[3]-m.rng[2]), m.value((p.Z/m.Z + 1) / 2)
}

// z gives the world height of a height in units of the box.
func (m *Mesh) z(t float64) float64 { return m.Z * (2*t - 1) }

// cell finds the cell of the world position (x, y) and the place in it, 0 … 1.
func (m *Mesh) cell(x, y float64) (i, j int, u, v float64, ok bool) {
	fx, fy := (x/m.X+1)/2*float64(m.n-1), (y/m.Y+1)/2*float64(m.n-1)
	const slack = 1e-9
	if !(fx >= -slack && fy >= -slack && fx <= float64(m.n-1)+slack && fy <= float64(m.n-1)+slack) {
		return 0, 0, 0, 0, false
	}
	i, j = min(max(int(fx), 0), m.n-2), min(max(int(fy), 0), m.n-2)
	return i, j, fx - float64(i), fy - float64(j), true
}

// HeightAt gives the world height of the drawn triangle above or below the world position (x, y); false outside the box, in a
// hole, and where the surface is cut off.
func (m *Mesh) HeightAt(x, y float64) (float64, bool) {
	i, j, u, v, ok := m.cell(x, y)
	if !ok || !m.whole[j*(m.n-1)+i] {
		return 0, false
	}
	k := j*m.n + i
	a, b, c, d := float64(m.t[k]), float64(m.t[k+1]), float64(m.t[k+m.n]), float64(m.t[k+m.n+1])
	t := a + u*(b-a) + v*(c-a)
	if u+v > 1 {
		t = d + (1-u)*(c-d) + (1-v)*(b-d)
	}
	return m.z(t), t >= -cutSlack && t <= 1+cutSlack
}

// cutSlack keeps the lowest and the highest point, which rounding may put outside of 0 … 1.
const cutSlack = 1e-4
