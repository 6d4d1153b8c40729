package lab

import (
	"fmt"
	"math"

	"saddlelab/core/landscape"
)

// Where a start of a basin map may end besides at a critical point, whose index it is otherwise.
const (
	BasinNone     = 255 // near none of them after all steps
	BasinDiverged = 254
	maxBasins     = 254
)

// MaxBasinSide bounds a basin map: starts per side.
const MaxBasinSide = 512

// near is how close to a critical point a run is at it, as a part of the box's diagonal.
const near = .02

// Basins says for rows from … to−1 of n×n starts in the surface's box (row 0 at ymin, columns from xmin) at which of the points the
// run's method ends, and after how many steps it had come near it to stay. Rows are independent of each other, so a pool may
// share them out; each start has its own random numbers.
func Basins(s *Spec, run, n, from, to int, points []landscape.Critical) (end []uint8, steps []uint32, err error) {
	switch {
	case s.Kind != "surface":
		return nil, nil, fmt.Errorf("kind: %s; basins are those of a surface", s.Kind)
	case run < 0 || run >= len(s.Runs):
		return nil, nil, fmt.Errorf("run: %d; from 0 to %d", run, len(s.Runs)-1)
	case n < 2 || n > MaxBasinSide || from < 0 || to > n || from > to:
		return nil, nil, fmt.Errorf("basins: rows %d to %d of %d; at most %d a side", from, to, n, MaxBasinSide)
	case len(points) > maxBasins:
		points = points[:maxBasins]
	}
	f, err := s.Surface.Function()
	if err != nil {
		return nil, nil, err
	}
	end, steps = make([]uint8, (to-from)*n), make([]uint32, (to-from)*n)
	one := *s
	for j := from; j < to; j++ {
		for i := range n {
			one.Start = []float64{
				f.Box[0] + (f.Box[1]-f.Box[0])*(float64(i)+.5)/float64(n),
				f.Box[2] + (f.Box[3]-f.Box[2])*(float64(j)+.5)/float64(n),
			}
			one.Seed = (s.Seed + uint64(j*n+i)) % (MaxSeed + 1)
			k := (j-from)*n + i
			if end[k], steps[k], err = follow(&one, f, run, points); err != nil {
				return nil, nil, err
			}
		}
	}
	return end, steps, nil
}

// follow runs from one start.
func follow(s *Spec, f *landscape.Surface, run int, points []landscape.Critical) (end uint8, steps uint32, err error) {
	var r surfaceRun
	if err := r.begin(s, function{f.Space(), f}, run); err != nil {
		return 0, 0, err
	}
	reach := near * math.Hypot(f.Box[1]-f.Box[0], f.Box[3]-f.Box[2])
	end = BasinNone
	for k := range s.Steps {
		r.g[0], r.g[1] = f.Grad(r.x[0], r.x[1])
		r.move(k)
		if !finite(r.x[0], r.x[1]) || math.Abs(r.x[0]) > tooFar || math.Abs(r.x[1]) > tooFar {
			return BasinDiverged, uint32(k + 1), nil
		}
		at := nearest(points, [2]float64(r.x), reach)
		if at != end {
			end, steps = at, uint32(k+1)
		}
		if end != BasinNone && k%16 == 15 && still(f, &r, points[end]) {
			break
		}
	}
	return end, steps, nil
}

// still tells whether a run without noise has come to rest at a point: nothing will take it away again.
func still(f *landscape.Surface, r *surfaceRun, p landscape.Critical) bool {
	if r.problem.noise != nil || p.Kind != landscape.Minimum {
		return false
	}
	gx, gy := f.Grad(r.x[0], r.x[1])
	return math.Hypot(gx, gy) < 1e-6*p.Eig[1]
}

// nearest is the index of the point within reach of x that is closest.
func nearest(points []landscape.Critical, x [2]float64, reach float64) uint8 {
	at, best := uint8(BasinNone), reach
	for i, p := range points {
		if d := math.Hypot(p.X-x[0], p.Y-x[1]); d <= best {
			at, best = uint8(i), d
		}
	}
	return at
}
