package spectrum

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// withSpectrum is a matrix of given eigenvalues in random directions, and the operator of it.
func withSpectrum[F Float](values []float64, seed uint64) (*mat.SymDense, Operator[F]) {
	n := len(values)
	rng := rand.New(rand.NewPCG(seed, 1))
	g := mat.NewDense(n, n, nil)
	for i := range n {
		for j := range n {
			g.Set(i, j, rng.NormFloat64())
		}
	}
	var qr mat.QR
	qr.Factorize(g)
	var q, qd, a mat.Dense
	qr.QTo(&q)
	qd.Mul(&q, mat.NewDiagDense(n, values))
	a.Mul(&qd, q.T())
	s := mat.NewSymDense(n, nil)
	for i := range n {
		for j := range i + 1 {
			s.SetSym(i, j, a.At(i, j))
		}
	}
	return s, Operator[F]{n, func(v, out []F) {
		for i := range n {
			sum := 0.0
			for j := range n {
				sum += s.At(i, j) * float64(v[j])
			}
			out[i] = F(sum)
		}
	}}
}

func spectra() map[string][]float64 {
	rng := rand.New(rand.NewPCG(3, 3))
	random := make([]float64, 60)
	for i := range random {
		random[i] = rng.NormFloat64()
	}
	clustered := make([]float64, 60) // as a network's: a few large, a crowd near 0, a few below
	for i := range clustered {
		clustered[i] = 1e-3 * rng.NormFloat64()
	}
	copy(clustered, []float64{50, 49.99, 49.98, 12, 11, -3, -3.01, -1})
	double := make([]float64, 40)
	copy(double, []float64{7, 7, 7, 2, 2, -4, -4, -1})
	return map[string][]float64{
		"random": random, "clustered": clustered, "multiple": double,
		"identity": slices.Repeat([]float64{2}, 12), "one": {3}, "zero": make([]float64, 9),
	}
}

// Both ends against gonum's eigensolver, multiple and clustered eigenvalues among them; residuals are those of the pairs.
func TestEnds(t *testing.T) {
	for name, values := range spectra() {
		t.Run(name, func(t *testing.T) {
			s, op := withSpectrum[float64](values, 1)
			var solved mat.EigenSym
			if !solved.Factorize(s, false) {
				t.Fatal("gonum finds no eigenvalues")
			}
			want := solved.Values(nil) // ascending
			got := Ends(op, Ask{Top: 5, Bottom: 3, Tol: 1e-9, Products: 10000, Basis: 50}, rand.New(rand.NewPCG(5, 5)), nil)
			if !got.Converged || len(got.Top) != min(5, len(values)) || len(got.Bottom) != min(3, max(0, len(values)-5)) {
				t.Fatalf("converged %v with %d and %d pairs after %d products", got.Converged, len(got.Top), len(got.Bottom), got.Products)
			}
			size := math.Max(math.Abs(want[0]), math.Abs(want[len(want)-1]))
			check := func(what string, p Pair[float64], want float64) {
				if math.Abs(p.Value-want) > 1e-9*size+1e-14 {
					t.Errorf("%s is %v, gonum has %v", what, p.Value, want)
				}
				r := make([]float64, op.N)
				op.Apply(p.Vector, r)
				for i := range r {
					r[i] -= p.Value * p.Vector[i]
				}
				if d := norm(r); d > 2e-9*size+1e-14 || math.Abs(d-p.Residual) > 1e-13*math.Max(1, size) {
					t.Errorf("%s has residual %v, and says %v", what, d, p.Residual)
				}
			}
			for i, p := range got.Top {
				check(fmt.Sprint("largest ", i), p, want[len(want)-1-i])
			}
			for i, p := range got.Bottom {
				check(fmt.Sprint("smallest ", i), p, want[i])
			}
		})
	}
}

// In float32, as for networks: to the precision of the products.
func TestEndsFloat32(t *testing.T) {
	values := spectra()["clustered"]
	_, op := withSpectrum[float32](values, 2)
	got := Ends(op, Ask{Top: 5, Bottom: 3, Tol: 1e-4, Products: 2000, Basis: 50}, rand.New(rand.NewPCG(5, 5)), nil)
	if !got.Converged {
		t.Error("not converged")
	}
	for i, want := range []float64{50, 49.99, 49.98, 12, 11} {
		if math.Abs(got.Top[i].Value-want) > 50*2e-6 {
			t.Errorf("largest %d is %v, want %v", i, got.Top[i].Value, want)
		}
	}
	for i, want := range []float64{-3.01, -3, -1} {
		if math.Abs(got.Bottom[i].Value-want) > 50*2e-6 {
			t.Errorf("smallest %d is %v, want %v", i, got.Bottom[i].Value, want)
		}
	}
}

