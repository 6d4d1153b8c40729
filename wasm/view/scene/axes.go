package scene

import "math"

// Strength of the lines behind the surface, of rgb(128 134 148): both themes show them.
const (
	wallLine  = 0.30
	floorLine = 0.42
	edgeLine  = 0.60
)

// corner is the pair of walls that the eye sees behind the surface, and the opposite edges of the floor.
type corner struct{ backX, backY, frontX, frontY float64 }

func (b Box) corner(eye V3) corner {
	c := corner{-b.X, -b.Y, b.X, b.Y}
	if eye.X < 0 {
		c.backX, c.frontX = b.X, -b.X
	}
	if eye.Y < 0 {
		c.backY, c.frontY = b.Y, -b.Y
	}
	return c
}

// axes adds floor, two back walls and their grid. The eye is above the floor and before the walls, so that all of it lies behind
// the surface: it is painted first.
func (b *builder) axes(m *Mesh, t *ticks) {
	c, lo, hi := m.corner(b.p.Eye), m.floor(), m.top()
	line := func(strength float64, p, q V3) { b.hair(strength, p, q) }
	for _, k := range t.x {
		x := m.World(k.at, 0).X
		line(floorLine, V3{x, -m.Y, lo}, V3{x, m.Y, lo})
		line(wallLine, V3{x, c.backY, lo}, V3{x, c.backY, hi})
	}
	for _, k := range t.y {
		y := m.World(0, k.at).Y
		line(floorLine, V3{-m.X, y, lo}, V3{m.X, y, lo})
		line(wallLine, V3{c.backX, y, lo}, V3{c.backX, y, hi})
	}
	for _, k := range t.z {
		z := m.z(m.unit(k.at))
		line(wallLine, V3{c.backX, -m.Y, z}, V3{c.backX, m.Y, z})
		line(wallLine, V3{-m.X, c.backY, z}, V3{m.X, c.backY, z})
	}
	for _, s := range []float64{-1, 1} {
		line(edgeLine, V3{s * m.X, -m.Y, lo}, V3{s * m.X, m.Y, lo})
		line(edgeLine, V3{-m.X, s * m.Y, lo}, V3{m.X, s * m.Y, lo})
	}
	const frame = 0.45
	line(frame, V3{c.backX, -m.Y, hi}, V3{c.backX, m.Y, hi})
	line(frame, V3{-m.X, c.backY, hi}, V3{m.X, c.backY, hi})
	line(frame, V3{c.backX, c.backY, lo}, V3{c.backX, c.backY, hi})
	line(frame, V3{c.backX, c.frontY, lo}, V3{c.backX, c.frontY, hi})
	line(frame, V3{c.frontX, c.backY, lo}, V3{c.frontX, c.backY, hi})
}

// hair adds a line one css pixel wide: Custom (across, half width), pixels of the picture; ColorA its strength.
func (b *builder) hair(strength float64, p, q V3) {
	x0, y0, _ := b.p.Project(p)
	x1, y1, _ := b.p.Project(q)
	x0, y0, x1, y1 = x0*b.sample, y0*b.sample, x1*b.sample, y1*b.sample
	half := 0.5 * b.px * b.sample
	reach := half + 1
	tx, ty := unit2(x1-x0, y1-y0)
	at := func(x, y, side float64) Vertex {
		return Vertex{
			DstX: float32(x - ty*side*reach), DstY: float32(y + tx*side*reach), ColorA: float32(strength),
			Custom0: float32(side * reach), Custom1: float32(half),
		}
	}
	b.s.Axes.quad(at(x0, y0, -1), at(x0, y0, 1), at(x1, y1, -1), at(x1, y1, 1))
}

// nice gives the round step, 1, 2 or 5 times a power of ten, that cuts span into about count parts.
func nice(span float64, count int) float64 {
	raw := span / float64(count)
	p := math.Pow(10, math.Floor(math.Log10(raw)))
	for _, k := range []float64{1, 2, 5} {
		if k*p >= raw*0.75 {
			return k * p
		}
	}
	return 10 * p
}
