// Package spectrum measures the eigenvalues of a symmetric matrix of which nothing is known but its products with vectors: the
// Hessian of a network's loss.
//
// Sums over vectors are made in float64 and in a fixed order, so that every processor gives the same bits.
package spectrum

import (
	"math"
	"math/rand/v2"

	"saddlelab/core/kernel"
)

// Float is the type of the vectors' numbers.
type Float interface{ float32 | float64 }

// Operator is a symmetric N×N matrix. Apply overwrites out with its product with v, both of length N, and leaves v alone.
type Operator[F Float] struct {
	N     int
	Apply func(v, out []F)
}

// dot is Σ xᵢyᵢ in eight lanes, as kernel.Dot.
func dot[F Float](x, y []F) float64 {
	if x, ok := any(x).([]float32); ok {
		return kernel.Dot(x, any(y).([]float32))
	}
	var s [8]float64
	y = y[:len(x)]
	for i, v := range x {
		s[i&7] += float64(float64(v) * float64(y[i]))
	}
	return ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7]))
}

func norm[F Float](x []F) float64 { return math.Sqrt(dot(x, x)) }

// add sets y = y + t·x.
func add[F Float](y []F, t float64, x []F) {
	k := F(t)
	if x, ok := any(x).([]float32); ok {
		kernel.Axpy(float32(k), x, any(y).([]float32))
		return
	}
	y = y[:len(x)]
	for i, v := range x {
		y[i] += F(k * v)
	}
}

func scale[F Float](x []F, t float64) {
	k := F(t)
	for i := range x {
		x[i] *= k
	}
}

// without takes the parts along the orthonormal vectors in basis out of x, twice, since once leaves rounding (Golub & Van Loan,
// section 10.3).
func without[F Float](x []F, basis ...[][]F) {
	for range 2 {
		for _, b := range basis {
			for _, q := range b {
				add(x, -dot(q, x), q)
			}
		}
	}
}

// signs fills x with independent ±1.
func signs[F Float](x []F, rng *rand.Rand) {
	var bits uint64
	for i := range x {
		if i%64 == 0 {
			bits = rng.Uint64()
		}
		x[i] = F(int(bits>>(i%64)&1)*2 - 1)
	}
}
