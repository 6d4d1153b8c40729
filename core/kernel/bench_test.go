package kernel

import (
	"fmt"
	"testing"
)

func BenchmarkGEMM(b *testing.B) {
	for _, n := range []int{16, 32, 64, 128, 256, 512} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			l := lcg(1)
			x, y, c := fill(n*n, &l), fill(n*n, &l), make([]float32, n*n)
			for b.Loop() {
				NN(n, n, n, x, n, y, n, c, n, false)
			}
			b.ReportMetric(2*float64(n)*float64(n)*float64(n)*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
		})
	}
}

// The three products of one layer of 784 inputs and 128 outputs at batch 32.
func BenchmarkLayer(b *testing.B) {
	l := lcg(2)
	x, w, y := fill(32*784, &l), fill(784*128, &l), fill(32*128, &l)
	for name, f := range map[string]func(){
		"NN forward":  func() { NN(32, 128, 784, x, 784, w, 128, y, 128, false) },
		"TN gradient": func() { TN(784, 128, 32, x, 784, y, 128, w, 128, false) },
		"NT backward": func() { NT(32, 784, 128, y, 128, w, 128, x, 784, false) },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				f()
			}
			b.ReportMetric(2*32*128*784*float64(b.N)/b.Elapsed().Seconds()/1e9, "GFLOP/s")
		})
	}
}
