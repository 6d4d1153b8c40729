package course

import (
	"fmt"
	"math"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e34d = &Experiment{
	ID: "E34d", Chapter: "adaptive", Tag: Asymptotic,
	Question: "What does a rare feature gain?",
	Short:    "Rare features",
	Claim:    "A feature whose gradient is there with probability p has collected Σg² ≈ pT after T steps. Diagonal AdaGrad’s steps along it are 1/√p times those along a feature that is always there.",
	Source:   "Duchi, Hazan, Singer 2011 (JMLR 12), §1.3",
	Params: []param.Param{
		{Name: "T", Label: "T steps", Help: "How many gradients are collected.", Min: 20000, Default: 200000, Max: 500000, Log: true, Int: true},
		{Name: "repeats", Label: "repeats", Help: "How many independent streams there are.", Min: 2, Default: 8, Max: 40, Int: true},
	},
	Plan: planE34d,
}

func planE34d(s *Setting) *Plan {
	T, repeats := s.Int("T"), s.Int("repeats")
	often := []float64{1, .3, .1, .03, .01, .003, .001}
	return &Plan{
		Pieces: repeats,
		Run: func(piece int) []float64 {
			o, lr := method("adagrad", param.Values{"lr": 1, "eps": 1e-12}, len(often), nil)
			rng := s.Rand(piece)
			x, g := make([]float64, len(often)), make([]float64, len(often))
			for range T {
				for i, p := range often {
					g[i] = 0
					if rng.Float64() < p {
						g[i] = real.Normal(rng)
					}
				}
				o.Step(x, g, lr)
			}
			// A probe that is too small to change Σg²: its steps tell the divisors.
			const probe = 1e-3
			for i := range g {
				x[i], g[i] = 0, probe
			}
			o.Step(x, g, lr)
			out := make([]float64, len(often))
			for i := range x {
				out[i] = x[i] / x[0]
			}
			return out
		},
		Report: func(done [][]float64) *Report {
			all := gathered(done)
			r := &Report{}
			var ratios, lo, hi []float64
			for i, p := range often {
				m := mean(column(all, i, len(often)))
				ratios, lo, hi = append(ratios, m.Value), append(lo, m.Value-m.CI), append(hi, m.Value+m.CI)
				if i > 0 && i%2 == 0 {
					r.Measures = append(r.Measures, near(fmt.Sprintf("step of a feature with p = %g", p), "×", 1/math.Sqrt(p), m, .15))
				}
			}
			ps := geometric(.0008, 1, 30)
			got := series("measured", Measured, Dots, often, ratios)
			got.Low, got.High = nums(lo), nums(hi)
			r.Figures = []Figure{{Title: "Length of a step, by how rare its feature is", Alt: "Step lengths against the probability on log-log axes: dots on a line of slope −1/2.", X: &Axis{Label: "p", Log: true}, Y: &Axis{Label: "step against p = 1", Log: true},
				Series: []Series{series("1/√p", Predicted, Lines, ps, apply(ps, func(p float64) float64 { return 1 / math.Sqrt(p) })), got}}}
			r.Caption = "A word that occurs once in a thousand sentences is learned with steps 32 times as long. This is what the diagonal was made for."
			return r
		},
	}
}
