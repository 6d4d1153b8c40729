package course

import (
	"math"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e33b = &Experiment{
	ID: "E33b", Chapter: "adaptive", Tag: Asymptotic,
	Question: "Which schedule does AdaGrad-Norm choose under noise?",
	Short:    "A schedule by itself",
	Claim:    "Where gradients are mostly noise of size σ in d dimensions, AdaGrad-Norm’s b² grows by dσ² a step, so that its step is η/(σ√(dk)): the schedule 1/√k, found by itself. Then E‖x‖² ≈ dγ_kσ²/(2λ), of slope −½.",
	Source:   "Ward, Wu, Bottou 2019; the rate is that of SGD with step γₖ near a minimum",
	Params: []param.Param{
		{Name: "sigma", Label: "σ noise", Help: "Standard deviation of each coordinate of the gradient’s noise.", Min: .3, Default: 1, Max: 3, Log: true},
		{Name: "d", Label: "d dimensions", Help: "Of the function ½‖x‖².", Min: 1, Default: 4, Max: 20, Log: true, Int: true},
		{Name: "steps", Label: "K steps", Help: "How many steps each chain makes.", Min: 5000, Default: 20000, Max: 40000, Log: true, Int: true},
		{Name: "chains", Label: "chains", Help: "How many independent runs are made.", Min: 20, Default: 200, Max: 2000, Log: true, Int: true},
	},
	Plan: planE33b,
}

func planE33b(s *Setting) *Plan {
	sigma, d, K, n := s.Num("sigma"), s.Int("d"), s.Int("steps"), s.Int("chains")
	const per, points = 5, 24
	looks := geometric(20, float64(K), points)
	fits := []int{K / 16, K / 8, K / 4, K / 2, K}
	step := func(k float64) float64 { return 1 / (sigma * math.Sqrt(float64(d)*k)) }
	return &Plan{
		Pieces: pieces(n, per),
		// Per chain: ‖x‖² at five octaves, the last step; then sums over the piece of ‖x‖² and of the step at the looks.
		Run: func(piece int) []float64 {
			from, to := part(piece, n, per)
			sums := make([]float64, 2*points)
			var out []float64
			x, g := make([]float64, d), make([]float64, d)
			for c := from; c < to; c++ {
				rng := s.Rand(c)
				o, lr := method("adagrad-norm", param.Values{"lr": 1, "b0": .1}, d, nil)
				for i := range x {
					x[i] = 1
				}
				b2, look, fit := .01, 0, 0
				for k := 1; k <= K; k++ {
					for i := range g {
						g[i] = x[i] + sigma*real.Normal(rng)
						b2 += g[i] * g[i]
					}
					o.Step(x, g, lr)
					atLook := look < points && float64(k) >= looks[look]-1e-6
					atFit := fit < len(fits) && k == fits[fit]
					if !atLook && !atFit {
						continue
					}
					square := 0.
					for _, v := range x {
						square += v * v
					}
					if atLook {
						sums[2*look] += square
						sums[2*look+1] += 1 / math.Sqrt(b2)
						look++
					}
					if atFit {
						out = append(out, square)
						fit++
					}
				}
				out = append(out, 1/math.Sqrt(b2))
			}
			return append(sums, out...)
		},
		Report: func(done [][]float64) *Report {
			sums := make([]float64, 2*points)
			var all []float64
			for _, p := range done {
				if p == nil {
					continue
				}
				for i := range sums {
					sums[i] += p[i]
				}
				all = append(all, p[2*points:]...)
			}
			stride := len(fits) + 1
			count := float64(len(all) / stride)
			var ks []float64
			var squares []Estimate
			for i, k := range fits {
				ks = append(ks, float64(k))
				squares = append(squares, mean(column(all, i, stride)))
			}
			b := Estimate{math.NaN(), math.NaN()}
			if count > 1 {
				b = logSlopeOf(ks, squares)
			}
			var xs, sq, st []float64
			for i, k := range looks {
				if count > 0 {
					xs, sq, st = append(xs, math.Ceil(k-1e-6)), append(sq, sums[2*i]/count), append(st, sums[2*i+1]/count)
				}
			}
			law := func(k float64) float64 { return float64(d) * step(k) * sigma * sigma / 2 }
			line := geometric(200, float64(K), 2)
			return &Report{
				Measures: []Measure{
					near("step at the end, η/b", "", step(float64(K)), mean(column(all, len(fits), stride)), .03),
					near("E‖x‖² at the end", "", law(float64(K)), squares[len(fits)-1], .1),
					nearly("slope of E‖x‖² against k", "", -.5, b, .06),
				},
				Figures: []Figure{{Title: "Step, and distance to the minimum", Alt: "Both the step and the mean squared distance fall with slope −1/2 on log-log axes.", X: &Axis{Label: "step k", Log: true}, Y: &Axis{Label: "", Log: true},
					Series: []Series{runner("E‖x‖²", 1, Dots, xs, sq), runner("step η/b", 2, Dots, xs, st), series("predicted", Predicted, Lines, line, apply(line, law)), series("", Predicted, Lines, line, apply(line, step))}}},
				Caption: "Nobody chose a schedule. The sum of squared gradients grows like k, and its root is the schedule.",
			}
		},
	}
}
