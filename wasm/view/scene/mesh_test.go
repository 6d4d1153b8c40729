package scene

import (
	"math"
	"math/rand/v2"
	"testing"
)

// sampled gives f on n×n points of r.
func sampled(n int, r [4]float64, f func(x, y float64) float64) *Surface {
	s := &Surface{N: n, Range: r, ZMin: math.Inf(1), ZMax: math.Inf(-1)}
	for j := range n {
		for i := range n {
			z := f(r[0]+(r[1]-r[0])*float64(i)/float64(n-1), r[2]+(r[3]-r[2])*float64(j)/float64(n-1))
			s.Heights = append(s.Heights, float32(z))
			if !math.IsNaN(z) {
				s.ZMin, s.ZMax = min(s.ZMin, z), max(s.ZMax, z)
			}
		}
	}
	return s
}

func monkey(x, y float64) float64 { return x*x*x - 3*x*y*y }

var square2 = [4]float64{-2, 2, -1, 3}

func TestCheck(t *testing.T) {
	good := func() *Surface { return sampled(9, square2, monkey) }
	if err := good().Check(); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(s *Surface){
		"n":       func(s *Surface) { s.N = 1 },
		"heights": func(s *Surface) { s.Heights = s.Heights[1:] },
		"box":     func(s *Surface) { s.Range[1] = s.Range[0] },
		"nan box": func(s *Surface) { s.Range[2] = math.NaN() },
		"zmin":    func(s *Surface) { s.ZMin = s.ZMax + 1 },
		"zmax":    func(s *Surface) { s.ZMax = math.Inf(1) },
	} {
		s := good()
		spoil(s)
		if s.Check() == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// At the samples the mesh has their heights, between them those of its triangles: exactly f for a linear f.
func TestHeightAt(t *testing.T) {
	s := sampled(17, square2, func(x, y float64) float64 { return 1 + 2*x - 3*y })
	m := NewMesh(s)
	rng := rand.New(rand.NewPCG(3, 4))
	for range 500 {
		x, y := 4*rng.Float64()-2, 4*rng.Float64()-1
		w := m.World(x, y)
		z, ok := m.HeightAt(w.X, w.Y)
		w.Z = z
		ux, uy, f := m.User(w)
		if !ok || math.Abs(ux-x) > 1e-9 || math.Abs(uy-y) > 1e-9 || math.Abs(f-(1+2*x-3*y)) > 1e-4 {
			t.Fatalf("(%g, %g): got (%g, %g, %g), %v; want f = %g", x, y, ux, uy, f, ok, 1+2*x-3*y)
		}
	}
	if _, ok := m.HeightAt(1.01, 0); ok {
		t.Error("a height outside the box")
	}
}

// A NaN takes the four cells round it away and spoils no normal; what is above ZMax is cut off.
func TestHoles(t *testing.T) {
	s := sampled(9, square2, monkey)
	s.Heights[4*9+4] = float32(math.NaN())
	m := NewMesh(s)
	drawn := 0
	for _, w := range m.whole {
		if w {
			drawn++
		}
	}
	if drawn != 64-4 {
		t.Errorf("%d cells drawn, want 60", drawn)
	}
	for k, n := range m.normal {
		if isNaN(n[0] + n[1] + n[2]) {
			t.Fatalf("normal %d is %v", k, n)
		}
	}
	s = sampled(33, square2, monkey)
	s.ZMax = 1
	m = NewMesh(s)
	w := m.World(1.9, 0) // f = 6.859
	if z, ok := m.HeightAt(w.X, w.Y); ok {
		t.Errorf("height %g above the box", z)
	}
}

// On a logarithmic scale heights and values are each other's inverse, from bottom to top.
func TestLogScale(t *testing.T) {
	c := newScale(&Surface{ZMin: 2, ZMax: 892, Log: true})
	if c.unit(2) != 0 || math.Abs(c.unit(892)-1) > 1e-12 || c.unit(446) < 0.7 {
		t.Errorf("heights of 2, 446, 892: %g, %g, %g; want 0, above 0.7, 1", c.unit(2), c.unit(446), c.unit(892))
	}
	for f := 2.0; f < 900; f += 17 {
		if g := c.value(c.unit(f)); math.Abs(g-f) > 1e-9*f {
			t.Errorf("%g comes back as %g", f, g)
		}
	}
}

// The order is back to front: wherever a line of sight crosses the cells, it crosses the nearer ones' triangles later in the list.
func TestOrderIsBackToFront(t *testing.T) {
	m := NewMesh(sampled(13, square2, monkey))
	rng := rand.New(rand.NewPCG(5, 6))
	cameras(func(c Camera) {
		c.Dist = []float64{MinDist, 0.6, 1}[rng.IntN(3)]
		p := Fit(c, m.Box, screen)
		place := map[[2]int]int{} // of cell and triangle
		idx := m.order(nil, p.Eye)
		if len(idx) != 12*12*6 {
			t.Fatalf("%d indices, want %d", len(idx), 12*12*6)
		}
		for k := 0; k < len(idx); k += 3 {
			// Tell by the middle of the triangle: it is on one side of its cell's diagonal.
			var u, v float64
			for _, q := range idx[k : k+3] {
				u, v = u+float64(int(q)%13)/3, v+float64(int(q)/13)/3
			}
			i, j, upper := int(u), int(v), 0
			if u-float64(i)+v-float64(j) > 1 {
				upper = 1
			}
			place[[2]int{j*12 + i, upper}] = k
		}
		for range 40 {
			// A vertical plane through the eye, seen from above: a line in x and y.
			a := rng.Float64() * 2 * math.Pi
			dx, dy := math.Cos(a), math.Sin(a)
			last := math.MaxInt
			for s := 0.0; s < 8; s += 0.003 {
				i, j, u, v, ok := m.cell(p.Eye.X+s*dx, p.Eye.Y+s*dy)
				if !ok {
					continue
				}
				upper := 0
				if u+v > 1 {
					upper = 1
				}
				if math.Abs(u+v-1) < 1e-3 {
					continue
				}
				now := place[[2]int{j*12 + i, upper}]
				if now > last {
					t.Fatalf("%+v: going away from the eye, triangle %d of the list comes after triangle %d", c, now/3, last/3)
				}
				last = now
			}
		}
	})
}

// Picking where a point of the surface is drawn gives that point, or one before it; a search through all triangles agrees.
func TestPick(t *testing.T) {
	m := NewMesh(sampled(25, square2, monkey))
	rng := rand.New(rand.NewPCG(7, 8))
	hits, misses := 0, 0
	cameras(func(c Camera) {
		p := Fit(c, m.Box, screen)
		for range 10 {
			x, y := screen.W*(0.2+0.6*rng.Float64()), screen.H*(0.2+0.6*rng.Float64())
			got, ok := m.Pick(&p, x, y)
			want, found := m.search(&p, x, y)
			if ok != found {
				t.Fatalf("%+v at %g, %g: picked %v, %v; the search says %v, %v", c, x, y, got, ok, want, found)
			}
			if !ok {
				misses++
				continue
			}
			hits++
			if d := got.sub(want); d.dot(d) > 1e-10 {
				t.Fatalf("%+v at %g, %g: picked %v, want %v", c, x, y, got, want)
			}
			if z, ok := m.HeightAt(got.X, got.Y); !ok || math.Abs(z-got.Z) > 1e-6 {
				t.Fatalf("picked %v, but the surface there is at %g, %v", got, z, ok)
			}
			if sx, sy, _ := p.Project(got); math.Hypot(sx-x, sy-y) > 1e-6 {
				t.Fatalf("picked point is drawn at %g, %g, not at %g, %g", sx, sy, x, y)
			}
		}
	})
	if hits < 200 || misses < 100 {
		t.Errorf("%d hits and %d misses: too few of one to say anything", hits, misses)
	}
}

// search meets the ray with every triangle (Möller and Trumbore 1997).
func (m *Mesh) search(p *Projection, x, y float64) (V3, bool) {
	o, d := p.Eye, p.Ray(x, y)
	best := math.Inf(1)
	at := func(k uint32) V3 { return V3{m.xs[int(k)%m.n], m.ys[int(k)/m.n], m.z(float64(m.t[k]))} }
	idx := m.order(nil, p.Eye)
	for k := 0; k < len(idx); k += 3 {
		a, b, c := at(idx[k]), at(idx[k+1]), at(idx[k+2])
		e1, e2 := b.sub(a), c.sub(a)
		h := d.cross(e2)
		det := e1.dot(h)
		if det == 0 {
			continue
		}
		s := o.sub(a)
		u := s.dot(h) / det
		q := s.cross(e1)
		v := d.dot(q) / det
		if w := e2.dot(q) / det; u >= 0 && v >= 0 && u+v <= 1 && w > 0 {
			best = min(best, w)
		}
	}
	return o.add(d.mul(best)), !math.IsInf(best, 1)
}
