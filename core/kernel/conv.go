package kernel

import (
	"fmt"
	"unsafe"
)

// Patches are the places of a square kernel over an image of C channels: place (c, a, e) at output (i, j) is the pixel
// c·Plane + (a·Apart + i)·Stride + e·Apart + j.
type Patches struct {
	C, Kernel, Apart int
	H, W             int // of the outputs
	Stride, Plane    int // from row to row of the image, and from channel to channel

	at []int64 // what table has made: what is above stays as it is from then on
}

// slack is how many numbers past the end of its slices Scatter may read, and write as they are.
const slack = 3

// fits panics where the places leave x or the matrix, which has a row for each place and a column for each output.
func (p *Patches) fits(x, col []float32) {
	last := (p.C-1)*p.Plane + ((p.Kernel-1)*p.Apart+p.H-1)*p.Stride + (p.Kernel-1)*p.Apart + p.W
	if min(p.C, p.Kernel, p.Apart, p.H, p.W) < 1 || last > len(x) || p.C*p.Kernel*p.Kernel*p.H*p.W > len(col) {
		panic(fmt.Sprintf("kernel: an image of %d and patches of %d for %+v", len(x), len(col), *p))
	}
}

// Gather writes the patches of x as the rows of a matrix, place (c, a, e) the slowest channel first, and outputs row by row.
func (p *Patches) Gather(x, col []float32) {
	p.fits(x, col)
	if p.W < 4 {
		plainGather(p, x, col)
		return
	}
	gather(p, ptr(x), ptr(col))
}

// Scatter adds the rows of such a matrix to the pixels that they are of, in the same order.
func (p *Patches) Scatter(col, x []float32) {
	p.fits(x, col)
	if p.W&3 != 0 && (cap(x)-len(x) < slack || cap(col)-len(col) < slack) {
		plainScatter(p, col, x)
		return
	}
	scatter(p, ptr(col), ptr(x))
}

// Each calls f with the place in the image and in the matrix of every row of outputs of every place.
func (p *Patches) Each(f func(x, col int)) {
	at := 0
	for c := range p.C {
		for a := range p.Kernel {
			for e := range p.Kernel {
				for i := range p.H {
					f(c*p.Plane+(a*p.Apart+i)*p.Stride+e*p.Apart, at)
					at += p.W
				}
			}
		}
	}
}

func plainGather(p *Patches, x, col []float32) {
	p.Each(func(i, k int) { copy(col[k:k+p.W], x[i:]) })
}

func plainScatter(p *Patches, col, x []float32) {
	p.Each(func(i, k int) {
		for j, v := range col[k : k+p.W] {
			x[i+j] += v
		}
	})
}

// MaxPool2 pools windows of 2×2 of an image of rows 2·len(y)/n … and w columns: output (i, j), of n in a row, is the largest of x at
// 2i·w + 2j, the next, and the two below, and at says which: its place and from. Of equal numbers the first counts.
func MaxPool2(n, w int, x, y []float32, at []int32, from int) {
	rows := 0
	if n > 0 {
		rows = len(y) / n
	}
	if rows == 0 {
		return
	}
	if len(y) != rows*n || len(at) < len(y) || w < 2*n || len(x) < (2*rows-1)*w+2*n {
		panic(fmt.Sprintf("kernel: pooling of %d numbers in rows of %d to %d in rows of %d, %d places", len(x), w, len(y), n, len(at)))
	}
	if n < 4 {
		plainMaxPool2(n, w, x, y, at, from)
		return
	}
	maxPool2(n, rows, ptr(x), uintptr(4*w), ptr(y), unsafe.Pointer(unsafe.SliceData(at)), from)
}

func plainMaxPool2(n, w int, x, y []float32, at []int32, from int) {
	for k := range y {
		first := k/n*2*w + k%n*2
		best := first
		for _, i := range [...]int{first + 1, first + w, first + w + 1} {
			if x[i] > x[best] {
				best = i
			}
		}
		y[k], at[k] = x[best], int32(from+best)
	}
}

// MaxPool2Bwd is the way back where rows of x are 2n long and every one is in a window: dx is dy at the places that MaxPool2 wrote to at,
// which are those of dx and from, and 0 elsewhere.
func MaxPool2Bwd(n int, dy []float32, at []int32, dx []float32, from int) {
	if len(dy) == 0 {
		return
	}
	if n < 1 || len(dy)%n != 0 || len(at) < len(dy) || len(dx) != 4*len(dy) {
		panic(fmt.Sprintf("kernel: pooling back of %d numbers in rows of %d to %d, %d places", len(dy), n, len(dx), len(at)))
	}
	if n < 4 {
		plainMaxPool2Bwd(dy, at, dx, from)
		return
	}
	maxPool2Bwd(n, len(dy)/n, ptr(dy), unsafe.Pointer(unsafe.SliceData(at)), ptr(dx), from)
}

func plainMaxPool2Bwd(dy []float32, at []int32, dx []float32, from int) {
	clear(dx)
	for i, v := range dy {
		dx[int(at[i])-from] = v
	}
}

// SumRows sets out[r] += Σx[r·n+i], in four lanes, element i in lane i mod 4, then (0+1)+(2+3).
func SumRows(rows, n int, x, out []float32) {
	x, out = x[:rows*n], out[:rows]
	done := 0
	if n >= 4 && n&3 == 0 && rows >= 4 {
		done = rows &^ 3
		sumRows4(rows/4, n/4, ptr(x), ptr(out))
	}
	plainSumRows(rows-done, n, x[done*n:], out[done:])
}

func plainSumRows(rows, n int, x, out []float32) {
	for r := range rows {
		var s [4]float32
		for i, v := range x[r*n : (r+1)*n] {
			s[i&3] += v
		}
		out[r] += (s[0] + s[1]) + (s[2] + s[3])
	}
}
