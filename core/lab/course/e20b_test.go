package course

import (
	"testing"

	"saddlelab/core/param"
)

func TestAveragesReachTheBestVariance(t *testing.T) {
	expect(t, "E20b", nil, 1e-9, .25, .25)
	run(t, "E20b", 1, param.Values{"c": .5, "lambda": 1, "chains": 200})
	run(t, "E20b", 2, param.Values{"p": .7, "lambda": 1.5, "c": .9, "chains": 200})
}
