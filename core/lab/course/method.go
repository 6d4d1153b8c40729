package course

import (
	"math/rand/v2"

	"saddlelab/core/optim"
	"saddlelab/core/param"
)

// method makes one of the catalog's methods for n numbers, and gives its step size. It panics where the catalog refuses: what
// experiments ask for is fixed, or within the limits of their sliders.
func method(id string, v param.Values, n int, rng *rand.Rand) (optim.Optimizer[float64], float64) {
	m, err := optim.ByID(id, "optimizer")
	if err != nil {
		panic(err)
	}
	p, err := param.Resolve(m.Params, v, id)
	if err != nil {
		panic(err)
	}
	return m.New64(optim.Setup[float64]{P: p, N: n, RNG: rng}), p[0]
}
