package data

import (
	"math"
	"math/rand/v2"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

// gaussians: classes ±1 with equal chances, x = ±(δ/2)u + N(0, I) for a unit vector u along all axes; then labels turn over. The best
// rule errs with probability Φ(−δ/2) before that.
var gaussians = &Dataset{
	ID: "gaussians", Name: "Gaussian with label noise",
	Help:   "Two Gaussians that overlap, and a part of the labels turned over: no rule can be right always, and a network that is has learned the noise.",
	Source: "Fisher 1936; Angluin & Laird 1988 for the noise",
	Params: append(counts(400, 2000),
		param.Param{Name: "d", Label: "features", Help: "Dimensions; only one direction tells the classes apart.", Min: 1, Default: 2, Max: 1000, Log: true, Int: true},
		param.Param{Name: "distance", Label: "distance δ", Help: "Between the two means, in deviations.", Min: 0, Default: 3, Max: 10},
		param.Param{Name: "flip", Label: "labels turned over", Help: "The chance that a training label is the other one.", Min: 0, Default: .1, Max: .5}),
	Layout: func(p []float64) []int { return []int{int(p[2])} },
	Gen: func(p []float64, rng *rand.Rand) (train, test *Set) {
		d := int(p[2])
		shift := p[3] / 2 / math.Sqrt(float64(d))
		draw := func(n int, flip float64) *Set {
			s := &Set{N: n, D: d, X: make([]float32, n*d), Labels: make([]int32, n), Classes: letters(2), Features: named("x", d)}
			if flip > 0 {
				s.Redrawn = make([]bool, n)
			}
			for i := range n {
				c := i % 2
				for j := range d {
					s.X[i*d+j] = float32(float64(float64(2*c-1)*shift) + real.Normal(rng))
				}
				if flip > 0 && rng.Float64() < flip {
					c, s.Redrawn[i] = 1-c, true
				}
				s.Labels[i] = int32(c)
			}
			return s
		}
		train, test = draw(int(p[0]), p[4]), draw(int(p[1]), 0)
		standardize(train, test)
		return train, test
	},
}
