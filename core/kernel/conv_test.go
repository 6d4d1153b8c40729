package kernel

import (
	"fmt"
	"testing"
)

// Patches gather and scatter as their definitions do, bit for bit, at every width around the vectors' edges, and write nothing beside.
func TestPatches(t *testing.T) {
	l := lcg(13)
	for _, w := range []int{1, 2, 3, 4, 5, 7, 8, 9, 10, 14, 15, 16, 17, 18, 24, 28, 31, 32, 33, 40} {
		for _, p := range []Patches{{C: 1, Kernel: 1, Apart: 1, H: 1}, {C: 2, Kernel: 3, Apart: 1, H: 4}, {C: 1, Kernel: 2, Apart: 3, H: 2}, {C: 3, Kernel: 5, Apart: 2, H: 1}} {
			for _, more := range []int{0, 2} {
				p.W = w
				p.Stride = w + p.Apart*(p.Kernel-1) + more
				p.Plane = p.Stride*(p.H+p.Apart*(p.Kernel-1)) + more
				x, col := fill(p.C*p.Plane, &l), fill(p.C*p.Kernel*p.Kernel*p.H*w, &l)
				name := fmt.Sprintf("%+v", p)
				against(t, "gather "+name, func(b [][]float32) { p.Gather(b[0], b[1]) }, func(b [][]float32) { plainGather(&p, b[0], b[1]) }, x, col)
				against(t, "scatter "+name, func(b [][]float32) { p.Scatter(b[1], b[0]) }, func(b [][]float32) { plainScatter(&p, b[1], b[0]) }, x, col)
				against(t, "scatter with slack "+name, func(b [][]float32) { p.Scatter(b[1][:len(col):len(col)+slack], b[0][:len(x):len(x)+slack]) },
					func(b [][]float32) { plainScatter(&p, b[1][:len(col)], b[0][:len(x)]) }, append(x, 1, 2, 3), append(col, 4, 5, 6))
			}
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("patches of an image that is too small are taken")
		}
	}()
	p := Patches{C: 1, Kernel: 3, Apart: 1, H: 2, W: 4, Stride: 6, Plane: 24}
	p.Gather(make([]float32, 23), make([]float32, 72))
}

// The largest of each 2×2 window, the first of equal ones, at widths around the vectors' edges.
func TestMaxPool2(t *testing.T) {
	l := lcg(17)
	for _, n := range []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 14, 17} {
		for _, w := range []int{2 * n, 2*n + 1, 2*n + 5} {
			for _, rows := range []int{1, 2, 3} {
				x := fill((2*rows-1)*w+2*n, &l)
				for i := range x {
					x[i] = float32(int(4 * x[i])) // many are equal
				}
				at, want := make([]int32, rows*n+2), make([]int32, rows*n+2)
				at[rows*n], want[rows*n] = -7, -7
				against(t, fmt.Sprint(n, w, rows), func(b [][]float32) { MaxPool2(n, w, b[0], b[1], at, 1000) },
					func(b [][]float32) { plainMaxPool2(n, w, b[0], b[1], want, 1000) }, x, make([]float32, rows*n))
				if w == 2*n {
					dy := fill(rows*n, &l)
					against(t, fmt.Sprint("back ", n, rows), func(b [][]float32) { MaxPool2Bwd(n, b[0], at, b[1], 1000) },
						func(b [][]float32) { plainMaxPool2Bwd(b[0], want, b[1], 1000) }, dy, fill(4*rows*n, &l))
				}
				for i := range at {
					if at[i] != want[i] {
						t.Errorf("%d windows of rows of %d: place %d is %d, want %d", n, w, i, at[i], want[i])
					}
				}
			}
		}
	}
}

func TestMaxPool2TakesTheFirst(t *testing.T) {
	x := []float32{1, 2, 5, 5, 0, -1, -3, -3, 2, 2, 5, 6, 0, 0, -2, -2}
	y, at := make([]float32, 4), make([]int32, 4)
	MaxPool2(4, 8, x, y, at, 100)
	for j, want := range []struct {
		v float32
		k int32
	}{{2, 101}, {6, 111}, {0, 104}, {-2, 114}} {
		if y[j] != want.v || at[j] != want.k {
			t.Errorf("window %d: %g at %d, want %g at %d", j, y[j], at[j], want.v, want.k)
		}
	}
}

// Sums of rows are added to what is there, in four lanes.
func TestSumRows(t *testing.T) {
	l := lcg(19)
	for _, rows := range []int{0, 1, 3, 4, 5, 8, 11} {
		for _, n := range []int{1, 3, 4, 6, 8, 12, 64} {
			against(t, fmt.Sprint(rows, n), func(b [][]float32) { SumRows(rows, n, b[0], b[1]) },
				func(b [][]float32) { plainSumRows(rows, n, b[0], b[1]) }, fill(rows*n, &l), fill(rows, &l))
		}
	}
}

// Products with an image's patches are those with the patches written down, bit for bit, whichever way they are made.
func TestCorrelate(t *testing.T) {
	l := lcg(23)
	for _, w := range []int{3, 4, 7, 8, 12, 16, 20, 24} {
		for _, p := range []Patches{{C: 1, Kernel: 1, Apart: 1, H: 1}, {C: 2, Kernel: 3, Apart: 1, H: 4}, {C: 1, Kernel: 3, Apart: 1, H: 130}, {C: 1, Kernel: 2, Apart: 3, H: 2}, {C: 3, Kernel: 5, Apart: 2, H: 3}} {
			for _, n := range []int{1, 3, 4, 8, 12, 16} {
				p, k := p, p.C*p.Kernel*p.Kernel
				p.W, p.Stride = w, w+p.Apart*(p.Kernel-1)+3
				p.Plane = p.Stride*(p.H+p.Apart*(p.Kernel-1)) + 2
				pixels, ld := p.H*w, n+2
				x, col := fill(p.C*p.Plane, &l), make([]float32, k*pixels)
				weights, y := fill(k*ld, &l), fill(n*pixels, &l)
				for _, acc := range []bool{false, true} {
					name := fmt.Sprintf("%+v, %d channels, %v", p, n, acc)
					against(t, "forward "+name, func(b [][]float32) { p.Correlate(n, b[0], ld, b[1], make([]float32, len(col)), b[2], acc) }, func(b [][]float32) {
						plainGather(&p, b[1], col)
						ref(n, pixels, k, func(o, q int) float32 { return b[0][q*ld+o] }, func(q, j int) float32 { return col[q*pixels+j] }, b[2], pixels, acc)
					}, weights, x, y)
					against(t, "backward "+name, func(b [][]float32) { p.CorrelateBwd(n, b[1], make([]float32, len(col)), b[2], b[0], ld, acc) }, func(b [][]float32) {
						plainGather(&p, b[1], col)
						ref(k, n, pixels, func(q, j int) float32 { return col[q*pixels+j] }, func(j, o int) float32 { return b[2][o*pixels+j] }, b[0], ld, acc)
					}, weights, x, y)
				}
			}
		}
	}
}
