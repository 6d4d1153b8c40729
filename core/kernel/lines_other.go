//go:build !wasm || noasm

package kernel

import "unsafe"

// lines says that the functions below are there: elsewhere the compiler's loops are as good.
const lines = false

func sgd16(n int, w, d unsafe.Pointer, lr float32)                           {}
func axpy16(n int, z unsafe.Pointer, a float32, x, y unsafe.Pointer)         {}
func biasRelu16(rows, n int, x unsafe.Pointer, ld uintptr, b unsafe.Pointer) {}
func reluBwd16(n int, y, dy unsafe.Pointer)                                  {}
func relu16(n int, x, y unsafe.Pointer)                                      {}
func shift16(n int, x unsafe.Pointer, b float32)                             {}
