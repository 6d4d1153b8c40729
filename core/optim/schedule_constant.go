package optim

import "saddlelab/core/param"

// Constant step size.
//
//	ηₖ = η
var constant = &Schedule{
	ID: "constant", Name: "constant", Formula: `\eta_k = \eta`, Source: "",
	Help:   "The same step size throughout: fast at first, then it bounces about a level set by the noise.",
	Params: []param.Param{},
	New:    func([]float64) func(int) float64 { return func(int) float64 { return 1 } },
}
