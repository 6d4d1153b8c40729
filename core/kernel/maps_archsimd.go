//go:build goexperiment.simd && (amd64 || arm64 || wasm)

package kernel

import "simd/archsimd"

// Four copies of each constant: a load from a fixed address is one instruction on wasm and takes no register
// between uses; a broadcast would be made anew in every turn of the loop.
func four(x float32) [4]float32 { return [4]float32{x, x, x, x} }

var (
	kExpHi, kExpLo   = four(expHi), four(expLo)
	kLog2e, kMagic   = four(log2e), four(magic)
	kLn2a, kLn2b     = four(ln2a), four(ln2b)
	kOne, kTiny      = four(1), four(tiny)
	kTanhHi, kTanhLo = four(tanhHi), four(-tanhHi)
	kBias            = [4]uint32{127, 127, 127, 127}
	kExpC            [6][4]float32
	kTanhA           [7][4]float32
	kTanhB           [4][4]float32
)

func init() {
	for i, c := range expC {
		kExpC[i] = four(c)
	}
	for i, c := range tanhA {
		kTanhA[i] = four(c)
	}
	for i, c := range tanhB {
		kTanhB[i] = four(c)
	}
}

// Comparison and choice instead of Min and Max: those differ between CPUs for NaN and -0.
func clamp(x vec, hi, lo *[4]float32) vec {
	h, l := con(hi), con(lo)
	x = h.IfElse(x.Greater(h), x)
	return l.IfElse(x.Less(l), x)
}

// A function is inlined up to a cost of 240 (with vectors; else 80), and a call per 4 elements costs more than
// the arithmetic. So exp is expR(expClamp(x)), tanh is tanhR(tanhClamp(x)), put together in the loops.
func expClamp(x vec) vec { return clamp(x, &kExpHi, &kExpLo) }

func tanhClamp(x vec) vec { return clamp(x, &kTanhHi, &kTanhLo) }

func expR(x vec) vec {
	t := x.Mul(archsimd.LoadFloat32x4Array(&kLog2e)).Add(archsimd.LoadFloat32x4Array(&kMagic))
	n := t.Sub(archsimd.LoadFloat32x4Array(&kMagic))
	r := n.Mul(archsimd.LoadFloat32x4Array(&kLn2b)).Add(n.Mul(archsimd.LoadFloat32x4Array(&kLn2a)).Add(x))
	s := t.ToBits().Add(archsimd.LoadUint32x4Array(&kBias)).ShiftAllLeft(23).BitsToFloat32()
	return expP(r).Mul(r.Mul(r)).Add(r).Add(archsimd.LoadFloat32x4Array(&kOne)).Mul(s)
}

func expP(r vec) vec {
	y := archsimd.LoadFloat32x4Array(&kExpC[0]).Mul(r).Add(archsimd.LoadFloat32x4Array(&kExpC[1]))
	y = y.Mul(r).Add(archsimd.LoadFloat32x4Array(&kExpC[2]))
	y = y.Mul(r).Add(archsimd.LoadFloat32x4Array(&kExpC[3]))
	y = y.Mul(r).Add(archsimd.LoadFloat32x4Array(&kExpC[4]))
	return y.Mul(r).Add(archsimd.LoadFloat32x4Array(&kExpC[5]))
}

func tanhR(x vec) vec {
	z := x.Mul(x)
	return x.Mul(tanhP(z)).Div(tanhQ(z))
}

func tanhP(z vec) vec {
	a := archsimd.LoadFloat32x4Array(&kTanhA[0]).Mul(z).Add(archsimd.LoadFloat32x4Array(&kTanhA[1]))
	a = a.Mul(z).Add(archsimd.LoadFloat32x4Array(&kTanhA[2]))
	a = a.Mul(z).Add(archsimd.LoadFloat32x4Array(&kTanhA[3]))
	a = a.Mul(z).Add(archsimd.LoadFloat32x4Array(&kTanhA[4]))
	a = a.Mul(z).Add(archsimd.LoadFloat32x4Array(&kTanhA[5]))
	return a.Mul(z).Add(archsimd.LoadFloat32x4Array(&kTanhA[6]))
}

func tanhQ(z vec) vec {
	b := archsimd.LoadFloat32x4Array(&kTanhB[0]).Mul(z).Add(archsimd.LoadFloat32x4Array(&kTanhB[1]))
	b = b.Mul(z).Add(archsimd.LoadFloat32x4Array(&kTanhB[2]))
	return b.Mul(z).Add(archsimd.LoadFloat32x4Array(&kTanhB[3]))
}

func relu4(x vec) vec { var z vec; return x.Masked(x.Greater(z)) }

// Exp sets y = exp(x).
func Exp(x, y []float32) {
	if scalar {
		each1(exp1, x, y)
		return
	}
	clean()
	y = y[:len(x)]
	px, py, n, i := ptr(x), ptr(y), uintptr(4*(len(x)&^3)), uintptr(0)
	for ; i+16 < n; i += 32 { // a turn of a loop costs much on wasm
		store(py, i, expR(expClamp(load(px, i))))
		store(py, i+16, expR(expClamp(load(px, i+16))))
	}
	for ; i < n; i += 16 {
		store(py, i, expR(expClamp(load(px, i))))
	}
	if len(x)&3 != 0 {
		var t [4]float32
		tailIn(&t, x)
		expR(expClamp(con(&t))).StoreArray(&t)
		tailOut(y, &t)
	}
}

// Tanh sets y = tanh(x).
func Tanh(x, y []float32) {
	if scalar {
		each1(tanh1, x, y)
		return
	}
	clean()
	y = y[:len(x)]
	px, py, n, i := ptr(x), ptr(y), uintptr(4*(len(x)&^3)), uintptr(0)
	for ; i+16 < n; i += 32 { // a turn of a loop costs much on wasm
		store(py, i, tanhR(tanhClamp(load(px, i))))
		store(py, i+16, tanhR(tanhClamp(load(px, i+16))))
	}
	for ; i < n; i += 16 {
		store(py, i, tanhR(tanhClamp(load(px, i))))
	}
	if len(x)&3 != 0 {
		var t [4]float32
		tailIn(&t, x)
		tanhR(tanhClamp(con(&t))).StoreArray(&t)
		tailOut(y, &t)
	}
}

// Relu sets y = max(x, 0), and 0 for NaN.
func Relu(x, y []float32) {
	if scalar {
		each1(relu1, x, y)
		return
	}
	clean()
	y = y[:len(x)]
	px, py, n, i := ptr(x), ptr(y), uintptr(4*(len(x)&^3)), uintptr(0)
	if groups := len(x) / 16; lines && groups > 0 {
		relu16(groups, px, py)
		i = uintptr(64 * groups)
	}
	for ; i+48 < n; i += 64 { // a turn of a loop costs much on wasm
		store(py, i, relu4(load(px, i)))
		store(py, i+16, relu4(load(px, i+16)))
		store(py, i+32, relu4(load(px, i+32)))
		store(py, i+48, relu4(load(px, i+48)))
	}
	for ; i < n; i += 16 {
		store(py, i, relu4(load(px, i)))
	}
	if len(x)&3 != 0 {
		var t [4]float32
		tailIn(&t, x)
		relu4(con(&t)).StoreArray(&t)
		tailOut(y, &t)
	}
}
