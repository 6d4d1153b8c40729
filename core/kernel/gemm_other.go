//go:build !wasm || noasm

package kernel

import "unsafe"

// tile5 makes 5*mi rows: see gemm_wasm.s, which has registers for five at a time.
//
//go:nocheckptr
func tile5(k, mi int, a unsafe.Pointer, lda uintptr, b unsafe.Pointer, ldb uintptr, c unsafe.Pointer, ldc uintptr, acc int) {
	for i := range uintptr(mi) {
		a, c := unsafe.Add(a, 5*i*lda), unsafe.Add(c, 5*i*ldc)
		tileN(k, 1, a, lda, b, ldb, c, ldc, acc)
		tile1(k, unsafe.Add(a, 4*lda), 4, b, ldb, unsafe.Add(c, 4*ldc), acc)
	}
}

// threes says that tile3 is there: elsewhere rows of 8 columns do as well.
const threes = false

func tile3(k, mi int, a unsafe.Pointer, lda uintptr, b unsafe.Pointer, ldb uintptr, c unsafe.Pointer, ldc uintptr) {
}

// few makes a small product one element at a time; element (i, p) of A is at a + i*ars + p*acs, (p, j) of B at b + p*brs + j*bcs.
func few(m, n, k int, a unsafe.Pointer, ars, acs uintptr, b unsafe.Pointer, brs, bcs uintptr, c unsafe.Pointer, ldc uintptr, acc int) {
	for i := range uintptr(m) {
		for j := range uintptr(n) {
			q := (*float32)(unsafe.Add(c, i*ldc+4*j))
			s := float32(0)
			if acc != 0 {
				s = *q
			}
			for p := range uintptr(k) {
				s += float32(*(*float32)(unsafe.Add(a, i*ars+p*acs)) * *(*float32)(unsafe.Add(b, p*brs+j*bcs)))
			}
			*q = s
		}
	}
}
