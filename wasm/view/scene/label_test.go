package scene

import (
	"math"
	"testing"
)

func TestTicksAreRound(t *testing.T) {
	for _, c := range []struct {
		lo, hi float64
		count  int
		want   string
	}{
		{-5, 5, 5, "−4 −2 0 2 4"}, {-1, 1, 5, "−1 −0.5 0 0.5 1"}, {0, 3e-4, 3, "0 0.0001 0.0002 0.0003"}, {-2e6, 2e6, 4, "−2e+06 −1e+06 0 1e+06 2e+06"},
	} {
		got := ""
		for _, k := range between(c.lo, c.hi, c.count) {
			got += " " + k.text
		}
		if got != " "+c.want {
			t.Errorf("%g … %g: got%s, want %s", c.lo, c.hi, got, c.want)
		}
	}
	for _, c := range []struct {
		lo, hi float64
		want   string
	}{{0.00026, 890, "0 20 80 300 800"}, {0.0238, 1.6, "0.024 0.06 0.2 0.5 1.6"}, {-106, 94, "−106 −102 −90 −40 90"}, {2, 2.5, "2 2.01 2.05 2.15 2.5"}} {
		got := ""
		for _, k := range newScale(&Surface{ZMin: c.lo, ZMax: c.hi, Log: true}).ticks() {
			got += " " + k.text
		}
		if got != " "+c.want {
			t.Errorf("logarithmic, %g … %g: got%s, want %s", c.lo, c.hi, got, c.want)
		}
	}
}

// From everywhere the labels are inside the picture, do not lie on each other, and name both axes.
func TestLabelsFit(t *testing.T) {
	s := New()
	s.SetSurface(sampled(17, [4]float64{-1, 1, -1, 1}, func(x, y float64) float64 { return monkey(x, y) / 2e3 }), nil) // numbers in the corners, long ones
	for _, size := range [][3]float64{{580, 450, 1}, {780, 680, 2}, {1170, 1020, 3}} {
		s.Resize(int(size[0]), int(size[1]), size[2], 1)
		cameras(func(c Camera) {
			s.SetCamera(c)
			names := ""
			ls := s.Labels()
			for i, l := range ls {
				if l.Kind == "name" {
					names += l.Text
				}
				if w := half(l.Text); l.Kind == "z" && (l.X < w || l.X > size[0]/size[2]-w) {
					t.Fatalf("%v, %+v: label %+v is cut", size, c, l)
				}
				if l.X < 4 || l.Y < 4 || l.X > size[0]/size[2]-4 || l.Y > size[1]/size[2]-4 {
					t.Fatalf("%v, %+v: label %+v is outside", size, c, l)
				}
				for _, o := range ls[:i] {
					if l.Kind != "name" && math.Abs(l.X-o.X) < 16 && math.Abs(l.Y-o.Y) < 12 {
						t.Fatalf("%v, %+v: %+v lies on %+v", size, c, l, o)
					}
				}
			}
			if names != "xy" {
				t.Fatalf("%v, %+v: axes named %q", size, c, names)
			}
		})
	}
}

// Build says whether the surface changed: after moving, resizing or a new surface it did, after a grown path it did not.
func TestBuildTellsWhatChanged(t *testing.T) {
	s := New()
	s.SetSurface(sampled(17, square2, monkey), nil)
	s.Resize(400, 300, 1, 1)
	step := func(name string, want bool, f func()) {
		f()
		if got := s.Build(1); got != want {
			t.Errorf("%s: changed is %v", name, got)
		}
	}
	step("first", true, func() {})
	step("nothing", false, func() {})
	step("paths", false, func() { s.SetPaths([]Path{{1, circle(9, 1), 8}}) })
	step("marks", false, func() { s.SetMarks([]Mark{{0, 0, "saddle"}}) })
	step("critical off", false, func() { s.SetLayers(true, false) })
	step("contours off", true, func() { s.SetLayers(false, false) })
	step("camera", true, func() { s.SetCamera(Camera{Yaw: 1, Pitch: 1, Dist: 1}) })
	step("same size", false, func() { s.Resize(400, 300, 1, 1) })
	step("size", true, func() { s.Resize(401, 300, 1, 1) })
	step("surface", true, func() { s.SetSurface(sampled(9, square2, monkey), nil) })
	if len(s.Paths.I) == 0 {
		t.Error("a new surface lost the paths")
	}
}

// A path set before the surface is drawn once there is one.
func TestPathsMayComeFirst(t *testing.T) {
	s := New()
	points := circle(9, 1)
	s.SetPaths([]Path{{1, points, 8}})
	clear(points) // the caller may write over its vector
	s.SetSurface(sampled(9, square2, monkey), nil)
	s.Resize(400, 300, 1, 1)
	s.Build(1)
	if len(s.Paths.I) == 0 {
		t.Error("no path")
	}
}
