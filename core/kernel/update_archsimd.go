//go:build goexperiment.simd && (amd64 || arm64 || wasm)

package kernel

// Axpy sets y = y + a·x.
func Axpy(a float32, x, y []float32) { AxpyTo(y, a, x, y) }

// AxpyTo sets z = y + a·x.
func AxpyTo(z []float32, a float32, x, y []float32) {
	if scalar {
		plainAxpyTo(z, a, x, y)
		return
	}
	clean()
	x, y = x[:len(z)], y[:len(z)]
	pz, px, py, n, k := ptr(z), ptr(x), ptr(y), uintptr(4*(len(z)&^3)), all(a)
	i := uintptr(0)
	if groups := len(z) / 16; lines && groups > 0 {
		axpy16(groups, pz, a, px, py)
		i = uintptr(64 * groups)
	}
	for ; i+48 < n; i += 64 { // a turn of a loop costs much on wasm
		store(pz, i, load(py, i).Add(k.Mul(load(px, i))))
		store(pz, i+16, load(py, i+16).Add(k.Mul(load(px, i+16))))
		store(pz, i+32, load(py, i+32).Add(k.Mul(load(px, i+32))))
		store(pz, i+48, load(py, i+48).Add(k.Mul(load(px, i+48))))
	}
	for ; i < n; i += 16 {
		store(pz, i, load(py, i).Add(k.Mul(load(px, i))))
	}
	at := len(z) &^ 3
	plainAxpyTo(z[at:], a, x[at:], y[at:])
}

// SGD sets w = w − lr·g.
func SGD(w, g []float32, lr float32) {
	if scalar {
		plainSGD(w, g, lr)
		return
	}
	clean()
	g = g[:len(w)]
	pw, pg, n, l := ptr(w), ptr(g), uintptr(4*(len(w)&^3)), all(lr)
	i := uintptr(0)
	if groups := len(w) / 16; lines && groups > 0 {
		sgd16(groups, pw, pg, lr)
		i = uintptr(64 * groups)
	}
	for ; i+48 < n; i += 64 { // a turn of a loop costs much on wasm
		store(pw, i, load(pw, i).Sub(l.Mul(load(pg, i))))
		store(pw, i+16, load(pw, i+16).Sub(l.Mul(load(pg, i+16))))
		store(pw, i+32, load(pw, i+32).Sub(l.Mul(load(pg, i+32))))
		store(pw, i+48, load(pw, i+48).Sub(l.Mul(load(pg, i+48))))
	}
	for ; i < n; i += 16 {
		store(pw, i, load(pw, i).Sub(l.Mul(load(pg, i))))
	}
	at := len(w) &^ 3
	plainSGD(w[at:], g[at:], lr)
}

// Momentum sets v = mu·v + (1−damp)·g, w = w − lr·v.
func Momentum(w, g, v []float32, lr, mu, damp float32) {
	if scalar {
		plainMomentum(w, g, v, lr, mu, damp)
		return
	}
	clean()
	g, v = g[:len(w)], v[:len(w)]
	pw, pg, pv, n := ptr(w), ptr(g), ptr(v), uintptr(4*(len(w)&^3))
	l, m, d := all(lr), all(mu), all(1-damp)
	i := uintptr(0)
	for ; i+16 < n; i += 32 {
		y := ma(m, load(pv, i), d.Mul(load(pg, i)))
		store(pv, i, y)
		store(pw, i, load(pw, i).Sub(l.Mul(y)))
		y = ma(m, load(pv, i+16), d.Mul(load(pg, i+16)))
		store(pv, i+16, y)
		store(pw, i+16, load(pw, i+16).Sub(l.Mul(y)))
	}
	for ; i < n; i += 16 {
		y := ma(m, load(pv, i), d.Mul(load(pg, i)))
		store(pv, i, y)
		store(pw, i, load(pw, i).Sub(l.Mul(y)))
	}
	at := len(w) &^ 3
	plainMomentum(w[at:], g[at:], v[at:], lr, mu, damp)
}

// Nesterov sets v = mu·v + g, w = w − lr·(mu·v + g).
func Nesterov(w, g, v []float32, lr, mu float32) {
	if scalar {
		plainNesterov(w, g, v, lr, mu)
		return
	}
	clean()
	g, v = g[:len(w)], v[:len(w)]
	pw, pg, pv, n := ptr(w), ptr(g), ptr(v), uintptr(4*(len(w)&^3))
	l, m := all(lr), all(mu)
	for i := uintptr(0); i < n; i += 16 {
		q := load(pg, i)
		y := ma(m, load(pv, i), q)
		store(pv, i, y)
		store(pw, i, load(pw, i).Sub(l.Mul(ma(m, y, q))))
	}
	at := len(w) &^ 3
	plainNesterov(w[at:], g[at:], v[at:], lr, mu)
}

