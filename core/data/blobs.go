package data

import (
	"math/rand/v2"
	"strconv"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

// blobs: class c is Gaussian around a centre, all centres drawn from a Gaussian of deviation 3 themselves.
var blobs = &Dataset{
	ID: "blobs", Name: "Blobs",
	Help:   "A Gaussian cloud for each class, in as many dimensions as one likes.",
	Source: "scikit-learn: make_blobs",
	Params: append(counts(500, 500),
		param.Param{Name: "classes", Label: "classes", Help: "Clouds.", Min: 2, Default: 3, Max: 10, Int: true},
		param.Param{Name: "d", Label: "features", Help: "Dimensions.", Min: 1, Default: 2, Max: 1000, Log: true, Int: true},
		param.Param{Name: "spread", Label: "spread", Help: "Standard deviation of each cloud; the centres are drawn with deviation 3.", Min: 0, Default: 1, Max: 10}),
	Layout: func(p []float64) []int { return []int{int(p[3])} },
	Gen: func(p []float64, rng *rand.Rand) (train, test *Set) {
		k, d := int(p[2]), int(p[3])
		centres := make([]float64, k*d)
		for i := range centres {
			centres[i] = 3 * real.Normal(rng)
		}
		draw := func(n int) *Set {
			s := &Set{N: n, D: d, X: make([]float32, n*d), Labels: make([]int32, n), Classes: letters(k), Features: named("x", d)}
			for i := range n {
				c := i % k
				s.Labels[i] = int32(c)
				for j := range d {
					s.X[i*d+j] = float32(centres[c*d+j] + float64(p[4]*real.Normal(rng)))
				}
			}
			return s
		}
		train, test = draw(int(p[0])), draw(int(p[1]))
		standardize(train, test)
		return train, test
	},
}

func letters(k int) []string {
	all := make([]string, k)
	for i := range all {
		all[i] = string(rune('A' + i))
	}
	return all
}

// named numbers features: x, y for two, else x1, x2, …
func named(name string, d int) []string {
	if d == 2 && name == "x" {
		return []string{"x", "y"}
	}
	all := make([]string, d)
	for i := range all {
		all[i] = name + strconv.Itoa(i+1)
	}
	return all
}
