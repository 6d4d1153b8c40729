package optim

import "saddlelab/core/param"

// Newton's method, pure: it solves for where the gradient's linear model is 0, be that a minimum, a maximum or a saddle.
//
//	x ← x − η (∇²f(x) + δI)⁻¹ ∇f(x)
//
// Beyond 64 unknowns the inverse is that on the Krylov space of the gradient, of 64 dimensions.
var newton = &Method{
	ID: "newton", Name: "Newton",
	Formula: `x \gets x - \text{@lr}\,\bigl(\nabla^2 f(x) + \text{@damping}\,I\bigr)^{-1}\nabla f(x)`,
	Source:  "Nocedal & Wright 2006, Numerical Optimization, eq. 2.15; damping: Levenberg 1944",
	Help:    "Jumps to where the slope would be 0 if curvature stayed the same: very fast, and as glad to land on a saddle as on a minimum.",
	Needs:   NeedsCurvature,
	Params: []param.Param{
		lr(1),
		damping(0),
	},
	New64: func(s Setup[float64]) Optimizer[float64] {
		delta := s.P[1]
		return newSpectrum(s, dense, func(lambda, ghat, c []float64) {
			for i := range lambda {
				lambda[i] += delta
			}
			divide(c, ghat, lambda)
		})
	},
}

func damping(def float64) param.Param {
	return param.Param{Name: "damping", Label: "damping δ", Help: "Is added to every curvature: the larger, the shorter and the more like gradient descent.", Min: 0, Default: def, Max: 1e6, Log: true}
}
