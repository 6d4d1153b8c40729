package data

import "math/rand/v2"

var xor = &Dataset{
	ID: "xor", Name: "XOR",
	Help:   "Opposite quadrants belong together: the smallest problem that no single layer solves.",
	Source: "Minsky & Papert 1969",
	Params: append(counts(300, 300), noiseParam(0.05, 1)),
	Gen: planar(func(class int, rng *rand.Rand) (x, y float64) {
		x, y = float64(2*rng.Float64())-1, rng.Float64()
		if (x > 0) == (class == 1) { // class 0: signs agree
			y = -y
		}
		return x, y
	}),
}
