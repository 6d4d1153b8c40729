package data

import (
	"math"
	"math/rand/v2"

	"saddlelab/core/real"
)

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
		return float64(r * real.Cos(a)), float64(r * real.Sin(a))
	}),
}
