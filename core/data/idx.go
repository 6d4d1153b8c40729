package data

import (
	"encoding/binary"
	"fmt"
)

// IDX is the format of MNIST's own files (LeCun, Cortes, Burges 1998): two zeros, the type, the number of dimensions, their sizes as
// 32 bits each, and the numbers, all with the highest byte first.

// idxTypes are the types of IDX, in the terms of NPY.
var idxTypes = map[byte]string{0x08: "u1", 0x09: "i1", 0x0b: "i2", 0x0c: "i4", 0x0d: "f4", 0x0e: "f8"}

func isIDX(b []byte) bool {
	return len(b) >= 4 && b[0] == 0 && b[1] == 0 && idxTypes[b[2]] != "" && b[3] >= 1 && b[3] <= 8
}

func idxHeader(b []byte) (*Array, int, error) {
	kind, dims := b[2], int(b[3])
	start := 4 + 4*dims
	if len(b) < start {
		return nil, 0, fmt.Errorf("the file ends after %d bytes, within its IDX header of %d sizes", len(b), dims)
	}
	a := &Array{Shape: make([]int, dims), Whole: kind < 0x0d}
	for i := range a.Shape {
		a.Shape[i] = int(int32(binary.BigEndian.Uint32(b[4+4*i:]))) // signed, as the format says
	}
	a.numbers, _ = numbersOf('>', idxTypes[kind])
	return a, start, nil
}
