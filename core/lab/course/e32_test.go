package course

import (
	"testing"

	"saddlelab/core/param"
)

func TestDiagonalMetric(t *testing.T) {
	expect(t, "E32", param.Values{"angle": 0}, 1e-6, 1)
	expect(t, "E32", nil, 1e-6, 5001)
	expect(t, "E32", param.Values{"angle": 45}, 1e-6, 10000)
	run(t, "E32", 1, param.Values{"angle": 45})
	run(t, "E32", 1, param.Values{"kappa": 30, "angle": 10})
}
