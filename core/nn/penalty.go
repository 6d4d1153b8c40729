package nn

// Penalize adds λ₁Σ|w| + ½λ₂Σw² to the loss of Gradient, HessianVector and GaussNewtonVector: over the trainable weights, not over
// biases and the gains of normalizations. The derivative of |w| at 0 is taken as 0.
func (n *NetOf[F]) Penalize(l1, l2 float64) { n.l1, n.l2 = F(l1), F(l2) }

// penalize returns the penalties and adds their gradient to g, unless that is nil.
func (n *NetOf[F]) penalize(w, g []F) float64 {
	if n.l1 == 0 && n.l2 == 0 {
		return 0
	}
	abs, squares := 0.0, 0.0
	for _, v := range n.m.views {
		if v.role != weights || v.Frozen {
			continue
		}
		for i := v.Off; i < v.Off+v.Rows*v.Cols; i++ {
			x := w[i]
			sign := F(0)
			switch {
			case x > 0:
				sign = 1
			case x < 0:
				sign = -1
			}
			abs += float64(sign * x)
			squares += float64(float64(x) * float64(x))
			if g != nil {
				g[i] += F(n.l1*sign) + F(n.l2*x)
			}
		}
	}
	return float64(float64(n.l1)*abs) + float64(.5*float64(n.l2)*squares)
}

// bend adds the penalties' Hessian times v to hv.
func (n *NetOf[F]) bend(v, hv []F) {
	if n.l2 == 0 {
		return
	}
	for _, m := range n.m.views {
		if m.role == weights && !m.Frozen {
			for i := m.Off; i < m.Off+m.Rows*m.Cols; i++ {
				hv[i] += F(n.l2 * v[i])
			}
		}
	}
}
