package landscape

import (
	"fmt"
	"math"

	"saddlelab/core/real"
)

// StrictSaddle is the property of Ge, Huang, Jin, Yuan 2015 (COLT, arXiv:1503.02101, definition 5): every point of the box has one
// of (1) ‖∇f‖ ≥ ε; (2) λmin ≤ −γ; (3) a minimum within δ on whose 2δ-ball f is α-strongly convex.
type StrictSaddle struct {
	Alpha   float64
	Gamma   float64
	Epsilon float64
	Delta   float64
}

// The regions of Regions, a bit each. A point in none violates the property.
const (
	RegionGradient  = 1 << iota // the gradient is large
	RegionCurvature             // the function curves down
	RegionConvex                // near a minimum
	RegionUndefined             // the function has no value there
)

// Strictness is what a grid says of the property.
type Strictness struct {
	N       int     `json:"n"`
	Regions []uint8 `json:"-"`       // n×n, rows from ymin: bits of the regions that a point is in
	Shares  Shares  `json:"shares"`  // of the grid's points
	Holds   bool    `json:"holds"`   // no point of the grid is left over
	Alpha   float64 `json:"alpha"`   // the largest α that all minima allow with this δ; not above 0: none does
	Epsilon float64 `json:"epsilon"` // the largest ε that the grid's points allow with this γ, δ and α
	Convex  []bool  `json:"convex"`  // of each minimum among the points: is f α-strongly convex on its 2δ-ball
}

// Shares are parts of the grid's points, from 0 to 1; a point may be in several regions.
type Shares struct {
	Gradient  float64 `json:"gradient"`
	Curvature float64 `json:"curvature"`
	Convex    float64 `json:"convex"`
	Left      float64 `json:"left"` // in none
}

// Regions looks at n×n points of the box, the box's edges among them. points are the critical points. Strong convexity on a ball is
// judged at 32 radii by 128 directions and its centre.
func (p StrictSaddle) Regions(s *Surface, points []Critical, n int) (*Strictness, error) {
	for _, v := range []struct {
		name string
		v    float64
	}{{"alpha", p.Alpha}, {"gamma", p.Gamma}, {"epsilon", p.Epsilon}, {"delta", p.Delta}} {
		if !(v.v > 0) {
			return nil, fmt.Errorf("%s: %g is not a number above 0", v.name, v.v)
		}
	}
	r := &Strictness{N: n, Regions: make([]uint8, n*n), Alpha: math.Inf(1), Epsilon: math.Inf(1), Convex: []bool{}}
	var minima []Critical
	for _, c := range points {
		if c.Kind != Minimum {
			continue
		}
		a := convexity(s, c, 2*p.Delta)
		r.Alpha = min(r.Alpha, a)
		if r.Convex = append(r.Convex, a >= p.Alpha); a >= p.Alpha {
			minima = append(minima, c)
		}
	}
	if len(r.Convex) == 0 {
		r.Alpha = 0
	}
	count := [4]int{}
	valued := 0
	for j := range n {
		y := s.Box[2] + (s.Box[3]-s.Box[2])*float64(j)/float64(n-1)
		for i := range n {
			x := s.Box[0] + (s.Box[1]-s.Box[0])*float64(i)/float64(n-1)
			gx, gy := s.Grad(x, y)
			lo, _ := Eigen2(s.Hess(x, y))
			norm := math.Hypot(gx, gy)
			if norm != norm || lo != lo {
				r.Regions[j*n+i] = RegionUndefined
				continue
			}
			valued++
			var in uint8
			if norm >= p.Epsilon {
				in |= RegionGradient
			}
			if lo <= -p.Gamma {
				in |= RegionCurvature
			}
			for _, c := range minima {
				if math.Hypot(x-c.X, y-c.Y) <= p.Delta {
					in |= RegionConvex
					break
				}
			}
			if in&^RegionGradient == 0 {
				r.Epsilon = min(r.Epsilon, norm)
			}
			for k := range 3 {
				if in&(1<<k) != 0 {
					count[k]++
				}
			}
			if in == 0 {
				count[3]++
			}
			r.Regions[j*n+i] = in
		}
	}
	all := float64(max(1, valued))
	r.Shares = Shares{float64(count[0]) / all, float64(count[1]) / all, float64(count[2]) / all, float64(count[3]) / all}
	r.Holds = count[3] == 0 && valued > 0
	return r, nil
}

// convexity is the least eigenvalue of the Hessian on a ball around a minimum, at sampled points.
func convexity(s *Surface, c Critical, radius float64) float64 {
	const radii, directions = 32, 128
	least := c.Eig[0]
	for k := range directions {
		a := 2 * math.Pi * float64(k) / directions
		ux, uy := real.Cos(a), real.Sin(a)
		for i := 1; i <= radii; i++ {
			t := radius * float64(i) / radii
			lo, _ := Eigen2(s.Hess(c.X+t*ux, c.Y+t*uy))
			if lo != lo {
				return math.Inf(-1)
			}
			least = min(least, lo)
		}
	}
	return least
}
