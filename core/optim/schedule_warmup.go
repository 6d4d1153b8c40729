package optim

import "saddlelab/core/param"

// Linear warm-up, then constant.
//
//	ηₖ = η min(1, (k+1)/W)
var warmup = &Schedule{
	ID: "warmup", Name: "warm-up", Formula: `\eta_k = \eta\,\min\!\left(1, \frac{k+1}{\text{@steps}}\right)`,
	Source: "Goyal et al. 2017, arXiv:1706.02677, section 2.2",
	Help:   "Grows in equal steps to η, and stays: the first steps, where curvature is often largest, are short.",
	Params: []param.Param{
		{Name: "steps", Label: "steps", Help: "How many steps the growth takes.", Min: 1, Default: 40, Max: 1e6, Log: true, Int: true},
	},
	New: func(p []float64) func(int) float64 {
		return func(k int) float64 { return min(1, float64(k+1)/p[0]) }
	},
}
