package course

import (
	"testing"

	"saddlelab/core/param"
)

func TestDepth(t *testing.T) {
	expect(t, "E04", nil, 1e-4, -1, 0, 10.492, -1, -2, 3.99, 2.65625)
	run(t, "E04", 1, param.Values{"gamma": .05, "runs": 10})
	run(t, "E04", 2, param.Values{"gamma": .02, "runs": 5})
}

func TestFooledRule(t *testing.T) {
	expect(t, "E06", nil, 1e-4, 89, 8.9108e-5, -1, 2)
	run(t, "E06", 1, param.Values{"gamma": .05, "y0": 1e-10})
	run(t, "E06", 1, param.Values{"gamma": .2, "y0": 1e-12, "tol": 1e-5})
	if r := run(t, "E06", 1, param.Values{"y0": 1e-4}); r.Measures[0].Outside == "" {
		t.Error("the rule is said to be fooled where the norm stays above its tolerance")
	}
}

func TestStrictSaddles(t *testing.T) {
	expect(t, "E11", nil, 1e-6, .2, .08)
	run(t, "E11", 1, param.Values{"gamma": .9, "grid": 1601})
	run(t, "E11", 1, param.Values{"delta": .1, "grid": 601})
	run(t, "E10", 1, param.Values{"r": .1, "angle": 200})
	run(t, "E12", 1, param.Values{"d": 4, "chains": 100})
	run(t, "E12", 2, param.Values{"d": 7, "sigma": .1, "chains": 100})
}
