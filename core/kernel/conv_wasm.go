//go:build wasm && !noasm

package kernel

import "unsafe"

//go:noescape
func gather(p *Patches, x, col unsafe.Pointer)

//go:noescape
func scatter(p *Patches, col, x unsafe.Pointer)

//go:noescape
func maxPool2(n, rows int, x unsafe.Pointer, w uintptr, y, at unsafe.Pointer, from int)

//go:noescape
func maxPool2Bwd(n, rows int, dy, at, dx unsafe.Pointer, from int)

//go:noescape
func sumRows4(fours, quads int, x, out unsafe.Pointer)