// A search that is stopped says that it has not converged, and has made no more products than it was allowed but for the residuals.
func TestEndsStops(t *testing.T) {
	_, op := withSpectrum[float64](spectra()["random"], 1)
	got := Ends(op, Ask{Top: 5, Bottom: 3, Tol: 1e-12, Products: 12, Basis: 50}, rand.New(rand.NewPCG(5, 5)), nil)
	if got.Converged || got.Products > 12+8 {
		t.Errorf("converged %v after %d products", got.Converged, got.Products)
	}
	got = Ends(op, Ask{Top: 1, Tol: 1e-12, Products: 1000, Basis: 50}, rand.New(rand.NewPCG(5, 5)), func(n int) bool { return n < 7 })
	if got.Converged || got.Products > 7+1 {
		t.Errorf("told to stop at 7: converged %v after %d products", got.Converged, got.Products)
	}
}

// The density integrates to 1; with as many steps as there are eigenvalues its moments are those that each start sees, exactly; over
// many starts they are the traces.
func TestSpread(t *testing.T) {
	values := spectra()["random"]
	_, op := withSpectrum[float64](values, 1)
	d := Spread(op, 40, 25, rand.New(rand.NewPCG(1, 2)), nil)
	x, y := d.Curve(4001)
	area := 0.0
	for i := range len(x) - 1 {
		area += (y[i] + y[i+1]) / 2 * (x[i+1] - x[i])
	}
	if math.Abs(area-1) > 1e-4 { // 4σ to each side leave 6·10⁻⁵
		t.Errorf("the density integrates to %v", area)
	}
	var sums [5]float64
	for _, v := range values {
		for k := range sums {
			sums[k] += math.Pow(v, float64(k)) / float64(len(values))
		}
	}
	// A probe's kth moment vᵀHᵏv/N has at most the variance 2‖Hᵏ‖²_F/N² (Hutchinson 1990).
	for k := 1; k <= 2; k++ {
		se := math.Sqrt(2 * sums[2*k] / float64(len(values)) / 40)
		if got := d.Moment(k); math.Abs(got-sums[k]) > 4*se {
			t.Errorf("moment %d is %v, the trace has %v ± %v", k, got, sums[k], se)
		}
	}
	rng := rand.New(rand.NewPCG(8, 8))
	one := Spread(op, 1, 25, rng, nil)
	v, hv := make([]float64, op.N), make([]float64, op.N)
	signs(v, rand.New(rand.NewPCG(8, 8)))
	op.Apply(v, hv)
	n := float64(op.N)
	for k, want := range []float64{1, dot(v, hv) / n, dot(hv, hv) / n} {
		if got := one.Moment(k); math.Abs(got-want) > 1e-12 {
			t.Errorf("moment %d of one probe is %v, its own %v", k, got, want)
		}
	}
	below := 0.0
	for _, v := range values {
		if v < 0 {
			below += 1 / n
		}
	}
	if got := d.Below(0); math.Abs(got-below) > .1 {
		t.Errorf("%v of the eigenvalues lie below 0, want %v", got, below)
	}
}

// Hutch++ is exact where the sketch holds the range, and within its standard errors elsewhere: over 200 seeds about 5 % of estimates may
// be further off than 1.96 of them; with so few samples (Student's t, 9 degrees of freedom) 8 %, and 15 % is five standard deviations more.
func TestHutch(t *testing.T) {
	low := make([]float64, 50)
	copy(low, []float64{9, 4, -3, 1})
	_, op := withSpectrum[float64](low, 4)
	got := Hutch(op, 30, rand.New(rand.NewPCG(1, 1)), nil)
	if math.Abs(got.Trace-11) > 1e-9 || math.Abs(got.Square-107) > 1e-9 {
		t.Errorf("of rank 4: trace %v, square %v; want 11 and 107", got.Trace, got.Square)
	}
	values := spectra()["random"]
	_, op = withSpectrum[float64](values, 4)
	var trace, square float64
	for _, v := range values {
		trace, square = trace+v, square+v*v
	}
	far, farSquare := 0, 0
	for seed := range uint64(200) {
		got := Hutch(op, 30, rand.New(rand.NewPCG(seed, 9)), nil)
		if math.Abs(got.Trace-trace) > 1.96*got.TraceErr {
			far++
		}
		if math.Abs(got.Square-square) > 1.96*got.SquareErr {
			farSquare++
		}
	}
	if far > 30 || farSquare > 30 || far == 0 {
		t.Errorf("%d traces and %d squares of 200 are outside of their 95 %% intervals", far, farSquare)
	}
}
