package scene

import (
	"math"
	"slices"
	"strings"
)

// Scene holds what is to be seen and turns it into triangles on the screen. It knows no window: draw paints what Build leaves.
type Scene struct {
	Axes, Surface Triangles // change with surface, camera and size only
	Ground        Triangles // contour lines beneath the surface; as these
	Under         Triangles // critical points
	Paths         Triangles
	Over          Triangles // start and heads

	Contours, Critical bool // layers
	HideAxes           bool

	Camera Camera

	mesh   *Mesh
	ticks  ticks
	early  []Path // set before there was a surface
	tracks []*track
	marks  []Mark

	w, h, scale float64 // picture in device pixels, device pixels per css pixel
	big         float64 // of marks, 1 or larger for fingers

	proj  Projection
	stale bool // surface, camera or size changed since the last Build
	line  []onScreen
}

// New gives an empty scene.
func New() *Scene {
	return &Scene{Camera: Home, Contours: true, Critical: true, scale: 1, big: 1, stale: true}
}

// SetSurface shows f, which must have passed Check. zTicks are the values labelled on the upright axis; nil chooses round ones.
func (s *Scene) SetSurface(f *Surface, zTicks []float64) {
	s.mesh = NewMesh(f)
	z := s.mesh.ticks()
	if zTicks != nil {
		z = nil
		for _, v := range zTicks {
			if t := s.mesh.unit(v); t >= 0 && t <= 1 {
				z = append(z, Tick{v, short(v)})
			}
		}
	}
	r := f.Range
	s.ticks = ticks{between(r[0], r[1], 5), between(r[2], r[3], 5), z}
	paths := s.early
	for _, tr := range s.tracks {
		paths = append(paths, Path{tr.style, tr.raw, tr.head})
	}
	s.early, s.tracks = nil, nil
	s.SetPaths(paths)
	s.stale = true
}

// SetPaths shows the paths, whose points are copied; those that only grew since the last call cost what is new of them.
func (s *Scene) SetPaths(paths []Path) {
	if s.mesh == nil {
		s.early = nil
		for _, p := range paths {
			p.Points = slices.Clone(p.Points)
			s.early = append(s.early, p)
		}
		return
	}
	for len(s.tracks) < len(paths) {
		s.tracks = append(s.tracks, &track{})
	}
	s.tracks = s.tracks[:len(paths)]
	for i, p := range paths {
		s.tracks[i].lay(s.mesh, p)
	}
}

// SetMarks shows the marks.
func (s *Scene) SetMarks(marks []Mark) { s.marks = marks }

// SetLayers shows or hides contour lines and critical points.
func (s *Scene) SetLayers(contours, critical bool) {
	s.stale = s.stale || contours != s.Contours
	s.Contours, s.Critical = contours, critical
}

// SetCamera moves the camera.
func (s *Scene) SetCamera(c Camera) {
	s.Camera = c.Clamp()
	s.stale = true
}

// Resize sets the picture's size in device pixels, how many of them make a css pixel, and how much larger marks are for fingers.
func (s *Scene) Resize(w, h int, scale, big float64) {
	if float64(w) == s.w && float64(h) == s.h && scale == s.scale && big == s.big {
		return
	}
	s.w, s.h, s.scale, s.big = float64(w), float64(h), scale, big
	s.stale = true
}

// Size gives the picture's size in device pixels and the scale.
func (s *Scene) Size() (w, h, scale float64) { return s.w, s.h, s.scale }

// Empty says that there is no surface to be seen.
func (s *Scene) Empty() bool { return s.mesh == nil }

// Projection gives the projection of the picture as it is now.
func (s *Scene) Projection() *Projection {
	if s.mesh != nil {
		s.proj = Fit(s.Camera, s.mesh.Box, s.viewport())
		at := V3{s.Camera.X * s.mesh.X, s.Camera.Y * s.mesh.Y, 0}
		if z, ok := s.mesh.HeightAt(at.X, at.Y); ok {
			at.Z = s.Camera.On * z
		}
		s.proj.aim(at)
	}
	return &s.proj
}

// viewport leaves room for the labels.
func (s *Scene) viewport() Viewport {
	room := 30.0
	for _, k := range s.ticks.z {
		room = max(room, tickAway+wide(k.text)+half(k.text))
	}
	side, foot := room*s.scale, 26*s.scale
	return Viewport{W: s.w, H: s.h, Left: side, Right: side, Top: 10 * s.scale, Bottom: foot}
}

