package course

import (
	"math"
	"testing"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

func TestAveragingIsBiased(t *testing.T) {
	expect(t, "E13b", nil, 1e-9, -.0125, -.00625, -.003125, 1)
	run(t, "E13b", 1, param.Values{"sigma": .7, "chains": 300})
	run(t, "E13b", 2, param.Values{"sigma": .4, "chains": 300})
	for x := -3.; x <= 3; x += .01 {
		if d := math.Abs(expNear0(x)/real.Exp(x) - 1); d > 1e-12 {
			t.Fatalf("expNear0(%g) is off by %g", x, d)
		}
	}
}
