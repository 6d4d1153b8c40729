package spectrum

import (
	"math"
	"math/rand/v2"
)

// Traces are the sum of the eigenvalues and of their squares, with the standard errors of the parts that were sampled.
type Traces struct {
	Trace, TraceErr     float64
	Square, SquareErr   float64 // tr(H²) = ‖H‖²_F
	Products            int
	Exact               bool // the sketch holds the whole space
	complement, squares []float64
}

// Hutch estimates traces by Hutch++ (Meyer, Musco, Musco, Woodruff 2021, SOSA): a third of the products makes a sketch of the range, whose
// part of the trace is exact, another measures that part, and the rest is sampled from what lies beside it (Hutchinson 1990). The products
// of a vector give both sums: qᵀHq and ‖Hq‖². told is that of Ends.
func Hutch[F Float](op Operator[F], products int, rng *rand.Rand, told func(products int) bool) *Traces {
	k, t := max(1, products/3), &Traces{}
	going := func() bool { return told == nil || told(t.Products) }
	apply := func(v []F) []F {
		out := make([]F, op.N)
		op.Apply(v, out)
		t.Products++
		return out
	}
	var q [][]F
	largest := 0.0
	for range min(k, op.N) {
		v := make([]F, op.N)
		signs(v, rng)
		if !going() {
			return t
		}
		w := apply(v)
		largest = max(largest, norm(w))
		without(w, q)
		if n := norm(w); n > tiny[F]()*largest {
			scale(w, 1/n)
			q = append(q, w)
		}
	}
	for _, v := range q {
		if !going() {
			return t
		}
		w := apply(v)
		t.Trace += dot(v, w)
		t.Square += dot(w, w)
	}
	if t.Exact = len(q) == op.N; t.Exact {
		return t
	}
	for range max(2, products-2*k) {
		v := make([]F, op.N)
		signs(v, rng)
		if !going() {
			return t
		}
		without(v, q)
		w := apply(v)
		t.complement = append(t.complement, dot(v, w))
		t.squares = append(t.squares, dot(w, w))
	}
	mean, err := sampled(t.complement)
	t.Trace, t.TraceErr = t.Trace+mean, err
	mean, err = sampled(t.squares)
	t.Square, t.SquareErr = t.Square+mean, err
	return t
}

// sampled is the mean of samples and its standard error.
func sampled(x []float64) (mean, err float64) {
	n := float64(len(x))
	for _, v := range x {
		mean += v / n
	}
	for _, v := range x {
		err += (v - mean) * (v - mean)
	}
	return mean, math.Sqrt(err / (n - 1) / n)
}
