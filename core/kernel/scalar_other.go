//go:build goexperiment.simd && (arm64 || wasm)

package kernel

const scalar = false // vectors of 128 bits belong to the architecture

func clean() {} // nothing lies above them
