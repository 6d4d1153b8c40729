package real

import (
	"encoding/json"
	"math"
)

// Num is a number in a result; one that is not finite is null, since JSON has no other word for it.
type Num float64

// MarshalJSON writes the shortest decimal that reads back to the same bits.
func (x Num) MarshalJSON() ([]byte, error) {
	if v := float64(x); math.IsNaN(v) || math.IsInf(v, 0) {
		return []byte("null"), nil
	}
	return json.Marshal(float64(x))
}

// Nums are the same for many.
func Nums(v []float64) []Num {
	out := make([]Num, len(v))
	for i, x := range v {
		out[i] = Num(x)
	}
	return out
}
