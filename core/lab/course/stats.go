package course

import (
	"math"
	"slices"

	"saddlelab/core/real"
)

// mean of independent values, with its 95 % interval.
func mean(xs []float64) Estimate {
	m, v := moments(xs)
	return Estimate{m, normal95 * math.Sqrt(v/float64(len(xs)))}
}

// moments are the mean and the unbiased variance.
func moments(xs []float64) (m, v float64) {
	if len(xs) == 0 {
		return math.NaN(), math.NaN()
	}
	for _, x := range xs {
		m += x
	}
	m /= float64(len(xs))
	for _, x := range xs {
		v += (x - m) * (x - m)
	}
	return m, v / float64(len(xs)-1)
}

// meanSquare is E x² of independent values whose mean is known to be 0.
func meanSquare(xs []float64) Estimate {
	sq := make([]float64, len(xs))
	for i, x := range xs {
		sq[i] = x * x
	}
	return mean(sq)
}

// ofSquares is the mean of squares of normal numbers whose mean square should be want: its interval is what that law gives, since that
// from few samples of so skewed a law is too narrow as often as they happen to be small.
func ofSquares(squares []float64, want float64) Estimate {
	m, _ := moments(squares)
	return Estimate{m, normal95 * want * math.Sqrt(2/float64(len(squares)))}
}

// deviation is the standard deviation; its interval comes from the fourth moment.
func deviation(xs []float64) Estimate {
	m, v := moments(xs)
	fourth := 0.
	for _, x := range xs {
		d := (x - m) * (x - m)
		fourth += d * d
	}
	n := float64(len(xs))
	sd := math.Sqrt(v)
	return Estimate{sd, normal95 * math.Sqrt(max(0, fourth/n-v*v)/n) / (2 * sd)}
}

// share is the share of successes among n, with Wald's interval.
func share(successes, n int) Estimate {
	p := float64(successes) / float64(n)
	return Estimate{p, normal95 * math.Sqrt(p*(1-p)/float64(n))}
}

// quantile q of independent values; its interval is that of the order statistics around it.
func quantile(xs []float64, q float64) Estimate {
	if len(xs) == 0 {
		return Estimate{math.NaN(), math.NaN()}
	}
	s := slices.Clone(xs)
	slices.Sort(s)
	n := float64(len(s))
	at := func(rank float64) float64 { return s[int(min(n-1, max(0, math.Floor(rank))))] }
	half := normal95 * math.Sqrt(n*q*(1-q))
	return Estimate{at(q * n), (at(q*n+half) - at(q*n-half)) / 2}
}

// median of values.
func median(xs []float64) float64 {
	if len(xs) == 0 {
		return math.NaN()
	}
	s := slices.Clone(xs)
	slices.Sort(s)
	if n := len(s); n%2 == 0 {
		return (s[n/2-1] + s[n/2]) / 2
	}
	return s[len(s)/2]
}

// slope is that of the least-squares line through points, with the interval that its residuals give.
func slope(xs, ys []float64) Estimate {
	b, _, se := line(xs, ys)
	return Estimate{b, normal95 * se}
}

// logSlope is the slope of log y on log x.
func logSlope(xs, ys []float64) Estimate { return slope(logs(xs), logs(ys)) }

// logSlopeOf is the same through estimates, whose own intervals it carries on where they are wider than what the residuals give.
func logSlopeOf(xs []float64, ys []Estimate) Estimate {
	values := make([]float64, len(ys))
	for i, y := range ys {
		values[i] = y.Value
	}
	b := logSlope(xs, values)
	lx := logs(xs)
	m, v := moments(lx)
	own := 0.
	for i, y := range ys {
		w := (lx[i] - m) / (v * float64(len(xs)-1))
		own += w * w * (y.CI / y.Value) * (y.CI / y.Value)
	}
	if own = math.Sqrt(own); !(b.CI >= own) {
		b.CI = own
	}
	return b
}

// line is y ≈ a + b·x by least squares, with the standard error of b.
func line(xs, ys []float64) (b, a, se float64) {
	n := float64(len(xs))
	if n < 2 {
		return math.NaN(), math.NaN(), math.NaN()
	}
	mx, _ := moments(xs)
	my, _ := moments(ys)
	var xx, xy float64
	for i := range xs {
		xx += (xs[i] - mx) * (xs[i] - mx)
		xy += (xs[i] - mx) * (ys[i] - my)
	}
	b = xy / xx
	a = my - b*mx
	rest := 0.
	for i := range xs {
		r := ys[i] - a - b*xs[i]
		rest += r * r
	}
	return b, a, math.Sqrt(rest / (n - 2) / xx)
}

func logs(xs []float64) []float64 {
	out := make([]float64, len(xs))
	for i, x := range xs {
		out[i] = real.Log(x)
	}
	return out
}

// phi is the standard normal distribution function.
func phi(x float64) float64 { return .5 * (1 + real.Erf(x/math.Sqrt2)) }

// phiInverse is its inverse, by bisection and so to the last digits; p in (0, 1).
func phiInverse(p float64) float64 {
	lo, hi := -40., 40.
	for range 80 {
		if m := (lo + hi) / 2; phi(m) < p {
			lo = m
		} else {
			hi = m
		}
	}
	return (lo + hi) / 2
}

// integrate is Simpson's rule on n (even) intervals.
func integrate(f func(x float64) float64, a, b float64, n int) float64 {
	h := (b - a) / float64(n)
	sum := f(a) + f(b)
	for i := 1; i < n; i++ {
		sum += float64(2+2*(i&1)) * f(a+float64(i)*h)
	}
	return sum * h / 3
}

// spaced are n values from a to b, evenly.
func spaced(a, b float64, n int) []float64 {
	out := make([]float64, n)
	for i := range out {
		out[i] = a + (b-a)*float64(i)/float64(n-1)
	}
	return out
}

// geometric are n values from a to b, evenly on a log scale.
func geometric(a, b float64, n int) []float64 {
	out := spaced(real.Log(a), real.Log(b), n)
	for i := range out {
		out[i] = real.Exp(out[i])
	}
	return out
}

// apply is f at each of xs.
func apply(xs []float64, f func(x float64) float64) []float64 {
	out := make([]float64, len(xs))
	for i, x := range xs {
		out[i] = f(x)
	}
	return out
}

// histogram counts values in bins between the edges, and gives the middles of the bins.
func histogram(xs, edges []float64) (mid, count []float64) {
	mid, count = make([]float64, len(edges)-1), make([]float64, len(edges)-1)
	for i := range mid {
		mid[i] = (edges[i] + edges[i+1]) / 2
	}
	for _, x := range xs {
		i, found := slices.BinarySearch(edges, x)
		if !found {
			i--
		}
		if i >= 0 && i < len(count) {
			count[i]++
		}
	}
	return mid, count
}

// arccos of any x in [−1, 1]; real.Acos is that of its right half.
func arccos(x float64) float64 {
	if x < 0 {
		return math.Pi - real.Acos(-x)
	}
	return real.Acos(x)
}
