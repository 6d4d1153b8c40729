package nn

// attend is scaled dot-product attention of one or several heads, without weights: rows of Q|K|V in, rows of features out.
//
//	S = QKᵀ/√d_h,  P = softmax(S),  O = PV
//	dV = PᵀdO,  dP = dO Vᵀ,  dS = P∘(dP − r),  r = Σ P∘dP a row,  dQ = dS K/√d_h,  dK = dSᵀQ/√d_h
//
// and the derivatives of both along a direction.
type attend[F Float] struct {
	*blas[F]
	heads, t, d, size int // size: features of a head
	causal            bool
	by                F   // 1/√size
	p, pd             []F // attention of every row and head, t×t, and what it changes by
	ds, dsd           []F // of one head
}

func newAttend[F Float](heads, t, d, most int, causal bool) *attend[F] {
	a := &attend[F]{blas: blasOf[F](), heads: heads, t: t, d: d, size: d / heads, causal: causal}
	a.by = 1 / sqrt(F(a.size))
	a.p = make([]F, most*heads*t*t)
	a.ds = make([]F, t*t)
	return a
}

// seen is how many positions position i sees.
func (a *attend[F]) seen(i int) int {
	if a.causal {
		return i + 1
	}
	return a.t
}

// head is where one head of one example stands: in rows of Q|K|V, in rows of features, and in p.
func (a *attend[F]) head(row, h int) (q, k, v, o, p int) {
	q = row*a.t*3*a.d + h*a.size
	return q, q + a.d, q + 2*a.d, row*a.t*a.d + h*a.size, (row*a.heads + h) * a.t * a.t
}

func (a *attend[F]) forward(rows int, x, y []F) {
	t, ld := a.t, 3*a.d
	for r := range rows {
		for h := range a.heads {
			q, k, v, o, at := a.head(r, h)
			p := a.p[at : at+t*t]
			a.nt(t, t, a.size, x[q:], ld, x[k:], ld, p, t, false)
			for i := range t {
				softmaxRow(p[i*t:(i+1)*t], a.seen(i), a.by)
			}
			a.nn(t, a.size, t, p, t, x[v:], ld, y[o:], a.d, false)
		}
	}
}

// softmaxRow replaces by·row by its softmax over the first seen elements and 0 elsewhere.
func softmaxRow[F Float](row []F, seen int, by F) {
	top := row[0]
	for _, v := range row[:seen] {
		if v > top {
			top = v
		}
	}
	sum := F(0)
	for i, v := range row[:seen] {
		row[i] = exp((v - top) * by)
		sum += row[i]
	}
	scale(row[:seen], 1/sum)
	clear(row[seen:])
}

// through replaces a derivative s by P by that by the logits of a softmax row p: p∘(s − Σ p∘s).
func through[F Float](p, s []F) {
	mean := F(0)
	for i, v := range s {
		mean += F(p[i] * v)
	}
	for i, v := range s {
		s[i] = p[i] * (v - mean)
	}
}

// throughd is what through changes by, given what s and p change by; it comes before it.
func throughd[F Float](p, pd, s, sd []F) {
	mean, meand := F(0), F(0)
	for i, v := range s {
		mean += F(p[i] * v)
		meand += F(pd[i]*v) + F(p[i]*sd[i])
	}
	for i, v := range s {
		sd[i] = F(pd[i]*(v-mean)) + F(p[i]*(sd[i]-meand))
	}
}

func (a *attend[F]) backward(rows int, x, dy, dx []F) {
	t, ld := a.t, 3*a.d
	for r := range rows {
		for h := range a.heads {
			q, k, v, o, at := a.head(r, h)
			p := a.p[at : at+t*t]
			a.tn(t, a.size, t, p, t, dy[o:], a.d, dx[v:], ld, false)
			a.nt(t, t, a.size, dy[o:], a.d, x[v:], ld, a.ds, t, false)
			for i := range t {
				through(p[i*t:(i+1)*t], a.ds[i*t:(i+1)*t])
			}
			scale(a.ds, a.by)
			a.nn(t, a.size, t, a.ds, t, x[k:], ld, dx[q:], ld, false)
			a.tn(t, a.size, t, a.ds, t, x[q:], ld, dx[k:], ld, false)
		}
	}
}

func (a *attend[F]) tangent(rows int, x, xd, yd []F) {
	if a.pd == nil {
		a.pd, a.dsd = make([]F, len(a.p)), make([]F, len(a.ds))
	}
	t, ld := a.t, 3*a.d
	for r := range rows {
		for h := range a.heads {
			q, k, v, o, at := a.head(r, h)
			p, pd := a.p[at:at+t*t], a.pd[at:at+t*t]
			a.nt(t, t, a.size, xd[q:], ld, x[k:], ld, pd, t, false)
			a.nt(t, t, a.size, x[q:], ld, xd[k:], ld, pd, t, true)
			scale(pd, a.by)
			for i := range t {
				through(p[i*t:(i+1)*t], pd[i*t:(i+1)*t])
			}
			a.nn(t, a.size, t, pd, t, x[v:], ld, yd[o:], a.d, false)
			a.nn(t, a.size, t, p, t, xd[v:], ld, yd[o:], a.d, true)
		}
	}
}

func (a *attend[F]) second(rows int, x, xd, dy, dyd, dx, dxd []F) {
	t, ld := a.t, 3*a.d
	for r := range rows {
		for h := range a.heads {
			q, k, v, o, at := a.head(r, h)
			p, pd, ds, dsd := a.p[at:at+t*t], a.pd[at:at+t*t], a.ds, a.dsd
			a.tn(t, a.size, t, pd, t, dy[o:], a.d, dxd[v:], ld, false)
			a.tn(t, a.size, t, p, t, dyd[o:], a.d, dxd[v:], ld, true)
			a.tn(t, a.size, t, p, t, dy[o:], a.d, dx[v:], ld, false)
			a.nt(t, t, a.size, dyd[o:], a.d, x[v:], ld, dsd, t, false)
			a.nt(t, t, a.size, dy[o:], a.d, xd[v:], ld, dsd, t, true)
			a.nt(t, t, a.size, dy[o:], a.d, x[v:], ld, ds, t, false)
			for i := range t {
				throughd(p[i*t:(i+1)*t], pd[i*t:(i+1)*t], ds[i*t:(i+1)*t], dsd[i*t:(i+1)*t])
				through(p[i*t:(i+1)*t], ds[i*t:(i+1)*t])
			}
			scale(ds, a.by)
			scale(dsd, a.by)
			a.nn(t, a.size, t, dsd, t, x[k:], ld, dxd[q:], ld, false)
			a.nn(t, a.size, t, ds, t, xd[k:], ld, dxd[q:], ld, true)
			a.nn(t, a.size, t, ds, t, x[k:], ld, dx[q:], ld, false)
			a.tn(t, a.size, t, dsd, t, x[q:], ld, dxd[k:], ld, false)
			a.tn(t, a.size, t, ds, t, xd[q:], ld, dxd[k:], ld, true)
			a.tn(t, a.size, t, ds, t, x[q:], ld, dx[k:], ld, false)
		}
	}
}
