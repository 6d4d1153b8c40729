package course

import (
	"testing"

	"saddlelab/core/param"
)

func TestCosts(t *testing.T) {
	run(t, "E03", 1, param.Values{"repeats": 8})
	run(t, "E03", 2, param.Values{"eps": .02, "repeats": 8})
	run(t, "E07", 1, param.Values{"n": 2000, "draws": 1000})
	run(t, "E07", 2, param.Values{"n": 700, "draws": 2000})
}
