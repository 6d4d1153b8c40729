//go:build goexperiment.simd && (amd64 || arm64 || wasm)

package kernel

// scaleRow is plainScale with vectors.
func scaleRow(row []float32, k float32) {
	if scalar {
		plainScale(row, k)
		return
	}
	clean()
	px, n, kv := ptr(row), uintptr(4*(len(row)&^3)), all(k)
	for i := uintptr(0); i < n; i += 16 {
		store(px, i, load(px, i).Mul(kv))
	}
	plainScale(row[len(row)&^3:], k)
}
