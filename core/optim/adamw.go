package optim

import "saddlelab/core/param"

// AdamW: Adam with the weight decay taken out of the gradient: every weight shrinks by the same factor, whatever the size
// of its gradients.
//
//	x ← (1 − ηλ)x      then Adam's step, or AMSGrad's
var adamw = &Method{
	ID: "adamw", Name: "AdamW",
	Formula: `x \gets (1 - \text{@lr}\,\lambda)\,x - \text{@lr}\,\frac{\hat m}{\sqrt{\hat v}+\epsilon}`,
	Source:  "Loshchilov & Hutter 2019, arXiv:1711.05101, Algorithm 2; PyTorch: AdamW",
	Help:    "Adam with weight decay as a shrinking of the weights, not as a gradient that Adam would rescale.",
	Params: []param.Param{
		lr(0.01), beta1, beta2, eps,
		{Name: "weight_decay", Label: "weight decay", Help: "Each step takes η times this part off every weight.", Min: 0, Default: 0.01, Max: 1},
		{Name: "amsgrad", Label: "AMSGrad", Help: "1: divide by the largest second moment so far.", Min: 0, Default: 0, Max: 1, Int: true},
	},
	New64: newAdamW[float64],
	New32: func(s Setup[float32]) Optimizer[float32] {
		if s.P[5] == 1 {
			return newAdamW(s)
		}
		return &adamw32{lambda: s.P[4], r: newAdam[float32](s.P, s.N)}
	},
}

func newAdamW[F Float](s Setup[F]) Optimizer[F] {
	r := newAdam[F](s.P, s.N)
	if s.P[5] == 1 {
		r.top = make([]F, s.N)
	}
	return chain[F]{r, scale[F]{}, shrink[F]{F(s.P[4])}}
}

// shrink, after the step is scaled, takes ηλx off as well: weight decay that is not part of the gradient.
type shrink[F Float] struct{ lambda F }

func (r shrink[F]) apply(u, x []F, lr F) {
	if r.lambda == 0 {
		return
	}
	k := lr * r.lambda
	for i := range u {
		u[i] -= k * x[i]
	}
}

// adamw32 is adamw fused, without AMSGrad.
type adamw32 struct {
	lambda float64
	r      *adamRule[float32]
}

func (o *adamw32) Step(x, g []float32, lr float64) {
	penalize(float32(-lr*o.lambda), x, x)
	fusedAdam(o.r, x, g, lr)
}
