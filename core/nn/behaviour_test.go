package nn

import (
	"math"
	"math/rand/v2"
	"testing"

	"saddlelab/core/kernel"
)

func imageModel(t *testing.T, in Shape, layers ...LayerSpec) *Model {
	t.Helper()
	m, err := NewModelOf(in, layers, "model")
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func normals[F Float](n int, rng *rand.Rand) []F {
	x := make([]F, n)
	for i := range x {
		x[i] = F(rng.NormFloat64())
	}
	return x
}

// Frozen parameters stand after the trainable ones, have no gradient, and 30 steps leave them as they were, bit by bit; the others move.
func TestFrozenLayersAreUntouched(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	m := imageModel(t, Shape{1, 6, 6}, LayerSpec{Conv2D: 3, Frozen: true}, LayerSpec{Act: "relu"}, LayerSpec{Residual: []LayerSpec{{Conv2D: 3, Padding: 1}, {BatchNorm: true, Frozen: true}}},
		LayerSpec{Flatten: true}, LayerSpec{Dense: 8, Frozen: true}, LayerSpec{Act: "tanh"}, LayerSpec{Dense: 2})
	n, w := NewNet(m, lossNamed(t, "softmax-ce"), 4), make([]float32, m.NumParams())
	Inits[0].Fill(m, w, rng)
	start := append([]float32(nil), w...)
	x, y := normals[float32](4*36, rng), Targets{Labels: []int32{0, 1, 1, 0}}
	g, whole := make([]float32, m.NumTrainable()), normals[float32](m.NumParams(), rng)
	for range 30 {
		n.Gradient(w, x, y, 4, g)
		kernel.SGD(w[:len(g)], g, .1)
	}
	n.Gradient(w, x, y, 4, whole)
	frozen := 0
	for _, v := range m.Views() {
		moved := false
		for i := v.Off; i < v.Off+v.Rows*v.Cols; i++ {
			moved = moved || math.Float32bits(w[i]) != math.Float32bits(start[i])
			if v.Frozen && whole[i] != 0 {
				t.Fatalf("%s is frozen and has the gradient %g", v.Name, whole[i])
			}
		}
		if moved == v.Frozen || v.Frozen != (v.Off >= m.NumTrainable()) {
			t.Errorf("%s at %d of %d: frozen %v, moved %v", v.Name, v.Off, m.NumTrainable(), v.Frozen, moved)
		}
		if v.Frozen {
			frozen++
		}
	}
	if frozen != 6 {
		t.Errorf("%d frozen views, want 6", frozen)
	}
}

// In training, batch norm's outputs have mean 0 and variance 1 over the batch; after k steps on one batch the running statistics are
// (1 − 0.9ᵏ) of the way to it, the variance being the unbiased one, and evaluation uses those, whatever else is in its batch.
func TestBatchNormModes(t *testing.T) {
	const rows, k = 6, 5
	rng := rand.New(rand.NewPCG(6, 6))
	m := model(t, 2, LayerSpec{BatchNorm: true})
	n := NewNetOf[float64](m, lossNamed(t, "mse"), rows)
	w, g, x := []float64{1.5, .5, .25, -1}, make([]float64, 4), normals[float64](2*rows, rng)
	for range k {
		n.Gradient(w, x, TargetsOf[float64]{Values: make([]float64, 2*rows)}, rows, g)
	}
	stats := n.call.state.Stats()
	for j := range 2 {
		mean, squares := 0.0, 0.0
		for i := range rows {
			mean += x[2*i+j] / rows
		}
		for i := range rows {
			squares += (x[2*i+j] - mean) * (x[2*i+j] - mean)
		}
		keep := math.Pow(.9, k)
		near64(t, "running mean", stats[j:j+1], []float64{(1 - keep) * mean})
		near64(t, "running variance", stats[2+j:3+j], []float64{keep + (1-keep)*squares/(rows-1)})
		one := n.Forward(w, x[2:4], 1)[j]
		near64(t, "evaluated", []float64{one}, []float64{w[j]*(x[2+j]-stats[j])/math.Sqrt(stats[2+j]+1e-5) + w[2+j]})
	}
	before := append([]float64(nil), stats...)
	n.HessianVector(w, x, TargetsOf[float64]{Values: make([]float64, 2*rows)}, rows, g, make([]float64, 4))
	n.Evaluate(w, x, TargetsOf[float64]{Values: make([]float64, 2*rows)}, rows)
	near64(t, "statistics after measuring", stats, before)
	own := NewStateOf[float64](m, 0)
	n.Use(own)
	n.Gradient(w, x, TargetsOf[float64]{Values: make([]float64, 2*rows)}, rows, g)
	near64(t, "statistics of another training", stats, before)
	if own.Stats()[2] == 1 {
		t.Error("the state in use did not move")
	}
}

// Dropout keeps the expectation: over N numbers the mean of x = 1 is 1 within 5 standard errors √(p/((1−p)N)), and a share p is 0. What is
// evaluated is not dropped; equal seeds draw alike.
func TestDropoutKeepsTheExpectation(t *testing.T) {
	const in, p = 40000, .3
	m := model(t, in, LayerSpec{Dropout: p})
	n, x := NewNet(m, lossNamed(t, "mse"), 1), make([]float32, in)
	for i := range x {
		x[i] = 1
	}
	draw := func(s *State) []float32 {
		n.Use(s)
		n.Gradient(nil, x, Targets{Values: make([]float32, in)}, 1, nil)
		return append([]float32(nil), n.chain.stages[0].y...)
	}
	a, b, c := draw(NewState(m, 1)), draw(NewState(m, 1)), draw(NewState(m, 2))
	mean, zeros, same := 0.0, 0.0, 0
	for i, v := range a {
		mean += float64(v) / in
		if v == 0 {
			zeros += 1.0 / in
		}
		if v != b[i] {
			t.Fatal("equal seeds draw differently")
		}
		if v == c[i] {
			same++
		}
	}
	if se := math.Sqrt(p / (1 - p) / in); math.Abs(mean-1) > 5*se {
		t.Errorf("mean %g, want 1 ± %g", mean, se)
	}
	if se := math.Sqrt(p * (1 - p) / in); math.Abs(zeros-p) > 5*se {
		t.Errorf("a share %g is dropped, want %g ± %g", zeros, p, se)
	}
	if want := in * (p*p + (1-p)*(1-p)); math.Abs(float64(same)-want) > 5*math.Sqrt(in)/2 {
		t.Errorf("two seeds agree at %d places, want about %g", same, want)
	}
	for _, v := range n.Forward(nil, x, 1) {
		if v != 1 {
			t.Fatalf("evaluated: %g", v)
		}
	}
}

// E22c: a network cannot see that all its inputs were permuted: with the rows of the first layer permuted alike, 200 steps of gradient
// descent have the same losses. Sums are only in another order, so that 10⁻¹⁰ is left.
func TestPermutedInputsGiveTheIdenticalTrajectory(t *testing.T) {
	const in, rows = 30, 20
	rng := rand.New(rand.NewPCG(7, 7))
	m := model(t, in, LayerSpec{Dense: 16}, LayerSpec{Act: "relu"}, LayerSpec{Dense: 4})
	x, order := normals[float64](rows*in, rng), rng.Perm(in)
	w := make([]float64, m.NumParams())
	Inits[0].Fill64(m, w, rng)
	px, pw := make([]float64, len(x)), append([]float64(nil), w...)
	for k, from := range order {
		for r := range rows {
			px[r*in+k] = x[r*in+from]
		}
		copy(pw[k*16:(k+1)*16], w[from*16:(from+1)*16])
	}
	y := TargetsOf[float64]{}
	for range rows {
		y.Labels = append(y.Labels, int32(rng.IntN(4)))
	}
	n, g := NewNetOf[float64](m, lossNamed(t, "softmax-ce"), rows), make([]float64, len(w))
	first, last := 0.0, 0.0
	for step := range 200 {
		a := n.Gradient(w, x, y, rows, g)
		for i := range g {
			w[i] -= .2 * g[i]
		}
		b := n.Gradient(pw, px, y, rows, g)
		for i := range g {
			pw[i] -= .2 * g[i]
		}
		if math.Abs(a-b) > 1e-10 {
			t.Fatalf("step %d: losses %v and %v", step, a, b)
		}
		if last = a; step == 0 {
			first = a
		}
	}
	if last > first/5 {
		t.Errorf("the loss went from %g to %g only: nothing was compared", first, last)
	}
}

// Penalties add λ₁Σ|w| + ½λ₂Σw² over the weights that move, and nothing for biases and frozen ones.
func TestPenalties(t *testing.T) {
	m := model(t, 2, LayerSpec{Dense: 2, Frozen: true}, LayerSpec{Dense: 1})
	n, x, y := NewNetOf[float64](m, lossNamed(t, "mse"), 1), []float64{0, 0}, TargetsOf[float64]{Values: []float64{3}}
	w := []float64{2, -3, 3, 7, 7, 7, 7, 0, 0} // the trainable W2, b2, then W1, b1: the outputs are b2, the targets
	g, hv := make([]float64, 3), make([]float64, 3)
	n.Penalize(.1, .5)
	if loss := n.Gradient(w, x, y, 1, g); math.Abs(loss-(.1*5+.25*13)) > 1e-12 {
		t.Errorf("loss %v, want %v", loss, .1*5+.25*13)
	}
	near64(t, "gradient", g, []float64{.1 + .5*2, -.1 - .5*3, 0})
	n.HessianVector(w, x, y, 1, []float64{1, 2, 0}, hv)
	near64(t, "Hv", hv, []float64{.5, 1, 0})
}

// Hinge of three outputs, with label 2: max(0, 1−1+2) + max(0, 1−1+.5), over 3; of one output ±1; of a sequence with a label left out.
func TestHingeClosedForm(t *testing.T) {
	l := lossNamed(t, "hinge")
	z := []float64{2, .5, 1}
	if got := l.m64(nil, z, nil, 1, 3, TargetsOf[float64]{Labels: []int32{2}}, 1); math.Abs(got-2.5/3) > 1e-15 {
		t.Errorf("loss %v, want %v", got, 2.5/3)
	}
	near64(t, "gradient", z, []float64{1.0 / 3, 1.0 / 3, -2.0 / 3})
	z = []float64{.25, .25, 4}
	if got := l.m64(nil, z, nil, 3, 1, TargetsOf[float64]{Labels: []int32{1, 0, 1}}, 1); math.Abs(got-(.75+1.25)) > 1e-15 {
		t.Errorf("loss %v, want 2", got)
	}
	near64(t, "gradient", z, []float64{-1, 1, 0})
	z = []float64{5, 5, 0, 0}
	zd := []float64{1, 1, 1, 1}
	if got := l.m64(nil, z, zd, 2, 2, TargetsOf[float64]{Labels: []int32{-1, 0}}, 1); math.Abs(got-.5) > 1e-15 {
		t.Errorf("loss %v, want 0.5", got)
	}
	near64(t, "gradient", z, []float64{0, 0, -.5, .5})
	near64(t, "Hv", zd, make([]float64, 4))
}

// A label left out changes nothing: the mean is over the others.
func TestLabelsThatDoNotCount(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 8))
	m := model(t, 3, LayerSpec{Dense: 3})
	for _, id := range []string{"softmax-ce", "mse", "logistic", "huber", "hinge"} {
		n := NewNet(m, lossNamed(t, id), 4)
		w, x := normals[float32](12, rng), normals[float32](12, rng)
		g, h := make([]float32, 12), make([]float32, 12)
		a := n.Gradient(w, x, Targets{Labels: []int32{0, -1, 2, -1}}, 4, g)
		b := n.Gradient(w, append(append([]float32(nil), x[:3]...), x[6:9]...), Targets{Labels: []int32{0, 2}}, 2, h)
		within(t, id+": loss", []float64{a}, []float64{b}, 1e-6)
		within(t, id+": gradient", g, widen(h), 1e-6)
		e, correct := n.Evaluate(w, x, Targets{Labels: []int32{0, -1, 2, -1}}, 4)
		within(t, id+": evaluated", []float64{e}, []float64{b}, 1e-6)
		if all := n.Counted(Targets{Labels: []int32{0, -1, 2, -1}}, 4); all != 2 || correct > all {
			t.Errorf("%s: %d right of %d, want 2 in all", id, correct, all)
		}
	}
}

// Two classes by one output: the squared distances from 0 and 1, and nothing for a label left out.
func TestSquaredOfOneOutput(t *testing.T) {
	z := []float64{.25, .5, 3}
	if got := lossNamed(t, "mse").m64(nil, z, nil, 3, 1, TargetsOf[float64]{Labels: []int32{0, 1, -1}}, .5); math.Abs(got-(.0625+.25)) > 1e-15 {
		t.Errorf("loss %v, want %v", got, .0625+.25)
	}
	near64(t, "gradient", z, []float64{.25, -.5, 0})
}
