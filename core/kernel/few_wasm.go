//go:build wasm && !noasm

package kernel

import "unsafe"

//go:noescape
func fewForward(rows, in, out int, x, w, b, y unsafe.Pointer)

//go:noescape
func fewBackward(rows, in, out int, x, dy, w, dw, gb, dx unsafe.Pointer)
