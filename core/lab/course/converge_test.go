package course

import (
	"math"
	"math/rand/v2"
	"testing"

	"saddlelab/core/param"
)

func TestFromAnyStart(t *testing.T) {
	expect(t, "E12a", nil, 1e-5, 4.4721, 1)
	run(t, "E12a", 1, param.Values{"gamma": .5, "K": 100})
	run(t, "E12a", 1, param.Values{"gamma": .02, "K": 500})
	for _, x := range []float64{-2, -.3, .7, 1, 3} { // the curvature against differences
		const h = 1e-5
		if got, want := smoothWellCurvature(x), (smoothWellSlope(x+h)-smoothWellSlope(x-h))/(2*h); math.Abs(got-want) > 1e-8 {
			t.Errorf("W''(%g) = %g, differences give %g", x, got, want)
		}
	}
}

func TestVanishingSteps(t *testing.T) {
	expect(t, "E15", nil, 1e-9, -.25, -.375, -.5, 1)
	run(t, "E15", 1, param.Values{"c": .7, "chains": 40})
	run(t, "E15", 2, param.Values{"sigma": .7, "chains": 40})
	for p, want := range map[float64][3]float64{.4: {.2, .40579, .00076554}, .5: {0, .054315, .00027065}, .75: {-.5, .00035853, 2.0115e-5}} {
		expect(t, "E15c", param.Values{"p": p}, 2e-3, want[:]...)
	}
	run(t, "E15c", 1, param.Values{"p": .75, "chains": 60})
	run(t, "E15c", 2, param.Values{"p": .6, "sigma": .4, "chains": 60})
	rng := rand.New(rand.NewPCG(1, 2))
	for range 1000 { // the turn between two directions, against the library's
		a, b := 2*math.Pi*rng.Float64(), 2*rng.Float64()-1
		got := quarterTurn(math.Cos(a), math.Sin(a), 3*math.Cos(a+b), 3*math.Sin(a+b))
		if math.Abs(got-b) > 1e-6 {
			t.Fatalf("a turn by %g is measured as %g", b, got)
		}
	}
}

func TestInterpolation(t *testing.T) {
	expect(t, "E30", nil, 1e-4, .030793, .83333)
	expect(t, "E30", param.Values{"gamma": .24}, 1e-4, math.NaN(), .11364)
	run(t, "E30", 1, param.Values{"d": 4, "gamma": .5, "chains": 3000})
	run(t, "E30", 2, param.Values{"d": 20, "sigma": .3, "chains": 2000})
}
