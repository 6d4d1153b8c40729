package kernel

import (
	"fmt"
	"testing"
)

// A small dense layer's passes in one call have the bits of the products that they stand for.
func TestDenseFew(t *testing.T) {
	l := lcg(23)
	for _, rows := range []int{1, 2, 10} {
		for in := 1; in < 8; in++ {
			for out := 1; out < 8; out++ {
				x, w, b, dy := fill(rows*in, &l), fill(in*out, &l), fill(out, &l), fill(rows*out, &l)
				name := fmt.Sprint(rows, in, out)
				against(t, "forward "+name, func(p [][]float32) { DenseFew(rows, in, out, p[0], p[1], p[2], p[3]) }, func(p [][]float32) {
					NN(rows, out, in, p[0], in, p[1], out, p[3], out, false)
					Bias(rows, out, p[3], out, p[2])
				}, x, w, b, make([]float32, rows*out))
				for _, inputs := range []bool{false, true} {
					against(t, "backward "+name, func(p [][]float32) {
						if !inputs {
							p[5] = nil
						}
						DenseFewBwd(rows, in, out, p[0], p[1], p[2], p[3], p[4], p[5])
					}, func(p [][]float32) {
						TN(in, out, rows, p[0], in, p[1], out, p[3], out, false)
						ColSum(rows, out, p[1], out, p[4])
						if inputs {
							NT(rows, in, out, p[1], out, p[2], out, p[5], in, false)
						} else {
							p[5] = nil
						}
					}, x, dy, w, make([]float32, in*out), make([]float32, out), make([]float32, rows*in))
				}
			}
		}
	}
}
