package scene

import (
	"math"
	"slices"
	"testing"
)

func circle(n int, r float64) []float32 {
	var out []float32
	for k := range n {
		s, c := math.Sincos(float64(k) * 0.3)
		out = append(out, float32(r*c), float32(1+r*s), 0)
	}
	return out
}

// Every point of a path lies on the mesh, and no two neighbours are more than a cell apart.
func TestPathFollowsTheSurface(t *testing.T) {
	m := NewMesh(sampled(33, square2, monkey))
	var tr track
	tr.lay(m, Path{Style: 1, Points: circle(40, 1.5), Head: 39})
	if len(tr.points) < 100 {
		t.Fatalf("%d points, want many more than the 40 iterates", len(tr.points))
	}
	for i, p := range tr.points {
		z, ok := m.HeightAt(p.X, p.Y)
		if !ok || math.Abs(z-p.Z) > 1e-12 {
			t.Fatalf("point %d, %v, is off the surface, which is at %g", i, p, z)
		}
		if i > 0 {
			q := tr.points[i-1]
			if d := max(math.Abs(p.X-q.X), math.Abs(p.Y-q.Y)); d > (m.xs[1]-m.xs[0])*1.0001 {
				t.Fatalf("step %d is %g long, a cell %g", i, d, m.xs[1]-m.xs[0])
			}
		}
	}
}

// A path that grows, shrinks or is replaced is laid as if it were new.
func TestPathIsBroughtUpToDate(t *testing.T) {
	m := NewMesh(sampled(33, square2, monkey))
	all, other := circle(60, 1.5), circle(60, 1.2)
	var tr track
	for _, p := range []Path{
		{1, all[:30], 9}, {1, all[:90], 20}, {1, all, 59}, {2, all[:60], 19}, {2, all[:60], 3}, {2, all, 50}, {2, other, 59}, {2, nil, 0}, {1, all, 40},
	} {
		var fresh track
		fresh.lay(m, p)
		tr.lay(m, p)
		a, headA, okA := tr.drawn()
		b, headB, okB := fresh.drawn()
		if !slices.Equal(a, b) || headA != headB || okA != okB {
			t.Fatalf("after %d numbers: %d points, want %d; head %v, want %v", len(p.Points), len(a), len(b), headA, headB)
		}
	}
}

// A path that leaves the box is cut there and begins a new piece when it comes back; one that diverges keeps its head inside.
func TestPathLeavesTheBox(t *testing.T) {
	m := NewMesh(sampled(33, square2, monkey))
	var tr track
	tr.lay(m, Path{1, []float32{0, 1, 0, 5, 1, 0, 0, 1.5, 0}, 2})
	gaps := 0
	for i, p := range tr.points {
		if isGap(p) {
			gaps++
		} else if math.Abs(p.X) > m.X+1e-9 {
			t.Errorf("point %d at x = %g is outside", i, p.X)
		}
	}
	if gaps != 1 {
		t.Errorf("%d gaps, want 1", gaps)
	}
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	tr.lay(m, Path{1, []float32{0, 1, 0, 1, 1, 0, 1e30, -1e30, inf, inf, inf, nan, nan, nan, nan}, 4})
	points, head, ok := tr.drawn()
	if !ok || isGap(head) || math.Abs(head.X) > m.X || len(points) > 40 {
		t.Errorf("head %v, %v, of %d points; want one inside", head, ok, len(points))
	}
}

// The stroke of a straight piece is as wide as it says, from edge to edge, at every scale, and lies in the middle of its casing.
func TestStripWidth(t *testing.T) {
	for _, px := range []float64{1, 2, 3} {
		s := New()
		s.SetSurface(sampled(33, square2, func(x, y float64) float64 { return 0 }), nil)
		s.SetPaths([]Path{{1, []float32{-1, 1, 0, 1, 1, 0}, 1}})
		s.Resize(800, 600, px, 1)
		s.Build(1)
		var seen [2]bool
		for k := 0; k+1 < len(s.Paths.V); k += 2 {
			a, b := s.Paths.V[k], s.Paths.V[k+1]
			want := map[float32]float64{casing: casingWidth, stroke: strokeWidth}[a.Custom2]
			seen[int(a.Custom2)] = true
			room := math.Hypot(float64(b.DstX-a.DstX), float64(b.DstY-a.DstY))
			if math.Abs(2*float64(a.Custom3)-want*px) > 1e-4 || math.Abs(room-want*px-2) > 0.02 {
				t.Fatalf("scale %g: %g wide in %g, want %g and two pixels more", px, 2*a.Custom3, room, want*px)
			}
			if mx := (a.DstX + b.DstX) / 2; math.Abs(float64(mx-a.SrcX)) > 0.02 {
				t.Fatalf("centre line at %g, asks the depth at %g", mx, a.SrcX)
			}
		}
		if !seen[casing] || !seen[stroke] {
			t.Errorf("scale %g: casing %v, stroke %v", px, seen[casing], seen[stroke])
		}
	}
}
