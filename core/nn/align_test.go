package nn

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// The assignment is the best of all, by trying them all.
func TestAssign(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 2))
	for range 40 {
		n := 1 + rng.IntN(6)
		value := make([]float64, n*n)
		for i := range value {
			value[i] = rng.NormFloat64()
		}
		sum := func(to []int) (s float64) {
			for i, j := range to {
				s += value[i*n+j]
			}
			return s
		}
		best := math.Inf(-1)
		var try func(to []int, used int)
		try = func(to []int, used int) {
			if len(to) == n {
				best = max(best, sum(to))
				return
			}
			for j := range n {
				if used>>j&1 == 0 {
					try(append(to, j), used|1<<j)
				}
			}
		}
		try(nil, 0)
		got := assign(value, n)
		seen := map[int]bool{}
		for _, j := range got {
			seen[j] = true
		}
		if len(seen) != n || math.Abs(sum(got)-best) > 1e-12 {
			t.Errorf("%v: sum %v, the best is %v", got, sum(got), best)
		}
	}
}

// A network with its neurons in another order is found to be itself; one that differs by more is the same function after alignment.
func TestAlign(t *testing.T) {
	m, err := NewModel(5, []LayerSpec{{Dense: 20}, {Act: "relu"}, {Dense: 17}, {Act: "tanh"}, {Dense: 3}}, "model")
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(4, 4))
	a := make([]float32, m.NumParams())
	for i := range a {
		a[i] = float32(rng.NormFloat64())
	}
	b := append([]float32(nil), a...)
	for l := range 2 {
		reorder(m.nodes[2*l], m.nodes[2*l+2], b, rng.Perm(m.nodes[2*l].views[0].Cols))
	}
	got, err := m.Align(a, b)
	if err != nil {
		t.Fatal(err)
	}
	for i := range a {
		if got[i] != a[i] {
			t.Fatalf("weight %d is %v, want %v", i, got[i], a[i])
		}
	}
	for i := range b {
		b[i] = float32(rng.NormFloat64())
	}
	c, err := m.Align(a, b)
	if err != nil {
		t.Fatal(err)
	}
	net := NewNet(m, Losses[0], 8)
	x := make([]float32, 8*5)
	for i := range x {
		x[i] = float32(rng.NormFloat64())
	}
	want := append([]float32(nil), net.Forward(b, x, 8)...)
	far := func(p, q []float32) (d float64) {
		for i := range p {
			d += float64(p[i]-q[i]) * float64(p[i]-q[i])
		}
		return d
	}
	for i, y := range net.Forward(c, x, 8) {
		if math.Abs(float64(y-want[i])) > 1e-4 {
			t.Fatalf("output %d is %v, before alignment %v", i, y, want[i])
		}
	}
	if !(far(a, c) < far(a, b)) {
		t.Errorf("aligned they are %v apart, before %v", far(a, c), far(a, b))
	}
	odd, _ := NewModelOf(Shape{1, 6, 6}, []LayerSpec{{Conv2D: 2}, {Dense: 3}}, "model")
	if _, err := odd.Align(make([]float32, odd.NumParams()), make([]float32, odd.NumParams())); err == nil || !strings.Contains(err.Error(), "conv2d") {
		t.Errorf("a convolution: %v", err)
	}
}
