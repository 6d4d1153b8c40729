package nn

// The curvature passes are the R-operator (Pearlmutter 1994, Neural Computation 6): the derivative, along a direction, of the forward
// and the backward pass. They are exact but for rounding. Where a function has a kink its second derivative is taken as 0.

// HessianVector overwrites hv with ∇²L(w)v, L the mean loss over rows examples with its penalties, and the workspace. v and hv have
// length NumTrainable, or NumParams: 0 where w is frozen. Batch normalization uses the batch's statistics, dropout drops nothing.
func (n *NetOf[F]) HessianVector(w, x []F, y TargetsOf[F], rows int, v, hv []F) {
	c, dy, dyd := n.along(w, x, rows, v, hv)
	c.hv = hv
	if dyd != nil {
		n.judge(dy, dyd, y)
		n.chain.second(c, dy, dyd, nil, nil)
	}
	clear(hv[n.m.trainable:])
	n.bend(v, hv)
}

// GaussNewtonVector overwrites gv with JᵀHJv, J the derivative of the outputs by w and H the Hessian of the mean loss by the outputs
// (Schraudolph 2002, Neural Computation 14): positive semidefinite for a convex loss. Lengths and modes are HessianVector's.
func (n *NetOf[F]) GaussNewtonVector(w, x []F, y TargetsOf[F], rows int, v, gv []F) {
	c, dy, dyd := n.along(w, x, rows, v, gv)
	c.g = gv
	if dyd != nil {
		n.judge(dy, dyd, y)
		n.chain.backward(c, dyd, nil)
	}
	clear(gv[n.m.trainable:])
	n.bend(v, gv)
}

// along goes forward along v: copies of the outputs and of what they change by, nil if nothing does.
func (n *NetOf[F]) along(w, x []F, rows int, v, hv []F) (c *call[F], out, outd []F) {
	n.fits(len(v))
	n.fits(len(hv))
	if n.dyd == nil {
		n.dyd = make([]F, len(n.dy))
	}
	c = n.begin(w, x, rows, measuring)
	c.v = v
	o := n.chain.forward(c, x)
	out = n.dy[:len(o)]
	copy(out, o)
	if od := n.chain.tangent(c, nil); od != nil {
		outd = n.dyd[:len(o)]
		copy(outd, od)
	}
	return c, out, outd
}
