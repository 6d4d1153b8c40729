package scene

import (
	"math"
	"math/rand/v2"
	"testing"
)

var screen = Viewport{W: 640, H: 480, Left: 30, Right: 30, Top: 10, Bottom: 26}

func cameras(f func(c Camera)) {
	for i := range 24 {
		for _, pitch := range []float64{MinPitch, 0.4, 0.9, MaxPitch} {
			f(Camera{Yaw: 2*math.Pi*float64(i)/24 - 3, Pitch: pitch, Dist: 1}.Clamp())
		}
	}
}

// Unproject is the inverse of Project.
func TestUnprojectInvertsProject(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	cameras(func(c Camera) {
		p := Fit(c, Box{1, 0.8, 0.58}, screen)
		for range 20 {
			q := V3{2*rng.Float64() - 1, 2*rng.Float64() - 1, rng.Float64() - 0.5}
			x, y, d := p.Project(q)
			if r := p.Unproject(x, y, d).sub(q); r.dot(r) > 1e-18 {
				t.Fatalf("%+v: %v comes back off by %v", c, q, r)
			}
			if d < 0 || d > 1 {
				t.Fatalf("%+v: depth of %v is %v, want 0 … 1", c, q, d)
			}
		}
	})
}

// A quarter turn of the eye about z, counter-clockwise seen from above, carries it from the x axis to the y axis; and what lay to
// the right of the middle, y, is then −x.
func TestQuarterTurn(t *testing.T) {
	b := Box{1, 1, 0.5}
	p := Fit(Camera{Yaw: 0, Pitch: 0.3, Dist: 1}, b, screen)
	q := Fit(Camera{Yaw: math.Pi / 2, Pitch: 0.3, Dist: 1}, b, screen)
	if p.Eye.X <= 1 || math.Abs(p.Eye.Y) > 1e-9 || math.Abs(q.Eye.X) > 1e-9 || math.Abs(q.Eye.Y-p.Eye.X) > 1e-9 {
		t.Fatalf("eyes %v and %v, want (r, 0, z) and (0, r, z)", p.Eye, q.Eye)
	}
	x0, _, _ := p.Project(V3{})
	x1, _, _ := p.Project(V3{0, 0.5, 0})
	x2, _, _ := q.Project(V3{-0.5, 0, 0})
	if x1 <= x0 || math.Abs(x1-x2) > 1e-9 {
		t.Errorf("y is at %g, right of %g; after the turn −x at %g, want the same", x1, x0, x2)
	}
	_, up, _ := p.Project(V3{0, 0, 0.5})
	if _, mid, _ := p.Project(V3{}); up >= mid {
		t.Errorf("a higher point is at %g, below the middle at %g", up, mid)
	}
}

// At distance 1 the box is inside the viewport from everywhere, on every shape of screen, and fills one direction of it.
func TestFit(t *testing.T) {
	for _, v := range []Viewport{screen, {W: 390, H: 340, Left: 30, Right: 30, Top: 10, Bottom: 26}, {W: 300, H: 900}, {W: 1600, H: 300, Left: 30, Right: 30}} {
		for _, b := range []Box{{1, 1, 0.58}, {1, 0.55, 0.58}} {
			for _, pitch := range []float64{MinPitch, 0.4, 0.74, MaxPitch} {
				wide, lo, hi := 0.0, math.Inf(1), math.Inf(-1)
				for i := range 48 {
					p := Fit(Camera{Yaw: 2 * math.Pi * float64(i) / 48, Pitch: pitch, Dist: 1}, b, v)
					for _, q := range b.corners() {
						x, y, _ := p.Project(q)
						if x < v.Left-2 || x > v.W-v.Right+2 || y < v.Top-2 || y > v.H-v.Bottom+2 {
							t.Fatalf("%+v, box %v, pitch %g: corner at %g, %g", v, b, pitch, x, y)
						}
						wide, lo, hi = max(wide, math.Abs(x-v.Left-(v.W-v.Left-v.Right)/2)), min(lo, y), max(hi, y)
					}
				}
				w, h := 2*wide/(v.W-v.Left-v.Right), (hi-lo)/(v.H-v.Top-v.Bottom)
				if max(w, h) < 0.97 {
					t.Errorf("%+v, box %v, pitch %g: fills only %.2f × %.2f of the viewport", v, b, pitch, w, h)
				}
			}
		}
	}
}

// What the camera looks at stands where the middle of the box stood, at any distance, and depths stay within the world's.
func TestAim(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	b := Box{1, 0.8, 0.58}
	cameras(func(c Camera) {
		c.Dist = 0.45
		middle := Fit(c, b, screen)
		mx, my, _ := middle.Project(V3{})
		p := middle
		at := V3{2*rng.Float64() - 1, 2*rng.Float64() - 1, rng.Float64() - 0.5}
		p.aim(at)
		x, y, d := p.Project(at)
		if math.Abs(x-mx)+math.Abs(y-my) > 1e-9 || d < 0 || d > 1 {
			t.Fatalf("%+v: %v is at (%g, %g), depth %g; the middle was at (%g, %g)", c, at, x, y, d, mx, my)
		}
		if r := p.Unproject(x, y, d).sub(at); r.dot(r) > 1e-18 {
			t.Fatalf("%+v: %v comes back off by %v", c, at, r)
		}
		still := middle
		if still.aim(V3{}); still != middle {
			t.Fatalf("%+v: looking at the middle changes something", c)
		}
	})
}
