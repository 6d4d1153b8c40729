package kernel

import "math"

// One step of the optimizers on one weight, as PyTorch defines them: what the vector forms do, in the same order.

func sgd1(w, g, lr float32) float32 { return w - float32(lr*g) }

func momentum1(w, g, v, lr, mu, keep float32) (float32, float32) {
	v = float32(mu*v) + float32(keep*g)
	return w - float32(lr*v), v
}

func nesterov1(w, g, v, lr, mu float32) (float32, float32) {
	v = float32(mu*v) + g
	return w - float32(lr*(float32(mu*v)+g)), v
}

// The moments take 1e-30 more at each step: without it they decay into the denormal numbers, where WebAssembly, which
// cannot flush them to zero, is many times slower. It moves a weight by less than lr·1e-15/√v.
func adam1(w, g, m, v, lr, b1, b2, d1, d2, r2, eps float32) (float32, float32, float32) {
	m = float32(b1*m) + (float32(d1*g) + tiny)
	v = float32(b2*v) + (float32(float32(d2*g)*g) + tiny)
	return w - float32(lr*(m/(float32(root(v)*r2)+eps))), m, v
}

func rmsprop1(w, g, v, lr, alpha, rest, eps float32) (float32, float32) {
	v = float32(alpha*v) + (float32(float32(rest*g)*g) + tiny)
	return w - float32(lr*(g/(root(v)+eps))), v
}

func adagrad1(w, g, v, lr, eps float32) (float32, float32) {
	v += float32(g * g)
	return w - float32(lr*(g/(root(v)+eps))), v
}

// root is the correctly rounded √x: rounding twice, to float64 and to float32, is harmless for a square root.
func root(x float32) float32 { return float32(math.Sqrt(float64(x))) }

func plainAxpyTo(z []float32, a float32, x, y []float32) {
	for i := range z {
		z[i] = y[i] + float32(a*x[i])
	}
}

func plainSGD(w, g []float32, lr float32) {
	for i := range w {
		w[i] = sgd1(w[i], g[i], lr)
	}
}

func plainMomentum(w, g, v []float32, lr, mu, damp float32) {
	for i := range w {
		w[i], v[i] = momentum1(w[i], g[i], v[i], lr, mu, 1-damp)
	}
}

func plainNesterov(w, g, v []float32, lr, mu float32) {
	for i := range w {
		w[i], v[i] = nesterov1(w[i], g[i], v[i], lr, mu)
	}
}

func plainAdam(w, g, m, v []float32, lr, b1, b2, eps, c1, c2 float32) {
	lr, r2 := lr/c1, 1/root(c2)
	for i := range w {
		w[i], m[i], v[i] = adam1(w[i], g[i], m[i], v[i], lr, b1, b2, 1-b1, 1-b2, r2, eps)
	}
}

func plainRMSProp(w, g, v []float32, lr, alpha, eps float32) {
	for i := range w {
		w[i], v[i] = rmsprop1(w[i], g[i], v[i], lr, alpha, 1-alpha, eps)
	}
}

func plainAdagrad(w, g, v []float32, lr, eps float32) {
	for i := range w {
		w[i], v[i] = adagrad1(w[i], g[i], v[i], lr, eps)
	}
}
