package optim

import "math"

// The line search's constants, PyTorch's: sufficient decrease, curvature, evaluations at most.
const (
	wolfeC1  = 1e-4
	wolfeC2  = 0.9
	wolfeMax = 25
)

// lineSearch looks along a line for a step t that satisfies the strong Wolfe conditions (Nocedal & Wright 2006, Algorithms 3.5
// and 3.6, with PyTorch's safeguards):
//
//	f(x + td) ≤ f(x) + c₁t·gᵀd      |∇f(x + td)ᵀd| ≤ c₂|gᵀd|
type lineSearch[F Float] struct {
	problem   Problem[F]
	tolChange float64
	x0        []F
	g         [3][]F // gradients: at the two ends of the bracket, and room for the next
}

// end is an end of the bracket, with the index of its gradient.
type end struct {
	t, f, slope float64
	g           int
}

// wolfe searches from x, where the value is f and gᵀd = slope, first at t. It moves x, writes the gradient there into g, and
// gives f there, the step and how many gradients that took.
func (l *lineSearch[F]) wolfe(x, d, g []F, t, f, slope float64) (float64, float64, int) {
	copy(l.x0, x)
	copy(l.g[0], g)
	at := func(t float64, room int) end {
		toward(x, l.x0, t, d)
		v := l.problem.Gradient(x, l.g[room])
		return end{t, v, inner(l.g[room], d), room}
	}
	start := end{0, f, slope, 0}
	prev, next := start, at(t, 1)
	evals, iters, done := 1, 0, false

	// Goes on until prev and next bracket a good step, or next is one.
	for ; iters < wolfeMax; iters++ {
		if next.f > f+wolfeC1*next.t*slope || iters > 1 && next.f >= prev.f {
			break
		}
		if math.Abs(next.slope) <= -wolfeC2*slope {
			prev, done = next, true
			break
		}
		if next.slope >= 0 {
			break
		}
		t = interpolate(prev, next, next.t+.01*(next.t-prev.t), next.t*10)
		prev, next = next, at(t, prev.g)
		evals++
	}
	if iters == wolfeMax {
		copy(l.g[prev.g], g)
		prev = end{0, f, slope, prev.g}
	}

	// Narrows the bracket [lo, hi], lo having the lower value.
	lo, hi := prev, next
	if hi.f < lo.f {
		lo, hi = hi, lo
	}
	room := 3 - prev.g - next.g
	near := false // the last trial was close to an end
	for ; !done && iters < wolfeMax; iters++ {
		left, right := min(lo.t, hi.t), max(lo.t, hi.t)
		if (right-left)*largest(d) < l.tolChange {
			break
		}
		t = interpolate(lo, hi, left, right)
		margin := .1 * (right - left)
		if min(right-t, t-left) < margin {
			if near || t >= right || t <= left {
				if math.Abs(t-right) < math.Abs(t-left) {
					t = right - margin
				} else {
					t = left + margin
				}
				near = false
			} else {
				near = true
			}
		} else {
			near = false
		}
		e := at(t, room)
		evals++
		if e.f > f+wolfeC1*t*slope || e.f >= lo.f {
			room, hi = hi.g, e
			if hi.f < lo.f {
				lo, hi = hi, lo
			}
			continue
		}
		if math.Abs(e.slope) <= -wolfeC2*slope {
			done = true
		} else if e.slope*(hi.t-lo.t) >= 0 {
			lo, hi = hi, lo // the old low end takes the high end's place
		}
		room, lo = lo.g, e
	}
	toward(x, l.x0, lo.t, d)
	copy(g, l.g[lo.g])
	return lo.f, lo.t, evals
}

// interpolate is the minimizer of the cubic with the values and slopes of two points, within [left, right]; the middle where
// there is none.
func interpolate(a, b end, left, right float64) float64 {
	if a.t > b.t {
		a, b = b, a
	}
	d1 := a.slope + b.slope - 3*(a.f-b.f)/(a.t-b.t)
	square := d1*d1 - a.slope*b.slope
	if !(square >= 0) {
		return (left + right) / 2
	}
	d2 := math.Sqrt(square)
	t := b.t - (b.t-a.t)*((b.slope+d2-d1)/(b.slope-a.slope+2*d2))
	if math.IsNaN(t) {
		return (left + right) / 2
	}
	return min(max(t, left), right)
}
