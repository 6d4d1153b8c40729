package nn

import (
	"math"
	"math/rand/v2"
	"testing"
)

// problem is a model with weights, data and targets to try derivatives on.
type problem struct {
	name    string
	m       *Model
	loss    *Loss
	w, x    []float64
	y       TargetsOf[float64]
	rows    int
	vectors *rand.Rand
}

func problemOf(t *testing.T, name string, in Shape, layers []LayerSpec, loss, init string, seed uint64) problem {
	t.Helper()
	m, err := NewModelOf(in, layers, name)
	if err != nil {
		t.Fatal(err)
	}
	how, err := InitByID(init, "init")
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(seed, 77))
	p := problem{name: name, m: m, loss: lossNamed(t, loss), rows: 3, w: make([]float64, m.NumParams()), vectors: rng}
	how.Fill64(m, p.w, rng)
	for i := range p.w {
		p.w[i] += .05 * rng.NormFloat64() // biases and gains too
	}
	p.x = make([]float64, p.rows*m.In())
	for i := range p.x {
		if p.x[i] = rng.NormFloat64(); m.Vocabulary() > 0 {
			p.x[i] = float64(rng.IntN(m.Vocabulary()))
		}
	}
	k := m.OutShape().features()
	if lossNamed(t, loss).Classes || loss == "hinge" || loss == "logistic" {
		for range p.rows * m.OutShape().positions() {
			p.y.Labels = append(p.y.Labels, int32(rng.IntN(max(k, 2))))
		}
		if n := len(p.y.Labels); n > p.rows {
			p.y.Labels[1] = -1 // a position that does not count
		}
		return p
	}
	for range p.rows * m.Out() {
		p.y.Values = append(p.y.Values, rng.NormFloat64())
	}
	return p
}

// problems are every preset, and layers in unusual company.
func problems(t *testing.T) []problem {
	t.Helper()
	var all []problem
	for _, p := range Presets {
		layers := append([]LayerSpec(nil), p.Layers...)
		if p.ID == "two-layer-relu" {
			layers[0].Dense = 64
		}
		if len(p.Input) == 3 { // of thousands of relus some are within a step of their kink
			layers = smooth(layers)
		}
		all = append(all, problemOf(t, p.ID, p.Input, layers, p.Loss, p.Init, 1))
	}
	image, tokens := Shape{2, 6, 6}, Shape{5}
	for _, c := range []struct {
		name   string
		in     Shape
		loss   string
		layers []LayerSpec
	}{
		{"activations first and in a row", Shape{5}, "mse", []LayerSpec{{Act: "tanh"}, {Dense: 6}, {Act: "gelu"}, {Act: "sigmoid"}, {Act: "tanh"}, {Dense: 3}, {Act: "softplus"}}},
		{"hinge", Shape{5}, "hinge", []LayerSpec{{Dense: 6}, {Act: "silu"}, {Dense: 3}}},
		{"huber", Shape{5}, "huber", []LayerSpec{{Dense: 6}, {Act: "elu"}, {Dense: 3}}},
		{"logistic", Shape{5}, "logistic", []LayerSpec{{Dense: 6}, {Act: "sin"}, {Dense: 1}}},
		{"polynomial", Shape{5}, "mse", []LayerSpec{{Dense: 6}, {Act: "square"}, {Dense: 6}, {Act: "cube"}, {Act: "identity"}, {Dense: 3}}},
		{"convolutions of all kinds", image, "softmax-ce", []LayerSpec{{Conv2D: 4, Kernel: 3, Padding: 2, Stride: 2, Groups: 2, NTK: true}, {Act: "leaky-relu"}, {Conv2D: 6, Kernel: 2, Dilation: 2, NoBias: true}, {AvgPool: 2, Stride: 1}, {Act: "gelu-tanh"}, {Dense: 3}}},
		{"overlapping max pooling", image, "softmax-ce", []LayerSpec{{Conv2D: 3, Kernel: 1}, {MaxPool: 3, Stride: 1}, {Act: "tanh"}, {Conv2D: 2}, {Flatten: true}, {Act: "tanh"}, {Dense: 3}}},
		{"frozen first", image, "softmax-ce", []LayerSpec{{Conv2D: 3, Frozen: true}, {BatchNorm: true, Frozen: true}, {Act: "relu"}, {Flatten: true}, {Dense: 5}, {Act: "tanh"}, {Dense: 3}}},
		{"frozen between", Shape{5}, "softmax-ce", []LayerSpec{{Dense: 6}, {Act: "tanh"}, {Dense: 6, Frozen: true}, {LayerNorm: true, Frozen: true}, {Act: "tanh"}, {Dense: 3, NTK: true}}},
		{"frozen last", Shape{5}, "mse", []LayerSpec{{Dense: 6}, {BatchNorm: true}, {Act: "tanh"}, {Dense: 3, Frozen: true}}},
		{"residual first", Shape{5}, "mse", []LayerSpec{{Residual: []LayerSpec{{Act: "tanh"}, {Dense: 5}, {Residual: []LayerSpec{{Flatten: true}, {Dense: 5, Frozen: true}, {Act: "tanh"}}}}}, {Dropout: .5}, {Dense: 3}}},
		{"residual without weights", Shape{5}, "mse", []LayerSpec{{Residual: []LayerSpec{{Act: "tanh"}}}, {Dense: 5}, {Residual: []LayerSpec{{Act: "sin"}}}, {Dense: 3}}},
		{"sequence, learned positions", tokens, "softmax-ce", []LayerSpec{{Embedding: 6, Vocabulary: 4}, {Position: "learned"}, {Attention: 3, NoBias: true}, {BatchNorm: true}, {Dropout: .2}, {Dense: 4}}},
		{"sequence, frozen attention", tokens, "softmax-ce", []LayerSpec{{Embedding: 6, Vocabulary: 4, Frozen: true}, {Position: "learned"}, {Attention: 2, Causal: true, Frozen: true}, {LayerNorm: true}, {Flatten: true}, {Dense: 4}}},
		{"positions only", tokens, "softmax-ce", []LayerSpec{{Embedding: 6, Vocabulary: 4, Frozen: true}, {Position: "learned"}, {Act: "tanh"}, {Dense: 3, Frozen: true}}},
		{"image norms", image, "mse", []LayerSpec{{LayerNorm: true}, {Conv2D: 2, Kernel: 2}, {BatchNorm: true}, {Act: "tanh"}, {LayerNorm: true}, {Dense: 2}}},
	} {
		all = append(all, problemOf(t, c.name, c.in, c.layers, c.loss, "lecun", 3))
	}
	return all
}

