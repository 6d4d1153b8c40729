package real

import "math"

// The quick way of Exp, Log, Pow and Tanh: tables bring the argument so near to 0 or 1 that a short series does, with an error bound that
// is told. Where that bound leaves the rounding open, which is rare, the long series decide (Ziv 1991, ACM TOMS 17), so that the bits
// are always theirs.

const (
	parts = 64 // of the tables

	// log 2/64 in pieces of 34 bits: products with whole numbers of up to 19 bits are exact.
	part0 = 0x1.62e42fef8p-7
	part1 = 0x1.1cf79abc8p-42
	part2 = math.Ln2/parts - part0 - part1
)

// 2^(j/64); 1/(place j of 64 between √½ and √2), to 11 bits; minus the logarithms of those.
var powers, near, logs = tables()

func tables() (powers [parts]dd, near [parts + 1]float64, logs [parts + 1]dd) {
	for j := range powers {
		e, k := exp(product(float64(j), ln2Hi/parts).add(dd{float64(j) * ln2Lo / parts, 0}))
		powers[j] = dd{math.Ldexp(e.hi, k), math.Ldexp(e.lo, k)}
	}
	for j := range near {
		near[j] = math.Round(1024/(math.Sqrt2/2+float64(j)*(math.Sqrt2/2/parts))) / 1024
		logs[j] = log(near[j]).neg()
	}
	return powers, near, logs
}

// sure tells whether no error up to this part of x moves its rounding.
func sure(x dd, part float64) bool {
	e := math.Abs(x.hi) * part
	return x.hi+(x.lo+e) == x.hi && x.hi+(x.lo-e) == x.hi
}

// quickExp gives base, one of the powers, and rest with exp(x) = (base + rest)·2ᵏ, for |x| < 746. The error is below 2⁻⁶⁶.
func quickExp(x dd) (base, rest dd, k int) {
	n := math.Floor(x.hi/(math.Ln2/parts) + .5)
	j := int(n) & (parts - 1)
	r := sum(x.hi-float64(n*part0), -float64(n*part1))
	r = fastSum(r.hi, r.lo+(x.lo-float64(n*part2)))
	h := r.hi // |h| < 0.0055 < 2⁻⁷: h⁸/8! < 2⁻⁷⁵, and h²/2 is rounded by 2⁻⁶⁹
	tail := 1./120 + float64(h*(1./720+float64(h*(1./5040))))
	tail = 1./6 + float64(h*(1./24+float64(h*tail)))
	tail = float64(float64(h*h) * (.5 + float64(h*tail)))
	base = powers[j]
	return base, base.mul(fastSum(h, r.lo+(tail+float64(h*r.lo)))), (int(n) - j) / parts
}

// quickLog is the logarithm of a finite number above 2⁻¹⁰²², with an error below 2⁻⁶² of it.
func quickLog(x float64) dd {
	m, k := math.Frexp(x)
	if m < math.Sqrt2/2 {
		m, k = 2*m, k-1
	}
	z, j := dd{m - 1, 0}, -1
	if !(math.Abs(z.hi) < 1./64) { // nearer to 1, a table would cancel
		j = int((m-math.Sqrt2/2)*(parts/(math.Sqrt2/2)) + .5)
		p := product(m, near[j])
		z = sum(p.hi-1, p.lo)
	}
	h := z.hi // |h| < 2⁻⁶: h¹²/13 < 2⁻⁷⁵
	tail := -1./10 + float64(h*(1./11-float64(h*(1./12))))
	tail = 1./7 + float64(h*(-1./8+float64(h*(1./9+float64(h*tail)))))
	tail = 1./4 - float64(h*(1./5+float64(h*(-1./6+float64(h*tail)))))
	q := product(h, h)
	tail = float64(float64(h*q.hi) * (1./3 - float64(h*tail)))
	l := z.add(fastSum(-q.hi/2, tail-q.lo/2-float64(h*z.lo)))
	n := float64(k)
	if j >= 0 {
		l = logs[j].add(l)
	}
	if k != 0 {
		l = product(n, ln2Hi).add(dd{float64(n * ln2Lo), 0}).add(l)
	}
	return l
}

// power is e to a z whose error is below this part of it; false where the rounding is left open.
func power(z dd, part float64) (float64, bool) {
	base, rest, k := quickExp(z)
	e := sum(base.hi, rest.hi)
	e = fastSum(e.hi, e.lo+(base.lo+rest.lo))
	ok := k > -1020 && k < 1020 && sure(e, 0x1p-63+math.Abs(z.hi)*part)
	return e.hi * math.Float64frombits(uint64(k+1023)<<52), ok
}

// quickTanh is tanh a for a from 2⁻²⁸ to 20; false where the rounding is left open.
func quickTanh(a float64) (float64, bool) {
	base, rest, k := quickExp(dd{2 * a, 0})
	two := math.Float64frombits(uint64(k+1023) << 52)
	e := sum(base.hi*two-1, base.lo*two).add(dd{rest.hi * two, rest.lo * two})
	q := e.div(e.add(dd{2, 0}))
	return q.hi, sure(q, 0x1p-59)
}
