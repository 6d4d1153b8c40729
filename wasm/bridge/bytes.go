package bridge

import "unsafe"

// Float32s reads a blob as little-endian float32 numbers without copying: keep a copy, not the slice. Wants b to start at a
// multiple of 4, as the blob of a Request does.
func Float32s(b []byte) []float32 {
	if len(b) < 4 {
		return nil
	}
	return unsafe.Slice((*float32)(unsafe.Pointer(unsafe.SliceData(b))), len(b)/4)
}

// Float64s is the same for float64 numbers; wants b to start at a multiple of 8.
func Float64s(b []byte) []float64 {
	if len(b) < 8 {
		return nil
	}
	return unsafe.Slice((*float64)(unsafe.Pointer(unsafe.SliceData(b))), len(b)/8)
}

// bytesOf are the bytes of numbers as they lie in memory, which on every processor that this is built for is little-endian.
func bytesOf[T float32 | float64 | uint32](x []T) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(x))), len(x)*int(unsafe.Sizeof(*new(T))))
}
