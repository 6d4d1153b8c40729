package course

import (
	"math"
	"testing"

	"saddlelab/core/param"
)

func TestAdaGradNorm(t *testing.T) {
	for b0, want := range map[float64][2]float64{100: {249, 157.52}, 300: {449, 342.59}, 1000: {1149, 1038.6}} {
		expect(t, "E33", param.Values{"b0": b0}, 1e-9, want[0])
		r := run(t, "E33", 1, param.Values{"b0": b0, "steps": 20000})
		if got := float64(r.Measures[0].Measured); math.Abs(got-want[1]) > 1e-3*want[1] {
			t.Errorf("b₀ = %g: b∞ is %g, the text has %g", b0, got, want[1])
		}
	}
	expect(t, "E33b", nil, 1e-4, .0035355, .0070711, -.5)
	run(t, "E33b", 1, param.Values{"sigma": 2, "d": 8, "chains": 100})
	run(t, "E33b", 2, param.Values{"steps": 40000, "chains": 60})
}
