package course

import (
	"testing"

	"saddlelab/core/param"
)

func TestRandomHessians(t *testing.T) {
	expect(t, "E10b", nil, 1e-3, .14645, .024921)
	run(t, "E10b", 1, param.Values{"matrices": 20000})
}

func TestLeavingTheMonkeySaddle(t *testing.T) {
	expect(t, "E10c", nil, 1e-9, -4./3, 60, 660, 6660)
	run(t, "E10c", 1, param.Values{"gamma": .02, "chains": 100})
	run(t, "E10c", 2, param.Values{"gamma": .05, "chains": 200})
}
