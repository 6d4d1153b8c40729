package nn

import (
	"math"
	"math/rand/v2"

	"saddlelab/core/real"
)

// orthogonal fills w with gain times orthonormal columns, or rows if there are fewer of them: Gram and Schmidt's orthonormalization,
// twice so that rounding does no harm, of standard normal vectors. That is uniform over all such matrices.
func orthogonal(p []float64, w []float64, rows, cols int, rng *rand.Rand) {
	count, length := min(rows, cols), max(rows, cols)
	q := make([]float64, count*length)
	for i := range count {
		v := q[i*length : (i+1)*length]
		for k := range v {
			v[k] = real.Normal(rng)
		}
		for range 2 {
			for j := range i {
				u, dot := q[j*length:(j+1)*length], 0.0
				for k := range v {
					dot += float64(u[k] * v[k])
				}
				for k := range v {
					v[k] -= float64(dot * u[k])
				}
			}
		}
		norm := 0.0
		for _, x := range v {
			norm += float64(x * x)
		}
		norm = math.Sqrt(norm)
		for k := range v {
			v[k] /= norm
		}
	}
	for i := range count {
		for k := range length {
			at := i*cols + k
			if rows > cols {
				at = k*cols + i
			}
			w[at] = p[0] * q[i*length+k]
		}
	}
}
