package landscape

import "math"

// Kind is what a point is, by its gradient and the eigenvalues of its Hessian.
type Kind string

// The kinds. A degenerate point has an eigenvalue too near 0 to decide.
const (
	Minimum    Kind = "minimum"
	Maximum    Kind = "maximum"
	Saddle     Kind = "saddle"
	Degenerate Kind = "degenerate"
	Moving     Kind = "moving"
)

// Tolerances of Classify.
const (
	// still is how far, in either direction, a Newton step may reach for the point to count as critical.
	still = 1e-3
	// flat is the eigenvalue, relative to the larger one in size, below which its sign decides nothing.
	flat = 1e-6
)

// Classify names a point by the norm of its gradient and its eigenvalues lo ≤ hi. It is moving unless its gradient is
// small against the curvature, ‖∇f‖ ≤ 1e-3·|λ| for the larger |λ| (at λ = 0: ≤ 1e-6), so that scaling f changes nothing.
// It is never a minimum for its small gradient alone: λ min must be positive beyond rounding.
func Classify(gradNorm, lo, hi float64) Kind {
	size := math.Max(math.Abs(lo), math.Abs(hi))
	if !(gradNorm <= math.Max(still*size, 1e-6)) {
		return Moving
	}
	tol := flatness(lo, hi)
	switch {
	case lo < -tol && hi > tol:
		return Saddle
	case lo > tol:
		return Minimum
	case hi < -tol:
		return Maximum
	}
	return Degenerate
}

// flatness is the size up to which an eigenvalue counts as 0.
func flatness(lo, hi float64) float64 {
	return math.Max(flat*math.Max(math.Abs(lo), math.Abs(hi)), 1e-6)
}
