package real

import "math"

const twoOverRootPi = 1.12837916709551257389615890312154517

// Erf is the error function, to within 2e-15 of itself. Up to 2 it is 2/√π·e^{−x²}·Σ 2ⁿx²ⁿ⁺¹/(1·3·5…(2n+1)) (Abramowitz & Stegun 1964,
// 7.1.6), whose terms are of one sign, so that nothing cancels: about 2x² + 6 roundings. Beyond, 1 less the complement's continued
// fraction (7.1.14), and from 6 on 1 to the last bit.
func Erf(x float64) float64 {
	a := math.Abs(x)
	switch {
	case math.IsNaN(x):
		return x
	case a >= 6:
		return math.Copysign(1, x)
	}
	square := product(a, a)
	e := Exp(-square.hi)
	e -= float64(e * square.lo) // x² to more than its last bit
	if a > 2 {
		k := a // a + ½/(a + 1/(a + 1½/(a + 2/(a + …)))); at 2 it takes 40 for all digits
		for n := 50; n > 0; n-- {
			k = a + float64(n)/2/k
		}
		return math.Copysign(1-twoOverRootPi/2*e/k, x)
	}
	sum, term := 1.0, 1.0
	for n := 3.0; term > sum*0x1p-55; n += 2 {
		term = float64(term * (2 * square.hi / n))
		sum += term
	}
	return math.Copysign(twoOverRootPi*a*e*sum, x)
}
