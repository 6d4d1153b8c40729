package data

import (
	"math/rand/v2"

	"saddlelab/core/real"
)

// Sets of two features and two classes, which take turns: example i is of class i mod 2.

// planar makes a set's Gen from the law of one point: its class, n points of that class in all, and how manieth it is.
func planar(point func(class int, rng *rand.Rand) (x, y float64)) func(p []float64, rng *rand.Rand) (train, test *Set) {
	return func(p []float64, rng *rand.Rand) (train, test *Set) {
		draw := func(n int) *Set {
			s := &Set{N: n, D: 2, X: make([]float32, 2*n), Labels: make([]int32, n), Classes: []string{"A", "B"}, Features: []string{"x", "y"}}
			for i := range n {
				x, y := point(i%2, rng)
				s.X[2*i] = float32(x + float64(p[2]*real.Normal(rng)))
				s.X[2*i+1] = float32(y + float64(p[2]*real.Normal(rng)))
				s.Labels[i] = int32(i % 2)
			}
			return s
		}
		train, test = draw(int(p[0])), draw(int(p[1]))
		standardize(train, test)
		return train, test
	}
}
