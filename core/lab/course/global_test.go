package course

import (
	"math"
	"testing"

	"saddlelab/core/param"
)

func TestKernelRegime(t *testing.T) {
	run(t, "E24", 1, param.Values{"m": 512, "n": 10, "seeds": 3})
	run(t, "E24", 2, param.Values{"m": 256, "n": 15, "seeds": 3})
	for _, x := range []float64{-1, -.7, -.1, 0, .4, 1} {
		if got, want := arccos(x), math.Acos(x); math.Abs(got-want) > 1e-12 {
			t.Errorf("arccos %g = %g, want %g", x, got, want)
		}
	}
}

func TestScalesOfInitialization(t *testing.T) {
	expect(t, "E27", nil, 2e-4, 1, .5, 2, 2.1665e-7, .025902, .61797, 2.1215)
	run(t, "E27", 1, param.Values{"v": 3, "depth": 8, "width": 120})
	run(t, "E27", 2, param.Values{"v": .7, "depth": 5, "width": 200, "seeds": 6})
}

func TestValley(t *testing.T) {
	run(t, "E28", 1, param.Values{"n": 5, "m": 30})
	run(t, "E28", 2, param.Values{"n": 8, "m": 30})
}
