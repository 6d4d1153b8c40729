//go:build wasm && !noasm

package kernel

import "unsafe"

// lines says that the functions below are there; n are groups of sixteen numbers, at least one.
const lines = true

//go:noescape
func sgd16(n int, w, d unsafe.Pointer, lr float32)

//go:noescape
func axpy16(n int, z unsafe.Pointer, a float32, x, y unsafe.Pointer)

//go:noescape
func biasRelu16(rows, n int, x unsafe.Pointer, ld uintptr, b unsafe.Pointer)

//go:noescape
func reluBwd16(n int, y, dy unsafe.Pointer)

//go:noescape
func relu16(n int, x, y unsafe.Pointer)

//go:noescape
func shift16(n int, x unsafe.Pointer, b float32)
