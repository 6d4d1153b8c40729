package course

import "saddlelab/core/real"

// passage is the mean first-passage time of the diffusion dx = −V'(x)dt + √(2T)dW from a to b > a:
//
//	(1/T) ∫_a^b e^{V(y)/T} ∫_{−∞}^y e^{−V(z)/T} dz dy,
//
// with the inner integral from lowest on, by the trapezoidal rule on n intervals.
func passage(V func(float64) float64, T, lowest, a, b float64, n int) float64 {
	h := (b - lowest) / float64(n)
	inner, total := 0., 0.
	before, out := real.Exp(-V(lowest)/T), 0.
	for i := 1; i <= n; i++ {
		y := lowest + float64(i)*h
		v := V(y) / T
		here := real.Exp(-v)
		inner += h * (before + here) / 2
		before = here
		f := real.Exp(v) * inner
		if y > a {
			if width := min(h, y-a); width == h {
				total += h * (out + f) / 2
			} else {
				total += width * f
			}
		}
		out = f
	}
	return total / T
}

// gibbs is the normalized density e^{−U/T} on [lo, hi] at n+1 even points, and the mean of g under it.
func gibbs(U func(float64) float64, T, lo, hi float64, n int) (xs, density []float64, average func(g func(float64) float64) float64) {
	xs = spaced(lo, hi, n+1)
	density = apply(xs, func(x float64) float64 { return real.Exp(-U(x) / T) })
	h := (hi - lo) / float64(n)
	weight := func(i int) float64 { // Simpson's rule
		switch {
		case i == 0 || i == n:
			return h / 3
		case i%2 == 1:
			return 4 * h / 3
		}
		return 2 * h / 3
	}
	total := 0.
	for i, d := range density {
		total += weight(i) * d
	}
	for i := range density {
		density[i] /= total
	}
	return xs, density, func(g func(float64) float64) float64 {
		sum := 0.
		for i, d := range density {
			sum += weight(i) * d * g(xs[i])
		}
		return sum
	}
}
