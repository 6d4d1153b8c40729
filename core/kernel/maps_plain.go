package kernel

import "math"

// The element-wise functions, one element at a time. They are the definition: the vector forms do the
// same operations in the same order. float32(x*y) forbids the compiler to fuse.

const (
	expHi, expLo = 88.3762626647949, -87.33654
	log2e        = 1.44269504088896341
	magic        = 12582912 // 1.5 * 2^23: adding it rounds to an integer, held in the low mantissa bits
	ln2a, ln2b   = -0.693359375, 2.12194440e-4
	tanhHi       = 7.90531110763549805
	tiny         = 1e-30 // added to decaying moments: keeps them out of the (slow) denormal range
)

var expC = [6]float32{1.9875691500e-4, 1.3981999507e-3, 8.3334519073e-3, 4.1665795894e-2, 1.6666665459e-1, 5.0000001201e-1}
var tanhA = [7]float32{-2.76076847742355e-16, 2.00018790482477e-13, -8.60467152213735e-11, 5.12229709037114e-08, 1.48572235717979e-05, 6.37261928875436e-04, 4.89352455891786e-03}
var tanhB = [4]float32{1.19825839466702e-06, 1.18534705686654e-04, 2.26843463243900e-03, 4.89352518554385e-03}

// exp1 is exp(x), Cephes polynomial, within 1.1 ulp on [-87, 88], clamped outside.
func exp1(x float32) float32 {
	if x > expHi {
		x = expHi
	}
	if x < expLo {
		x = expLo
	}
	t := float32(x*log2e) + magic
	n := t - magic
	r := float32(n*ln2b) + (float32(n*ln2a) + x)
	y := expC[0]
	for _, c := range expC[1:] {
		y = float32(y*r) + c
	}
	e := (float32(y*float32(r*r)) + r) + 1
	return e * math.Float32frombits((math.Float32bits(t)+127)<<23)
}

// tanh1 is a rational approximation of tanh, within 7 ulp.
func tanh1(x float32) float32 {
	if x > tanhHi {
		x = tanhHi
	}
	if x < -tanhHi {
		x = -tanhHi
	}
	z := float32(x * x)
	a := tanhA[0]
	for _, c := range tanhA[1:] {
		a = float32(a*z) + c
	}
	b := tanhB[0]
	for _, c := range tanhB[1:] {
		b = float32(b*z) + c
	}
	return float32(x*a) / b
}

func relu1(x float32) float32 {
	if x > 0 {
		return x
	}
	return 0
}

func each1(f func(float32) float32, x, y []float32) {
	for i, v := range x {
		y[i] = f(v)
	}
}
