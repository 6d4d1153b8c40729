package data

import (
	"math"
	"math/rand/v2"

	"saddlelab/core/real"
)

var twoSpirals = &Dataset{
	ID: "two-spirals", Name: "Two spirals",
	Help:   "Two arms wound around each other: no line, and no few lines, tell them apart.",
	Source: "Lang & Witbrock 1988",
	Params: append(counts(400, 400), noiseParam(0.03, 1)),
	Gen: planar(func(class int, rng *rand.Rand) (x, y float64) {
		t := math.Sqrt(rng.Float64()) // points spread evenly along the arm
		a := float64(3 * math.Pi * t)
		if class == 1 {
			a += math.Pi
		}
		return float64(t * real.Cos(a)), float64(t * real.Sin(a))
	}),
}
