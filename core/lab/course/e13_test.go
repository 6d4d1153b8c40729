package course

import (
	"math"
	"testing"

	"saddlelab/core/param"
)

func TestConstantSteps(t *testing.T) {
	expect(t, "E13", nil, 1e-4, .052632, .9, .59049, .34868, .12158, .00049763, 1.0445, .084775)
	for gamma, v := range map[float64]float64{.01: .0050251, .03: .015228, .3: .17647, 1: 1, 1.5: 3} {
		expect(t, "E13", param.Values{"gamma": gamma}, 1e-4, v)
	}
	run(t, "E13", 1, param.Values{"gamma": 1.5, "chains": 2000})
	run(t, "E13", 2, param.Values{"gamma": .3, "lambda": 2, "sigma": 2, "chains": 2000})
}

func TestRingAverages(t *testing.T) {
	expect(t, "E14", nil, 1e-3, 16.194, .0768, .013158, .21307)
	run(t, "E14", 1, param.Values{"gamma": .1, "K": 10000, "sigma": .7, "chains": 60})
	run(t, "E14", 2, param.Values{"sigma": 1.3, "chains": 60})
	if r := run(t, "E14", 1, param.Values{"K": 200, "chains": 20}); r.Measures[0].Outside == "" {
		t.Error("a run of a quarter of τ has a verdict")
	}
}

func TestRates(t *testing.T) {
	nan := math.NaN()
	expect(t, "E20", nil, 1e-9, -1)
	expect(t, "E20", param.Values{"c": .25}, 1e-9, -.5)
	expect(t, "E20", param.Values{"c": .1}, 1e-9, -.2)
	expect(t, "E20", param.Values{"c": .5, "p": .5}, 1e-9, -.5, nan, .5)
	expect(t, "E20", param.Values{"c": 2}, 1e-4, -1, nan, 1.3333)
	run(t, "E20", 1, param.Values{"c": .25, "chains": 100})
	run(t, "E20", 2, param.Values{"c": .5, "p": .75, "chains": 150})
	expect(t, "E21", nil, 1e-3, 158.67, 2.0823, .052632, .052632, .0050251, .00091949, .00098546, .0003317, .0013078, .00044157)
	run(t, "E21", 1, param.Values{"gamma0": .4, "chains": 600})
	run(t, "E21", 2, param.Values{"lambda": 1, "K0": 2000, "chains": 600})
}

func TestFillingTheDensity(t *testing.T) {
	expect(t, "E09b", nil, 1e-3, .37569)
	run(t, "E09b", 1, param.Values{"tilt": .6, "chains": 200})
	run(t, "E09b", 2, param.Values{"tilt": 0, "chains": 200})
}
