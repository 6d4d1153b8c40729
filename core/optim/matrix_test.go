package optim

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"

	"saddlelab/core/param"
)

func randoms(n int, rng *rand.Rand) []float64 {
	x := make([]float64, n)
	for i := range x {
		x[i] = rng.NormFloat64()
	}
	return x
}

// rotation is a random orthogonal matrix.
func rotation(n int, rng *rand.Rand) *mat.Dense {
	var qr mat.QR
	qr.Factorize(mat.NewDense(n, n, randoms(n*n, rng)))
	var q mat.Dense
	qr.QTo(&q)
	return &q
}

func singular(m mat.Matrix) []float64 {
	var svd mat.SVD
	svd.Factorize(m, mat.SVDNone)
	return svd.Values(nil)
}

// onMatrices makes a method for an iterate of those matrices and n numbers in all.
func onMatrices(t *testing.T, id string, v param.Values, n int, shapes ...Shape) (Optimizer[float64], float64) {
	t.Helper()
	m, err := ByID(id, "")
	must(t, err)
	p, err := param.Resolve(m.Params, v, id)
	must(t, err)
	return m.New64(Setup[float64]{P: p, N: n, Shapes: shapes}), p[0]
}

// power of a symmetric positive matrix, by gonum's eigendecomposition.
func symPower(a *mat.SymDense, p float64) *mat.Dense {
	var eig mat.EigenSym
	if !eig.Factorize(a, true) {
		panic("no eigendecomposition")
	}
	var v mat.Dense
	eig.VectorsTo(&v)
	n, _ := v.Dims()
	d := mat.NewDiagDense(n, nil)
	for i, x := range eig.Values(nil) {
		d.SetDiag(i, math.Pow(x, p))
	}
	var out mat.Dense
	out.Product(&v, d, v.T())
	return &out
}

// Full AdaGrad does not see a rotation of the axes: on A = diag(1, 30, 1000) the path from Qx₀ under QAQᵀ is Q times the
// path. The diagonal form takes another one. Both take about as many steps as long as the axes are the function's own.
func TestRotationEquivariance(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	q := rotation(3, rng)
	var turned, a mat.Dense
	a.CloneFrom(mat.NewDiagDense(3, []float64{1, 30, 1000}))
	turned.Product(q, &a, q.T())
	gap := func(id string) (most float64) {
		v := param.Values{"lr": .5, "eps": 1e-3}
		o1, lr := make64(t, id, v, 3, 0)
		o2, _ := make64(t, id, v, 3, 0)
		x := mat.NewVecDense(3, []float64{1, 1, 1})
		var y, gx, gy, qx mat.VecDense
		y.MulVec(q, x)
		for range 200 {
			gx.MulVec(&a, x)
			gy.MulVec(&turned, &y)
			o1.Step(x.RawVector().Data, gx.RawVector().Data, lr)
			o2.Step(y.RawVector().Data, gy.RawVector().Data, lr)
			qx.MulVec(q, x)
			qx.SubVec(&qx, &y)
			most = math.Max(most, mat.Norm(&qx, math.Inf(1)))
		}
		return most
	}
	// A root of G is good to √(10⁻¹⁶)‖G^½‖ in directions that no gradient has had; ε = 10⁻³ keeps that below 10⁻⁷.
	if d := gap("adagrad-full"); d > 1e-7 {
		t.Errorf("full: the turned path is %g off", d)
	}
	if d := gap("adagrad"); d < .1 {
		t.Errorf("diagonal: the turned path is only %g off", d)
	}
}

