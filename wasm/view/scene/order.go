package scene

// project writes the surface's vertices on the screen: Src is the world position, Color (height 0 … 1, depth, pixel size, world
// height), Custom the normal.
func (m *Mesh) project(dst []Vertex, p *Projection, px float64) []Vertex {
	return m.lay(dst, p, px, false)
}

// ground projects the same vertices onto the floor, where the shader draws their contour lines alone.
func (m *Mesh) ground(dst []Vertex, p *Projection, px float64) []Vertex {
	return m.lay(dst, p, px, true)
}

func (m *Mesh) lay(dst []Vertex, p *Projection, px float64, flat bool) []Vertex {
	n := m.n
	if cap(dst) < n*n {
		dst = make([]Vertex, n*n)
	}
	dst = dst[:n*n]
	k := 0
	for j := range n {
		for i := range n {
			t := m.t[k]
			if isNaN(t) {
				t = 0 // belongs to no cell that is drawn
			}
			w, below := V3{m.xs[i], m.ys[j], m.z(float64(t))}, float32(0)
			if flat {
				w.Z, below = m.floor(), 1
			}
			x, y, d := p.Project(w)
			nv := m.normal[k]
			dst[k] = Vertex{
				DstX: float32(x), DstY: float32(y), SrcX: float32(w.X), SrcY: float32(w.Y),
				ColorR: t, ColorG: float32(d), ColorB: float32(px), ColorA: float32(w.Z),
				Custom0: nv[0], Custom1: nv[1], Custom2: nv[2], Custom3: below,
			}
			k++
		}
	}
	return dst
}

// order writes the indices of all drawn triangles, far ones first, for an eye above (x, y). Exact for a height field: along each
// axis, cells on this side of the eye's own come in ascending order, then the others in descending order.
func (m *Mesh) order(dst []uint32, eye V3) []uint32 {
	n := m.n
	dst = dst[:0]
	dx, dy := m.xs[1]-m.xs[0], m.ys[1]-m.ys[0]
	turnX, turnY := before(m.xs, eye.X), before(m.ys, eye.Y)
	for q := range n - 1 {
		j := sweep(q, turnY, n-1)
		ey := (eye.Y - m.ys[j]) / dy
		for r := range n - 1 {
			i := sweep(r, turnX, n-1)
			if !m.whole[j*(n-1)+i] {
				continue
			}
			a := uint32(j*n + i)
			b, c, d := a+1, a+uint32(n), a+uint32(n)+1
			if (eye.X-m.xs[i])/dx+ey < 1 { // the eye is on a's side of the diagonal
				dst = append(dst, b, d, c, a, b, c)
			} else {
				dst = append(dst, a, b, c, b, d, c)
			}
		}
	}
	return dst
}

// before counts the cells that end before e.
func before(xs []float64, e float64) int {
	k := 0
	for k < len(xs)-1 && xs[k+1] <= e {
		k++
	}
	return k
}

// sweep gives the q-th cell of 0 … n−1 when the first turn of them ascend and the rest descend.
func sweep(q, turn, n int) int {
	if q < turn {
		return q
	}
	return n - 1 - (q - turn)
}
