//go:build goexperiment.simd

package kernel

import "simd/archsimd"

// scalar is true on a processor without the vectors that archsimd needs: the definitions do the work there.
var scalar = !archsimd.X86.AVX2()
