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

// MaxPool2 sets y[j] to the largest of the 2×2 window of rows a and b at column 2j, and at[j] to its place, where a begins at from and
// b at from + ld. Of equal numbers the first counts, a before b.
func MaxPool2(a, b, y []float32, at []int32, from, ld int32) {
	n := len(y)
	a, b, at = a[:2*n], b[:2*n], at[:n]
	for j := range y {
		k, best := from+int32(2*j), a[2*j]
		if v := a[2*j+1]; v > best {
			best, k = v, from+int32(2*j+1)
		}
		if v := b[2*j]; v > best {
			best, k = v, from+int32(2*j)+ld
		}
		if v := b[2*j+1]; v > best {
			best, k = v, from+int32(2*j+1)+ld
		}
		y[j], at[j] = best, k
	}
}
