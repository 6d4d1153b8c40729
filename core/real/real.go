// Package real has the elementary functions with the same bits on every processor and in every browser, where package math
// has assembly for some and compilers fuse products and sums for others.
//
// Each is a series, its first terms in double-double arithmetic, made of single additions, products and quotients: float64(a*b)
// keeps a compiler from fusing. Results are nearly always the correctly rounded ones. A quick way finds most of them; see fast.go.
package real

import (
	"fmt"
	"math"
)

// Exp is eˣ.
func Exp(x float64) float64 {
	switch {
	case math.IsNaN(x) || math.IsInf(x, 1):
		return x
	case x > 710:
		return math.Inf(1)
	case x < -746:
		return 0
	}
	if e, ok := power(dd{x, 0}, 0); ok {
		return e
	}
	e, k := exp(dd{x, 0})
	return math.Ldexp(e.hi, k)
}

// exp gives e and k with exp(x) = e·2ᵏ, by Taylor's series on |r| ≤ ½log 2.
func exp(x dd) (e dd, k int) {
	n := math.Floor(x.hi/ln2Hi + .5)
	r := x.add(product(n, -ln2Hi)).add(product(n, -ln2Lo))
	tail := 1.0
	for j := 18; j > 7; j-- { // r¹⁹/19! < 2⁻⁸⁴
		tail = 1 + float64(tail*r.hi)/float64(j)
	}
	e = dd{tail, 0}
	for j := 7; j > 0; j-- {
		e = dd{1, 0}.add(e.mul(r).over(j))
	}
	return e, int(n)
}

// Log is the natural logarithm.
func Log(x float64) float64 {
	switch {
	case math.IsNaN(x) || x < 0:
		return math.NaN()
	case x == 0:
		return math.Inf(-1)
	case math.IsInf(x, 1):
		return x
	}
	if x >= 0x1p-1022 {
		if l := quickLog(x); sure(l, 0x1p-61) {
			return l.hi
		}
	}
	return log(x).hi
}

// log is that of a finite x > 0: x = m·2ᵏ with m within √½ and √2, and log m = 2(s + s³/3 + s⁵/5 + …), s = (m−1)/(m+1).
func log(x float64) dd {
	m, k := math.Frexp(x)
	if m < math.Sqrt2/2 {
		m, k = 2*m, k-1
	}
	s := sum(m, -1).div(sum(m, 1))
	s2, tail := s.mul(s), 0.0
	for j := 33; j > 9; j -= 2 { // s³⁴/35 < 2⁻⁹¹
		tail = 1/float64(j) + float64(tail*s2.hi)
	}
	l := dd{tail, 0}
	for j := 9; j > 0; j -= 2 {
		l = dd{1, 0}.over(j).add(l.mul(s2))
	}
	l = l.mul(s)
	n := float64(k)
	return product(n, ln2Hi).add(product(n, ln2Lo)).add(dd{2 * l.hi, 2 * l.lo})
}

// Pow is xʸ, with C99's special cases.
func Pow(x, y float64) float64 {
	a, sign := math.Abs(x), 1.0
	whole := math.Trunc(y) == y // ±∞ too
	odd := whole && math.Abs(y) < 1<<53 && math.Mod(y, 2) != 0
	if math.Signbit(x) && odd {
		sign = -1
	}
	switch {
	case y == 0 || x == 1:
		return 1
	case math.IsNaN(x) || math.IsNaN(y):
		return math.NaN()
	case a == 1 && math.IsInf(y, 0):
		return 1
	case x < 0 && !whole && !math.IsInf(x, 0):
		return math.NaN()
	case a == 1:
		return sign
	case a == 0 || math.IsInf(a, 0) || math.Abs(y) > 1<<64: // beyond 2⁶⁴, |y log a| > 2048 for any a ≠ 1
		if (a > 1) == (y > 0) {
			return math.Copysign(math.Inf(1), sign)
		}
		return math.Copysign(0, sign)
	}
	if a >= 0x1p-1022 && math.Abs(y) < 1e6 {
		if z := quickLog(a).mul(dd{y, 0}); math.Abs(z.hi) < 700 {
			if e, ok := power(z, 0x1p-61); ok {
				return sign * e
			}
		}
	}
	z := log(a).mul(dd{y, 0})
	switch {
	case z.hi > 710:
		return math.Copysign(math.Inf(1), sign)
	case z.hi < -746:
		return math.Copysign(0, sign)
	}
	e, k := exp(z)
	return sign * math.Ldexp(e.hi, k)
}

// Tanh is (e²ˣ − 1)/(e²ˣ + 1).
func Tanh(x float64) float64 {
	switch a := math.Abs(x); {
	case math.IsNaN(x) || a < 1.0/(1<<28): // x³/3 is below a tenth of an ulp
		return x
	case a > 20: // 1 − tanh x < 2⁻⁵⁶
		return math.Copysign(1, x)
	}
	if t, ok := quickTanh(math.Abs(x)); ok {
		return math.Copysign(t, x)
	}
	e, k := exp(dd{2 * x, 0})
	e = dd{math.Ldexp(e.hi, k), math.Ldexp(e.lo, k)}
	return e.add(dd{-1, 0}).div(e.add(dd{1, 0})).hi
}

// Sin is the sine of x radians, |x| ≤ 2²⁷.
func Sin(x float64) float64 {
	if x == 0 {
		return x
	}
	return sine(x, 0)
}

// Cos is the cosine of x radians, |x| ≤ 2²⁷.
func Cos(x float64) float64 { return sine(x, 1) }

// sine is sin(x + quarter·π/2), by Taylor's series on |r| ≤ π/4.
func sine(x float64, quarter int) float64 {
	switch {
	case math.IsNaN(x) || math.IsInf(x, 0):
		return math.NaN()
	case math.Abs(x) > 1<<27:
		panic(fmt.Sprintf("real: the angle %g is beyond 2^27", x))
	}
	n := math.Floor(x/halfPi0 + .5)
	r := dd{x, 0}.add(product(n, -halfPi0)).add(product(n, -halfPi1)).add(product(n, -halfPi2))
	quarter += int(math.Mod(n, 4)) + 4
	r2, tail, j := r.mul(r).neg(), 1.0, 23 // r²⁵/25! < 2⁻⁹²
	if quarter%2 == 1 {
		j = 22
	}
	for ; j > 9; j -= 2 {
		tail = 1 + float64(tail*r2.hi)/float64(j*(j-1))
	}
	s := dd{tail, 0}
	for ; j > 1; j -= 2 {
		s = dd{1, 0}.add(s.mul(r2).over(j * (j - 1)))
	}
	if quarter%2 == 0 {
		s = s.mul(r)
	}
	if quarter%4 > 1 {
		return -s.hi
	}
	return s.hi
}
