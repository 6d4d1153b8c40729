package lab

import (
	"fmt"
	"math"
)

// Underflow says that an iterate has come too near to 0 for float64: below 2⁻¹⁰²² numbers lose their digits, and a factor such as
// 1 + 2ηγ rounds to nothing. What follows is rounding's doing and not the method's: a coordinate that sits at a saddle's axis that
// closely never leaves.
type Underflow struct {
	Step       int    `json:"step"`
	Coordinate int    `json:"coordinate"` // from 1
	Message    string `json:"message"`
}

// smallest is the least normal float64.
const smallest = 0x1p-1022

// underflow looks for a coordinate that is not 0 and below every normal number.
func underflow(x []float64, step int) *Underflow {
	for i, v := range x {
		if v != 0 && math.Abs(v) < smallest {
			return &Underflow{step, i + 1, fmt.Sprintf("At step %d coordinate %d is below 10⁻³⁰⁷, where numbers lose their digits: what it does from here on is rounding, not the method.", step, i+1)}
		}
	}
	return nil
}
