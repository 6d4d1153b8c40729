package kernel

// SumSquares is Σx², in float64, in eight lanes (element i in lane i mod 8) that are added at the end in order.
func SumSquares(x []float32) float64 {
	var s [8]float64
	n := max(0, len(x)/8-1) // the last whole group is left: squares reads a little past its end
	if n > 0 {
		squares(n, ptr(x), &s)
	}
	plainSquares(x[8*n:], &s)
	return ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7]))
}

// plainSquares adds x[i]² to s[i mod 8]. The conversion of a product forbids the compiler to fuse it with the sum.
func plainSquares(x []float32, s *[8]float64) {
	for len(x) >= 8 {
		y := (*[8]float32)(x)
		s[0] += float64(float64(y[0]) * float64(y[0]))
		s[1] += float64(float64(y[1]) * float64(y[1]))
		s[2] += float64(float64(y[2]) * float64(y[2]))
		s[3] += float64(float64(y[3]) * float64(y[3]))
		s[4] += float64(float64(y[4]) * float64(y[4]))
		s[5] += float64(float64(y[5]) * float64(y[5]))
		s[6] += float64(float64(y[6]) * float64(y[6]))
		s[7] += float64(float64(y[7]) * float64(y[7]))
		x = x[8:]
	}
	for i, v := range x {
		s[i] += float64(float64(v) * float64(v))
	}
}
