package data

import (
	"math"
	"math/rand/v2"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

// teacherStudent: y = Σⱼ max(0, wⱼ·x)/√k + noise, x and the k rows wⱼ·√d Gaussian.
var teacherStudent = &Dataset{
	ID: "teacher-student", Name: "Teacher and student",
	Help:   "The numbers come from a network of ReLU units. A student of the same width can be stuck where one unit does the work of two; a wider one rarely is.",
	Source: "Safran & Shamir 2018, arXiv:1712.08968",
	Params: append(counts(1000, 1000), noiseParam(0, 1),
		param.Param{Name: "d", Label: "features", Help: "Dimensions.", Min: 1, Default: 10, Max: 500, Log: true, Int: true},
		param.Param{Name: "width", Label: "teacher’s units", Help: "Hidden units of the teacher.", Min: 1, Default: 4, Max: 100, Log: true, Int: true}),
	Layout: func(p []float64) []int { return []int{int(p[3])} },
	Gen: func(p []float64, rng *rand.Rand) (train, test *Set) {
		d, k := int(p[3]), int(p[4])
		w := make([]float64, k*d)
		for i := range w {
			w[i] = real.Normal(rng) / math.Sqrt(float64(d))
		}
		draw := func(n int, noise float64) *Set {
			s := &Set{N: n, D: d, X: make([]float32, n*d), Values: make([]float32, n), Features: named("x", d)}
			for i := range n {
				x := s.X[i*d : (i+1)*d]
				for j := range x {
					x[j] = float32(real.Normal(rng))
				}
				sum := 0.0
				for u := range k {
					z := 0.0
					for j, v := range x {
						z += float64(w[u*d+j] * float64(v))
					}
					sum += max(0, z)
				}
				s.Values[i] = float32(sum/math.Sqrt(float64(k)) + float64(noise*real.Normal(rng)))
			}
			return s
		}
		train, test = draw(int(p[0]), p[2]), draw(int(p[1]), 0)
		standardize(train, test)
		standardizeValues(train, test)
		return train, test
	},
}
