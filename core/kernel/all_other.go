//go:build !(goexperiment.simd && (amd64 || arm64 || wasm))

package kernel

// Vectors is true if the element-wise functions are vectors.
const Vectors = false

// Where there are no vectors the definitions do the work.

func Exp(x, y []float32)      { each1(exp1, x, y) }
func Tanh(x, y []float32)     { each1(tanh1, x, y) }
func Relu(x, y []float32)     { each1(relu1, x, y) }
func ReluBwd(y, dy []float32) { plainReluBwd(y, dy) }
func TanhBwd(y, dy []float32) { plainTanhBwd(y, dy) }
func Bias(rows, cols int, x []float32, ld int, b []float32) {
	plainBias(same1, rows, cols, x, ld, b)
}
func BiasRelu(rows, cols int, x []float32, ld int, b []float32) {
	plainBias(relu1, rows, cols, x, ld, b)
}
func BiasTanh(rows, cols int, x []float32, ld int, b []float32) {
	plainBias(tanh1, rows, cols, x, ld, b)
}
func ColSum(rows, cols int, x []float32, ld int, out []float32) {
	check(rows, cols, ld, x)
	plainColSum(rows, cols, x, ld, out[:cols])
}
func Axpy(a float32, x, y []float32)             { plainAxpy(a, x, y) }
func SGD(w, g []float32, lr float32)             { plainSGD(w, g, lr) }
func Adagrad(w, g, v []float32, lr, eps float32) { plainAdagrad(w, g, v, lr, eps) }
func Momentum(w, g, v []float32, lr, mu, damp float32) {
	plainMomentum(w, g, v, lr, mu, damp)
}
func Adam(w, g, m, v []float32, lr, b1, b2, eps, c1, c2 float32) {
	plainAdam(w, g, m, v, lr, b1, b2, eps, c1, c2)
}
func RMSProp(w, g, v []float32, lr, alpha, eps float32) { plainRMSProp(w, g, v, lr, alpha, eps) }

func softmaxRow(row []float32) (top, sum float32) { return plainSoftmax(row) }
func scaleRow(row []float32, k float32)           { plainScale(row, k) }