// smooth has gelu in place of relu.
func smooth(layers []LayerSpec) []LayerSpec {
	layers = append([]LayerSpec(nil), layers...)
	for i := range layers {
		if layers[i].Act == "relu" {
			layers[i].Act = "gelu"
		}
		if layers[i].Residual != nil {
			layers[i].Residual = smooth(layers[i].Residual)
		}
	}
	return layers
}

// directions are unit vectors, each in one matrix of parameters, or, for large models, in every other one.
func (p *problem) directions() (names []string, vs [][]float64) {
	draw := func(name string, in func(i int) bool) {
		v := make([]float64, p.m.NumTrainable())
		for i, view := range p.m.Views() {
			if view.Frozen || !in(i) {
				continue
			}
			for k := range view.Rows * view.Cols {
				v[view.Off+k] = p.vectors.NormFloat64()
			}
			name += view.Name + " "
		}
		if length := norm(v); length > 0 {
			scale(v, 1/length)
			names, vs = append(names, name), append(vs, v)
		}
	}
	if p.m.NumTrainable() > 5000 {
		draw("", func(i int) bool { return i%2 == 0 })
		draw("", func(i int) bool { return i%2 == 1 })
		return names, vs
	}
	for k := range p.m.Views() {
		draw("", func(i int) bool { return i == k })
	}
	return names, vs
}

func (p *problem) net() *NetOf[float64] {
	n := NewNetOf[float64](p.m, p.loss, p.rows+1)
	n.Penalize(1e-3, 1e-2)
	return n
}

// without dropout, whose draws differ from call to call: gradients in the mode that curvature is measured in.
func (n *NetOf[F]) measured(w, x []F, y TargetsOf[F], rows int, g []F) float64 {
	c := n.begin(w, x, rows, measuring)
	c.g = g
	out := n.chain.forward(c, x)
	dy := append([]F(nil), out...)
	loss := n.judge(dy, nil, y)
	n.chain.backward(c, dy, nil)
	clear(g[n.m.trainable:])
	return loss + n.penalize(w, g)
}

