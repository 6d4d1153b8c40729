package data

import (
	"math"
	"math/rand/v2"
)

// Sets of two features and two classes, which take turns: example i is of class i mod 2.

// planar makes a set's Gen from the law of one point: its class, n points of that class in all, and how manieth it is.
func planar(point func(class int, rng *rand.Rand) (x, y float64)) func(p []float64, rng *rand.Rand) (train, test *Set) {
	return func(p []float64, rng *rand.Rand) (train, test *Set) {
		draw := func(n int) *Set {
			s := &Set{N: n, D: 2, X: make([]float32, 2*n), Labels: make([]int32, n), Classes: []string{"A", "B"}, Features: []string{"x", "y"}}
			for i := range n {
				x, y := point(i%2, rng)
				s.X[2*i] = float32(x + p[2]*rng.NormFloat64())
				s.X[2*i+1] = float32(y + p[2]*rng.NormFloat64())
				s.Labels[i] = int32(i % 2)
			}
			return s
		}
		train, test = draw(int(p[0])), draw(int(p[1]))
		standardize(train, test)
		return train, test
	}
}

var twoSpirals = &Dataset{
	ID: "two-spirals", Name: "Two spirals",
	Help:   "Two arms wound around each other: no line, and no few lines, tell them apart.",
	Source: "Lang & Witbrock 1988",
	Params: append(counts(400, 400), noiseParam(0.03, 1)),
	Gen: planar(func(class int, rng *rand.Rand) (x, y float64) {
		t := math.Sqrt(rng.Float64()) // points spread evenly along the arm
		a := 3 * math.Pi * t
		if class == 1 {
			a += math.Pi
		}
		return t * math.Cos(a), t * math.Sin(a)
	}),
}

var circles = &Dataset{
	ID: "circles", Name: "Circles",
	Help:   "One class around the other: a hidden layer is needed, a small one will do.",
	Source: "scikit-learn: make_circles, factor 0.5",
	Params: append(counts(300, 300), noiseParam(0.08, 1)),
	Gen: planar(func(class int, rng *rand.Rand) (x, y float64) {
		a, r := 2*math.Pi*rng.Float64(), 1.0
		if class == 1 {
			r = .5
		}
		return r * math.Cos(a), r * math.Sin(a)
	}),
}

var xor = &Dataset{
	ID: "xor", Name: "XOR",
	Help:   "Opposite quadrants belong together: the smallest problem that no single layer solves.",
	Source: "Minsky & Papert 1969",
	Params: append(counts(300, 300), noiseParam(0.05, 1)),
	Gen: planar(func(class int, rng *rand.Rand) (x, y float64) {
		x, y = 2*rng.Float64()-1, rng.Float64()
		if (x > 0) == (class == 1) { // class 0: signs agree
			y = -y
		}
		return x, y
	}),
}
