package scene

import (
	"math"
	"slices"
)

// Label is text beside the picture, centred at (X, Y) in css pixels.
type Label struct {
	Text string  `json:"text"`
	Kind string  `json:"kind"` // x, y or z for a number on that axis, name for the axis's letter
	X    float64 `json:"x"`
	Y    float64 `json:"y"`
}

const (
	tickAway  = 15.0 // of a number from its edge, css pixels
	nameAway  = 36.0
	tickRoom  = 30.0 // between two numbers on the same edge
	zTickRoom = 15.0
)

// labels places the numbers along the two floor edges before the surface and the upright edge at its side, and names x and y.
func labels(p *Projection, m *Mesh, t *ticks, scale float64) []Label {
	c, lo := m.corner(p.Eye), m.floor()
	cx, cy, _ := p.Project(V3{0, 0, lo})
	var out []Label
	edge := func(kind, name string, ts []Tick, at func(float64) V3, room float64, from, to V3) {
		x0, y0, _ := p.Project(from)
		x1, y1, _ := p.Project(to)
		tx, ty := unit2(x1-x0, y1-y0)
		nx, ny := -ty, tx // away from the middle of the floor
		if nx*((x0+x1)/2-cx)+ny*((y0+y1)/2-cy) < 0 {
			nx, ny = -nx, -ny
		}
		if kind == "z" {
			nx, ny = math.Copysign(1, (x0+x1)/2-cx), 0
		}
		every := 1
		if n := len(ts); n > 1 {
			for every < n && math.Hypot(x1-x0, y1-y0)/scale*float64(every)/float64(n) < room {
				every *= 2
			}
		}
		for i, k := range ts {
			if every > 1 && (i-zeroAt(ts))%every != 0 {
				continue
			}
			x, y, _ := p.Project(at(k.at))
			l := Label{k.text, kind, x/scale + nx*(tickAway+wide(k.text)*math.Abs(nx)), y/scale + ny*tickAway}
			if !slices.ContainsFunc(out, l.covers) {
				out = append(out, l)
			}
		}
		if name != "" {
			out = append(out, Label{name, "name", (x0+x1)/2/scale + nx*nameAway, (y0+y1)/2/scale + ny*nameAway})
		}
	}
	edge("x", "x", t.x, func(v float64) V3 { return V3{m.World(v, 0).X, c.frontY, lo} }, tickRoom,
		V3{-m.X, c.frontY, lo}, V3{m.X, c.frontY, lo})
	edge("y", "y", t.y, func(v float64) V3 { return V3{c.frontX, m.World(0, v).Y, lo} }, tickRoom,
		V3{c.frontX, -m.Y, lo}, V3{c.frontX, m.Y, lo})
	side := V3{c.backX, c.frontY, 0}
	if x, _, _ := p.Project(V3{c.frontX, c.backY, 0}); x > cx {
		side = V3{c.frontX, c.backY, 0}
	}
	edge("z", "", t.z, func(v float64) V3 { return V3{side.X, side.Y, m.z(m.unit(v))} }, zTickRoom,
		V3{side.X, side.Y, m.z(0)}, V3{side.X, side.Y, m.z(1)})
	return out
}

// covers says that the texts of l and o touch each other, as they may in a corner.
func (l Label) covers(o Label) bool {
	return math.Abs(l.X-o.X) < 22+wide(l.Text)+wide(o.Text) && math.Abs(l.Y-o.Y) < 15
}

// wide is how much of half a number's width goes beyond the first two characters, css pixels.
func wide(s string) float64 { return 3.5 * float64(max(len([]rune(s))-2, 0)) }

// half is half a number's width, css pixels.
func half(s string) float64 { return 3.7 * float64(len([]rune(s))) }

// zeroAt is the index of 0 among ts, which is labelled if any is; 0 if there is none.
func zeroAt(ts []Tick) int {
	for i, k := range ts {
		if k.text == "0" {
			return i
		}
	}
	return 0
}