// Adam makes one step with the bias corrections c1 = 1−b1ᵏ and c2 = 1−b2ᵏ: m = b1·m + (1−b1)·g, v = b2·v + (1−b2)·g²,
// w = w − lr/c1 · m/(√v/√c2 + eps). See adam1 for the 1e-30 added to both moments.
func Adam(w, g, m, v []float32, lr, b1, b2, eps, c1, c2 float32) {
	if scalar {
		plainAdam(w, g, m, v, lr, b1, b2, eps, c1, c2)
		return
	}
	clean()
	g, m, v = g[:len(w)], m[:len(w)], v[:len(w)]
	pw, pg, pm, pv, n := ptr(w), ptr(g), ptr(m), ptr(v), uintptr(4*(len(w)&^3))
	l, x1, x2, y1, y2, e, r2 := all(lr/c1), all(b1), all(b2), all(1-b1), all(1-b2), all(eps), all(1/root(c2))
	i := uintptr(0)
	for ; i+16 < n; i += 32 { // a turn of a loop costs much on wasm
		q, t := load(pg, i), con(&kTiny)
		a := ma(x1, load(pm, i), ma(y1, q, t))
		b := ma(x2, load(pv, i), ma(y2.Mul(q), q, t))
		store(pm, i, a)
		store(pv, i, b)
		store(pw, i, load(pw, i).Sub(l.Mul(a.Div(b.Sqrt().Mul(r2).Add(e)))))
		q = load(pg, i+16)
		a = ma(x1, load(pm, i+16), ma(y1, q, t))
		b = ma(x2, load(pv, i+16), ma(y2.Mul(q), q, t))
		store(pm, i+16, a)
		store(pv, i+16, b)
		store(pw, i+16, load(pw, i+16).Sub(l.Mul(a.Div(b.Sqrt().Mul(r2).Add(e)))))
	}
	for ; i < n; i += 16 {
		q, t := load(pg, i), con(&kTiny)
		a := ma(x1, load(pm, i), ma(y1, q, t))
		b := ma(x2, load(pv, i), ma(y2.Mul(q), q, t))
		store(pm, i, a)
		store(pv, i, b)
		store(pw, i, load(pw, i).Sub(l.Mul(a.Div(b.Sqrt().Mul(r2).Add(e)))))
	}
	at := len(w) &^ 3
	plainAdam(w[at:], g[at:], m[at:], v[at:], lr, b1, b2, eps, c1, c2)
}

// RMSProp sets v = alpha·v + (1−alpha)·g², w = w − lr·g/(√v + eps), with 1e-30 added to v.
func RMSProp(w, g, v []float32, lr, alpha, eps float32) {
	if scalar {
		plainRMSProp(w, g, v, lr, alpha, eps)
		return
	}
	clean()
	g, v = g[:len(w)], v[:len(w)]
	pw, pg, pv, n := ptr(w), ptr(g), ptr(v), uintptr(4*(len(w)&^3))
	l, x, y, e := all(lr), all(alpha), all(1-alpha), all(eps)
	for i := uintptr(0); i < n; i += 16 {
		q := load(pg, i)
		b := ma(x, load(pv, i), ma(y.Mul(q), q, con(&kTiny)))
		store(pv, i, b)
		store(pw, i, load(pw, i).Sub(l.Mul(q.Div(b.Sqrt().Add(e)))))
	}
	at := len(w) &^ 3
	plainRMSProp(w[at:], g[at:], v[at:], lr, alpha, eps)
}

// Adagrad sets v = v + g², w = w − lr·g/(√v + eps).
func Adagrad(w, g, v []float32, lr, eps float32) {
	if scalar {
		plainAdagrad(w, g, v, lr, eps)
		return
	}
	clean()
	g, v = g[:len(w)], v[:len(w)]
	pw, pg, pv, n := ptr(w), ptr(g), ptr(v), uintptr(4*(len(w)&^3))
	l, e := all(lr), all(eps)
	for i := uintptr(0); i < n; i += 16 {
		q := load(pg, i)
		b := load(pv, i).Add(q.Mul(q))
		store(pv, i, b)
		store(pw, i, load(pw, i).Sub(l.Mul(q.Div(b.Sqrt().Add(e)))))
	}
	at := len(w) &^ 3
	plainAdagrad(w[at:], g[at:], v[at:], lr, eps)
}
