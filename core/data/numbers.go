package data

import (
	"encoding/binary"
	"math"
)

// numbersOf reads numbers of one of NumPy's types: u1 to u8, i1 to i8, b1, f2, f4, f8; order is '>' for the highest byte first.
func numbersOf(order byte, kind string) (n numbers, ok bool) {
	var e binary.ByteOrder = binary.LittleEndian
	if order == '>' {
		e = binary.BigEndian
	}
	switch kind {
	case "b1", "u1":
		return numbers{1, func(b []byte) float64 { return float64(b[0]) }}, true
	case "i1":
		return numbers{1, func(b []byte) float64 { return float64(int8(b[0])) }}, true
	case "u2":
		return numbers{2, func(b []byte) float64 { return float64(e.Uint16(b)) }}, true
	case "i2":
		return numbers{2, func(b []byte) float64 { return float64(int16(e.Uint16(b))) }}, true
	case "u4":
		return numbers{4, func(b []byte) float64 { return float64(e.Uint32(b)) }}, true
	case "i4":
		return numbers{4, func(b []byte) float64 { return float64(int32(e.Uint32(b))) }}, true
	case "u8":
		return numbers{8, func(b []byte) float64 { return float64(e.Uint64(b)) }}, true
	case "i8":
		return numbers{8, func(b []byte) float64 { return float64(int64(e.Uint64(b))) }}, true
	case "f2":
		return numbers{2, func(b []byte) float64 { return half(e.Uint16(b)) }}, true
	case "f4":
		return numbers{4, func(b []byte) float64 { return float64(math.Float32frombits(e.Uint32(b))) }}, true
	case "f8":
		return numbers{8, func(b []byte) float64 { return math.Float64frombits(e.Uint64(b)) }}, true
	}
	return numbers{}, false
}

// half is the number of IEEE 754's 16 bits.
func half(h uint16) float64 {
	sign, exp, frac := 1-2*float64(h>>15), int(h>>10&31), float64(h&1023)
	switch exp {
	case 0:
		return sign * math.Ldexp(frac, -24)
	case 31:
		if frac != 0 {
			return math.NaN()
		}
		return sign * math.Inf(1)
	}
	return sign * math.Ldexp(1024+frac, exp-25)
}
