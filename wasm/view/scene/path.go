package scene

import "math"

// Path is one run: its iterates in the user's units as x, y, f triples, drawn up to the iterate Head.
type Path struct {
	Style  int // 1 … 7, colour and head marker
	Points []float32
	Head   int
}

// track is a path laid on a mesh: points close enough together that the line between two of them follows the surface.
type track struct {
	style  int
	raw    []float32 // the iterates laid so far, x, y, f triples
	points []V3      // a gap, NaN, where the path leaves the surface
	at     []int     // points[:at[k]] belong to the iterates 0 … k
	head   int
}

// lay brings the track up to date with p; what it has of the same path already stays.
func (tr *track) lay(m *Mesh, p Path) {
	tr.style = p.Style
	n := len(p.Points) / 3
	same := min(len(tr.raw)/3, n)
	for i := range 3 * same {
		if math.Float32bits(tr.raw[i]) != math.Float32bits(p.Points[i]) {
			same = 0
			break
		}
	}
	if same == 0 {
		*tr = track{style: p.Style, raw: tr.raw[:0], points: tr.points[:0], at: tr.at[:0]}
	} else if same < len(tr.raw)/3 {
		tr.raw, tr.at = tr.raw[:3*same], tr.at[:same]
		tr.points = tr.points[:tr.at[same-1]]
	}
	for k := same; k < n; k++ {
		q := p.Points[3*k : 3*k+3]
		tr.extend(m, q[0], q[1], k > 0)
		tr.raw = append(tr.raw, q...)
		tr.at = append(tr.at, len(tr.points))
	}
	tr.head = min(max(p.Head, 0), n-1)
}

// extend walks from the last iterate to (x, y) in steps of at most a mesh cell and keeps what lies on the surface.
func (tr *track) extend(m *Mesh, x, y float32, joined bool) {
	to := m.World(float64(x), float64(y))
	from, steps := to, 1
	if joined {
		k := len(tr.raw)
		from = m.World(float64(tr.raw[k-3]), float64(tr.raw[k-2]))
		d := max(math.Abs(to.X-from.X)/(m.xs[1]-m.xs[0]), math.Abs(to.Y-from.Y)/(m.ys[1]-m.ys[0]))
		if d <= longStep {
			steps = max(1, int(math.Ceil(d)))
		} else { // NaN as well
			tr.leave()
		}
	}
	for i := 1; i <= steps; i++ {
		q := to
		if i < steps {
			q = from.lerp(to, float64(i)/float64(steps))
		}
		z, ok := m.HeightAt(q.X, q.Y)
		if !ok {
			tr.leave()
			continue
		}
		q.Z = z
		tr.points = append(tr.points, q)
	}
}

// longStep, in cells, is a step that leaves the box by far; what would be drawn of it says nothing.
const longStep = 4096

// leave marks that the path leaves the surface: whatever comes next begins a new piece.
func (tr *track) leave() {
	if k := len(tr.points); k > 0 && !isGap(tr.points[k-1]) {
		tr.points = append(tr.points, V3{X: math.NaN()})
	}
}

func isGap(p V3) bool { return math.IsNaN(p.X) }

// drawn gives the points up to the head, and the last of them that lies on the surface.
func (tr *track) drawn() (points []V3, head V3, ok bool) {
	if tr.head < 0 || len(tr.at) == 0 {
		return nil, V3{}, false
	}
	points = tr.points[:tr.at[tr.head]]
	for i := len(points) - 1; i >= 0; i-- {
		if !isGap(points[i]) {
			return points, points[i], true
		}
	}
	return points, V3{}, false
}
