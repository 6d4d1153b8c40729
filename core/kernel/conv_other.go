//go:build !wasm || noasm

package kernel

import "unsafe"

func gather(p *Patches, x, col unsafe.Pointer) {
	p.block(func(i, k int) {
		CopyBlock(unsafe.Slice((*float32)(unsafe.Add(col, 4*k)), p.H*p.W), p.W, unsafe.Slice((*float32)(unsafe.Add(x, 4*i)), (p.H-1)*p.Stride+p.W), p.Stride, p.H, p.W)
	})
}

func scatter(p *Patches, col, x unsafe.Pointer) {
	p.block(func(i, k int) {
		AddBlock(unsafe.Slice((*float32)(unsafe.Add(x, 4*i)), (p.H-1)*p.Stride+p.W), p.Stride, unsafe.Slice((*float32)(unsafe.Add(col, 4*k)), p.H*p.W), p.W, p.H, p.W)
	})
}

// block calls f with where the outputs of every place begin in the image and in the matrix.
func (p *Patches) block(f func(x, col int)) {
	at := 0
	for c := range p.C {
		for a := range p.Kernel {
			for e := range p.Kernel {
				f(c*p.Plane+a*p.Apart*p.Stride+e*p.Apart, at)
				at += p.H * p.W
			}
		}
	}
}

func maxPool2(n, rows int, x unsafe.Pointer, w uintptr, y, at unsafe.Pointer, from int) {
	plainMaxPool2(n, int(w/4), unsafe.Slice((*float32)(x), (2*rows-1)*int(w/4)+2*n), unsafe.Slice((*float32)(y), rows*n), unsafe.Slice((*int32)(at), rows*n), from)
}

func maxPool2Bwd(n, rows int, dy, at, dx unsafe.Pointer, from int) {
	plainMaxPool2Bwd(unsafe.Slice((*float32)(dy), rows*n), unsafe.Slice((*int32)(at), rows*n), unsafe.Slice((*float32)(dx), 4*rows*n), from)
}

func sumRows4(fours, quads int, x, out unsafe.Pointer) {
	plainSumRows(4*fours, 4*quads, unsafe.Slice((*float32)(x), 16*fours*quads), unsafe.Slice((*float32)(out), 4*fours))
}
