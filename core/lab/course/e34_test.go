package course

import (
	"math"
	"testing"

	"saddlelab/core/param"
)

func TestFullAndDiagonal(t *testing.T) {
	run(t, "E34", 1, nil)
	run(t, "E34", 5, param.Values{"eta": 1})
	run(t, "E34c", 1, param.Values{"c": 2})
	run(t, "E34c", 1, param.Values{"c": .1, "steps": 500})
	expect(t, "E34d", nil, 1e-4, 3.1623, 10, 31.623)
	run(t, "E34d", 1, param.Values{"T": 50000, "repeats": 10})
	run(t, "E34e", 1, param.Values{"angle": 50, "starts": 3})
	if r := run(t, "E34e", 1, param.Values{"angle": 90, "starts": 2}); float64(r.Measures[2].Measured) != 1 {
		t.Errorf("turned by a right angle AdaGrad takes %v times as many steps", r.Measures[2].Measured)
	}
}

// A constant gradient's way, to the text's digits, and against the sum itself.
func TestConstantGradient(t *testing.T) {
	expect(t, "E34b", nil, 1e-6, 198.5446)
	run(t, "E34b", 1, param.Values{"g": 1000, "eta": .1, "K": 1000})
	run(t, "E34b", 1, param.Values{"g": .01, "eta": 5, "K": 100000})
	sum := 0.
	for k := 1.; k <= 1e4; k++ {
		sum += 1 / math.Sqrt(k)
	}
	if got := predictions(t, "E34b", nil)[0]; math.Abs(got-sum) > 1e-7 {
		t.Errorf("predicted %g, the sum is %g", got, sum)
	}
}

func TestForgetting(t *testing.T) {
	expect(t, "E35", param.Values{"gamma": .01}, 2e-5, 77, .00031623, .005, .005, .005, .005)
	run(t, "E35", 1, param.Values{"beta": .99, "drop": 10, "gamma": .01})
	run(t, "E35", 2, param.Values{"drop": 1000, "gamma": .04})
}
