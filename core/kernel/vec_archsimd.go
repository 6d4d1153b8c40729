//go:build goexperiment.simd && (amd64 || arm64 || wasm)

package kernel

import (
	"simd/archsimd"
	"unsafe"
)

// Vectors is true if the element-wise functions are vectors.
const Vectors = true

type vec = archsimd.Float32x4

func con(p *[4]float32) vec { return archsimd.LoadFloat32x4Array(p) }

func all(x float32) vec { return archsimd.BroadcastFloat32x4(x) }

func ma(x, y, z vec) vec { return x.Mul(y).Add(z) }

func load(p unsafe.Pointer, i uintptr) vec {
	return archsimd.LoadFloat32x4Array((*[4]float32)(unsafe.Add(p, i)))
}

func store(p unsafe.Pointer, i uintptr, v vec) { v.StoreArray((*[4]float32)(unsafe.Add(p, i))) }

// tail copies the last 1 to 3 elements of x to t, or back.
func tailIn(t *[4]float32, x []float32) {
	x = x[len(x)&^3:]
	t[0] = x[0]
	if len(x) > 1 {
		t[1] = x[1]
		if len(x) > 2 {
			t[2] = x[2]
		}
	}
}

func tailOut(x []float32, t *[4]float32) {
	x = x[len(x)&^3:]
	x[0] = t[0]
	if len(x) > 1 {
		x[1] = t[1]
		if len(x) > 2 {
			x[2] = t[2]
		}
	}
}
