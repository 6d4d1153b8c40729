//go:build goexperiment.simd

package kernel

import "testing"

// Without AVX2 every kernel does the same by its definition.
func TestWithoutVectors(t *testing.T) {
	was := scalar
	scalar = true
	defer func() { scalar = was }()
	t.Run("products", TestGemm)
	t.Run("maps", TestMaps)
	t.Run("updates", TestUpdates)
	t.Run("rows", TestRows)
}