// The step of full AdaGrad is −η(εI + G^½)⁻¹g, by gonum's eigendecomposition and its linear solver.
func TestAdagradFullAgainstGonum(t *testing.T) {
	for _, n := range []int{1, 2, 7, 20} {
		rng := rand.New(rand.NewPCG(uint64(n), 1))
		o, lr := make64(t, "adagrad-full", param.Values{"lr": .3, "eps": .01}, n, 0)
		x := make([]float64, n)
		sum := mat.NewSymDense(n, nil)
		for k := range 2 * n {
			g := randoms(n, rng)
			sum.SymRankOne(sum, 1, mat.NewVecDense(n, g))
			var eig mat.EigenSym
			eig.Factorize(sum, true)
			var v, root mat.Dense
			eig.VectorsTo(&v)
			d := mat.NewDiagDense(n, nil)
			for i, w := range eig.Values(nil) {
				d.SetDiag(i, .01+math.Sqrt(math.Max(w, 0)))
			}
			root.Product(&v, d, v.T())
			var want mat.VecDense
			must(t, want.SolveVec(&root, mat.NewVecDense(n, g)))
			before := append([]float64(nil), x...)
			o.Step(x, append([]float64(nil), g...), lr)
			for i := range x {
				// While G is singular its zero eigenvalues are known to 10⁻¹⁶‖G‖, their roots to 10⁻⁸, against ε = 10⁻².
				if got := x[i] - before[i]; math.Abs(got+.3*want.AtVec(i)) > 1e-6 {
					t.Fatalf("n = %d, step %d: %g, want %g", n, k, got, -.3*want.AtVec(i))
				}
			}
		}
	}
}

// In one dimension full AdaGrad is AdaGrad, and without a gradient it stays.
func TestAdagradFullSmall(t *testing.T) {
	full, lr := make64(t, "adagrad-full", param.Values{"eps": 1e-10}, 1, 0)
	diag, _ := make64(t, "adagrad", nil, 1, 0)
	x, y := []float64{3}, []float64{3}
	for range 50 {
		full.Step(x, []float64{math.Sin(x[0])}, lr)
		diag.Step(y, []float64{math.Sin(y[0])}, lr)
		if math.Abs(x[0]-y[0]) > 1e-13 {
			t.Fatalf("%g, diagonal %g", x[0], y[0])
		}
	}
	before := x[0]
	if full.Step(x, []float64{0}, lr); x[0] != before {
		t.Errorf("moved from %g to %g without a gradient", before, x[0])
	}
	defer func() {
		if p, ok := recover().(string); !ok || !strings.Contains(p, "n=5000") {
			t.Errorf("got %v", p)
		}
	}()
	make64(t, "adagrad-full", nil, 5000, 0)
}

// Muon's step is odd in the singular values and leaves the singular vectors alone: each is σ/‖G‖ put five times through
// 3.4445s − 4.775s³ + 2.0315s⁵, which ends between 0.67 and 1.21 for all from 0.01 on. Tall matrices then take √(rows/cols).
func TestMuonOrthogonalizes(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	for _, s := range [][2]int{{6, 6}, {4, 9}, {9, 4}, {1, 5}, {5, 1}, {32, 32}} {
		rows, cols := s[0], s[1]
		g := randoms(rows*cols, rng)
		norm := size(g)
		began := singular(mat.NewDense(rows, cols, append([]float64(nil), g...)))
		o, _ := onMatrices(t, "muon", nil, rows*cols, Shape{0, rows, cols})
		x := make([]float64, rows*cols)
		o.Step(x, append([]float64(nil), g...), 1)
		stretch := math.Sqrt(math.Max(1, float64(rows)/float64(cols)))
		ended := make([]float64, len(began))
		for i, v := range began {
			w := v / norm
			for range 5 {
				w = 3.4445*w - 4.775*w*w*w + 2.0315*w*w*w*w*w
			}
			ended[i] = w * stretch
			if v/norm > .01 && (w < .67 || w > 1.21) {
				t.Errorf("%d×%d: σ = %g ends at %g", rows, cols, v/norm, w)
			}
		}
		// G·X₅ᵀ is symmetric exactly when the singular vectors are kept; its trace is then −Σσσ₅.
		var got, want float64
		for i := range x {
			got -= g[i] * x[i]
		}
		for i, v := range began {
			want += v * ended[i]
		}
		if math.Abs(got-want) > 1e-6*want { // ‖G‖ + 10⁻⁷, and slopes of the map up to 3.4⁵
			t.Errorf("%d×%d: ⟨G, X⟩ = %g, want %g", rows, cols, got, want)
		}
		total := 0.0
		for _, w := range ended {
			total += w * w
		}
		if f := size(x); math.Abs(f*f-total) > 1e-4*total {
			t.Errorf("%d×%d: ‖X‖² = %g, want %g", rows, cols, f*f, total)
		}
	}
}

