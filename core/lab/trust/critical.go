package trust

import (
	"math"

	"saddlelab/core/landscape"
)

// search looks for the critical points of a surface; a test hands in a bad one.
type search func(s *landscape.Surface) *landscape.Found

var kinds = []landscape.Kind{landscape.Minimum, landscape.Saddle, landscape.Maximum, landscape.Degenerate}

// found is what the search gives, but for a point without a gradient, where a gradient of 0 is a convention.
func found(s *landscape.Surface, find search) []landscape.Critical {
	var all []landscape.Critical
	for _, p := range find(s).Points {
		if !s.Tip || p.X != 0 || p.Y != 0 {
			all = append(all, p)
		}
	}
	return all
}

// criticalPoints compares the points of the catalog with those that a search from scratch ends at, of the same kind.
func criticalPoints(surfaces []*landscape.Surface, find search) Outcome {
	t := &tally{allowed: 1e-7}
	for _, s := range surfaces {
		t.of(s.Name)
		have := found(s, find)
		for _, c := range s.Critical {
			best, at := math.Inf(1), landscape.Critical{X: math.NaN(), Y: math.NaN()}
			for _, p := range have {
				if d := (p.X-c.X)*(p.X-c.X) + (p.Y-c.Y)*(p.Y-c.Y); p.Kind == c.Kind && d < best {
					best, at = d, p
				}
			}
			size := 1.0
			if c.Kind == landscape.Degenerate {
				size = 1e5 // where the Hessian is 0 too, a tiny gradient is still a good way off
			}
			t.compare("x of a "+string(c.Kind), c.X, at.X, size)
			t.compare("y of a "+string(c.Kind), c.Y, at.Y, size)
		}
	}
	return t.outcome()
}

// kindCounts compares how many points of each kind there are.
func kindCounts(surfaces []*landscape.Surface, find search) Outcome {
	t := &tally{}
	for _, s := range surfaces {
		t.of(s.Name)
		have := found(s, find)
		for _, k := range kinds {
			t.exact("points of the kind "+string(k), count(s.Critical, k), count(have, k))
		}
	}
	return t.outcome()
}

func count(points []landscape.Critical, k landscape.Kind) float64 {
	n := 0.0
	for _, p := range points {
		if p.Kind == k {
			n++
		}
	}
	return n
}

// indices compares minima − saddles + maxima, as found, with how often the gradient turns round on the way along the box's edge
// (Poincaré and Hopf), and on coercive surfaces with 1 (Morse).
func indices(surfaces []*landscape.Surface, find search) Outcome {
	t := &tally{}
	for _, s := range surfaces {
		have := found(s, find)
		sum, ok := landscape.Morse(have)
		if !ok || s.Valley { // degenerate points and curves of them are worth more than ±1
			continue
		}
		t.of(s.Name)
		if s.Tip { // a minimum without a gradient, which the search leaves out and the turning counts
			sum++
		}
		t.exact("minima − saddles + maxima", turns(s), float64(sum))
		if s.Coercive {
			t.exact("minima − saddles + maxima, coercive", 1, float64(sum))
		}
	}
	return t.outcome()
}

// turns is how often the gradient turns round, anticlockwise, while a point goes once round the edge of the box. Counted in quarter
// turns: it needs no angle, only the quadrant that the gradient points into.
func turns(s *landscape.Surface) float64 {
	const perSide = 4000
	b := s.Box
	corners := [5][2]float64{{b[0], b[2]}, {b[1], b[2]}, {b[1], b[3]}, {b[0], b[3]}, {b[0], b[2]}}
	quarters := 0
	for k := range 4 {
		from, to := corners[k], corners[k+1]
		at := func(u float64) int {
			return quadrant(s.Grad(from[0]+u*(to[0]-from[0]), from[1]+u*(to[1]-from[1])))
		}
		for i := range perSide {
			n, ok := between(at, float64(i)/perSide, float64(i+1)/perSide)
			if !ok {
				return math.NaN()
			}
			quarters += n
		}
	}
	return float64(quarters) / 4
}

// between counts the quarter turns on a part of an edge. Where its ends are half a turn apart, which way is not known: it is halved.
func between(at func(u float64) int, a, b float64) (quarters int, ok bool) {
	switch (at(b) - at(a) + 4) % 4 {
	case 1:
		return 1, true
	case 3:
		return -1, true
	case 0:
		return 0, true
	}
	mid := (a + b) / 2
	if mid <= a || mid >= b {
		return 0, false
	}
	m, ok := between(at, a, mid)
	n, ok2 := between(at, mid, b)
	return m + n, ok && ok2
}

func quadrant(x, y float64) int {
	switch {
	case x > 0 && y >= 0:
		return 0
	case x <= 0 && y > 0:
		return 1
	case x < 0:
		return 2
	}
	return 3
}
