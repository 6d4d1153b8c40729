//go:build goexperiment.simd && (amd64 || arm64 || wasm)

package kernel

import "unsafe"

// BiasRelu adds the row b to every row of x and applies Relu.
func BiasRelu(rows, cols int, x []float32, ld int, b []float32) {
	if scalar {
		plainBias(relu1, rows, cols, x, ld, b)
		return
	}
	clean()
	if cols&3 != 0 && ld == cols {
		Bias(rows, cols, x, ld, b)
		Relu(x[:rows*cols], x) // one tail in all, not one in every row
		return
	}
	b = b[:cols]
	n, pb := uintptr(4*(cols&^3)), ptr(b)
	if lines && rows > 0 && cols > 0 && cols&15 == 0 {
		check(rows, cols, ld, x)
		biasRelu16(rows, cols/16, ptr(x), uintptr(4*ld), pb)
		return
	}
	for r := range rows {
		row := x[r*ld : r*ld+cols]
		px, i := ptr(row), uintptr(0)
		for ; i+48 < n; i += 64 {
			store(px, i, relu4(load(px, i).Add(load(pb, i))))
			store(px, i+16, relu4(load(px, i+16).Add(load(pb, i+16))))
			store(px, i+32, relu4(load(px, i+32).Add(load(pb, i+32))))
			store(px, i+48, relu4(load(px, i+48).Add(load(pb, i+48))))
		}
		for ; i < n; i += 16 {
			store(px, i, relu4(load(px, i).Add(load(pb, i))))
		}
		if cols&3 != 0 {
			var t, u [4]float32
			tailIn(&t, row)
			tailIn(&u, b)
			relu4(con(&t).Add(con(&u))).StoreArray(&t)
			tailOut(row, &t)
		}
	}
}

// BiasTanh adds the row b to every row of x and applies Tanh.
func BiasTanh(rows, cols int, x []float32, ld int, b []float32) {
	if scalar {
		plainBias(tanh1, rows, cols, x, ld, b)
		return
	}
	clean()
	if cols&3 != 0 && ld == cols {
		Bias(rows, cols, x, ld, b)
		Tanh(x[:rows*cols], x) // one tail in all, not one in every row
		return
	}
	b = b[:cols]
	n, pb := uintptr(4*(cols&^3)), ptr(b)
	for r := range rows {
		row := x[r*ld : r*ld+cols]
		px, i := ptr(row), uintptr(0)
		for ; i+16 < n; i += 32 {
			store(px, i, tanhR(tanhClamp(load(px, i).Add(load(pb, i)))))
			store(px, i+16, tanhR(tanhClamp(load(px, i+16).Add(load(pb, i+16)))))
		}
		for ; i < n; i += 16 {
			store(px, i, tanhR(tanhClamp(load(px, i).Add(load(pb, i)))))
		}
		if cols&3 != 0 {
			var t, u [4]float32
			tailIn(&t, row)
			tailIn(&u, b)
			tanhR(tanhClamp(con(&t).Add(con(&u)))).StoreArray(&t)
			tailOut(row, &t)
		}
	}
}

// ReluBwd sets dy = 0 where y is not positive.
func ReluBwd(y, dy []float32) {
	if scalar {
		plainReluBwd(y, dy)
		return
	}
	clean()
	dy = dy[:len(y)]
	py, pd, n := ptr(y), ptr(dy), uintptr(4*(len(y)&^3))
	var z vec
	i := uintptr(0)
	if groups := len(y) / 16; lines && groups > 0 {
		reluBwd16(groups, py, pd)
		i = uintptr(64 * groups)
	}
	for ; i+48 < n; i += 64 {
		store(pd, i, load(pd, i).Masked(load(py, i).Greater(z)))
		store(pd, i+16, load(pd, i+16).Masked(load(py, i+16).Greater(z)))
		store(pd, i+32, load(pd, i+32).Masked(load(py, i+32).Greater(z)))
		store(pd, i+48, load(pd, i+48).Masked(load(py, i+48).Greater(z)))
	}
	for ; i < n; i += 16 {
		store(pd, i, load(pd, i).Masked(load(py, i).Greater(z)))
	}
	for i := len(y) &^ 3; i < len(y); i++ {
		if !(y[i] > 0) {
			dy[i] = 0
		}
	}
}

// TanhBwd sets dy = dy·(1 − y²).
func TanhBwd(y, dy []float32) {
	if scalar {
		plainTanhBwd(y, dy)
		return
	}
	clean()
	dy = dy[:len(y)]
	py, pd, n := ptr(y), ptr(dy), uintptr(4*(len(y)&^3))
	for i := uintptr(0); i < n; i += 16 {
		v := load(py, i)
		store(pd, i, load(pd, i).Mul(con(&kOne).Sub(v.Mul(v))))
	}
	for i := len(y) &^ 3; i < len(y); i++ {
		dy[i] *= 1 - float32(y[i]*y[i])
	}
}

// ColSum sets out[c] = Σx[r][c] over r = 0, 1, …
func ColSum(rows, cols int, x []float32, ld int, out []float32) {
	if scalar {
		plainColSum(rows, cols, x, ld, out)
		return
	}
	clean()
	check(rows, cols, ld, x)
	out = out[:cols]
	c, l4 := 0, uintptr(4*ld)
	for ; c+16 <= cols; c += 16 {
		var s, t, u, v vec
		p := unsafe.Add(ptr(x), 4*c)
		for range rows {
			s, t, u, v = s.Add(load(p, 0)), t.Add(load(p, 16)), u.Add(load(p, 32)), v.Add(load(p, 48))
			p = unsafe.Add(p, l4)
		}
		q := unsafe.Add(ptr(out), 4*c)
		store(q, 0, s)
		store(q, 16, t)
		store(q, 32, u)
		store(q, 48, v)
	}
	for ; c+4 <= cols; c += 4 {
		var s vec
		p := unsafe.Add(ptr(x), 4*c)
		for range rows {
			s = s.Add(load(p, 0))
			p = unsafe.Add(p, l4)
		}
		store(unsafe.Add(ptr(out), 4*c), 0, s)
	}
	for ; c < cols; c++ {
		s := float32(0)
		for i := c; i < rows*ld; i += ld {
			s += x[i]
		}
		out[c] = s
	}
}

// Bias adds the row b to every row of x, rows×cols with stride ld.
//
//go:nocheckptr
func Bias(rows, cols int, x []float32, ld int, b []float32) {
	if scalar {
		plainBias(same1, rows, cols, x, ld, b)
		return
	}
	clean()
	check(rows, cols, ld, x)
	if cols < 4 {
		plainBias(same1, rows, cols, x, ld, b)
		return
	}
	b = b[:cols]
	px, pb, n, last := ptr(x), ptr(b), uintptr(4*(cols&^3)), uintptr(4*cols-16)
	for range rows {
		end := load(px, last).Add(load(pb, last)) // the last four numbers, which overlap the vector before
		for i := uintptr(0); i < n; i += 16 {
			store(px, i, load(px, i).Add(load(pb, i)))
		}
		store(px, last, end)
		px = unsafe.Add(px, 4*ld)
	}
}
