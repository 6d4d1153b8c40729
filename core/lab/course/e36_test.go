package course

import (
	"testing"

	"saddlelab/core/param"
)

func TestAdamsSteps(t *testing.T) {
	expect(t, "E36", nil, 1e-4, 3.0827, 1e-3, 1e-3, 1e-3, 3.1623, .0099551, 1)
	run(t, "E36", 1, param.Values{"beta1": .5, "beta2": .99, "k": 200})
	run(t, "E36", 2, param.Values{"beta1": 0, "beta2": .9999, "k": 10000})
}

func TestAdamNeedNotConverge(t *testing.T) {
	expect(t, "E37", nil, 1e-9, 1, 2./3, -1, 0)
	run(t, "E37", 1, param.Values{"C": 5})
	run(t, "E37", 1, param.Values{"C": 4, "alpha": .1, "T": 60000})
	run(t, "E37b", 1, param.Values{"delta": .2, "chains": 20})
	run(t, "E37b", 2, param.Values{"T": 50000, "chains": 20})
}

func TestAccelerated(t *testing.T) {
	run(t, "E39", 1, param.Values{"K": 640})
	run(t, "E39b", 1, param.Values{"sigma": .5})
	run(t, "E39b", 2, param.Values{"radius": 2})
	run(t, "E39c", 1, param.Values{"sigma": .5})
	run(t, "E39c", 2, param.Values{"radius": 2})
}
