//go:build goexperiment.simd && (amd64 || arm64 || (wasm && noasm))

package kernel

// softmaxRow is plainSoftmax with vectors.
func softmaxRow(row []float32) (top, sum float32) {
	if scalar {
		return plainSoftmax(row)
	}
	clean()
	px, n := ptr(row), uintptr(4*(len(row)&^3))
	m := all(-3e38)
	for i := uintptr(0); i < n; i += 16 {
		v := load(px, i)
		m = v.IfElse(v.Greater(m), m)
	}
	top = m.GetElem(0)
	for _, v := range [...]float32{m.GetElem(1), m.GetElem(2), m.GetElem(3)} {
		if v > top {
			top = v
		}
	}
	for _, v := range row[len(row)&^3:] {
		if v > top {
			top = v
		}
	}
	var s vec
	m = all(top)
	for i := uintptr(0); i < n; i += 16 {
		e := expR(expClamp(load(px, i).Sub(m)))
		store(px, i, e)
		s = s.Add(e)
	}
	if len(row)&3 != 0 {
		var t [4]float32
		tailIn(&t, row)
		expR(expClamp(con(&t).Sub(m))).StoreArray(&t)
		tailOut(row, &t)
		for i := len(row) & 3; i < 4; i++ {
			t[i] = 0
		}
		s = s.Add(con(&t))
	}
	return top, (s.GetElem(0) + s.GetElem(1)) + (s.GetElem(2) + s.GetElem(3))
}
