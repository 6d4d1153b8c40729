package course

import (
	"testing"

	"saddlelab/core/param"
)

func TestNoiseLeavesTheSaddle(t *testing.T) {
	run(t, "E08", 1, param.Values{"sigma": 1e-5, "chains": 500})
	run(t, "E08", 2, param.Values{"gamma": .2, "sigma": .1, "steps": 500})
	// Without noise nothing leaves: the share that did says so.
	r := run(t, "E08", 1, param.Values{"steps": 100, "chains": 100})
	if m := r.Measures[1]; m.Outside == "" || float64(m.Measured) > .5 {
		t.Errorf("after 100 steps %v of the chains are at a minimum, and the assumption is %q", m.Measured, m.Outside)
	}
}
