package course

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// Least squares and least norms against gonum's.
func TestLeastSquares(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	for _, c := range []struct{ rows, cols int }{{5, 5}, {30, 10}, {50, 49}, {10, 30}} {
		data := make([]float64, c.rows*c.cols)
		for i := range data {
			data[i] = rng.NormFloat64()
		}
		y := make([]float64, c.rows)
		for i := range y {
			y[i] = rng.NormFloat64()
		}
		a := mat.NewDense(c.rows, c.cols, data)
		var want mat.VecDense
		if c.rows >= c.cols {
			var qr mat.QR
			qr.Factorize(a)
			if err := qr.SolveVecTo(&want, false, mat.NewVecDense(c.rows, y)); err != nil {
				t.Fatal(err)
			}
		} else {
			var lq mat.LQ
			lq.Factorize(a)
			if err := lq.SolveVecTo(&want, false, mat.NewVecDense(c.rows, y)); err != nil {
				t.Fatal(err)
			}
		}
		var got []float64
		if c.rows >= c.cols {
			f := factor(columns(c.cols, c.rows, func(j, i int) float64 { return data[i*c.cols+j] }), c.rows)
			if r := f.rank(1e-10); r != c.cols {
				t.Errorf("%d×%d: rank %d", c.rows, c.cols, r)
			}
			got = f.solve(append([]float64(nil), y...))
		} else {
			got = leastNorm(columns(c.rows, c.cols, func(i, j int) float64 { return data[i*c.cols+j] }), y)
		}
		for j, w := range got {
			if math.Abs(w-want.AtVec(j)) > 1e-9*(1+math.Abs(w)) {
				t.Fatalf("%d×%d: w[%d] = %g, gonum has %g", c.rows, c.cols, j, w, want.AtVec(j))
			}
		}
	}
	// Two columns that are equal, and one that is their sum with another.
	f := factor(columns(4, 6, func(j, i int) float64 {
		x := []float64{1, -2, .5, 3, 0, 1}[i]
		return []float64{x, x, float64(i), x + float64(i)}[j]
	}), 6)
	if r := f.rank(1e-10); r != 2 {
		t.Errorf("rank %d, want 2", r)
	}
}
