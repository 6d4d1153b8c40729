//go:build !wasm || noasm

package kernel

import "unsafe"

// direct says that patches can be read from the image itself: elsewhere than in correlate_wasm.s they are written down first.
const direct = false

func correlateTile(k, mi int, w unsafe.Pointer, ldw uintptr, x, at unsafe.Pointer, y unsafe.Pointer, ldy uintptr, acc int) {
}

func placesTile4(rows, quads, mi int, x, at unsafe.Pointer, skip uintptr, b, to unsafe.Pointer, ldto uintptr, acc int) {
}

func placesTile5(rows, quads, mi int, x, at unsafe.Pointer, skip uintptr, b, to unsafe.Pointer, ldto uintptr, acc int) {
}
