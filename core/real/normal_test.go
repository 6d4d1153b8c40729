package real

import (
	"encoding/binary"
	"hash/fnv"
	"math"
	"math/rand/v2"
	"testing"
)

// The same stream gives what rand's own NormFloat64, with its tables of constants, gives: to a few last bits where that goes through
// package math, bit for bit elsewhere. The two would part for good where one accepts what the other does not.
func TestNormalIsRandsOwn(t *testing.T) {
	a, b := rand.New(rand.NewPCG(3, 4)), rand.New(rand.NewPCG(3, 4))
	tail := 0
	for i := range 3_000_000 {
		got, want := Normal(a), b.NormFloat64()
		if math.Abs(want) > tailStart {
			if tail++; math.Abs(got-want) > 1e-14*math.Abs(want) {
				t.Fatalf("draw %d, in the tail: %v, want %v", i, got, want)
			}
		} else if got != want {
			t.Fatalf("draw %d: %v, want %v", i, got, want)
		}
	}
	p := math.Erfc(tailStart / math.Sqrt2) // of being in the tail
	if n := 3e6; math.Abs(float64(tail)-n*p) > 4*math.Sqrt(n*p) {
		t.Errorf("%d draws in the tail, want about %.0f", tail, n*p)
	}
}

// The same bits everywhere, tails included: run on any processor and in WebAssembly, the draws make this number.
func TestNormalSameBitsEverywhere(t *testing.T) {
	h, r := fnv.New64a(), rand.New(rand.NewPCG(7, 8))
	for range 300_000 {
		h.Write(binary.LittleEndian.AppendUint64(nil, math.Float64bits(Normal(r))))
	}
	if got := h.Sum64(); got != 0xa2da180115fe6966 {
		t.Errorf("the draws make %#x", got)
	}
}
