package data

import (
	"math"
	"math/rand/v2"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

// Regression of a function of one number on [−1, 1], from values at chosen nodes; tested without noise at evenly spaced points.

var nodesParam = param.Param{Name: "nodes", Label: "nodes", Help: "Where the examples are: 0 evenly spaced, 1 at Chebyshev’s points, which crowd at the ends, 2 drawn at random.", Min: 0, Default: 0, Max: 2, Int: true}

var sine = &Dataset{
	ID: "sine", Name: "Sine",
	Help:   "A few periods of a sine: networks learn slow ones first.",
	Source: "Rahaman et al. 2019, arXiv:1806.08734: spectral bias",
	Params: append(counts(64, 256), noiseParam(0.05, 1), nodesParam,
		param.Param{Name: "periods", Label: "periods", Help: "From −1 to 1.", Min: .5, Default: 2, Max: 20}),
	Layout: one,
	Gen: func(p []float64, rng *rand.Rand) (train, test *Set) {
		return curve(p, rng, func(x float64) float64 { return real.Sin(float64(math.Pi*p[4]) * x) })
	},
}

var polynomial = &Dataset{
	ID: "polynomial", Name: "Runge’s function and polynomials",
	Help:   "With degree 0 Runge’s 1/(1 + 25x²), else Chebyshev’s polynomial of that degree: what equally spaced nodes cannot hold at the ends, Chebyshev’s can.",
	Source: "Runge 1901; Trefethen 2013, Approximation Theory and Approximation Practice, chapter 13",
	Params: append(counts(20, 400), noiseParam(0, 1), nodesParam,
		param.Param{Name: "degree", Label: "degree", Help: "Of Chebyshev’s polynomial; 0 is Runge’s function.", Min: 0, Default: 0, Max: 12, Int: true}),
	Layout: one,
	Gen: func(p []float64, rng *rand.Rand) (train, test *Set) {
		degree := int(p[4])
		return curve(p, rng, func(x float64) float64 {
			if degree == 0 {
				return 1 / (1 + float64(25*x*x))
			}
			before, now := 1.0, x
			for range degree - 1 {
				before, now = now, float64(2*x*now)-before
			}
			return now
		})
	},
}

func one([]float64) []int { return []int{1} }

// curve makes the sets; p are n, test_n, noise and nodes.
func curve(p []float64, rng *rand.Rand, f func(x float64) float64) (train, test *Set) {
	n, m := int(p[0]), int(p[1])
	train = &Set{N: n, D: 1, X: make([]float32, n), Values: make([]float32, n), Features: []string{"x"}}
	test = &Set{N: m, D: 1, X: make([]float32, m), Values: make([]float32, m), Features: []string{"x"}}
	for i := range n {
		var x float64
		switch int(p[3]) {
		case 0:
			x = 2*float64(i)/float64(n-1) - 1
		case 1:
			x = real.Cos(math.Pi * (float64(i) + .5) / float64(n))
		default:
			x = 2*rng.Float64() - 1
		}
		train.X[i], train.Values[i] = float32(x), float32(f(x)+float64(p[2]*real.Normal(rng)))
	}
	for i := range m {
		x := 2*float64(i)/float64(m-1) - 1
		test.X[i], test.Values[i] = float32(x), float32(f(x))
	}
	standardize(train, test)
	standardizeValues(train, test)
	return train, test
}

// standardizeValues makes the numbers to predict of train mean 0 and deviation 1, and applies the same to test.
func standardizeValues(train, test *Set) {
	mean, sq := 0.0, 0.0
	for _, v := range train.Values {
		mean += float64(v)
	}
	mean /= float64(train.N)
	for _, v := range train.Values {
		d := float64(v) - mean
		sq += float64(d * d)
	}
	std := math.Sqrt(sq / float64(train.N))
	if std == 0 {
		std = 1
	}
	for _, s := range both(train, test) {
		s.ValueMean, s.ValueStd = mean, std
		for i, v := range s.Values {
			s.Values[i] = float32((float64(v) - mean) / std)
		}
	}
}
