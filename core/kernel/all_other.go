//go:build !(goexperiment.simd && (amd64 || arm64 || wasm))

package kernel

// Vectors is true if the element-wise functions are vectors.
const Vectors = false

// Where there are no vectors the definitions do the work.

// Exp sets y = exp(x).
func Exp(x, y []float32) { each1(exp1, x, y) }

// Tanh sets y = tanh(x).
func Tanh(x, y []float32) { each1(tanh1, x, y) }

// Relu sets y = max(x, 0), and 0 for NaN.
func Relu(x, y []float32) { each1(relu1, x, y) }

// ReluBwd sets dy = 0 where y is not positive.
func ReluBwd(y, dy []float32) { plainReluBwd(y, dy) }

// TanhBwd sets dy = dy·(1 − y²).
func TanhBwd(y, dy []float32) { plainTanhBwd(y, dy) }

// Bias adds the row b to every row of x, rows×cols with stride ld.
func Bias(rows, cols int, x []float32, ld int, b []float32) {
	plainBias(same1, rows, cols, x, ld, b)
}

// BiasRelu adds the row b to every row of x and applies Relu.
func BiasRelu(rows, cols int, x []float32, ld int, b []float32) {
	plainBias(relu1, rows, cols, x, ld, b)
}

// BiasTanh adds the row b to every row of x and applies Tanh.
func BiasTanh(rows, cols int, x []float32, ld int, b []float32) {
	plainBias(tanh1, rows, cols, x, ld, b)
}

// ColSum sets out[c] = Σx[r][c] over r = 0, 1, …
func ColSum(rows, cols int, x []float32, ld int, out []float32) {
	plainColSum(rows, cols, x, ld, out)
}

// Axpy sets y = y + a·x.
func Axpy(a float32, x, y []float32) { plainAxpyTo(y, a, x, y) }

// AxpyTo sets z = y + a·x.
func AxpyTo(z []float32, a float32, x, y []float32) { plainAxpyTo(z, a, x, y) }

// SGD sets w = w − lr·g.
func SGD(w, g []float32, lr float32) { plainSGD(w, g, lr) }

// Momentum sets v = mu·v + (1−damp)·g, w = w − lr·v.
func Momentum(w, g, v []float32, lr, mu, damp float32) { plainMomentum(w, g, v, lr, mu, damp) }

// Nesterov sets v = mu·v + g, w = w − lr·(mu·v + g).
func Nesterov(w, g, v []float32, lr, mu float32) { plainNesterov(w, g, v, lr, mu) }

// Adam makes one step with the bias corrections c1 = 1−b1ᵏ and c2 = 1−b2ᵏ: m = b1·m + (1−b1)·g, v = b2·v + (1−b2)·g²,
// w = w − lr/c1 · m/(√v/√c2 + eps). See adam1 for the 1e-30 added to both moments.
func Adam(w, g, m, v []float32, lr, b1, b2, eps, c1, c2 float32) {
	plainAdam(w, g, m, v, lr, b1, b2, eps, c1, c2)
}

// RMSProp sets v = alpha·v + (1−alpha)·g², w = w − lr·g/(√v + eps), with 1e-30 added to v.
func RMSProp(w, g, v []float32, lr, alpha, eps float32) { plainRMSProp(w, g, v, lr, alpha, eps) }

// Adagrad sets v = v + g², w = w − lr·g/(√v + eps).
func Adagrad(w, g, v []float32, lr, eps float32) { plainAdagrad(w, g, v, lr, eps) }

func scaleRow(row []float32, k float32) { plainScale(row, k) }

// CopyBlock copies rows of cols numbers, row i from src[i·lds:] to dst[i·ldd:]. The two must not overlap.
func CopyBlock(dst []float32, ldd int, src []float32, lds, rows, cols int) {
	check(rows, cols, ldd, dst)
	check(rows, cols, lds, src)
	plainCopyBlock(dst, ldd, src, lds, rows, cols)
}

// AddBlock adds rows of cols numbers to others: dst[i·ldd+j] += src[i·lds+j]. The two must not overlap.
func AddBlock(dst []float32, ldd int, src []float32, lds, rows, cols int) {
	check(rows, cols, ldd, dst)
	check(rows, cols, lds, src)
	plainAddBlock(dst, ldd, src, lds, rows, cols)
}

// Shift adds b to x.
func Shift(x []float32, b float32) { plainShift(x, b) }
