package kernel

import (
	"fmt"
	"math"
	"testing"
)

var lengths = []int{0, 1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 31, 33, 64, 1003}

// guarded is a copy of x between two bands that nobody may touch.
func guarded(x []float32) (in []float32, touched func() bool) {
	const band = 8
	all := make([]float32, len(x)+2*band)
	for i := range all {
		all[i] = 12345
	}
	in = all[band : band+len(x) : band+len(x)]
	copy(in, x)
	return in, func() bool {
		for i := range band {
			if all[i] != 12345 || all[len(all)-1-i] != 12345 {
				return true
			}
		}
		return false
	}
}

// against runs f and its definition on equal buffers and wants equal bits.
func against(t *testing.T, name string, f, g func(b [][]float32), bufs ...[]float32) {
	t.Helper()
	var x, y [][]float32
	var bands []func() bool
	for _, b := range bufs {
		in, touched := guarded(b)
		x, y, bands = append(x, in), append(y, append([]float32(nil), b...)), append(bands, touched)
	}
	f(x)
	g(y)
	for i := range x {
		if j := same(x[i], y[i]); j >= 0 {
			t.Errorf("%s: buffer %d element %d: %g, want %g", name, i, j, x[i][j], y[i][j])
		}
		if bands[i]() {
			t.Errorf("%s: wrote outside buffer %d", name, i)
		}
	}
}

func TestMaps(t *testing.T) {
	l := lcg(7)
	for _, c := range []struct {
		name string
		f    func(x, y []float32)
		g    func(float32) float32
		ulps float64
		true func(float64) float64
	}{
		{"exp", Exp, exp1, 2, math.Exp},
		{"tanh", Tanh, tanh1, 8, math.Tanh},
		{"relu", Relu, relu1, 0, func(x float64) float64 { return max(x, 0) }},
	} {
		for _, n := range lengths {
			x := fill(n, &l)
			for i := range x {
				x[i] *= []float32{1, 10, 80, 1e-3}[i&3]
			}
			for i, v := range x {
				got, want := float64(c.g(v)), c.true(float64(v))
				if math.Abs(got-want) > c.ulps*math.Abs(want)*0x1p-23+1e-45 && c.name != "relu" || c.name == "relu" && got != want {
					t.Errorf("%s(%g) = %g, want %g", c.name, v, got, want)
				}
				_ = i
			}
			if n > 100 {
				copy(x, []float32{0, float32(math.Copysign(0, -1)), float32(math.Inf(1)), float32(math.Inf(-1)), 1e-40, -1e-40, 88.4, -87.4, 3e38, -3e38})
			}
			against(t, fmt.Sprint(c.name, n), func(b [][]float32) { c.f(b[0], b[1]) }, func(b [][]float32) { each1(c.g, b[0], b[1]) }, x, make([]float32, n))
			against(t, fmt.Sprint(c.name, n, " in place"), func(b [][]float32) { c.f(b[0], b[0]) }, func(b [][]float32) { each1(c.g, b[0], b[0]) }, x)
		}
	}
}

func TestUpdates(t *testing.T) {
	l := lcg(9)
	for _, n := range lengths {
		w, g, m, v := fill(n, &l), fill(n, &l), fill(n, &l), fill(n, &l)
		for i := range v {
			v[i] *= v[i]
		}
		for _, c := range []struct {
			name string
			f, g func(b [][]float32)
		}{
			{"axpy", func(b [][]float32) { Axpy(.3, b[1], b[0]) }, func(b [][]float32) { plainAxpyTo(b[0], .3, b[1], b[0]) }},
			{"axpy to another", func(b [][]float32) { AxpyTo(b[0], .3, b[1], b[2]) }, func(b [][]float32) { plainAxpyTo(b[0], .3, b[1], b[2]) }},
			{"sgd", func(b [][]float32) { SGD(b[0], b[1], .1) }, func(b [][]float32) { plainSGD(b[0], b[1], .1) }},
			{"momentum", func(b [][]float32) { Momentum(b[0], b[1], b[2], .1, .9, .2) }, func(b [][]float32) { plainMomentum(b[0], b[1], b[2], .1, .9, .2) }},
			{"nesterov", func(b [][]float32) { Nesterov(b[0], b[1], b[2], .1, .9) }, func(b [][]float32) { plainNesterov(b[0], b[1], b[2], .1, .9) }},
			{"adam", func(b [][]float32) { Adam(b[0], b[1], b[2], b[3], .1, .9, .999, 1e-8, .3, .02) }, func(b [][]float32) { plainAdam(b[0], b[1], b[2], b[3], .1, .9, .999, 1e-8, .3, .02) }},
			{"rmsprop", func(b [][]float32) { RMSProp(b[0], b[1], b[3], .1, .9, 1e-8) }, func(b [][]float32) { plainRMSProp(b[0], b[1], b[3], .1, .9, 1e-8) }},
			{"adagrad", func(b [][]float32) { Adagrad(b[0], b[1], b[3], .1, 1e-8) }, func(b [][]float32) { plainAdagrad(b[0], b[1], b[3], .1, 1e-8) }},
			{"relu backward", func(b [][]float32) { ReluBwd(b[0], b[1]) }, func(b [][]float32) { plainReluBwd(b[0], b[1]) }},
			{"tanh backward", func(b [][]float32) { TanhBwd(b[0], b[1]) }, func(b [][]float32) { plainTanhBwd(b[0], b[1]) }},
		} {
			against(t, fmt.Sprint(c.name, n), c.f, c.g, w, g, m, v)
		}
	}
}

