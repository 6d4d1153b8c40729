package trust

import (
	"fmt"
	"math"

	"saddlelab/core/kernel"
	"saddlelab/core/real"
)

// product is a matrix product of package kernel: of a and b, either of which may stand the other way round.
type product struct {
	name   string
	ta, tb bool
	run    func(m, n, k int, a []float32, lda int, b []float32, ldb int, c []float32, ldc int, acc bool)
}

var products = []product{{"AB", false, false, kernel.NN}, {"AᵀB", true, false, kernel.TN}, {"ABᵀ", false, true, kernel.NT}}

// Below, at and above the edges of the tiles: rows by four and five, columns by eight, terms by four.
var (
	someRows  = []int{1, 3, 4, 5, 8, 9, 11}
	someCols  = []int{1, 4, 7, 8, 9, 17}
	someTerms = []int{1, 3, 4, 5, 33}
	lengths   = []int{1, 3, 4, 5, 8, 15, 16, 17, 33, 130}
)

// lcg gives numbers from −1 to 1.
type lcg uint64

func (l *lcg) fill(n int) []float32 {
	x := make([]float32, n)
	for i := range x {
		*l = *l*6364136223846793005 + 1442695040888963407
		x[i] = float32(int32(*l>>40)-1<<23) / (1 << 23)
	}
	return x
}

// productsOf compares matrix products with three nested loops, whose bits they must have.
func productsOf(products []product) Outcome {
	t := &tally{}
	l := lcg(1)
	for _, p := range products {
		for _, m := range someRows {
			t.of(fmt.Sprintf("%s, %d rows", p.name, m))
			for _, n := range someCols {
				for _, k := range someTerms {
					lda, ldb, ldc := k+2, n+1, n+3 // rows that stand apart
					ra, rb := m, k
					if p.ta {
						lda, ra = m+2, k
					}
					if p.tb {
						ldb, rb = k+1, n
					}
					a, b, c := l.fill(ra*lda), l.fill(rb*ldb), l.fill(m*ldc)
					want := append([]float32(nil), c...)
					acc := n%2 == 1
					p.run(m, n, k, a, lda, b, ldb, c, ldc, acc)
					for i := range m {
						for j := range n {
							s := float32(0)
							if acc {
								s = want[i*ldc+j]
							}
							for q := range k {
								x, y := a[at(i, q, lda, p.ta)], b[at(q, j, ldb, p.tb)]
								s += float32(x * y)
							}
							want[i*ldc+j] = s
						}
					}
					for i := range c { // what stands between the rows is compared as well
						t.exact(fmt.Sprintf("a number of %d × %d, %d terms", m, n, k), float64(want[i]), float64(c[i]))
					}
				}
			}
		}
	}
	return t.outcome()
}

// at is where element (i, j) of a matrix stands, or, turned, of its transpose.
func at(i, j, ld int, turned bool) int {
	if turned {
		return j*ld + i
	}
	return i*ld + j
}

// vector is a kernel on vectors and the loop that it must have the bits of; both may change w, g, m and v.
type vector struct {
	name      string
	run, loop func(w, g, m, v []float32)
}

var vectors = []vector{
	{"axpy", func(w, g, _, _ []float32) { kernel.Axpy(.3, g, w) }, func(w, g, _, _ []float32) {
		for i := range w {
			w[i] += float32(.3 * g[i])
		}
	}},
	{"ReLU", func(w, g, _, _ []float32) { kernel.Relu(g, w) }, func(w, g, _, _ []float32) {
		for i := range w {
			w[i] = max(g[i], 0)
		}
	}},
	{"ReLU backward", func(w, g, _, _ []float32) { kernel.ReluBwd(w, g) }, func(w, g, _, _ []float32) {
		for i := range w {
			if !(w[i] > 0) {
				g[i] = 0
			}
		}
	}},
	{"SGD", func(w, g, _, _ []float32) { kernel.SGD(w, g, .1) }, func(w, g, _, _ []float32) {
		for i := range w {
			w[i] -= float32(.1 * g[i])
		}
	}},
	{"sum of columns", func(w, g, m, _ []float32) { kernel.ColSum(1, len(w), g, len(g), m) }, func(_, g, m, _ []float32) { copy(m, g) }},
	{"sum of squares", func(w, g, _, _ []float32) { w[0] = float32(kernel.SumSquares(g)) }, func(w, g, _, _ []float32) {
		var lanes [8]float64 // element i in lane i mod 8
		for i, x := range g {
			lanes[i%8] += float64(float64(x) * float64(x))
		}
		w[0] = float32(((lanes[0] + lanes[1]) + (lanes[2] + lanes[3])) + ((lanes[4] + lanes[5]) + (lanes[6] + lanes[7])))
	}},
}

// vectorsOf compares kernels on vectors with plain loops.
func vectorsOf(vectors []vector) Outcome {
	t := &tally{}
	l := lcg(2)
	for _, k := range vectors {
		t.of(k.name)
		for _, n := range lengths {
			var got, want [4][]float32
			for i := range got {
				got[i] = l.fill(n)
				want[i] = append([]float32(nil), got[i]...)
			}
			k.run(got[0], got[1], got[2], got[3])
			k.loop(want[0], want[1], want[2], want[3])
			for i := range got {
				for j := range got[i] {
					t.exact(fmt.Sprintf("a number of %d", n), float64(want[i][j]), float64(got[i][j]))
				}
			}
		}
	}
	return t.outcome()
}

// map32 is a float32 function of package kernel and the same in float64.
type map32 struct {
	name  string
	run   func(x, y []float32)
	exact func(x float64) float64
}

var maps = []map32{{"exp", kernel.Exp, real.Exp}, {"tanh", kernel.Tanh, real.Tanh}}

// mapsOf compares float32 functions with those of float64.
func mapsOf(maps []map32) Outcome {
	t := &tally{allowed: 8}
	l := lcg(3)
	for _, f := range maps {
		t.of(f.name)
		x := l.fill(2000)
		for i := range x {
			x[i] *= []float32{1, 10, 80, 1e-3}[i%4]
		}
		y := make([]float32, len(x))
		f.run(x, y)
		for i := range x {
			want := f.exact(float64(x[i]))
			t.compare(fmt.Sprintf("%s(%g)", f.name, x[i]), want, float64(y[i]), math.Abs(want)*0x1p-23+0x1p-149)
		}
	}
	return t.outcome()
}
