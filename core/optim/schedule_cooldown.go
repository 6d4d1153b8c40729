package optim

import "saddlelab/core/param"

// Constant, then as 1/k, without a jump.
//
//	ηₖ = η               for k < K
//	ηₖ = η/(1 + r(k−K))  for k ≥ K
//
// With r = ηλ it is the best 1/k there is on ½λx² with noise.
var cooldown = &Schedule{
	ID: "cooldown", Name: "constant, then 1/k", Formula: `\eta_k = \eta\,/\,\bigl(1+\text{@rate}\cdot\max(0,\,k-\text{@start})\bigr)`,
	Source: "Mertikopoulos, Hallak, Kavis, Cevher 2020, arXiv:2006.11144: constant steps, then a 1/k cool-down",
	Help:   "Constant to get near, then 1/k to settle: the noise that kept it bouncing is averaged away.",
	Params: []param.Param{
		{Name: "start", Label: "cool down at", Help: "The step at which it begins to shrink.", Min: 0, Default: 200, Max: 1e6, Log: true, Int: true},
		{Name: "rate", Label: "rate", Help: "How fast: after 1/rate steps it has halved. η times the smallest curvature is best.", Min: 1e-6, Default: 0.05, Max: 1, Log: true},
	},
	New: func(p []float64) func(int) float64 {
		start := int(p[0])
		return func(k int) float64 { return 1 / (1 + p[1]*float64(max(0, k-start))) }
	},
}
