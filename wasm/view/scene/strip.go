package scene

import "math"

// Widths in css pixels.
const (
	casingWidth = 4.8
	strokeWidth = 2.5
	dotWidth    = 2.0  // of the dots that stand for a hidden part
	lift        = 2e-3 // of a path above the surface, world units: a line seen at a grazing angle is not to sink
)

// What the path shader draws: it tells them apart by Custom2.
const (
	casing = 0
	stroke = 1
)

// onScreen is a projected point of a path and the length of the path up to it.
type onScreen struct{ x, y, d, along float64 }

// strips adds the casing and over it the stroke of every piece of a path: Src is the point of the centre line, where the shader
// asks whether the path is hidden, Color (r, g, b, depth), Custom (along, across, casing or stroke, half width), pixels.
func (b *builder) strips(points []V3, rgb [3]float32) {
	for len(points) > 0 {
		k := 0
		for k < len(points) && !isGap(points[k]) {
			k++
		}
		b.screen(points[:k])
		b.strip(casing, casingWidth, [3]float32{1, 1, 1})
		b.strip(stroke, strokeWidth, rgb)
		points = points[min(k+1, len(points)):]
	}
}

// screen projects one piece and leaves out what is closer than a pixel to its predecessor.
func (b *builder) screen(points []V3) {
	b.line = b.line[:0]
	near := 0.8 * b.px
	for i, p := range points {
		p.Z += lift
		x, y, d := b.p.Project(p)
		q := onScreen{x, y, d, 0}
		if k := len(b.line); k > 0 {
			last := b.line[k-1]
			l := math.Hypot(x-last.x, y-last.y)
			if l < near {
				if i == len(points)-1 && k > 1 {
					b.line[k-1].x, b.line[k-1].y, b.line[k-1].d = x, y, d
				}
				continue
			}
			q.along = last.along + l
		}
		b.line = append(b.line, q)
	}
}

func (b *builder) strip(kind float32, width float64, rgb [3]float32) {
	if len(b.line) < 2 {
		return
	}
	half := width / 2 * b.px
	reach := half + 1 // room for the smooth edge
	var ax, ay float64
	for i, q := range b.line {
		bx, by := ax, ay
		if i < len(b.line)-1 {
			n := b.line[i+1]
			bx, by = unit2(n.x-q.x, n.y-q.y)
		}
		if i == 0 {
			ax, ay = bx, by
		}
		turn := ax*bx + ay*by
		if turn < -0.2 { // a mitre would be a spike: end the strip here and begin it again in the new direction
			b.rib(kind, q, ax, ay, 1, half, reach, rgb, i > 0)
			b.rib(kind, q, bx, by, 1, half, reach, rgb, false)
		} else {
			tx, ty := unit2(ax+bx, ay+by)
			b.rib(kind, q, tx, ty, tx*ax+ty*ay, half, reach, rgb, i > 0)
		}
		ax, ay = bx, by
	}
}

// rib adds the two vertices across the line at q, whose direction is (tx, ty), and joins them to the two before.
func (b *builder) rib(kind float32, q onScreen, tx, ty, mitre, half, reach float64, rgb [3]float32, join bool) {
	t := &b.s.Paths
	k := uint32(len(t.V))
	v := Vertex{
		SrcX: float32(q.x * b.sample), SrcY: float32(q.y * b.sample),
		ColorR: rgb[0], ColorG: rgb[1], ColorB: rgb[2], ColorA: float32(q.d),
		Custom0: float32(q.along), Custom2: kind, Custom3: float32(half),
	}
	for side := -1.0; side <= 1; side += 2 {
		v.DstX, v.DstY = float32(q.x-ty*side*reach/mitre), float32(q.y+tx*side*reach/mitre)
		v.Custom1 = float32(side * reach)
		t.V = append(t.V, v)
	}
	if join {
		t.I = append(t.I, k-2, k-1, k, k-1, k, k+1)
	}
}

func unit2(x, y float64) (float64, float64) {
	l := math.Hypot(x, y)
	if l < 1e-9 {
		return 1, 0
	}
	return x / l, y / l
}