func TestRows(t *testing.T) {
	l := lcg(11)
	for _, shape := range [][2]int{{1, 3}, {2, 4}, {3, 5}, {4, 6}, {5, 7}, {10, 12}, {15, 17}, {16, 18}, {17, 19}, {29, 31}, {64, 66},
		{1, 1}, {2, 2}, {3, 3}, {4, 4}, {7, 7}, {10, 10}, {17, 17}, {37, 37}} {
		const rows = 5
		cols, ld := shape[0], shape[1]
		x, b := fill((rows-1)*ld+cols, &l), fill(cols, &l)
		labels := []int32{0, int32(cols - 1), int32(cols / 2), 0, 0}
		for _, c := range []struct {
			name string
			f, g func(b [][]float32)
		}{
			{"bias", func(b [][]float32) { Bias(rows, cols, b[0], ld, b[1]) }, func(b [][]float32) { plainBias(same1, rows, cols, b[0], ld, b[1]) }},
			{"bias relu", func(b [][]float32) { BiasRelu(rows, cols, b[0], ld, b[1]) }, func(b [][]float32) { plainBias(relu1, rows, cols, b[0], ld, b[1]) }},
			{"bias tanh", func(b [][]float32) { BiasTanh(rows, cols, b[0], ld, b[1]) }, func(b [][]float32) { plainBias(tanh1, rows, cols, b[0], ld, b[1]) }},
			{"column sums", func(b [][]float32) { ColSum(rows, cols, b[0], ld, b[1]) }, func(b [][]float32) { plainColSum(rows, cols, b[0], ld, b[1]) }},
			{"softmax", func(b [][]float32) {
				for r := range rows {
					b[2][r], b[3][r] = softmaxRow(b[0][r*ld : r*ld+cols])
				}
			}, func(b [][]float32) {
				for r := range rows {
					b[2][r], b[3][r] = plainSoftmax(b[0][r*ld : r*ld+cols])
				}
			}},
		} {
			against(t, fmt.Sprint(c.name, shape), c.f, c.g, x, b, make([]float32, rows), make([]float32, rows))
		}
		in, touched := guarded(x)
		loss := SoftmaxXent(rows, cols, in, ld, labels, .2)
		want := 0.0
		for r := range rows {
			sum := 0.0
			for c := range cols {
				sum += math.Exp(float64(x[r*ld+c]))
			}
			want += math.Log(sum) - float64(x[r*ld+int(labels[r])])
			for c := range cols {
				g := math.Exp(float64(x[r*ld+c])) / sum
				if c == int(labels[r]) {
					g--
				}
				if d := math.Abs(float64(in[r*ld+c]) - .2*g); d > 1e-6 {
					t.Errorf("cols %d: gradient (%d, %d) is off by %g", cols, r, c, d)
				}
			}
		}
		if math.Abs(loss-want) > 1e-5 || touched() {
			t.Errorf("cols %d: loss %g, want %g", cols, loss, want)
		}
	}
}

// The loss is right where the label's probability underflows: −log softmax of a logit 1000 below the top is 1000.
func TestSoftmaxXentHugeLogits(t *testing.T) {
	x := []float32{1000, 0, -1000}
	if loss := SoftmaxXent(1, 3, x, 3, []int32{1}, 1); loss != 1000 {
		t.Errorf("loss %g, want 1000", loss)
	}
	if x[0] != 1 || x[1] != -1 || x[2] > 1e-30 {
		t.Errorf("gradient %v, want 1, −1, 0", x)
	}
	x = []float32{float32(math.NaN()), 0}
	if loss := SoftmaxXent(1, 2, x, 2, []int32{1}, 1); !math.IsNaN(loss) {
		t.Errorf("loss of a NaN %g, want NaN", loss)
	}
}

// Element i is in lane i mod 8 and the lanes are added in order: the bits are those of that definition.
func TestSumSquares(t *testing.T) {
	l := lcg(5)
	for _, n := range append([]int{9, 23, 24, 25}, lengths...) {
		x, touched := guarded(fill(n, &l))
		var s [8]float64
		for i, v := range x {
			s[i%8] += float64(float64(v) * float64(v))
		}
		want := ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7]))
		if got := SumSquares(x); got != want || touched() {
			t.Errorf("n=%d: %g, want %g", n, got, want)
		}
	}
	if got := SumSquares([]float32{3e38, 0, 0, 0, 0, 0, 0, 0, 1e-30}); math.Abs(got/9e76-1) > 1e-6 {
		t.Errorf("(3e38)² is %g", got)
	}
}

func TestDot(t *testing.T) {
	l := lcg(6)
	for _, n := range append([]int{9, 23, 24, 25}, lengths...) {
		x, xTouched := guarded(fill(n, &l))
		y, yTouched := guarded(fill(n, &l))
		var s [8]float64
		for i, v := range x {
			s[i%8] += float64(float64(v) * float64(y[i]))
		}
		want := ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7]))
		if got := Dot(x, y); got != want || xTouched() || yTouched() {
			t.Errorf("n=%d: %g, want %g", n, got, want)
		}
		if got := Dot(x, x); got != SumSquares(x) {
			t.Errorf("n=%d: x·x is %g, Σx² %g", n, got, SumSquares(x))
		}
	}
	if got := Dot([]float32{3e38, 0, 0, 0, 0, 0, 0, 0, 1e-30}, []float32{3e38, 1, 1, 1, 1, 1, 1, 1, 1}); math.Abs(got/9e76-1) > 1e-6 {
		t.Errorf("(3e38)² is %g", got)
	}
}
