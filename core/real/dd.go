package real

import "math"

// dd is the unevaluated sum hi + lo of two numbers, |lo| ≤ ½ulp(hi): about 106 bits (Dekker 1971, Numer. Math. 18).
type dd struct{ hi, lo float64 }

// fastSum is a + b exactly, for |a| ≥ |b|.
func fastSum(a, b float64) dd {
	s := a + b
	return dd{s, b - (s - a)}
}

// sum is a + b exactly (Knuth).
func sum(a, b float64) dd {
	s := a + b
	v := s - a
	return dd{s, (a - (s - v)) + (b - v)}
}

// product is a·b exactly (Veltkamp, Dekker), for |a|, |b| < 2⁹⁹⁶.
func product(a, b float64) dd {
	p := float64(a * b)
	ah, al := split(a)
	bh, bl := split(b)
	e := float64(ah*bh) - p
	e += float64(ah * bl)
	e += float64(al * bh)
	return dd{p, e + float64(al*bl)}
}

// split cuts a into two halves of at most 26 bits.
func split(a float64) (hi, lo float64) {
	c := float64((1<<27 + 1) * a)
	hi = c - (c - a)
	return hi, a - hi
}

func (a dd) add(b dd) dd {
	s, t := sum(a.hi, b.hi), sum(a.lo, b.lo)
	s = fastSum(s.hi, s.lo+t.hi)
	return fastSum(s.hi, s.lo+t.lo)
}

func (a dd) mul(b dd) dd {
	p := product(a.hi, b.hi)
	return fastSum(p.hi, p.lo+(float64(a.hi*b.lo)+float64(a.lo*b.hi)))
}

func (a dd) div(b dd) dd {
	q := a.hi / b.hi
	r := a.add(b.mul(dd{-q, 0}))
	return fastSum(q, r.hi/b.hi)
}

// over is a/n for a whole number n.
func (a dd) over(n int) dd { return a.div(dd{float64(n), 0}) }

func (a dd) neg() dd { return dd{-a.hi, -a.lo} }

// π/2 and log 2 in pieces of 53 bits, from constants that Go keeps to 200 bits.
const (
	halfPi0 = 0x1.921fb54442d18p+0
	halfPi1 = 0x1.1a62633145c07p-54
	halfPi2 = math.Pi/2 - halfPi0 - halfPi1
	ln2Hi   = 0x1.62e42fefa39efp-1
	ln2Lo   = math.Ln2 - ln2Hi
)
