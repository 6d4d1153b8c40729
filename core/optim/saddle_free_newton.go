package optim

import (
	"math"

	"saddlelab/core/param"
)

// Saddle-free Newton: Newton's step with each eigenvalue of the Hessian replaced by its absolute value, so that it goes down
// along every eigenvector.
//
//	x ← x − η (|∇²f(x)| + δI)⁻¹ ∇f(x)
//
// Beyond 64 unknowns |∇²f| is taken on the Krylov space of the gradient, of k dimensions, as in the paper. The paper searches
// for the damping at every step; here it is given.
var saddleFreeNewton = &Method{
	ID: "saddle-free-newton", Name: "Saddle-free Newton",
	Formula: `x \gets x - \text{@lr}\,\bigl(|\nabla^2 f(x)| + \text{@damping}\,I\bigr)^{-1}\nabla f(x)`,
	Source:  "Dauphin, Pascanu, Gulcehre, Cho, Ganguli, Bengio 2014, arXiv:1406.2572, Algorithm 1",
	Help:    "Newton's step with negative curvatures taken as positive: saddles repel it instead of attracting it.",
	Needs:   NeedsCurvature,
	Params: []param.Param{
		lr(1),
		damping(0.01),
		{Name: "k", Label: "Krylov dimensions k", Help: "Beyond 64 unknowns: how many Hessian-vector products a step may take.", Min: 1, Default: 20, Max: 64, Int: true},
	},
	New64: newSaddleFree[float64],
	New32: newSaddleFree[float32],
}

func newSaddleFree[F Float](s Setup[F]) Optimizer[F] {
	delta := s.P[1]
	return newSpectrum(s, int(s.P[2]), func(lambda, ghat, c []float64) {
		for i, l := range lambda {
			lambda[i] = math.Abs(l) + delta
		}
		divide(c, ghat, lambda)
	})
}
