package optim

import "saddlelab/core/param"

// AMSGrad in PyTorch's form: Adam dividing by the largest second moment so far, the maximum taken before the bias
// correction.
//
//	m, v as Adam      v̄ ← max(v̄, v)      x ← x − η · m/(1−β₁ᵏ) / (√(v̄/(1−β₂ᵏ)) + ε)
var amsgrad = &Method{
	ID: "amsgrad", Name: "AMSGrad",
	Formula: `\bar v \gets \max(\bar v,\; v),\quad x \gets x - \text{@lr}\,\frac{m/(1-\text{@beta1}^k)}{\sqrt{\bar v/(1-\text{@beta2}^k)}+\epsilon}`,
	Source:  "Reddi, Kale, Kumar 2018, arXiv:1904.09237, Algorithm 2; PyTorch: Adam(amsgrad=True)",
	Help:    "Adam that never forgets its largest gradients: cures the cases where Adam walks to the worst point.",
	Params:  []param.Param{lr(0.01), beta1, beta2, eps, weightDecay},
	New64:   newAMSGrad[float64],
	New32:   newAMSGrad[float32],
}

func newAMSGrad[F Float](s Setup[F]) Optimizer[F] {
	r := newAdam[F](s.P, s.N)
	r.top = make([]F, s.N)
	return chain[F]{decay[F]{F(s.P[4])}, r, scale[F]{}}
}
