//go:build !wasm || noasm

package kernel

import "unsafe"

// squares sets s[j] = Σx[8i+j]² over i = 0 … n−1.
func squares(n int, x unsafe.Pointer, s *[8]float64) {
	*s = [8]float64{}
	plainSquares(unsafe.Slice((*float32)(x), 8*n), s)
}