func along(w, v []float64, h float64) []float64 {
	u := append([]float64(nil), w...)
	for i, x := range v {
		u[i] += h * x
	}
	return u
}

func norm(x []float64) float64 {
	s := 0.0
	for _, v := range x {
		s += v * v
	}
	return math.Sqrt(s)
}

func inner(a, b []float64) float64 {
	s := 0.0
	for i := range a {
		s += a[i] * b[i]
	}
	return s
}

// Of every preset and every layer in unusual company: the gradient is what the loss changes by, and the Hessian-vector product what
// the gradient changes by, along directions in each matrix of parameters; the Hessian and the Gauss–Newton matrix are symmetric.
func TestDerivativesOfEveryPreset(t *testing.T) {
	for _, p := range problems(t) {
		n, size := p.net(), p.m.NumTrainable()
		g, up, down := make([]float64, size), make([]float64, size), make([]float64, size)
		loss := n.measured(p.w, p.x, p.y, p.rows, g)
		if math.IsNaN(loss) {
			t.Fatalf("%s: loss %v", p.name, loss)
		}
		if alone := n.Loss(p.w, p.x, p.y, p.rows); math.Abs(alone-loss) > 1e-14*math.Abs(loss) {
			t.Errorf("%s: the loss alone is %v, with its gradient %v", p.name, alone, loss)
		}
		var before struct{ v, hv, gv []float64 }
		names, vs := p.directions()
		for k, v := range vs {
			hv, gv := make([]float64, size), make([]float64, size)
			const h = 1e-5 // differences are off by h²|f'''|/6 + 10⁻¹⁶/h, both near 10⁻¹⁰
			a := n.measured(along(p.w, v, h), p.x, p.y, p.rows, up)
			b := n.measured(along(p.w, v, -h), p.x, p.y, p.rows, down)
			if got, want := inner(g, v), (a-b)/(2*h); math.Abs(got-want) > 1e-8*(1+math.Abs(want)) {
				t.Errorf("%s: gradient along %s is %g, differences say %g", p.name, names[k], got, want)
			}
			n.HessianVector(p.w, p.x, p.y, p.rows, v, hv)
			n.GaussNewtonVector(p.w, p.x, p.y, p.rows, v, gv)
			off := 0.0
			for i := range up {
				off += math.Pow((up[i]-down[i])/(2*h)-hv[i], 2)
			}
			if math.Sqrt(off) > 1e-6*(1+norm(hv)) {
				t.Errorf("%s: Hv along %s is off by %g of %g", p.name, names[k], math.Sqrt(off), norm(hv))
			}
			if before.v != nil {
				if a, b := inner(before.hv, v), inner(hv, before.v); math.Abs(a-b) > 1e-11*(1+norm(hv)) {
					t.Errorf("%s: uᵀHv = %g, vᵀHu = %g", p.name, a, b)
				}
				if a, b := inner(before.gv, v), inner(gv, before.v); math.Abs(a-b) > 1e-11*(1+norm(gv)) {
					t.Errorf("%s: uᵀGv = %g, vᵀGu = %g", p.name, a, b)
				}
			}
			if q := inner(gv, v); q < -1e-12 {
				t.Errorf("%s: vᵀGv = %g along %s, below 0", p.name, q, names[k])
			}
			before.v, before.hv, before.gv = v, hv, gv
		}
	}
}

// What is trained, in float32, is the same function: loss, gradient and curvature are those of float64 but for rounding.
func TestFloat32AgreesWithFloat64(t *testing.T) {
	for _, p := range problems(t) {
		size := p.m.NumTrainable()
		n, n32 := p.net(), NewNet(p.m, p.loss, p.rows)
		n32.Penalize(1e-3, 1e-2)
		w, x, y := to[float32](p.w), to[float32](p.x), Targets{Labels: p.y.Labels}
		if p.y.Labels == nil {
			y.Values = to[float32](p.y.Values)
		}
		exact := func(v []float32) []float64 { return widen(v) }
		g, g32 := make([]float64, size), make([]float32, size)
		want := n.measured(exact(w), exact(x), TargetsOf[float64]{y.Labels, exact(y.Values)}.orNil(), p.rows, g)
		got := n32.measured(w, x, y, p.rows, g32)
		if math.Abs(got-want) > 2e-6*(1+math.Abs(want)) {
			t.Errorf("%s: loss %v, want %v", p.name, got, want)
		}
		v, hv, hv32 := make([]float64, size), make([]float64, size), make([]float32, size)
		for i := range v {
			v[i] = float64(float32(p.vectors.NormFloat64()))
		}
		n.HessianVector(exact(w), exact(x), TargetsOf[float64]{y.Labels, exact(y.Values)}.orNil(), p.rows, v, hv)
		n32.HessianVector(w, x, y, p.rows, to[float32](v), hv32)
		for _, c := range []struct {
			what      string
			got, want []float64
		}{{"gradient", widen(g32), g}, {"Hv", widen(hv32), hv}} {
			if off := norm(along(c.got, c.want, -1)); off > 2e-5*norm(c.want) {
				t.Errorf("%s: %s is off by %g of %g", p.name, c.what, off, norm(c.want))
			}
		}
	}
}

