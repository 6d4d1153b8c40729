package real

import (
	"hash/fnv"
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
)

// bigErf is 2/√π·Σ (−1)ⁿx²ⁿ⁺¹/(n!(2n+1)), Abramowitz & Stegun 7.1.5: another series than the one in use; at 400 bits it may cancel.
func bigErf(x float64) *big.Float {
	y := bigOf(x)
	square := bigNew().Mul(y, y)
	s, t := bigNew().Set(y), bigNew().Set(y)
	for n := 1; n < 400; n++ {
		t.Mul(t, square)
		t.Quo(t, bigOf(-float64(n)))
		s.Add(s, bigNew().Quo(t, bigOf(float64(2*n+1))))
	}
	pi, _ := bigNew().SetString("3.14159265358979323846264338327950288419716939937510582097494459")
	return s.Mul(s, bigNew().Quo(bigOf(2), bigNew().Sqrt(pi)))
}

func TestErf(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	h := fnv.New64a()
	var b [8]byte
	for i := range 2000 {
		x := (r.Float64() - .5) * 13
		if i%4 == 0 {
			x = math.Ldexp(x, -r.IntN(40))
		}
		got := Erf(x)
		want, _ := bigErf(x).Float64()
		if math.Abs(got-want) > 2e-15*math.Abs(want) || math.Abs(got) > 1 || Erf(-x) != -got {
			t.Errorf("erf(%v) = %v, want %v", x, got, want)
		}
		if std := math.Erf(x); math.Abs(got-std) > 3e-15*math.Abs(std) {
			t.Errorf("erf(%v) = %v, math has %v", x, got, std)
		}
		v := math.Float64bits(got)
		for i := range b {
			b[i] = byte(v >> (8 * i))
		}
		h.Write(b[:])
	}
	if got := h.Sum64(); got != 0xf83c636d338f82c8 { // the same bits everywhere
		t.Errorf("the results make %#x", got)
	}
	inf := math.Inf(1)
	if Erf(inf) != 1 || Erf(-inf) != -1 || Erf(0) != 0 || !math.Signbit(Erf(math.Copysign(0, -1))) || !math.IsNaN(Erf(math.NaN())) {
		t.Error("wrong at 0, ±∞ or NaN")
	}
}
