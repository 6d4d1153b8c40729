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

// The fused updates at the size of 784-128-10 and at a million: elements a nanosecond.
func BenchmarkUpdate(b *testing.B) {
	for _, n := range []int{101_770, 1 << 20} {
		x, g, m, v := make([]float32, n), make([]float32, n), make([]float32, n), make([]float32, n)
		for i := range g {
			g[i] = float32(i%97) / 97
		}
		for _, u := range []struct {
			name string
			step func()
		}{
			{"SGD", func() { SGD(x, g, 1e-9) }},
			{"Momentum", func() { Momentum(x, g, m, 1e-9, .9, 0) }},
			{"RMSProp", func() { RMSProp(x, g, v, 1e-9, .99, 1e-8) }},
			{"Adam", func() { Adam(x, g, m, v, 1e-9, .9, .999, 1e-8, .5, .5) }},
		} {
			b.Run(fmt.Sprintf("%s/%d", u.name, n), func(b *testing.B) {
				for b.Loop() {
					u.step()
				}
				b.ReportMetric(float64(n)*float64(b.N)/float64(b.Elapsed().Nanoseconds()), "elements/ns")
			})
		}
	}
}
