//go:build goexperiment.simd

package kernel

import "simd/archsimd"

// scalar is true on a processor without the vectors that archsimd needs: the definitions do the work there.
var scalar = !archsimd.X86.AVX2()

// clean empties what lies above the vectors in the registers. After a goroutine has been preempted it is not empty, and each older instruction
// between the vectors' own then waits a hundred times as long (go.dev/issue/80835).
func clean() { archsimd.ClearAVXUpperBits() }