func (y TargetsOf[F]) orNil() TargetsOf[F] {
	if y.Labels != nil {
		y.Values = nil
	}
	return y
}

// After the first calls nothing allocates, whatever the layers.
func TestNoPresetAllocates(t *testing.T) {
	for _, p := range problems(t) {
		n := NewNet(p.m, p.loss, p.rows)
		w, x, y := to[float32](p.w), to[float32](p.x), Targets{Labels: p.y.Labels}
		if p.y.Labels == nil {
			y.Values = to[float32](p.y.Values)
		}
		g := make([]float32, p.m.NumTrainable())
		v := append([]float32(nil), w[:len(g)]...)
		if a := testing.AllocsPerRun(2, func() {
			n.Gradient(w, x, y, p.rows, g)
			n.HessianVector(w, x, y, p.rows, v, g)
			n.GaussNewtonVector(w, x, y, p.rows, v, g)
			n.Evaluate(w, x, y, p.rows)
		}); a != 0 {
			t.Errorf("%s: %v allocations, want 0", p.name, a)
		}
	}
}

// The derivatives of every activation, from x and from y, are those of differences, and float32 agrees.
func TestActivationsAgainstDifferences(t *testing.T) {
	for _, a := range Activations {
		for x := -4.15; x < 4.2; x += .3 { // not at a kink
			const h = 1e-5
			_, d0, _ := a.at64(x - h)
			y, d, dd := a.at64(x)
			y1, d1, _ := a.at64(x + h)
			y0, _, _ := a.at64(x - h)
			if e := math.Abs((y1-y0)/(2*h) - d); e > 1e-8*(1+math.Abs(d)) {
				t.Errorf("%s'(%g) = %g, off by %g", a.ID, x, d, e)
			}
			if e := math.Abs((d1-d0)/(2*h) - dd); e > 1e-8*(1+math.Abs(dd)) {
				t.Errorf("%s''(%g) = %g, off by %g", a.ID, x, dd, e)
			}
			if a.y64 != nil {
				if u, v := a.y64(y); math.Abs(u-d) > 1e-12 || math.Abs(v-dd) > 1e-12 {
					t.Errorf("%s from y: %g, %g; want %g, %g", a.ID, u, v, d, dd)
				}
			}
			p, q, r := a.at32(float32(x))
			y, d, dd = a.at64(float64(float32(x)))
			for i, pair := range [][2]float64{{float64(p), y}, {float64(q), d}, {float64(r), dd}} {
				tol := 1e-6
				if a.ID == "gelu-tanh" {
					tol = 1e-5 // 1 − tanh² loses the 7 ulp of tanh, times u'² of up to 10
				}
				if math.Abs(pair[0]-pair[1]) > tol*(1+math.Abs(pair[1])) {
					t.Errorf("%s, derivative %d at %g: %g in float32, want %g", a.ID, i, x, pair[0], pair[1])
				}
			}
		}
	}
	if y, d, _ := softplus(float32(200)); y != 200 || d != 1 {
		t.Errorf("softplus(200) = %v with slope %v", y, d)
	}
	for _, x := range []float32{-200, 200} {
		for _, a := range Activations {
			if y, d, dd := a.at32(x); math.IsNaN(float64(y)) || math.IsNaN(float64(d)) || math.IsNaN(float64(dd)) {
				t.Errorf("%s(%v) = %v, %v, %v", a.ID, x, y, d, dd)
			}
		}
	}
}
