package kernel

// Dot is Σxᵢyᵢ, in float64, in eight lanes (element i in lane i mod 8) that are added at the end in order. y is as long as x.
func Dot(x, y []float32) float64 {
	var s [8]float64
	y = y[:len(x)]
	n := max(0, len(x)/8-1) // the last whole group is left: dots reads a little past its end
	if n > 0 {
		dots(n, ptr(x), ptr(y), &s)
	}
	plainDot(x[8*n:], y[8*n:], &s)
	return ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7]))
}

// plainDot adds x[i]·y[i] to s[i mod 8]. Products of float32 are exact in float64.
func plainDot(x, y []float32, s *[8]float64) {
	for len(x) >= 8 {
		a, b := (*[8]float32)(x), (*[8]float32)(y)
		s[0] += float64(float64(a[0]) * float64(b[0]))
		s[1] += float64(float64(a[1]) * float64(b[1]))
		s[2] += float64(float64(a[2]) * float64(b[2]))
		s[3] += float64(float64(a[3]) * float64(b[3]))
		s[4] += float64(float64(a[4]) * float64(b[4]))
		s[5] += float64(float64(a[5]) * float64(b[5]))
		s[6] += float64(float64(a[6]) * float64(b[6]))
		s[7] += float64(float64(a[7]) * float64(b[7]))
		x, y = x[8:], y[8:]
	}
	for i, v := range x {
		s[i] += float64(float64(v) * float64(y[i]))
	}
}