// Muon acts on each matrix by itself; what lies outside takes Nesterov's momentum, bit for bit. An iterate without matrices
// is one column, whose step has the length √n·p(1).
func TestMuonParts(t *testing.T) {
	const n = 3*4 + 4 + 4*2 + 2
	rng := rand.New(rand.NewPCG(1, 9))
	whole, lr := onMatrices(t, "muon", nil, n, Shape{0, 3, 4}, Shape{16, 4, 2})
	first, _ := onMatrices(t, "muon", nil, 12, Shape{0, 3, 4})
	plain, _ := make64(t, "nesterov", param.Values{"momentum": .95}, n, 0)
	x, y, z := make([]float64, n), make([]float64, 12), make([]float64, n)
	for range 5 {
		g := randoms(n, rng)
		first.Step(y, append([]float64(nil), g[:12]...), lr)
		plain.Step(z, append([]float64(nil), g...), lr)
		whole.Step(x, g, lr)
		for i := range x {
			switch {
			case i < 12 && x[i] != y[i]:
				t.Fatalf("x[%d] = %g, alone %g", i, x[i], y[i])
			case (i >= 12 && i < 16 || i >= 24) && x[i] != z[i]:
				t.Fatalf("x[%d] = %g, by momentum %g", i, x[i], z[i])
			case i >= 16 && i < 24 && x[i] == z[i]:
				t.Fatalf("x[%d] moved by momentum alone", i)
			}
		}
	}
	o, lr := make64(t, "muon", nil, 9, 0)
	x = make([]float64, 9)
	o.Step(x, randoms(9, rng), lr)
	w := 1.0
	for range 5 {
		w = 3.4445*w - 4.775*w*w*w + 2.0315*w*w*w*w*w
	}
	if got, want := size(x), lr*3*w; math.Abs(got/want-1) > 1e-6 {
		t.Errorf("a column's step is %g long, want %g", got, want)
	}
}

// Shampoo's steps are −η L^(−¼) G R^(−¼), by gonum's eigendecompositions; the first one, as ε → 0, is −ηUVᵀ of G = UΣVᵀ, whose
// singular values are all η.
func TestShampooAgainstGonum(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	for _, s := range [][2]int{{3, 5}, {5, 3}, {6, 6}, {4, 1}} {
		rows, cols := s[0], s[1]
		const eps = 1e-2
		o, lr := onMatrices(t, "shampoo", param.Values{"eps": eps}, rows*cols, Shape{0, rows, cols})
		x := make([]float64, rows*cols)
		left, right := mat.NewSymDense(rows, nil), mat.NewSymDense(cols, nil)
		for i := range rows {
			left.SetSym(i, i, eps)
		}
		for i := range cols {
			right.SetSym(i, i, eps)
		}
		for k := range 6 {
			g := mat.NewDense(rows, cols, randoms(rows*cols, rng))
			var outer mat.SymDense
			outer.SymOuterK(1, g)
			left.AddSym(left, &outer)
			outer.Reset()
			outer.SymOuterK(1, g.T())
			right.AddSym(right, &outer)
			var want mat.Dense
			want.Product(symPower(left, -.25), g, symPower(right, -.25))
			before := append([]float64(nil), x...)
			o.Step(x, append([]float64(nil), g.RawMatrix().Data...), lr)
			for i := range x {
				if got, want := x[i]-before[i], -lr*want.At(i/cols, i%cols); math.Abs(got-want) > 1e-12 {
					t.Fatalf("%d×%d, step %d: x[%d] moves %g, want %g", rows, cols, k, i, got, want)
				}
			}
		}
	}
	o, _ := onMatrices(t, "shampoo", param.Values{"eps": 1e-12}, 12, Shape{0, 3, 4})
	x := make([]float64, 12)
	o.Step(x, randoms(12, rng), 1)
	for _, s := range singular(mat.NewDense(3, 4, x)) {
		if math.Abs(s-1) > 1e-9 {
			t.Errorf("a singular value of the first step is %g, want 1", s)
		}
	}
}

