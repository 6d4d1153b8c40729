package course

import (
	"math"
	"testing"

	"saddlelab/core/param"
)

func TestStationaryVariances(t *testing.T) {
	expect(t, "E09", param.Values{"gamma": .01}, 1e-4, .50505, .0050505)
	expect(t, "E09", param.Values{"gamma": .1}, 1e-4, .55556, .055556)
	expect(t, "E09", param.Values{"gamma": 1, "lambda": 1}, 1e-9, 2, 2)
	run(t, "E09", 1, param.Values{"gamma": .5})
	run(t, "E09", 2, param.Values{"gamma": 1, "lambda": 1})
}

func TestPassageTimes(t *testing.T) {
	expect(t, "E09c", nil, 1e-3, 68.97)
	run(t, "E09c", 1, param.Values{"T": .35, "chains": 300})
	run(t, "E09c", 2, param.Values{"T": .3, "gamma": .01, "chains": 300})
	expect(t, "E20c", nil, 2e-3, .22222, 281.21, 692.57, 1764.9, 8455, 31312)
	run(t, "E20c", 1, param.Values{"sigma": 1.6, "chains": 100})
	run(t, "E20c", 2, param.Values{"sigma": 2, "chains": 400})
	// A constant potential: the diffusion from a to b with a wall at lowest takes ((b−lowest)² − (a−lowest)²)/(2T).
	if got, want := passage(func(float64) float64 { return 0 }, .5, -2, -1, 1, 4000), (9.-1)/(2*.5); math.Abs(got-want) > 1e-3 {
		t.Errorf("passage over a plain takes %g, want %g", got, want)
	}
}

func TestGibbs(t *testing.T) {
	// A normal density, by its variance.
	_, _, average := gibbs(func(x float64) float64 { return x * x / 2 }, .25, -8, 8, 2000)
	if got := average(func(x float64) float64 { return x * x }); math.Abs(got-.25) > 1e-9 {
		t.Errorf("variance %g at temperature ¼, want ¼", got)
	}
}

func TestPosteriorSampling(t *testing.T) {
	run(t, "E09d", 1, param.Values{"gamma": 5e-4, "chains": 500})
	run(t, "E09d", 2, param.Values{"gamma": 1e-3, "batch": 100, "chains": 500})
}
