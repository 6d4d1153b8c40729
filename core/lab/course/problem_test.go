package course

import (
	"testing"

	"saddlelab/core/param"
)

func TestRepresentation(t *testing.T) {
	expect(t, "E01", nil, 1e-4, .19604, 7.5299e-5, -2, 10, 3, 21, 4, 20, 56)
	run(t, "E01", 1, param.Values{"m": 4, "q": 4, "d": 2})
	run(t, "E01", 2, param.Values{"m": 64, "d": 4})
}

func TestRisks(t *testing.T) {
	expect(t, "E02", nil, 1e-4, .66667, 1.5263, .1118, -.5)
	expect(t, "E02", param.Values{"n": 100}, 1e-4, .9, 1.1124)
	run(t, "E02", 1, param.Values{"n": 100, "sigma": 2, "repeats": 400})
	run(t, "E02", 2, param.Values{"n": 20, "d": 3, "repeats": 800})
}

func TestInterpolants(t *testing.T) {
	expect(t, "E29", param.Values{"n": 8}, 5e-3, .021945, .009419)
	expect(t, "E29", param.Values{"n": 12}, 5e-3, .34084, .0096039)
	expect(t, "E29", param.Values{"n": 20}, 5e-2, 1821.4, .0097589)
	run(t, "E29", 1, param.Values{"n": 10, "sigma": .3})
	run(t, "E29", 2, param.Values{"n": 20})
}

func TestCapacity(t *testing.T) {
	run(t, "E23", 1, param.Values{"n": 50, "d": 3})
	run(t, "E23", 2, param.Values{"n": 400, "d": 40})
	expect(t, "E26", param.Values{"n": 200, "m": 50}, 1e-9, .75)
	run(t, "E26", 1, param.Values{"n": 60, "m": 15, "repeats": 40})
	run(t, "E26", 2, param.Values{"n": 40, "m": 60, "repeats": 10})
}
