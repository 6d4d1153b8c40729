package optim

import "math"

// inner is aᵀb, added up in float64.
func inner[F Float](a, b []F) float64 {
	s := 0.0
	for i, v := range a {
		s += float64(v) * float64(b[i])
	}
	return s
}

// size is ‖a‖.
func size[F Float](a []F) float64 { return math.Sqrt(inner(a, a)) }

// toward writes x + tv.
func toward[F Float](dst, x []F, t float64, v []F) {
	for i := range dst {
		dst[i] = x[i] + F(t)*v[i]
	}
}

func multiply[F Float](a []F, t float64) {
	for i := range a {
		a[i] *= F(t)
	}
}

// vectors are k rows of n numbers.
func vectors[F Float](k, n int) [][]F {
	v := make([][]F, k)
	for i := range v {
		v[i] = make([]F, n)
	}
	return v
}
