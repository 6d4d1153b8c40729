package data

import (
	"math/rand/v2"

	"saddlelab/core/param"
)

var checkerboard = &Dataset{
	ID: "checkerboard", Name: "Checkerboard",
	Help:   "Squares of alternating class: the more of them, the longer a network takes, and the flatter it starts.",
	Source: "a generalized XOR",
	Params: append(counts(800, 800), noiseParam(0, 1),
		param.Param{Name: "cells", Label: "cells a side", Help: "Squares from side to side.", Min: 2, Default: 4, Max: 10, Int: true}),
	Gen: func(p []float64, rng *rand.Rand) (train, test *Set) {
		k := int(p[3])
		return planar(func(class int, rng *rand.Rand) (x, y float64) {
			i := rng.IntN(k)
			j := 2*rng.IntN((k+1)/2) + (i+class)%2
			for j >= k { // the last row of an odd board has one square less of a class
				i = rng.IntN(k)
				j = 2*rng.IntN((k+1)/2) + (i+class)%2
			}
			return (float64(i) + rng.Float64()) / float64(k), (float64(j) + rng.Float64()) / float64(k)
		})(p, rng)
	},
}
