package data

import (
	"encoding/binary"
	"fmt"
	"math"
)

// IDX is the format of MNIST's own files (LeCun, Cortes, Burges 1998): two zeros, the type, the number of dimensions, their sizes as
// 32 bits each, and the numbers, all with the highest byte first.

var idxBytes = map[byte]int{0x08: 1, 0x09: 1, 0x0b: 2, 0x0c: 4, 0x0d: 4, 0x0e: 8}

func idxHeader(b []byte) bool {
	return len(b) >= 4 && b[0] == 0 && b[1] == 0 && idxBytes[b[2]] > 0 && b[3] >= 1 && b[3] <= 8
}

func readIDX(b []byte) (*Array, error) {
	kind, dims := b[2], int(b[3])
	if len(b) < 4+4*dims {
		return nil, fmt.Errorf("the file ends within its header of %d sizes", dims)
	}
	a := &Array{Shape: make([]int, dims), Whole: kind < 0x0d}
	for i := range a.Shape {
		a.Shape[i] = int(int32(binary.BigEndian.Uint32(b[4+4*i:])))
	}
	b = b[4+4*dims:]
	each := idxBytes[kind]
	n, err := room(a.Shape, len(b), each)
	if err != nil {
		return nil, err
	}
	a.V = make([]float64, n)
	for i := range a.V {
		p := b[i*each:]
		switch kind {
		case 0x08:
			a.V[i] = float64(p[0])
		case 0x09:
			a.V[i] = float64(int8(p[0]))
		case 0x0b:
			a.V[i] = float64(int16(binary.BigEndian.Uint16(p)))
		case 0x0c:
			a.V[i] = float64(int32(binary.BigEndian.Uint32(p)))
		case 0x0d:
			a.V[i] = float64(math.Float32frombits(binary.BigEndian.Uint32(p)))
		case 0x0e:
			a.V[i] = math.Float64frombits(binary.BigEndian.Uint64(p))
		}
	}
	return a, nil
}
