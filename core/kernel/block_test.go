package kernel

import (
	"math/rand/v2"
	"testing"
)

// Blocks agree with their definitions bit for bit, at every width around the vectors' edges, and write nothing beside them.
func TestBlocks(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 8))
	fill := func(n int) []float32 {
		x := make([]float32, n)
		for i := range x {
			x[i] = float32(rng.NormFloat64())
		}
		return x
	}
	for _, cols := range []int{0, 1, 2, 3, 4, 5, 7, 8, 9, 11, 12, 15, 16, 17, 28, 31, 33} {
		for _, rows := range []int{0, 1, 2, 5} {
			for _, more := range []int{0, 1, 6} {
				ldd, lds := cols+more, cols+2*more
				src, was := fill(rows*lds+8), fill(rows*ldd+8)
				for name, f := range map[string][2]func(dst []float32, ldd int, src []float32, lds, rows, cols int){
					"CopyBlock": {CopyBlock, plainCopyBlock}, "AddBlock": {AddBlock, plainAddBlock},
				} {
					got, want := append([]float32(nil), was...), append([]float32(nil), was...)
					f[0](got, ldd, src, lds, rows, cols)
					f[1](want, ldd, src, lds, rows, cols)
					for i := range got {
						if got[i] != want[i] {
							t.Fatalf("%s %d×%d, strides %d and %d: number %d is %g, want %g", name, rows, cols, ldd, lds, i, got[i], want[i])
						}
					}
				}
			}
		}
		x := fill(cols + 4)
		y := append([]float32(nil), x...)
		Shift(x[:cols], 1.25)
		for i := range x {
			want := y[i]
			if i < cols {
				want += 1.25
			}
			if x[i] != want {
				t.Fatalf("Shift of %d: number %d is %g, want %g", cols, i, x[i], want)
			}
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("a block that does not fit is taken")
		}
	}()
	CopyBlock(make([]float32, 5), 3, make([]float32, 9), 3, 2, 3)
}
