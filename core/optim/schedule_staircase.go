package optim

import (
	"saddlelab/core/param"
	"saddlelab/core/real"
)

// Constant, then multiplied by a factor, again and again.
//
//	ηₖ = η qʲ,  j = ⌊k/m⌋
var staircase = &Schedule{
	ID: "staircase", Name: "staircase", Formula: `\eta_k = \eta\cdot\text{@factor}^{\lfloor k/\text{@every}\rfloor}`,
	Source: "PyTorch: StepLR(step_size, gamma)",
	Help:   "Constant for a while, then multiplied by a factor, again and again.",
	Params: []param.Param{
		{Name: "every", Label: "steps a stair", Help: "How many steps each stair lasts.", Min: 1, Default: 100, Max: 1e6, Log: true, Int: true},
		{Name: "factor", Label: "factor", Help: "What the step size is multiplied by at the end of each.", Min: 0.001, Default: 0.1, Max: 1, Log: true},
	},
	New: func(p []float64) func(int) float64 {
		every := int(p[0])
		return func(k int) float64 { return real.Pow(p[1], float64(k/every)) }
	},
}