// Outside its matrices Shampoo is diagonal AdaGrad; a side that is too long has no preconditioner, and the other the power
// −½, so that a long column is AdaGrad-Norm; roots renewed every third step are those of steps 0, 3, 6, ….
func TestShampooParts(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 6))
	o, lr := onMatrices(t, "shampoo", nil, 8, Shape{0, 2, 3})
	x, sum := make([]float64, 8), []float64{1e-4, 1e-4}
	for range 4 {
		g := randoms(8, rng)
		before := append([]float64(nil), x...)
		o.Step(x, append([]float64(nil), g...), lr)
		for i := range sum {
			sum[i] += g[6+i] * g[6+i]
			if want := before[6+i] - lr*g[6+i]/math.Sqrt(sum[i]); math.Abs(x[6+i]-want) > 1e-14 {
				t.Fatalf("x[%d] = %g, want %g", 6+i, x[6+i], want)
			}
		}
	}
	const n = shampooMax + 1
	long, lr := make64(t, "shampoo", param.Values{"eps": 1e-4}, n, 0)
	norm, _ := make64(t, "adagrad-norm", param.Values{"b0": 1e-2}, n, 0)
	a, b := make([]float64, n), make([]float64, n)
	for range 4 {
		g := randoms(n, rng)
		long.Step(a, append([]float64(nil), g...), lr)
		norm.Step(b, g, lr)
		for i := range a {
			if math.Abs(a[i]-b[i]) > 1e-14 {
				t.Fatalf("a column of %d: x[%d] = %g, AdaGrad-Norm %g", n, i, a[i], b[i])
			}
		}
	}
	lazy, lr := make64(t, "shampoo", param.Values{"update_freq": 3}, 1, 0)
	a = []float64{0}
	total, root := 1e-4, 0.0
	for k := range 10 {
		before := a[0]
		lazy.Step(a, []float64{float64(k + 1)}, lr)
		total += float64((k + 1) * (k + 1))
		if k%3 == 0 {
			root = math.Sqrt(total)
		}
		if want := lr * float64(k+1) / root; math.Abs(before-a[0]-want) > 1e-13 {
			t.Fatalf("step %d is %g, want %g", k, before-a[0], want)
		}
	}
}

// On matrices too nothing is allocated, and float32, whose products are the kernel's, does what float64 does.
func TestMatrixMethodsInFloat32(t *testing.T) {
	shapes := []Shape{{0, 8, 5}, {45, 3, 8}}
	const n = 70
	for _, id := range []string{"muon", "shampoo"} {
		m, err := ByID(id, "")
		must(t, err)
		p, err := param.Resolve(m.Params, nil, id)
		must(t, err)
		o64, o32 := m.New64(Setup[float64]{P: p, N: n, Shapes: shapes}), m.New32(Setup[float32]{P: p, N: n, Shapes: shapes})
		rng := rand.New(rand.NewPCG(4, 4))
		x, y, h := make([]float64, n), make([]float32, n), make([]float32, n)
		for range 20 {
			g := randoms(n, rng)
			for i := range h {
				h[i] = float32(g[i])
			}
			o64.Step(x, g, p[0])
			o32.Step(y, h, p[0])
		}
		for i := range x {
			if math.Abs(x[i]-float64(y[i])) > 1e-4*math.Max(1, math.Abs(x[i])) {
				t.Errorf("%s: x[%d] = %g in float64, %g in float32", id, i, x[i], y[i])
			}
		}
		g := randoms(n, rng)
		if k := testing.AllocsPerRun(20, func() { o64.Step(x, g, p[0]); o32.Step(y, h, p[0]) }); k != 0 {
			t.Errorf("%s: %v allocations per step", id, k)
		}
	}
}

func BenchmarkAdagradFull50(b *testing.B) {
	o := adagradFull.New64(Setup[float64]{P: []float64{.5, 1e-8}, N: 50})
	rng := rand.New(rand.NewPCG(1, 1))
	x, g := make([]float64, 50), make([]float64, 50)
	for b.Loop() {
		for i := range g {
			g[i] = rng.NormFloat64()
		}
		o.Step(x, g, .5)
	}
}
