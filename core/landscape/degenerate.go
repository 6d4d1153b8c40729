package landscape

import (
	"math"

	"saddlelab/core/real"
)

// Higher is what a degenerate critical point is by derivatives beyond the second.
type Higher struct {
	Kind  Kind   `json:"kind"`            // minimum, maximum or saddle; degenerate where no order tried decides
	Order int    `json:"order,omitempty"` // of the first term that decides; 0 where none does
	Falls int    `json:"falls,omitempty"` // where the Hessian is 0: the number of sectors in which f falls; 3 at a monkey saddle
	Why   string `json:"why"`             // a sentence
}

// highest is the order of the last term that is looked for.
const highest = 8

// beyond looks at a degenerate point through the differences of f around it.
//
// Where one eigenvalue λ is not 0, the splitting lemma (Gromoll & Meyer 1969; Poston & Stewart 1978, Catastrophe Theory, chapter 4)
// leaves one variable: along the curve where f's derivative across it vanishes, f − f* = c·tᵏ + …. k even: c has the sign of λ at an
// extremum, else it is a saddle; k odd: a saddle. That curve is what straight lines miss at (y − x²)(y − 3x²). Where the whole
// Hessian is 0, f's signs on a small circle decide.
func beyond(s *Surface, c *Critical) *Higher {
	lambda := c.Eig[1]
	ux, uy := c.Axis[0], c.Axis[1] // the flat direction
	if math.Abs(c.Eig[0]) > math.Abs(c.Eig[1]) {
		lambda, ux, uy = c.Eig[0], -uy, ux
	}
	if math.Abs(lambda) <= 1e-6 {
		return sectors(s, c)
	}
	up, kUp, okUp := grows(func(t float64) (float64, bool) { return reduced(s, c, ux, uy, t) })
	down, kDown, okDown := grows(func(t float64) (float64, bool) { return reduced(s, c, ux, uy, -t) })
	if !okUp || !okDown || kUp != kDown {
		return &Higher{Kind: Degenerate, Why: "No term up to order 8 decides: along a curve through the point the function is flat."}
	}
	h := &Higher{Kind: Saddle, Order: kUp}
	switch {
	case up != down:
		h.Why = "Along the flat direction it rises on one side and falls on the other, by a term of order " + digit(kUp) + "."
	case up == (lambda > 0) && up:
		h.Kind, h.Why = Minimum, "It rises along the flat direction too, by a term of order "+digit(kUp)+"."
	case up == (lambda > 0):
		h.Kind, h.Why = Maximum, "It falls along the flat direction too, by a term of order "+digit(kUp)+"."
	case up:
		h.Why = "It rises along the flat direction, by a term of order " + digit(kUp) + ", and falls across it."
	default:
		h.Why = "It falls along the flat direction, by a term of order " + digit(kUp) + ", and rises across it."
	}
	return h
}

func digit(k int) string { return string(rune('0' + k)) }

// reduced is f − f* at the point of the line across the flat direction, t along it, where the derivative across is 0.
func reduced(s *Surface, c *Critical, ux, uy, t float64) (float64, bool) {
	vx, vy := -uy, ux
	v := 0.0
	for range 30 {
		x, y := c.X+t*ux+v*vx, c.Y+t*uy+v*vy
		gx, gy := s.Grad(x, y)
		xx, xy, yy := s.Hess(x, y)
		g, h := gx*vx+gy*vy, xx*vx*vx+2*xy*vx*vy+yy*vy*vy
		step := g / h
		if !(math.Abs(step) < 1) {
			return 0, false
		}
		if v -= step; math.Abs(step) <= 1e-16*(1+math.Abs(v)) {
			break
		}
	}
	return s.F(c.X+t*ux+v*vx, c.Y+t*uy+v*vy) - c.F, true
}

// grows says whether f rises for t > 0, and by which power of t: from values at radii a factor 2 apart, well above rounding, whose
// quotients must agree on one whole power.
func grows(f func(t float64) (float64, bool)) (up bool, order int, ok bool) {
	const radii = 4
	for first := .0125; first < 1; first *= 2 { // the smallest that rounding leaves
		var v [radii]float64
		t, all := first, true
		for i := range v {
			z, good := f(t)
			if v[i] = z; !good || math.Abs(z) < 1e-13 {
				all = false
				break
			}
			t /= 2
		}
		if !all {
			continue
		}
		k := 0
		agree := true
		for i := range radii - 1 {
			q := v[i] / v[i+1]
			if !(q > 1) {
				agree = false
				break
			}
			p := real.Log(q) / math.Ln2
			whole := int(math.Round(p))
			if math.Abs(p-float64(whole)) > .15 || whole < 3 || whole > highest || k != 0 && whole != k {
				agree = false
				break
			}
			k = whole
		}
		if agree {
			return v[0] > 0, k, true
		}
	}
	return false, 0, false
}

// sectors judges a point whose Hessian is 0 by the signs of f around it.
func sectors(s *Surface, c *Critical) *Higher {
	const around = 720
	undecided := &Higher{Kind: Degenerate, Why: "The Hessian is 0, and the values around the point do not decide."}
	falls, kind, order := -1, Degenerate, 0
	for _, r := range []float64{2e-2, 1e-2} {
		n, plus, minus := 0, 0, 0
		before := false
		// The last angle first, for what the first follows.
		for k := -1; k < around; k++ {
			a := 2 * math.Pi * (float64(k) + .25) / around // off the axes, where many functions vanish
			z := s.F(c.X+r*real.Cos(a), c.Y+r*real.Sin(a)) - c.F
			if z != z {
				return undecided
			}
			if k >= 0 {
				if z > 0 {
					plus++
				} else if z < 0 {
					minus++
				}
				if z < 0 && !before {
					n++
				}
			}
			before = z < 0
		}
		now := Saddle
		switch {
		case plus == around:
			now = Minimum
		case minus == around:
			now, n = Maximum, 0
		case plus == 0 || minus == 0:
			return undecided
		}
		if falls >= 0 && (n != falls || now != kind) {
			return undecided
		}
		falls, kind = n, now
	}
	// The order: by which power of the radius the largest value grows.
	size := func(r float64) (most float64) {
		for k := range around {
			a := 2 * math.Pi * (float64(k) + .25) / around
			most = math.Max(most, math.Abs(s.F(c.X+r*real.Cos(a), c.Y+r*real.Sin(a))-c.F))
		}
		return most
	}
	if _, k, ok := grows(func(t float64) (float64, bool) { return size(t), true }); ok {
		order = k
	}
	h := &Higher{Kind: kind, Order: order}
	switch kind {
	case Minimum:
		h.Why = "The Hessian is 0; all around the point the function is higher."
	case Maximum:
		h.Why = "The Hessian is 0; all around the point the function is lower."
	default:
		h.Falls = falls
		h.Why = "The Hessian is 0; around the point the function falls in " + digit(min(falls, 9)) + " of its sectors and rises in the others."
	}
	return h
}
