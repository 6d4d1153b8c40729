//go:build wasm && !noasm

package kernel

import "unsafe"

//go:noescape
func dots(n int, x, y unsafe.Pointer, s *[8]float64)
