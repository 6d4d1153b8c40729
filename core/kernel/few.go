package kernel

// Few tells whether a dense layer is so small that its passes are DenseFew and DenseFewBwd: calls would cost more than its numbers.
func Few(rows, in, out int) bool { return in < 8 && out < 8 && rows > 0 && rows*in*out <= small }

// DenseFew sets y = xW + b, rows×out, of x, rows×in, with the sums of NN.
func DenseFew(rows, in, out int, x, w, b, y []float32) {
	x, w, b, y = x[:rows*in], w[:in*out], b[:out], y[:rows*out]
	fewForward(rows, in, out, ptr(x), ptr(w), ptr(b), ptr(y))
}

// DenseFewBwd sets g = xᵀdy, gb to the sums of dy's columns and, unless it is nil, dx = dy·Wᵀ, with the sums of TN, ColSum and NT.
func DenseFewBwd(rows, in, out int, x, dy, w, g, gb, dx []float32) {
	x, dy, w, g, gb = x[:rows*in], dy[:rows*out], w[:in*out], g[:in*out], gb[:out]
	if dx != nil {
		dx = dx[:rows*in]
	}
	fewBackward(rows, in, out, ptr(x), ptr(dy), ptr(w), ptr(g), ptr(gb), ptr(dx))
}
