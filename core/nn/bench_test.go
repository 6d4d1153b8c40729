package nn

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"saddlelab/core/kernel"
)

// One training step: gradient and SGD.
func BenchmarkStep(b *testing.B) {
	for _, rows := range []int{10, 32, 128} {
		b.Run(fmt.Sprintf("784-128-10/%d", rows), func(b *testing.B) {
			step(b, "softmax-ce", rows, Shape{784}, LayerSpec{Dense: 128}, LayerSpec{Act: "relu"}, LayerSpec{Dense: 10})
		})
	}
	for _, rows := range []int{10, 32} {
		b.Run(fmt.Sprintf("cnn/%d", rows), func(b *testing.B) {
			conv := func(out int) LayerSpec { return LayerSpec{Conv2D: out, Kernel: 5} }
			pool := LayerSpec{MaxPool: 2}
			step(b, "softmax-ce", rows, Shape{1, 28, 28}, conv(8), LayerSpec{Act: "relu"}, pool, conv(16), LayerSpec{Act: "relu"}, pool, LayerSpec{Flatten: true}, LayerSpec{Dense: 10})
		})
	}
	b.Run("2-4-2-1/10", func(b *testing.B) {
		step(b, "mse", 10, Shape{2}, LayerSpec{Dense: 4}, LayerSpec{Act: "tanh"}, LayerSpec{Dense: 2}, LayerSpec{Act: "tanh"}, LayerSpec{Dense: 1}, LayerSpec{Act: "tanh"})
	})
}

func step(b *testing.B, lossID string, rows int, in Shape, layers ...LayerSpec) {
	m, err := NewModelOf(in, layers, "model")
	if err != nil {
		b.Fatal(err)
	}
	l, err := LossByID(lossID, "loss")
	if err != nil {
		b.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(1, 1))
	w, g, x := make([]float32, m.NumParams()), make([]float32, m.NumParams()), make([]float32, rows*m.In())
	Inits[0].Fill(m, w, rng)
	for i := range x {
		x[i] = rng.Float32()
	}
	y := Targets{Labels: make([]int32, rows)}
	for i := range y.Labels {
		y.Labels[i] = int32(rng.IntN(m.Out()))
	}
	n := NewNet(m, l, rows)
	for b.Loop() {
		n.Gradient(w, x, y, rows, g)
		kernel.SGD(w, g, 1e-3)
	}
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "examples/s")
}
