package course

import (
	"testing"

	"saddlelab/core/param"
)

func TestDegenerateSaddles(t *testing.T) {
	run(t, "E16b", 1, param.Values{"gamma": .2, "starts": 4000})
	run(t, "E16b", 2, param.Values{"steps": 8000, "sigma": 1, "starts": 4000})
	run(t, "E16c", 1, param.Values{"gamma": .01, "r0": .2, "starts": 3000})
	run(t, "E16c", 2, param.Values{"r0": 1, "gamma": .02, "starts": 3000})
}
