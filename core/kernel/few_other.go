//go:build !wasm || noasm

package kernel

import "unsafe"

func fewForward(rows, in, out int, x, w, b, y unsafe.Pointer) {
	i4, o4 := uintptr(4*in), uintptr(4*out)
	few(rows, out, in, x, i4, 4, w, o4, 4, y, o4, 0)
	plainBias(same1, rows, out, unsafe.Slice((*float32)(y), rows*out), out, unsafe.Slice((*float32)(b), out))
}

func fewBackward(rows, in, out int, x, dy, w, dw, gb, dx unsafe.Pointer) {
	i4, o4 := uintptr(4*in), uintptr(4*out)
	few(in, out, rows, x, 4, i4, dy, o4, 4, dw, o4, 0)
	plainColSum(rows, out, unsafe.Slice((*float32)(dy), rows*out), out, unsafe.Slice((*float32)(gb), out))
	if dx != nil {
		few(rows, in, out, dy, o4, 4, w, 4, o4, dx, i4, 0)
	}
}
