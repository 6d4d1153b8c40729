package nn

// Smooth activations: σ, σ', σ''.

func tanhAt[F Float](x F) (y, d, dd F) {
	y = tanh(x)
	d, dd = tanhY(y)
	return y, d, dd
}

func tanhY[F Float](y F) (d, dd F) {
	d = 1 - F(y*y)
	return d, -2 * y * d
}

// logistic is 1/(1 + e⁻ˣ), by the exponential of a number that is not positive.
func logistic[F Float](x F) F {
	if x >= 0 {
		return 1 / (1 + exp(-x))
	}
	e := exp(x)
	return e / (1 + e)
}

func sigmoid[F Float](x F) (y, d, dd F) {
	y = logistic(x)
	d, dd = sigmoidY(y)
	return y, d, dd
}

func sigmoidY[F Float](y F) (d, dd F) {
	d = y * (1 - y)
	return d, d * (1 - 2*y)
}

func softplus[F Float](x F) (y, d, dd F) {
	d = logistic(x)
	return max(x, 0) + log1p(exp(-max(x, -x))), d, d * (1 - d)
}

func silu[F Float](x F) (y, d, dd F) {
	s := logistic(x)
	p := s * (1 - s)
	return x * s, s + F(x*p), 2*p + F(F(x*p)*(1-2*s))
}

// gelu is xΦ(x), with φ = Φ': σ' = Φ + xφ, σ” = (2 − x²)φ.
func gelu[F Float](x F) (y, d, dd F) {
	const (
		halfRoot  = .70710678118654752440 // √½
		rootInv2π = .39894228040143267794 // 1/√(2π)
	)
	big := .5 * (1 + erf(x*halfRoot))
	small := rootInv2π * exp(-.5*x*x)
	return x * big, big + F(x*small), small * (2 - F(x*x))
}

// geluTanh is ½x(1 + tanh u), u = √(2/π)(x + 0.044715x³).
func geluTanh[F Float](x F) (y, d, dd F) {
	const (
		k = .79788456080286535588 // √(2/π)
		c = .044715
	)
	x2 := x * x
	t := tanh(k * (x + F(c*x2*x)))
	u1 := k * (1 + F(3*c*x2)) // u'
	u2 := 6 * k * c * x       // u''
	t1 := 1 - F(t*t)          // dt/du
	t2 := -2 * t * t1
	y = .5 * x * (1 + t)
	d = .5*(1+t) + F(.5*x*t1*u1)
	dd = F(t1*u1) + F(.5*x*(F(t2*u1*u1)+F(t1*u2)))
	return y, d, dd
}

func sine[F Float](x F) (y, d, dd F) {
	y = sin(x)
	return y, cos(x), -y
}
