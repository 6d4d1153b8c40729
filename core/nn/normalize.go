package nn

// Normalization of groups of numbers, which batch and layer normalization share.
//
//	x̂ = (x − μ)/s,  s = √(var + ε),  y = γx̂ + β
//	ẋ̂ = (ẋ − mean ẋ − x̂ mean(x̂ẋ))/s                  ṡ = mean(x̂ẋ)
//	u = γ dy,  dx = (u − mean u − x̂ mean(x̂u))/s
//	u̇ = γ̇ dy + γ ḋy,  ḋx = (u̇ − mean u̇ − ẋ̂ mean(x̂u) − x̂ mean(ẋ̂u + x̂u̇) − ṡ dx)/s
//
// The variance is that of the group itself, with its number of elements below (biased). Where the statistics are fixed, the means in
// the formulas and ṡ are 0.
type normalizer[F Float] struct {
	runs, run, step int  // a group is so many runs of so many numbers, so far apart
	perElement      bool // element j of a run has γ[j] and β[j]; else all of group i have γ[i] and β[i]
	gain, bias      part[F]
	mean, root      []F // of each group, of the last forward pass
	rootd           []F // ṡ
	fixed           bool
}

const epsilon = 1e-5 // added to variances, as PyTorch does

// each goes through a group of numbers that begins at from: f is given an element and the index of its γ.
func (z *normalizer[F]) each(group, from int, f func(i, g int)) {
	for r := range z.runs {
		for j := range z.run {
			g := group
			if z.perElement {
				g = j
			}
			f(from+r*z.step+j, g)
		}
	}
}

// measure finds a group's mean and its (biased) variance.
func (z *normalizer[F]) measure(x []F, group, from int) (mean, variance F) {
	n := F(z.runs * z.run)
	for r := range z.runs {
		mean += sumOf(x[from+r*z.step : from+r*z.step+z.run])
	}
	mean /= n
	for r := range z.runs {
		s := F(0)
		for _, v := range x[from+r*z.step : from+r*z.step+z.run] {
			s += F((v - mean) * (v - mean))
		}
		variance += s
	}
	variance /= n
	z.keep(group, mean, variance)
	return mean, variance
}

func (z *normalizer[F]) keep(group int, mean, variance F) {
	z.mean[group], z.root[group] = mean, sqrt(variance+epsilon)
}

func (z *normalizer[F]) forward(c *call[F], x, y []F, group, from int) {
	mean, inv := z.mean[group], 1/z.root[group]
	gain, bias := z.gain.of(c.w), z.bias.of(c.w)
	if !z.perElement {
		k, b := gain[group]*inv, bias[group]
		for r := range z.runs {
			at := from + r*z.step
			to := y[at : at+z.run]
			for j, v := range x[at : at+z.run] {
				to[j] = F((v-mean)*k) + b
			}
		}
		return
	}
	z.each(group, from, func(i, g int) { y[i] = F(F((x[i]-mean)*inv)*gain[g]) + bias[g] })
}

// means gives mean u and mean(x̂u) over a group, 0 where the statistics are fixed.
func (z *normalizer[F]) means(x []F, group, from int, u func(i, g int) F) (a, b F) {
	if z.fixed {
		return 0, 0
	}
	mean, inv, n := z.mean[group], 1/z.root[group], F(z.runs*z.run)
	z.each(group, from, func(i, g int) {
		v := u(i, g)
		a += v
		b += F(F((x[i]-mean)*inv) * v)
	})
	return a / n, b / n
}

// backward adds to the gradient and, unless it is nil, sets dx.
func (z *normalizer[F]) backward(c *call[F], x, dy, dx []F, group, from int) {
	mean, inv := z.mean[group], 1/z.root[group]
	if gg, gb := z.gain.moving(c.g), z.bias.moving(c.g); gg != nil {
		z.each(group, from, func(i, g int) {
			gg[g] += F(F((x[i]-mean)*inv) * dy[i])
			gb[g] += dy[i]
		})
	}
	if dx == nil {
		return
	}
	gain := z.gain.of(c.w)
	a, b := z.means(x, group, from, func(i, g int) F { return gain[g] * dy[i] })
	z.each(group, from, func(i, g int) {
		hat := (x[i] - mean) * inv
		dx[i] = (F(gain[g]*dy[i]) - a - F(hat*b)) * inv
	})
}

func (z *normalizer[F]) tangent(c *call[F], x, xd, yd []F, group, from int) {
	mean, inv := z.mean[group], 1/z.root[group]
	gain, vg, vb := z.gain.of(c.w), z.gain.moving(c.v), z.bias.moving(c.v)
	a, b := F(0), F(0)
	if xd != nil {
		a, b = z.means(x, group, from, func(i, _ int) F { return xd[i] })
	}
	z.rootd[group] = b
	z.each(group, from, func(i, g int) {
		hat, s := (x[i]-mean)*inv, F(0)
		if xd != nil {
			s = F((xd[i] - a - F(hat*b)) * inv * gain[g])
		}
		if vg != nil {
			s += F(vg[g]*hat) + vb[g]
		}
		yd[i] = s
	})
}

// second adds to the curvature and, unless they are nil, sets dx and dxd.
func (z *normalizer[F]) second(c *call[F], x, xd, dy, dyd, dx, dxd []F, group, from int) {
	mean, inv, n := z.mean[group], 1/z.root[group], F(z.runs*z.run)
	gain, vg := z.gain.of(c.w), z.gain.moving(c.v)
	a, b := F(0), z.rootd[group] // mean ẋ and mean(x̂ẋ)
	if xd != nil {
		a, _ = z.means(x, group, from, func(i, _ int) F { return xd[i] })
	}
	hats := func(i int) (hat, hatd F) {
		hat = (x[i] - mean) * inv
		if xd != nil {
			hatd = (xd[i] - a - F(hat*b)) * inv
		}
		return hat, hatd
	}
	if hg, hb := z.gain.moving(c.hv), z.bias.moving(c.hv); hg != nil {
		z.each(group, from, func(i, g int) {
			hat, hatd := hats(i)
			hg[g] += F(hatd*dy[i]) + F(hat*dyd[i])
			hb[g] += dyd[i]
		})
	}
	if dx == nil {
		return
	}
	us := func(i, g int) (u, ud F) {
		u, ud = F(gain[g]*dy[i]), F(gain[g]*dyd[i])
		if vg != nil {
			ud += F(vg[g] * dy[i])
		}
		return u, ud
	}
	var p, q, pd, qd F // mean u, mean(x̂u), and what they change by
	if !z.fixed {
		z.each(group, from, func(i, g int) {
			hat, hatd := hats(i)
			u, ud := us(i, g)
			p += u
			q += F(hat * u)
			pd += ud
			qd += F(hatd*u) + F(hat*ud)
		})
		p, q, pd, qd = p/n, q/n, pd/n, qd/n
	}
	z.each(group, from, func(i, g int) {
		hat, hatd := hats(i)
		u, ud := us(i, g)
		v := (u - p - F(hat*q)) * inv
		dxd[i] = (ud - pd - F(hatd*q) - F(hat*qd) - F(b*v)) * inv
		dx[i] = v
	})
}
