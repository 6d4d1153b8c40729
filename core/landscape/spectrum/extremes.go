package spectrum

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
)

// Ask says how many of the largest and smallest eigenvalues are wanted and how well.
type Ask struct {
	Top, Bottom int
	Tol         float64 // of the residual, as a part of the largest |eigenvalue|
	Products    int     // at most so many
	Basis       int     // vectors held at once, at most
}

// Pair is an eigenvalue with its vector, of length 1, and the measured ‖Hx − λx‖: an eigenvalue of H lies within Residual of Value
// (Parlett 1998, The Symmetric Eigenvalue Problem, theorem 4.5.1).
type Pair[F Float] struct {
	Value, Residual float64
	Vector          []F
}

// Extremes are the ends of a spectrum.
type Extremes[F Float] struct {
	Top       []Pair[F] // largest first
	Bottom    []Pair[F] // smallest first
	Products  int
	Converged bool // all residuals are within the tolerance, and a second start has found none that was missed
}

// Ends finds the largest and smallest eigenvalues by Lanczos' method. What has converged is locked and the search begins anew beside
// it, from another random vector, until that finds nothing further out: a single start sees one copy of each multiple eigenvalue.
// told, unless it is nil, hears how many products were made; it ends the search when it says false.
func Ends[F Float](op Operator[F], ask Ask, rng *rand.Rand, told func(products int) bool) *Extremes[F] {
	ask.Top = min(ask.Top, op.N)
	ask.Bottom = min(ask.Bottom, op.N-ask.Top)
	s := &search[F]{op: op, ask: ask, rng: rng, told: told, top: math.Inf(-1), bottom: math.Inf(1)}
	for !s.settled && !s.ended {
		s.round()
	}
	out := &Extremes[F]{Converged: s.settled}
	for i := range s.found {
		p := &s.found[i]
		r := make([]F, op.N)
		op.Apply(p.Vector, r)
		s.products++
		add(r, -p.Value, p.Vector)
		p.Residual = norm(r)
		out.Converged = out.Converged && p.Residual <= 2*ask.Tol*s.scale
	}
	out.Top = s.found[:min(ask.Top, len(s.found))]
	out.Bottom = slices.Clone(s.found[len(out.Top):])
	slices.Reverse(out.Bottom)
	out.Products = s.products
	return out
}

type search[F Float] struct {
	op          Operator[F]
	ask         Ask
	rng         *rand.Rand
	told        func(int) bool
	found       []Pair[F] // largest first
	top, bottom float64   // the innermost wanted eigenvalues that are known
	scale       float64   // the largest |eigenvalue| seen
	products    int
	settled     bool // a round has found nothing that was missed
	ended       bool // no product is left
}

// round searches beside what was found, from a random start: the first for all that is wanted, the others for the outermost pairs, which
// are news only when they lie beyond what is known.
func (s *search[F]) round() {
	top, bottom, first := min(s.ask.Top, 1), min(s.ask.Bottom, 1), s.found == nil
	if first {
		top, bottom = s.ask.Top, s.ask.Bottom
	}
	locked := make([][]F, len(s.found))
	for i, p := range s.found {
		locked[i] = p.Vector
	}
	start := make([]F, s.op.N)
	signs(start, s.rng)
	p := newProcess(s.op, start, locked, s.rng)
	whole := s.advance(p, top, bottom)
	s.settled = whole || !first
	m := len(p.theta)
	for i := range min(m, top+bottom) {
		k := m - 1 - i
		if i >= top {
			k = i - top
		}
		beyond := p.theta[k] > s.top+s.ask.Tol*s.scale && i < top || p.theta[k] < s.bottom-s.ask.Tol*s.scale && i >= top
		if beyond && (first || whole || p.residual(k) <= s.ask.Tol*s.scale) {
			s.found = append(s.found, Pair[F]{Value: p.theta[k], Vector: p.vector(k)})
			s.settled = whole
		}
	}
	slices.SortFunc(s.found, func(a, b Pair[F]) int { return cmp.Compare(b.Value, a.Value) })
	if n := len(s.found); n > s.ask.Top+s.ask.Bottom {
		s.found = slices.Delete(s.found, s.ask.Top, n-s.ask.Bottom)
	}
	if n := len(s.found); s.ask.Top > 0 && s.ask.Top <= n {
		s.top = s.found[s.ask.Top-1].Value
	}
	if n := len(s.found); s.ask.Bottom > 0 && s.ask.Bottom <= n {
		s.bottom = s.found[n-s.ask.Bottom].Value
	}
	s.settled = s.settled || len(s.found) == s.op.N
}

// advance makes products until the outermost pairs have converged, or the basis is full; true when the space is whole.
func (s *search[F]) advance(p *process[F], top, bottom int) (whole bool) {
	most := max(s.ask.Basis, top+bottom+2)
	for !s.ended {
		if !p.step() {
			whole = true
			break
		}
		s.products++
		s.ended = s.products >= s.ask.Products || s.told != nil && !s.told(s.products)
		m := len(p.q)
		if m == most {
			break
		}
		if m%4 > 0 || m < top+bottom {
			continue
		}
		p.ritz()
		s.scale = max(s.scale, math.Abs(p.theta[0]), math.Abs(p.theta[m-1]))
		if s.good(p, top, bottom) {
			break
		}
	}
	p.ritz()
	if m := len(p.theta); m > 0 {
		s.scale = max(s.scale, math.Abs(p.theta[0]), math.Abs(p.theta[m-1]))
	}
	return whole
}

// good tells whether the pairs that a round looks for have converged.
func (s *search[F]) good(p *process[F], top, bottom int) bool {
	m := len(p.theta)
	for i := range top {
		if p.residual(m-1-i) > s.ask.Tol*s.scale {
			return false
		}
	}
	for i := range bottom {
		if p.residual(i) > s.ask.Tol*s.scale {
			return false
		}
	}
	return true
}

// ascending are the indices 0 … n−1 by value.
func ascending(n int, value func(i int) float64) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(value(i), value(j)) })
	return order
}
