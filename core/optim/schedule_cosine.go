package optim

import (
	"math"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

// Half a cosine from η to its smallest, which then stays.
//
//	ηₖ = η (m + (1−m)(1 + cos(πk/T))/2),  k ≤ T
var cosine = &Schedule{
	ID: "cosine", Name: "cosine", Formula: `\eta_k = \eta\,\Bigl(\text{@min} + \tfrac{1-\text{@min}}{2}\bigl(1+\cos\tfrac{\pi k}{\text{@steps}}\bigr)\Bigr)`,
	Source: "Loshchilov & Hutter 2017, arXiv:1608.03983, eq. 5; PyTorch: CosineAnnealingLR",
	Help:   "Falls along half a cosine: slowly, fast, slowly.",
	Params: []param.Param{
		total("How many steps the fall takes; after it the step size stays at its smallest."),
		{Name: "min", Label: "smallest", Help: "What is left at the end, as a part of η.", Min: 0, Default: 0, Max: 1},
	},
	New: func(p []float64) func(int) float64 {
		return func(k int) float64 { return anneal(1, p[1], float64(k)/p[0]) }
	},
}

// anneal goes from a to b along half a cosine as part goes from 0 to 1, and stays there.
func anneal(a, b, part float64) float64 {
	return b + (a-b)/2*(1+real.Cos(math.Pi*math.Min(part, 1)))
}
