//go:build wasm && !noasm

package kernel

import (
	"math"
	"unsafe"
)

// softmaxTable are the constants of exp, two turns of the lanes, and what brings the last 1 to 3 lanes to the front and 0 into the others.
var softmaxTable = func() (t [19][4]uint32) {
	for i, x := range [14]float32{expHi, expLo, log2e, magic, ln2b, ln2a, 0, 1, expC[0], expC[1], expC[2], expC[3], expC[4], expC[5]} {
		for j := range t[i] {
			t[i][j] = math.Float32bits(x)
		}
	}
	t[6] = [4]uint32{127, 127, 127, 127}
	const none = 0xffffffff
	lane := [4]uint32{0x03020100, 0x07060504, 0x0b0a0908, 0x0f0e0d0c} // its bytes
	t[14] = [4]uint32{lane[2], lane[3], lane[0], lane[1]}
	t[15] = [4]uint32{lane[1], lane[0], lane[3], lane[2]}
	t[16] = [4]uint32{lane[3], none, none, none}
	t[17] = [4]uint32{lane[2], lane[3], none, none}
	t[18] = [4]uint32{lane[1], lane[2], lane[3], none}
	return t
}()

//go:noescape
func softmax4(n int, row, table unsafe.Pointer) (top, sum float32)

// softmaxRow is plainSoftmax with vectors.
func softmaxRow(row []float32) (top, sum float32) {
	if len(row) < 4 {
		return plainSoftmax(row)
	}
	return softmax4(len(row), ptr(row), unsafe.Pointer(&softmaxTable))
}
