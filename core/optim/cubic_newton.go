package optim

import (
	"math"

	"saddlelab/core/param"
)

// Cubic regularization of Newton's method: the exact minimizer of the quadratic model plus a cubic term, which for a Hessian
// of Lipschitz constant M bounds f from above. Then f falls at every step, by M/12·‖s‖³ at least, and limits are
// second-order points: saddles are left even from where the gradient is 0.
//
//	s = argmin  ∇f(x)ᵀs + ½ sᵀ∇²f(x)s + M/6 ‖s‖³      x ← x + ηs
//
// Beyond 64 unknowns s is the minimizer on the Krylov space of the gradient, of 64 dimensions.
var cubicNewton = &Method{
	ID: "cubic-newton", Name: "Cubic Newton",
	Formula: `x \gets x + \text{@lr}\,\arg\min_s\; \nabla f(x)^{\mathsf T}s + \tfrac12 s^{\mathsf T}\nabla^2 f(x)\,s + \tfrac{\text{@M}}{6}\,\|s\|^3`,
	Source:  "Nesterov & Polyak 2006, Math. Program. 108: sections 2 and 5",
	Help:    "Newton's step kept short by a cubic term: if M bounds how fast curvature changes, it falls at every step and ends at a minimum.",
	Needs:   NeedsCurvature,
	Params: []param.Param{
		lr(1),
		{Name: "M", Label: "M", Help: "How fast the Hessian may change (its Lipschitz constant): larger is safer and slower.", Min: 1e-3, Default: 10, Max: 1e6, Log: true},
	},
	New64: func(s Setup[float64]) Optimizer[float64] {
		m := s.P[1]
		return newSpectrum(s, dense, func(lambda, ghat, c []float64) { cubicStep(m, lambda, ghat, c) })
	},
}

// cubicStep minimizes the cubic model in the basis of eigenvectors. At its minimizer (Nesterov & Polyak, section 5)
//
//	c = −ĝ/(λ + σ),   σ = M‖c‖/2,   λ + σ ≥ 0.
//
// ‖c‖ falls and σ grows: one σ beyond −λmin solves the secular equation ‖c(σ)‖ = 2σ/M. Where ĝ is 0 along the lowest
// eigenvector there may be none ("the hard case"): then σ = −λmin, and what is missing to the length 2σ/M is put along it.
func cubicStep(m float64, lambda, ghat, c []float64) {
	low := 0
	norm2 := 0.0
	for i, l := range lambda {
		if l < lambda[low] {
			low = i
		}
		norm2 += ghat[i] * ghat[i]
	}
	base := math.Max(0, -lambda[low])
	// σ = base + t. At the right end ‖c‖ ≤ ‖ĝ‖/t = 2t/M ≤ 2σ/M.
	left, right := 0.0, math.Sqrt(m*math.Sqrt(norm2)/2)
	for range 1100 { // to the last bit, however small t
		t := left + (right-left)/2
		if t == left || t == right {
			break
		}
		if cubicLength(base, t, lambda, ghat, c) > 2*(base+t)/m {
			left = t
		} else {
			right = t
		}
	}
	length, want := cubicLength(base, right, lambda, ghat, c), 2*(base+right)/m
	if base > 0 && length < want*(1-1e-12) {
		rest := math.Sqrt(want*want - length*length + c[low]*c[low])
		c[low] = math.Copysign(rest, c[low])
	}
}

// cubicLength writes c for σ = base + t and gives ‖c‖. base is 0 or −λmin: the sum λ + base comes first, to be exactly 0
// at the lowest eigenvalue.
func cubicLength(base, t float64, lambda, ghat, c []float64) float64 {
	s := 0.0
	for i, l := range lambda {
		if c[i] = 0; ghat[i] != 0 {
			c[i] = -ghat[i] / (l + base + t)
		}
		s += c[i] * c[i]
	}
	return math.Sqrt(s)
}
