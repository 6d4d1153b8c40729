//go:build (!wasm && !(goexperiment.simd && (amd64 || arm64))) || (wasm && noasm && !goexperiment.simd)

package kernel

func softmaxRow(row []float32) (top, sum float32) { return plainSoftmax(row) }
