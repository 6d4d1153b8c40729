package real

import (
	"math"
	"math/rand/v2"
)

// Normal draws from N(0, 1) by the ziggurat method with 128 strips (Marsaglia & Tsang 2000, J. Stat. Softw. 5(8)). It takes the same
// numbers from rng as rand's NormFloat64 and gives the same ones but for the last bits of about one in three hundred, where that asks
// package math, whose Exp and Log differ between processors.
func Normal(rng *rand.Rand) float64 {
	for {
		u := rng.Uint64()
		j, i := int32(u), u>>32&127 // j may be negative
		x := float64(j) * float64(strips.width[i])
		if magnitude(j) < strips.inside[i] {
			return x
		}
		if i == 0 { // the tail: Marsaglia 1964
			for {
				x = float64(-Log(rng.Float64()) * (1 / tailStart))
				if y := -Log(rng.Float64()); y+y >= x*x {
					break
				}
			}
			if j > 0 {
				return tailStart + x
			}
			return -tailStart - x
		}
		rise := float32(rng.Float64()) * (strips.height[i-1] - strips.height[i])
		if strips.height[i]+float32(rise) < float32(Exp(-.5*x*x)) {
			return x
		}
	}
}

func magnitude(j int32) uint32 {
	if j < 0 {
		return uint32(-j)
	}
	return uint32(j)
}

const (
	tailStart = 3.442619855899      // where the lowest strip ends and the tail begins
	stripArea = 9.91256303526217e-3 // of each of the 128
)

// strips are the tables of the method: a j below inside[i] is under the density for sure, at j·width[i]; height[i] is the density
// at the strip's right end.
var strips = func() (s struct {
	inside        [128]uint32
	width, height [128]float32
}) {
	const whole = 1 << 31
	right, before := tailStart, tailStart
	base := stripArea / Exp(-.5*right*right)
	s.inside[0], s.inside[1] = uint32(right/base*whole), 0
	s.width[0], s.width[127] = float32(base/whole), float32(right/whole)
	s.height[0], s.height[127] = 1, float32(Exp(-.5*right*right))
	for i := 126; i >= 1; i-- {
		right = math.Sqrt(-2 * Log(stripArea/right+Exp(-.5*right*right)))
		s.inside[i+1] = uint32(right / before * whole)
		before = right
		s.height[i], s.width[i] = float32(Exp(-.5*right*right)), float32(right/whole)
	}
	return s
}()
