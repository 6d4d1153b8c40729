package kernel

// Exp1 is the exponential of one number, with the bits that Exp gives it.
func Exp1(x float32) float32 { return exp1(x) }

// Tanh1 is the hyperbolic tangent of one number, with the bits that Tanh gives it.
func Tanh1(x float32) float32 { return tanh1(x) }
