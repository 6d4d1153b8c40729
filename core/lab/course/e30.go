package course

import (
	"fmt"
	"math"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e30 = &Experiment{
	ID: "E30", Chapter: "converge", Tag: Exact,
	Question: "When does a constant step converge after all?",
	Short:    "When noise dies by itself",
	Claim:    "If one model fits every example, the gradient’s noise vanishes with the error. For streaming normal features and b = ⟨a, w*⟩, one step of SGD gives E‖e_k‖² = (1 − 2γ + γ²(d+2))^k‖e₀‖² exactly: linear convergence with a constant step, best at γ = 1/(d+2). Label noise brings the floor γσ²d/(2 − γ(d+2)) back.",
	Source:   "Schmidt, Le Roux 2013; Ma, Bassily, Belkin 2018; Vaswani, Bach, Schmidt 2019",
	Params: []param.Param{
		{Name: "d", Label: "d dimensions", Help: "Of the features.", Min: 2, Default: 10, Max: 40, Int: true},
		{Name: "gamma", Label: "γ·(d+2)", Help: "The step size in units of the best one, 1/(d+2); from 2 on it diverges.", Min: .2, Default: 1, Max: 1.5},
		{Name: "sigma", Label: "σ label noise", Help: "Of the second measurement.", Min: .1, Default: 1, Max: 3, Log: true},
		{Name: "chains", Label: "chains", Help: "How many independent runs are made.", Min: 500, Default: 8000, Max: 40000, Log: true, Int: true},
	},
	Plan: planE30,
}

func planE30(s *Setting) *Plan {
	d, gamma, sigma, n := s.Int("d"), s.Num("gamma")/float64(s.Int("d")+2), s.Num("sigma"), s.Int("chains")
	const K, per = 40, 250
	rate := 1 - 2*gamma + gamma*gamma*float64(d+2)
	floor := gamma * sigma * sigma * float64(d) / (2 - gamma*float64(d+2))
	noisySteps := int(6/gamma) + 50
	noisy := max(100, n/10)
	own := pieces(n, per)
	return &Plan{
		Pieces: own + pieces(noisy, 50),
		// Sums of ‖e_k‖² over the piece's chains for k = 0 … 40, then ‖e₄₀‖² of each; or the last ‖e‖² of noisy chains.
		Run: func(piece int) []float64 {
			e, a := make([]float64, d), make([]float64, d)
			step := func(noise float64, normal func() float64) {
				r := 0.
				for i := range a {
					a[i] = normal()
					r += a[i] * e[i]
				}
				if noise > 0 {
					r -= noise * normal()
				}
				for i := range e {
					e[i] -= gamma * r * a[i]
				}
			}
			square := func() float64 {
				sum := 0.
				for _, v := range e {
					sum += v * v
				}
				return sum
			}
			var out []float64
			if piece >= own {
				from, to := part(piece-own, noisy, 50)
				for c := from; c < to; c++ {
					rng := s.Rand(n + c)
					clear(e)
					sum, count := 0., 0.
					for k := range noisySteps + 300 {
						if step(sigma, func() float64 { return real.Normal(rng) }); k >= noisySteps {
							sum, count = sum+square(), count+1
						}
					}
					out = append(out, sum/count)
				}
				return out
			}
			from, to := part(piece, n, per)
			sums := make([]float64, K+1)
			for c := from; c < to; c++ {
				rng := s.Rand(c)
				for i := range e {
					e[i] = 1 / math.Sqrt(float64(d))
				}
				for k := 0; k <= K; k++ {
					sums[k] += square()
					if k < K {
						step(0, func() float64 { return real.Normal(rng) })
					}
				}
				out = append(out, square())
			}
			return append(sums, out...)
		},
		Report: func(done [][]float64) *Report {
			sums := make([]float64, K+1)
			var ends, floors []float64
			for i, p := range done {
				switch {
				case p == nil:
				case i >= own:
					floors = append(floors, p...)
				default:
					for k := range sums {
						sums[k] += p[k]
					}
					ends = append(ends, p[K+1:]...)
				}
			}
			ks := spaced(0, K, K+1)
			for k := range sums {
				sums[k] /= float64(len(ends))
			}
			want := real.Pow(rate, K)
			return &Report{
				Measures: []Measure{
					near("E‖e‖² after 40 steps", "", want, mean(ends), .06),
					near("with label noise: floor of E‖e‖²", "", floor, mean(floors), .05),
				},
				Figures: []Figure{{Title: "Mean squared error", Alt: "The mean squared error falls in a straight line on a log scale, as predicted.", X: &Axis{Label: "step k"}, Y: &Axis{Label: "E‖eₖ‖²", Log: true},
					Series: []Series{series(fmt.Sprintf("factor %.4g a step", rate), Predicted, Lines, ks, apply(ks, func(k float64) float64 { return real.Pow(rate, k) })), series("measured", Measured, Dots, ks, sums)}, Rules: []Rule{level("floor with label noise", LimitLine, floor)}}},
				Caption: fmt.Sprintf("One example a step, a constant step of %.3g, and still a straight line. Stability ends at 2/(d+2) = %.3g.", gamma, 2/float64(d+2)),
			}
		},
	}
}
