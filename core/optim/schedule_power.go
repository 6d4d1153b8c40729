package optim

import (
	"saddlelab/core/param"
	"saddlelab/core/real"
)

// A power of the step's number.
//
//	ηₖ = η (k + b)⁻ᵖ
var power = &Schedule{
	ID: "power", Name: "power 1/kᵖ", Formula: `\eta_k = \eta\,(k+\text{@b})^{-\text{@p}}`,
	Source: "Robbins & Monro 1951: Σηₖ = ∞ and Σηₖ² < ∞ ask for ½ < p ≤ 1",
	Help:   "Shrinks as a power of the step's number: with b = 1 it begins with η itself, with a larger b more evenly.",
	Params: []param.Param{
		{Name: "p", Label: "power p", Help: "½ < p ≤ 1 makes SGD converge; smaller keeps bouncing, larger may stop short.", Min: 0, Default: 0.5, Max: 2},
		{Name: "b", Label: "offset b", Help: "Added to the step's number: the first step sizes differ less.", Min: 0.01, Default: 1, Max: 1e6, Log: true},
	},
	New: func(p []float64) func(int) float64 {
		return func(k int) float64 { return real.Pow(float64(k)+p[1], -p[0]) }
	},
}
