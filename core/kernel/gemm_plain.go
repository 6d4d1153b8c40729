package kernel

import "unsafe"

// The micro-kernels one element at a time: the definition of those in gemm_wasm.s and gemm_archsimd.go.

//go:nocheckptr
func plainTileN(k, mi int, a unsafe.Pointer, lda uintptr, b unsafe.Pointer, ldb uintptr, c unsafe.Pointer, ldc uintptr, acc int) {
	for i := range uintptr(4 * mi) {
		plainTile1(k, unsafe.Add(a, i*lda), 4, b, ldb, unsafe.Add(c, i*ldc), acc)
	}
}

//go:nocheckptr
func plainTileT(k, mi int, a unsafe.Pointer, lda uintptr, b unsafe.Pointer, ldb uintptr, c unsafe.Pointer, ldc uintptr, acc int) {
	for i := range uintptr(4 * mi) {
		plainTile1(k, unsafe.Add(a, 4*i), lda, b, ldb, unsafe.Add(c, i*ldc), acc)
	}
}

//go:nocheckptr
func plainTile1(k int, a unsafe.Pointer, cs uintptr, b unsafe.Pointer, ldb uintptr, c unsafe.Pointer, acc int) {
	q := (*[8]float32)(c)
	var s [8]float32
	if acc != 0 {
		s = *q
	}
	for p := range uintptr(k) {
		x := *(*float32)(unsafe.Add(a, p*cs))
		for i, y := range (*[8]float32)(unsafe.Add(b, p*ldb)) {
			s[i] += float32(x * y) // the conversion forbids fusing
		}
	}
	*q = s
}
