package course

import (
	"fmt"
	"math"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e29b = &Experiment{
	ID: "E29b", Chapter: "generalise", Tag: Exact,
	Question: "Do more parameters always hurt?",
	Short:    "Double descent",
	Claim:    "The least-squares fit of least norm to n noisy examples with p standard normal features has the expected excess risk σ²p/(n − p − 1) for p < n − 1 and (1 − n/p)‖β‖² + σ²n/(p − n − 1) for p > n + 1: it explodes where p passes n, the first model that fits everything, and falls again beyond.",
	Source:   "Hastie, Montanari, Rosset, Tibshirani 2022, Theorem 1 and its finite form; Belkin, Hsu, Xu 2020, Theorem 1",
	Params: []param.Param{
		{Name: "n", Label: "n examples", Help: "The peak is where there are as many parameters as these.", Min: 24, Default: 40, Max: 48, Int: true},
		{Name: "sigma", Label: "σ label noise", Help: "Standard deviation of the labels’ noise; the signal has size 1.", Min: .1, Default: .5, Max: 2, Log: true},
		{Name: "draws", Label: "draws", Help: "How many data sets are drawn of each size.", Min: 50, Default: 200, Max: 2000, Log: true, Int: true},
	},
	Plan: planE29b,
}

// leastNormRisk is E‖β̂ − β‖² for n standard normal examples of p features and ‖β‖ = 1; NaN near p = n, where it is infinite.
func leastNormRisk(n, p, sigma float64) float64 {
	switch {
	case p < n-1:
		return sigma * sigma * p / (n - p - 1)
	case p > n+1:
		return 1 - n/p + sigma*sigma*n/(p-n-1)
	}
	return math.NaN()
}

func planE29b(s *Setting) *Plan {
	n, sigma, draws := s.Int("n"), s.Num("sigma"), s.Int("draws")
	const per = 20
	var sizes []int
	for _, q := range []float64{.25, .5, .75, .875, 1.125, 1.25, 1.5, 2.5, 5, 10} {
		sizes = append(sizes, int(q*float64(n)))
	}
	own := pieces(draws, per)
	return &Plan{
		Pieces: len(sizes) * own,
		// ‖β̂ − β‖² of each draw.
		Run: func(piece int) []float64 {
			k := piece % len(sizes)
			p := sizes[k]
			from, to := part(piece/len(sizes), draws, per)
			var out []float64
			for c := from; c < to; c++ {
				rng := s.Rand(k*draws + c)
				beta := 1 / math.Sqrt(float64(p)) // of each feature: turning the features changes nothing
				rows := columns(n, p, func(int, int) float64 { return real.Normal(rng) })
				y := make([]float64, n)
				for i, row := range rows {
					for _, v := range row {
						y[i] += beta * v
					}
					y[i] += sigma * real.Normal(rng)
				}
				var w []float64
				if p > n {
					w = leastNorm(rows, y)
				} else {
					w = factor(columns(p, n, func(j, i int) float64 { return rows[i][j] }), n).solve(y)
				}
				sum := 0.
				for _, v := range w {
					sum += (v - beta) * (v - beta)
				}
				out = append(out, sum)
			}
			return out
		},
		Report: func(done [][]float64) *Report {
			r := &Report{}
			fig := Figure{Title: "Excess risk by number of parameters", Alt: "The risk rises to a peak where the parameters are as many as the examples, and falls again beyond.", X: &Axis{Label: "p parameters", Log: true}, Y: &Axis{Label: "E‖β̂ − β‖²", Log: true}}
			var below, above [2][]float64
			for _, p := range geometric(float64(sizes[0]), float64(n)-2, 40) {
				below[0], below[1] = append(below[0], p), append(below[1], leastNormRisk(float64(n), p, sigma))
			}
			for _, p := range geometric(float64(n)+2, float64(sizes[len(sizes)-1]), 40) {
				above[0], above[1] = append(above[0], p), append(above[1], leastNormRisk(float64(n), p, sigma))
			}
			xs, ys := make([]float64, len(sizes)), make([]float64, len(sizes))
			for k, p := range sizes {
				var all []float64
				for i := k; i < len(done); i += len(sizes) {
					all = append(all, done[i]...)
				}
				e := mean(all)
				xs[k], ys[k] = float64(p), e.Value
				tol := .12
				if max(p-n, n-p) <= 6 {
					tol = .3 // heavy tails near the peak
				}
				r.Measures = append(r.Measures, near(fmt.Sprintf("p = %d: excess risk", p), "", leastNormRisk(float64(n), float64(p), sigma), e, tol))
			}
			fig.Series = []Series{series("predicted", Predicted, Lines, below[0], below[1]), series("", Predicted, Lines, above[0], above[1]), series("measured", Measured, Dots, xs, ys)}
			fig.Rules = []Rule{upright("p = n", LimitLine, float64(n)), level("of answering 0", LimitLine, 1)}
			r.Figures = []Figure{fig}
			r.Caption = fmt.Sprintf("Every model with more than %d parameters fits all %d noisy examples exactly, and the larger ones of them are better.", n, n)
			return r
		},
	}
}
