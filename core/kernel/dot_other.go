//go:build !wasm || noasm

package kernel

import "unsafe"

// dots sets s[j] = Σx[8i+j]·y[8i+j] over i = 0 … n−1.
func dots(n int, x, y unsafe.Pointer, s *[8]float64) {
	*s = [8]float64{}
	plainDot(unsafe.Slice((*float32)(x), 8*n), unsafe.Slice((*float32)(y), 8*n), s)
}