// builder is what one Build needs.
type builder struct {
	s      *Scene
	p      *Projection
	px     float64 // device pixels per css pixel
	big    float64
	sample float64 // pixels of the surface's image per device pixel
	line   []onScreen
	into   *Triangles // where marks go
}

// Build projects everything. sample is how many pixels the surface's image has along a device pixel. It reports whether the
// surface and the axes changed: if not, images made of them are still good.
func (s *Scene) Build(sample int) (changed bool) {
	s.Under.reset()
	s.Paths.reset()
	s.Over.reset()
	if s.mesh == nil {
		changed, s.stale = s.stale, false
		return changed
	}
	changed, s.stale = s.stale, false
	p := &s.proj
	if changed {
		p = s.Projection()
	}
	b := &builder{s: s, p: p, px: s.scale, big: s.big, sample: float64(sample), line: s.line}
	if changed {
		s.Axes.reset()
		if !s.HideAxes {
			b.axes(s.mesh, &s.ticks)
		}
		s.Surface.V = s.mesh.project(s.Surface.V, p, b.px*b.sample)
		for i := range s.Surface.V {
			s.Surface.V[i].DstX *= float32(sample)
			s.Surface.V[i].DstY *= float32(sample)
		}
		s.Surface.I = s.mesh.order(s.Surface.I, p.Eye)
		s.Ground.reset()
		if s.Contours {
			s.Ground.V = s.mesh.ground(s.Ground.V[:0], p, b.px*b.sample)
			for i := range s.Ground.V {
				s.Ground.V[i].DstX *= float32(sample)
				s.Ground.V[i].DstY *= float32(sample)
			}
			s.Ground.I = append(s.Ground.I, s.Surface.I...)
		}
	}
	b.overlay()
	s.line = b.line
	return changed
}

// overlay adds what lies on the surface, in this order: critical points, paths, start, heads, averages, the pointer. The first run comes last, on top,
// as on the map.
func (b *builder) overlay() {
	s := b.s
	b.into = &s.Under
	put := func(m Mark) {
		at := s.mesh.World(m.X, m.Y)
		z, ok := s.mesh.HeightAt(at.X, at.Y)
		if !ok {
			return
		}
		at.Z = z
		shape, size, fill, edge := glyph(m.Kind)
		b.mark(at, shape, size, fill, edge == white)
	}
	if s.Critical {
		for _, m := range s.marks {
			if !m.upper() {
				put(m)
			}
		}
	}
	b.into = &s.Over
	for _, m := range s.marks {
		if strings.HasPrefix(m.Kind, "dot") {
			put(m)
		}
	}
	for _, tr := range slices.Backward(s.tracks) {
		points, _, _ := tr.drawn()
		b.strips(points, style(tr.style).RGB)
	}
	for _, m := range s.marks {
		if m.Kind == "start" {
			put(m)
		}
	}
	for _, tr := range slices.Backward(s.tracks) {
		if _, at, ok := tr.drawn(); ok {
			st := style(tr.style)
			b.mark(at, st.shape, headSize, st.RGB, true)
		}
	}
	for _, m := range s.marks {
		if m.upper() && m.Kind != "start" && !strings.HasPrefix(m.Kind, "dot") {
			put(m)
		}
	}
}

// Labels gives the labels of the picture as it is now; none without a surface.
func (s *Scene) Labels() []Label {
	if s.mesh == nil || s.HideAxes || s.w == 0 {
		return nil
	}
	p := s.Projection()
	return labels(p, s.mesh, &s.ticks, s.scale)
}

// Pick gives the user's x, y and f of the surface seen at the css position (x, y).
func (s *Scene) Pick(x, y float64) (ux, uy, f float64, ok bool) {
	if s.mesh == nil {
		return math.NaN(), math.NaN(), math.NaN(), false
	}
	q, ok := s.mesh.Pick(s.Projection(), x*s.scale, y*s.scale)
	if !ok {
		return math.NaN(), math.NaN(), math.NaN(), false
	}
	ux, uy, f = s.mesh.User(q)
	return ux, uy, f, true
}

// Where gives the css position at which the surface's point above the user's (x, y) is drawn.
func (s *Scene) Where(x, y float64) (sx, sy float64, ok bool) {
	if s.mesh == nil {
		return 0, 0, false
	}
	q := s.mesh.World(x, y)
	if q.Z, ok = s.mesh.HeightAt(q.X, q.Y); !ok {
		return 0, 0, false
	}
	sx, sy, _ = s.Projection().Project(q)
	return sx / s.scale, sy / s.scale, true
}

// Half gives the half size of the box.
func (s *Scene) Half() Box {
	if s.mesh == nil {
		return Box{}
	}
	return s.mesh.Box
}
