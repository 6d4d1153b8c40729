package data

import (
	"math"
	"math/rand/v2"

	"saddlelab/core/real"
)

var moons = &Dataset{
	ID: "moons", Name: "Moons",
	Help:   "Two half circles that reach into each other: nearly separable by a line, and the rest is what a hidden layer is for.",
	Source: "scikit-learn: make_moons",
	Params: append(counts(300, 300), noiseParam(0.12, 1)),
	Gen: planar(func(class int, rng *rand.Rand) (x, y float64) {
		a := math.Pi * rng.Float64()
		if class == 0 {
			return real.Cos(a), real.Sin(a)
		}
		return 1 - real.Cos(a), .5 - real.Sin(a)
	}),
}
