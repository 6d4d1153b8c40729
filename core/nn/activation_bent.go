package nn

// Activations made of straight and bent pieces, and powers: σ, σ', σ''. Where they have a kink the derivative is that of the left
// side, as in PyTorch, and the second one 0.

func relu[F Float](x F) (y, d, dd F) {
	if x > 0 {
		return x, 1, 0
	}
	return 0, 0, 0
}

func reluY[F Float](y F) (d, dd F) {
	if y > 0 {
		return 1, 0
	}
	return 0, 0
}

const leak = 0.01

func leaky[F Float](x F) (y, d, dd F) {
	if x > 0 {
		return x, 1, 0
	}
	return x * leak, leak, 0
}

func leakyY[F Float](y F) (d, dd F) {
	if y > 0 {
		return 1, 0
	}
	return leak, 0
}

func elu[F Float](x F) (y, d, dd F) {
	if x > 0 {
		return x, 1, 0
	}
	e := exp(x)
	return e - 1, e, e
}

func eluY[F Float](y F) (d, dd F) {
	if y > 0 {
		return 1, 0
	}
	return y + 1, y + 1
}

func identity[F Float](x F) (y, d, dd F) { return x, 1, 0 }
func identityY[F Float](_ F) (d, dd F)   { return 1, 0 }

func square[F Float](x F) (y, d, dd F) { return x * x, 2 * x, 2 }
func cube[F Float](x F) (y, d, dd F)   { return x * x * x, 3 * x * x, 6 * x }
