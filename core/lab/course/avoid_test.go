package course

import (
	"testing"

	"saddlelab/core/param"
)

func TestAlmostEveryStart(t *testing.T) {
	expect(t, "E16", nil, 1e-4, 1, 20.496, .094222, .035511, .013384, .0050442, 0, 788.09)
	run(t, "E16", 1, param.Values{"gamma": .1, "starts": 2000})
	run(t, "E16", 2, param.Values{"gamma": .03, "starts": 1000})
}

func TestOctopus(t *testing.T) {
	expect(t, "E17", nil, 1e-4, 2.2239)
	expect(t, "E17", param.Values{"L": 2}, 1e-4, 3.8018)
	run(t, "E17", 1, param.Values{"L": 2, "d": 5})
	run(t, "E17", 2, param.Values{"gamma0": .7})
}

func TestVanishingStepsLeave(t *testing.T) {
	run(t, "E19", 1, param.Values{"sigma": .4, "chains": 20})
	run(t, "E19", 2, param.Values{"c": .8, "chains": 20})
	for _, c := range []struct{ c, R, want float64 }{{1, 3, 8}, {.5, 3, 109}, {.35, 2, 501}, {.3, 2, 2064}} {
		expect(t, "E19b", param.Values{"c": c.c, "R": c.R}, 0, c.want)
	}
	run(t, "E19b", 1, param.Values{"c": 1})
	run(t, "E19b", 2, param.Values{"c": .35, "R": 2})
}
