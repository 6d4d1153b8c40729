//go:build goexperiment.simd && (amd64 || arm64 || wasm)

package kernel

import "unsafe"

// CopyBlock copies rows of cols numbers, row i from src[i·lds:] to dst[i·ldd:]. The two must not overlap.
//
//go:nocheckptr
func CopyBlock(dst []float32, ldd int, src []float32, lds, rows, cols int) {
	check(rows, cols, ldd, dst)
	check(rows, cols, lds, src)
	if scalar {
		plainCopyBlock(dst, ldd, src, lds, rows, cols)
		return
	}
	clean()
	d, s, n := ptr(dst), ptr(src), uintptr(4*(cols&^3))
	for range rows {
		i := uintptr(0)
		for ; i+16 < n; i += 32 { // a turn of a loop costs much on wasm
			store(d, i, load(s, i))
			store(d, i+16, load(s, i+16))
		}
		if i < n {
			store(d, i, load(s, i))
			i += 16
		}
		if cols&2 != 0 {
			*(*uint64)(unsafe.Add(d, i)) = *(*uint64)(unsafe.Add(s, i))
			i += 8
		}
		if cols&1 != 0 {
			*(*uint32)(unsafe.Add(d, i)) = *(*uint32)(unsafe.Add(s, i))
		}
		d, s = unsafe.Add(d, 4*ldd), unsafe.Add(s, 4*lds)
	}
}

// AddBlock adds rows of cols numbers to others: dst[i·ldd+j] += src[i·lds+j]. The two must not overlap.
//
//go:nocheckptr
func AddBlock(dst []float32, ldd int, src []float32, lds, rows, cols int) {
	check(rows, cols, ldd, dst)
	check(rows, cols, lds, src)
	if scalar {
		plainAddBlock(dst, ldd, src, lds, rows, cols)
		return
	}
	clean()
	d, s, n := ptr(dst), ptr(src), uintptr(4*(cols&^3))
	for range rows {
		i := uintptr(0)
		for ; i+16 < n; i += 32 {
			store(d, i, load(d, i).Add(load(s, i)))
			store(d, i+16, load(d, i+16).Add(load(s, i+16)))
		}
		if i < n {
			store(d, i, load(d, i).Add(load(s, i)))
			i += 16
		}
		for k := range uintptr(cols & 3) {
			*(*float32)(unsafe.Add(d, i+4*k)) += *(*float32)(unsafe.Add(s, i+4*k))
		}
		d, s = unsafe.Add(d, 4*ldd), unsafe.Add(s, 4*lds)
	}
}

// Shift adds b to x.
func Shift(x []float32, b float32) {
	if scalar {
		plainShift(x, b)
		return
	}
	if n := len(x) / 16; lines && n > 0 {
		shift16(n, ptr(x), b)
		x = x[16*n:]
	}
	clean()
	p, n, v := ptr(x), uintptr(4*(len(x)&^3)), all(b)
	for i := uintptr(0); i < n; i += 16 {
		store(p, i, load(p, i).Add(v))
	}
	plainShift(x[len(x)&^3:], b)
}
