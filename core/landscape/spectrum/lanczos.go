package spectrum

import (
	"math"
	"math/rand/v2"

	"saddlelab/core/eig"
)

// process is Lanczos' method with full reorthogonalization (Golub & Van Loan, section 10.1), in the space orthogonal to locked. Where
// the space so far is invariant it goes on with a random vector, so that it also finds what its start has no part of.
type process[F Float] struct {
	op          Operator[F]
	locked      [][]F
	rng         *rand.Rand
	q           [][]F     // the basis
	alpha, beta []float64 // T's diagonal; beta[i] stands between i and i+1, the last one after the basis
	next        []F       // the vector to come, of length 1; nil when the space is whole
	largest     float64   // length of a product so far

	theta, last []float64 // Ritz values, ascending, and the last entries of their vectors in the basis
	order       []int
	a, v        []float64
}

func newProcess[F Float](op Operator[F], start []F, locked [][]F, rng *rand.Rand) *process[F] {
	p := &process[F]{op: op, locked: locked, rng: rng, next: make([]F, op.N)}
	copy(p.next, start)
	without(p.next, locked)
	if n := norm(p.next); n > 0 {
		scale(p.next, 1/n)
	} else {
		p.fresh()
	}
	return p
}

// tiny is the part of the operator's size below which a remainder is rounding.
func tiny[F Float]() float64 {
	if z := F(1); z+F(0x1p-30) == z {
		return 0x1p-18
	}
	return 0x1p-44
}

// step makes one product; false when the space is whole.
func (p *process[F]) step() bool {
	if p.next == nil {
		return false
	}
	q := p.next
	w := make([]F, p.op.N)
	p.op.Apply(q, w)
	p.largest = max(p.largest, norm(w))
	p.q, p.alpha = append(p.q, q), append(p.alpha, dot(q, w))
	without(w, p.locked, p.q)
	b := norm(w)
	p.next = w
	if b > tiny[F]()*p.largest {
		scale(w, 1/b)
	} else {
		b = 0
		p.fresh()
	}
	p.beta = append(p.beta, b)
	p.theta = nil
	return true
}

// fresh makes the next vector a random one, orthogonal to all before; nil when there is none.
func (p *process[F]) fresh() {
	if len(p.q)+len(p.locked) >= p.op.N {
		p.next = nil
		return
	}
	for range 3 {
		signs(p.next, p.rng)
		scale(p.next, 1/math.Sqrt(float64(p.op.N)))
		without(p.next, p.locked, p.q)
		if n := norm(p.next); n > 1e-4 { // else it was nearly inside: another
			scale(p.next, 1/n)
			return
		}
	}
	p.next = nil
}

// ritz decomposes T.
func (p *process[F]) ritz() {
	m := len(p.q)
	if p.theta != nil || m == 0 {
		return
	}
	p.a, p.v = make([]float64, m*m), make([]float64, m*m)
	for i := range m {
		p.a[i*m+i] = p.alpha[i]
		if i > 0 {
			p.a[i*m+i-1], p.a[(i-1)*m+i] = p.beta[i-1], p.beta[i-1]
		}
	}
	eig.Symmetric(p.a, p.v, m)
	p.order = ascending(m, func(i int) float64 { return p.a[i*m+i] })
	p.theta, p.last = make([]float64, m), make([]float64, m)
	for k, j := range p.order {
		p.theta[k], p.last[k] = p.a[j*m+j], p.v[(m-1)*m+j]
	}
}

// residual is the length of what is left of Ritz pair k, ‖Hx − θx‖.
func (p *process[F]) residual(k int) float64 { return math.Abs(p.beta[len(p.beta)-1] * p.last[k]) }

// vector makes Ritz vector k, of length 1.
func (p *process[F]) vector(k int) []F {
	m, x := len(p.q), make([]F, p.op.N)
	for i, q := range p.q {
		add(x, p.v[i*m+p.order[k]], q)
	}
	scale(x, 1/norm(x))
	return x
}

// weight is the squared first entry of Ritz vector k: its share of the start.
func (p *process[F]) weight(k int) float64 {
	w := p.v[p.order[k]]
	return w * w
}
