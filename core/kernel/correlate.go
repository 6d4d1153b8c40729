package kernel

import "unsafe"

// Products with the matrix of an image's patches (Patches.Gather): a row for each place, a column for each output. They need not be
// written down where vectors can be read from the image itself: 8 outputs of a row are 8 pixels side by side.

// Correlate sets Y = Wᵀ P (acc false) or Y += Wᵀ P, P the patches of x. W has a row for each place and a column for each of n channels,
// with stride ldw; Y is n × H·W. Sums go over the places in order, as those of TN. col is room for the patches.
func (p *Patches) Correlate(n int, w []float32, ldw int, x, col, y []float32, acc bool) {
	p.fits(x, col)
	k, pixels := p.C*p.Kernel*p.Kernel, p.H*p.W
	check(k, n, ldw, w)
	check(n, pixels, pixels, y)
	if !direct || p.W&7 != 0 || n&3 != 0 || n == 0 {
		p.Gather(x, col)
		TN(n, pixels, k, w, ldw, col, pixels, y, pixels, acc)
		return
	}
	add := 0
	if acc {
		add = 1
	}
	at := unsafe.Pointer(unsafe.SliceData(p.table()))
	for i := range p.H {
		for j := 0; j < p.W; j += 8 {
			correlateTile(k, n/4, ptr(w), uintptr(4*ldw), unsafe.Pointer(&x[i*p.Stride+j]), at, unsafe.Pointer(&y[i*p.W+j]), uintptr(4*pixels), add)
		}
	}
}

// CorrelateBwd sets G = P DYᵀ (acc false) or G += P DYᵀ, the derivative by W: G as W there, DY as Y. Sums go over the outputs in order,
// as those of NT.
func (p *Patches) CorrelateBwd(n int, x, col, dy, g []float32, ldg int, acc bool) {
	p.fits(x, col)
	k, pixels := p.C*p.Kernel*p.Kernel, p.H*p.W
	check(k, n, ldg, g)
	check(n, pixels, pixels, dy)
	fives := min(k%4, k/5)
	if !direct || p.W&3 != 0 || p.W > kMax || n&7 != 0 || (k-5*fives)%4 != 0 {
		p.Gather(x, col)
		NT(k, n, pixels, col, pixels, dy, pixels, g, ldg, acc)
		return
	}
	at := unsafe.Pointer(unsafe.SliceData(p.table()))
	s := take()
	b, skip := unsafe.Pointer(&s.b), uintptr(4*(p.Stride-p.W))
	for i, most := 0, kMax/p.W; i < p.H; i += most {
		rows, add := min(most, p.H-i), 0
		if acc || i > 0 {
			add = 1
		}
		xi := unsafe.Pointer(&x[i*p.Stride])
		for j := 0; j < n; j += 8 {
			packT(b, unsafe.Pointer(&dy[j*pixels+i*p.W]), uintptr(4*pixels), rows*p.W, 8)
			if fives > 0 {
				placesTile5(rows, p.W/4, fives, xi, at, skip, b, unsafe.Pointer(&g[j]), uintptr(4*ldg), add)
			}
			if mi := (k - 5*fives) / 4; mi > 0 {
				placesTile4(rows, p.W/4, mi, xi, unsafe.Add(at, 8*5*fives), skip, b, unsafe.Pointer(&g[5*fives*ldg+j]), uintptr(4*ldg), add)
			}
		}
	}
	give(s)
}

// table says how far from an output's own pixel each place is, in bytes.
func (p *Patches) table() []int64 {
	if p.at == nil {
		p.at = make([]int64, 0, p.C*p.Kernel*p.Kernel)
		for c := range p.C {
			for a := range p.Kernel {
				for e := range p.Kernel {
					p.at = append(p.at, int64(4*(c*p.Plane+a*p.Apart*p.Stride+e*p.Apart)))
				}
			}
		}
	}
	return p.at
}
