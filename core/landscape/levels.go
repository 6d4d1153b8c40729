package landscape

import (
	"math"

	"saddlelab/core/real"
)

// Level is a contour: the pieces of the line where f has a value, each a list of points. A piece that ends where it begins is closed.
type Level struct {
	F     float64        `json:"f"`
	Lines [][][2]float64 `json:"lines"`
}

// Levels finds the contours of count values between the lowest and the highest on n×n points of the box: evenly spaced, or, with
// log, on the logarithmic scale that the picture has, log(1 + 100(f − min)/(max − min)). Lines are straight within a cell of the
// grid, by linear interpolation along its sides (marching squares; a cell with two lines is told apart by its mean); none goes
// through a cell with a corner where f has no value.
func Levels(s *Surface, n, count int, log bool) []Level {
	z := Grid(s, n)
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, v := range z {
		if v-v == 0 {
			lo, hi = min(lo, v), max(hi, v)
		}
	}
	levels := make([]Level, 0, count)
	if !(lo < hi) {
		return levels
	}
	for k := 1; k <= count; k++ {
		t := float64(k) / float64(count+1)
		if log {
			t = (real.Exp(t*real.Log(101)) - 1) / 100
		}
		f := lo + t*(hi-lo)
		levels = append(levels, Level{F: f, Lines: trace(s.Box, z, n, f)})
	}
	return levels
}

// side is a side of the grid on which a line crosses: from point at to the one right of it, or to the one above it.
type side struct {
	at    int
	above bool
}

// trace joins the pieces in all cells to lines.
func trace(box [4]float64, z []float64, n int, f float64) [][][2]float64 {
	next := map[side][]side{} // the crossings that a crossing is joined to: one or two
	var order []side
	join := func(a, b side) {
		for _, e := range [2][2]side{{a, b}, {b, a}} {
			if next[e[0]] == nil {
				order = append(order, e[0])
			}
			next[e[0]] = append(next[e[0]], e[1])
		}
	}
	for j := range n - 1 {
		for i := range n - 1 {
			at := j*n + i
			c := [4]float64{z[at], z[at+1], z[at+n+1], z[at+n]} // counter-clockwise
			sides := [4]side{{at, false}, {at + 1, true}, {at + n, false}, {at, true}}
			var cross []side
			sum := 0.0
			for k := range 4 {
				sum += c[k]
				if (c[k] < f) != (c[(k+1)%4] < f) {
					cross = append(cross, sides[k])
				}
			}
			if !(sum-sum == 0) {
				continue
			}
			switch len(cross) {
			case 2:
				join(cross[0], cross[1])
			case 4: // cut off the corners that are on the other side than the mean
				if (c[0] < f) == (sum/4 < f) {
					join(cross[0], cross[1])
					join(cross[2], cross[3])
				} else {
					join(cross[3], cross[0])
					join(cross[1], cross[2])
				}
			}
		}
	}
	point := func(s side) [2]float64 {
		other := s.at + 1
		if s.above {
			other = s.at + n
		}
		t := (f - z[s.at]) / (z[other] - z[s.at])
		i, j := float64(s.at%n), float64(s.at/n)
		if s.above {
			j += t
		} else {
			i += t
		}
		return [2]float64{box[0] + (box[1]-box[0])*i/float64(n-1), box[2] + (box[3]-box[2])*j/float64(n-1)}
	}
	var lines [][][2]float64
	seen := map[side]bool{}
	follow := func(from side) {
		line := [][2]float64{point(from)}
		seen[from] = true
		here := from
		for {
			found := false
			for _, to := range next[here] {
				if !seen[to] {
					here, found = to, true
					break
				}
			}
			if !found {
				break
			}
			seen[here] = true
			line = append(line, point(here))
		}
		if len(next[from]) == 2 && len(line) > 2 {
			line = append(line, line[0])
		}
		lines = append(lines, line)
	}
	for _, ends := range []bool{true, false} { // open lines from their ends, then closed ones
		for _, s := range order {
			if !seen[s] && (!ends || len(next[s]) == 1) {
				follow(s)
			}
		}
	}
	return lines
}

// Field is a grid of directions: at point k (x = X[k], y = Y[k]) a unit vector, or 0 where there is none.
type Field struct {
	N      int          `json:"n"`
	At     [][2]float64 `json:"at"`
	Down   [][2]float64 `json:"gradient"` // −∇f/‖∇f‖
	Newton [][2]float64 `json:"newton"`   // the direction of −H⁻¹∇f, which leads to any critical point, saddles as well
}

// Directions gives the directions at the middles of n×n cells of the box.
func Directions(s *Surface, n int) *Field {
	f := &Field{N: n, At: make([][2]float64, n*n), Down: make([][2]float64, n*n), Newton: make([][2]float64, n*n)}
	for j := range n {
		for i := range n {
			x := s.Box[0] + (s.Box[1]-s.Box[0])*(float64(i)+.5)/float64(n)
			y := s.Box[2] + (s.Box[3]-s.Box[2])*(float64(j)+.5)/float64(n)
			gx, gy := s.Grad(x, y)
			u, v := newton(s, x, y, gx, gy)
			k := j*n + i
			f.At[k], f.Down[k], f.Newton[k] = [2]float64{x, y}, unit(-gx, -gy), unit(-u, -v)
		}
	}
	return f
}

func unit(x, y float64) [2]float64 {
	l := math.Hypot(x, y)
	if !(l > 0) || l-l != 0 {
		return [2]float64{}
	}
	return [2]float64{x/l + 0, y/l + 0} // no −0
}
