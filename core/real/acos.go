package real

import "math"

// Acos is the arc cosine of x in [0, 1], to within 1e-15 radians where x < 1 − 1e-9: a polynomial (Abramowitz & Stegun 1964, 4.4.45,
// within 7e-5) and two Newton steps on the cosine.
func Acos(x float64) float64 {
	if !(x >= 0 && x <= 1) {
		return math.NaN()
	}
	if x > 1-1e-9 { // acos x = √(2(1 − x))·(1 + (1 − x)/12 + …)
		return math.Sqrt(2 * (1 - x))
	}
	t := math.Sqrt(1-x) * (1.5707288 + float64(x*(-0.2121144+float64(x*(0.0742610-float64(0.0187293*x))))))
	for range 2 {
		t += (Cos(t) - x) / Sin(t)
	}
	return t
}
