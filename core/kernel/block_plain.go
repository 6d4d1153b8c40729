package kernel

// The definitions of the functions on blocks.

func plainCopyBlock(dst []float32, ldd int, src []float32, lds, rows, cols int) {
	for i := range rows {
		copy(dst[i*ldd:i*ldd+cols], src[i*lds:i*lds+cols])
	}
}

func plainAddBlock(dst []float32, ldd int, src []float32, lds, rows, cols int) {
	for i := range rows {
		d := dst[i*ldd : i*ldd+cols]
		for j, v := range src[i*lds : i*lds+cols] {
			d[j] += v
		}
	}
}

func plainShift(x []float32, b float32) {
	for i := range x {
		x[i] += b
	}
}
