package landscape

import (
	"math"
	"testing"
)

// Contours of ½(x² + 4y²) are ellipses: one closed line each while they lie within the box, open pieces where they leave it, with
// every point on the ellipse to the square of the spacing.
func TestLevels(t *testing.T) {
	s := smooth(Surface{Box: [4]float64{-2, 2, -1, 1}}, func(x, y Jet) Jet { return x.Square().Add(y.Square().Times(4)).Times(.5) })
	levels := Levels(s, 101, 7, false)
	if len(levels) != 7 {
		t.Fatalf("%d levels", len(levels))
	}
	for k, l := range levels {
		if want := 4 * float64(k+1) / 8; math.Abs(l.F-want) > 1e-12 {
			t.Errorf("level %d is %g, want %g", k, l.F, want)
		}
		want, length := 1, 0.0
		if l.F > 2 { // beyond the ellipse that touches the box's sides
			want = 4
		}
		if l.F != 2 && len(l.Lines) != want {
			t.Errorf("f = %g: %d lines, want %d", l.F, len(l.Lines), want)
		}
		for _, line := range l.Lines {
			closed := line[0] == line[len(line)-1]
			if closed != (l.F < 2) && l.F != 2 {
				t.Errorf("f = %g: closed %v", l.F, closed)
			}
			for i, p := range line {
				if d := math.Abs(s.F(p[0], p[1]) - l.F); d > .5*.04*.04 { // ½·f″·(h/2)² with f″ ≤ 4, twice over
					t.Errorf("f = %g: (%g, %g) is off by %g", l.F, p[0], p[1], d)
				}
				if i > 0 {
					length += math.Hypot(p[0]-line[i-1][0], p[1]-line[i-1][1])
				}
			}
		}
		// The circumference of an ellipse with half axes a and b (Ramanujan 1914).
		if a, b := math.Sqrt(2*l.F), math.Sqrt(2*l.F)/2; l.F < 2 {
			if round := math.Pi * (3*(a+b) - math.Sqrt((3*a+b)*(a+3*b))); math.Abs(length/round-1) > 1e-3 {
				t.Errorf("f = %g: length %g, want %g", l.F, length, round)
			}
		}
	}
}

// Saddle points and holes do not confuse it: the level 0 of x² − y² ends at the four corners, and there is no line where a corner has
// no value.
func TestLevelsAtSaddlesAndHoles(t *testing.T) {
	s := smooth(Surface{Box: [4]float64{-1, 1, -1, 1}}, func(x, y Jet) Jet { return x.Square().Sub(y.Square()) })
	for _, line := range trace(s.Box, Grid(s, 50), 50, 0) {
		for _, p := range line {
			if d := math.Abs(math.Abs(p[0]) - math.Abs(p[1])); d > .05 {
				t.Errorf("(%g, %g) is %g off the diagonals", p[0], p[1], d)
			}
		}
	}
	z := Grid(s, 50)
	for i := range z {
		if i%50 >= 20 {
			z[i] = math.NaN()
		}
	}
	for _, line := range trace(s.Box, z, 50, .3) {
		for _, p := range line {
			if p[0] > -1+2*19./49+1e-12 {
				t.Errorf("a line at (%g, %g), where there is no value", p[0], p[1])
			}
		}
	}
}

// On a quadratic Newton's direction leads to the critical point from everywhere, and the gradient's is square to the contour.
func TestDirections(t *testing.T) {
	s := smooth(Surface{Box: [4]float64{-1, 1, -1, 1}}, func(x, y Jet) Jet { return x.Square().Sub(y.Square().Times(3)) })
	f := Directions(s, 8)
	for k, p := range f.At {
		l := math.Hypot(p[0], p[1])
		if d := math.Hypot(f.Newton[k][0]+p[0]/l, f.Newton[k][1]+p[1]/l); d > 1e-12 {
			t.Errorf("at %v Newton's direction is %v", p, f.Newton[k])
		}
		gx, gy := s.Grad(p[0], p[1])
		if d := f.Down[k][0]*gx + f.Down[k][1]*gy + math.Hypot(gx, gy); math.Abs(d) > 1e-12 {
			t.Errorf("at %v the gradient's direction is %v", p, f.Down[k])
		}
	}
}
