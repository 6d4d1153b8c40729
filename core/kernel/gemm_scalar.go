//go:build (!wasm && !(goexperiment.simd && (amd64 || arm64))) || (wasm && noasm && !goexperiment.simd)

package kernel

import "unsafe"

// Tiles says which micro-kernels are compiled in.
const Tiles = "plain Go"

func tileN(k, mi int, a unsafe.Pointer, lda uintptr, b unsafe.Pointer, ldb uintptr, c unsafe.Pointer, ldc uintptr, acc int) {
	plainTileN(k, mi, a, lda, b, ldb, c, ldc, acc)
}

func tileT(k, mi int, a unsafe.Pointer, lda uintptr, b unsafe.Pointer, ldb uintptr, c unsafe.Pointer, ldc uintptr, acc int) {
	plainTileT(k, mi, a, lda, b, ldb, c, ldc, acc)
}

func tile1(k int, a unsafe.Pointer, cs uintptr, b unsafe.Pointer, ldb uintptr, c unsafe.Pointer, acc int) {
	plainTile1(k, a, cs, b, ldb, c, acc)
}
