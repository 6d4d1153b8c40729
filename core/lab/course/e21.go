package course

import (
	"fmt"
	"math"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e21 = &Experiment{
	ID: "E21", Chapter: "fast", Tag: Exact,
	Question: "When should the step come down?",
	Short:    "Cool down: stairs or 1/k",
	Claim:    "Run SGD with a constant step until it bounces, then lower the step: the loss drops at once. Stairs (a tenth every 1000 steps) and γ₀/(1 + jγ₀λ), which is 1/(λk) in the end, both do it; the second is never far behind and needs no dates to be chosen. On a quadratic the recursion V₊ = (1 − γλ)²V + γ²σ² says exactly how far.",
	Source:   "Mertikopoulos, Hallak, Kavis, Cevher 2020 (NeurIPS), §5, for the practice; the recursion is exact",
	Params: []param.Param{
		{Name: "gamma0", Label: "γ₀ first step", Help: "The constant step of the first phase.", Min: .05, Default: .2, Max: .5, Log: true},
		{Name: "lambda", Label: "λ curvature", Help: "Of the function ½λx².", Min: .2, Default: .5, Max: 2, Log: true},
		{Name: "K0", Label: "K₀ cool down", Help: "When the step begins to come down.", Min: 200, Default: 1000, Max: 3000, Int: true},
		{Name: "chains", Label: "chains", Help: "How many independent runs are made with each schedule.", Min: 100, Default: 1500, Max: 8000, Log: true, Int: true},
	},
	Plan: planE21,
}

func planE21(s *Setting) *Plan {
	g0, lambda, K0, n := s.Num("gamma0"), s.Num("lambda"), s.Int("K0"), s.Int("chains")
	const per, K, points = 50, 4000, 80
	schedules := []struct {
		name string
		at   func(k int) float64
	}{
		{"constant", func(int) float64 { return g0 }},
		{"staircase", func(k int) float64 { return g0 / tenTo(1+(k-K0-1)/1000) }},
		{"1/k, c = 1/λ", func(k int) float64 { return g0 / (1 + float64(k-K0)*g0*lambda) }},
		{"1/k, c = 2/λ", func(k int) float64 { return g0 / (1 + float64(k-K0)*g0*lambda/2) }},
	}
	steps := make([][]float64, len(schedules))
	exact := make([][]float64, len(schedules)) // E f after each step
	for i, sch := range schedules {
		steps[i], exact[i] = make([]float64, K+1), make([]float64, K+1)
		V := 25.
		exact[i][0] = .5 * lambda * V
		for k := 1; k <= K; k++ {
			g := g0
			if k > K0 {
				g = sch.at(k)
			}
			steps[i][k] = g
			a := 1 - g*lambda
			V = a*a*V + g*g
			exact[i][k] = .5 * lambda * V
		}
	}
	looks := make([]int, points)
	for i := range looks {
		looks[i] = (i + 1) * K / points
	}
	checks := []int{2000, 4000}
	own := pieces(n, per)
	return &Plan{
		Pieces: own * len(schedules),
		// Sums of f at the looks, then f of each chain at the checks.
		Run: func(piece int) []float64 {
			i := piece % len(schedules)
			from, to := part(piece/len(schedules), n, per)
			out := make([]float64, points)
			for c := from; c < to; c++ {
				rng := s.Rand(i*n + c)
				x := 5.
				look := 0
				for k := 1; k <= K; k++ {
					x -= steps[i][k] * (lambda*x + real.Normal(rng))
					if look < points && looks[look] == k {
						out[look] += .5 * lambda * x * x
						look++
					}
					if k == checks[0] || k == checks[1] {
						out = append(out, .5*lambda*x*x)
					}
				}
			}
			return out
		},
		Report: func(done [][]float64) *Report {
			r := &Report{}
			ks := make([]float64, points)
			for i, k := range looks {
				ks[i] = float64(k)
			}
			fig := Figure{Title: "Mean loss", Alt: "Four losses that fall together, bounce, and part when the step comes down: the constant one stays, the staircase falls in stairs, 1/k falls smoothly and ends lowest.", X: &Axis{Label: "step k", From: at(0), To: at(K)}, Y: &Axis{Label: "E f", Log: true}, Rules: []Rule{upright("cool down", LimitLine, float64(K0))}}
			ends := make([]Estimate, len(schedules))
			var rows []Measure
			for i, sch := range schedules {
				sums := make([]float64, points)
				var at2, at4 []float64
				for p := i; p < len(done); p += len(schedules) {
					if done[p] == nil {
						continue
					}
					for j := range sums {
						sums[j] += done[p][j]
					}
					at2, at4 = append(at2, column(done[p][points:], 0, 2)...), append(at4, column(done[p][points:], 1, 2)...)
				}
				ends[i] = mean(at4)
				rows = append(rows, near(fmt.Sprintf("%s: E f at %d", sch.name, checks[0]), "", exact[i][checks[0]], mean(at2), .1), near(fmt.Sprintf("%s: E f at %d", sch.name, checks[1]), "", exact[i][checks[1]], ends[i], .1))
				law := make([]float64, 0, points)
				for _, k := range looks {
					law = append(law, exact[i][k])
				}
				name := ""
				if i == 0 {
					name = "exact recursion"
				}
				fig.Series = append(fig.Series, series(name, Predicted, Lines, ks, law))
				if len(at4) > 0 {
					for j := range sums {
						sums[j] /= float64(len(at4))
					}
					fig.Series = append(fig.Series, runner(sch.name, i+1, Dots, ks, sums))
				}
			}
			over := func(a, b int) Estimate {
				v := ends[a].Value / ends[b].Value
				return Estimate{v, v * math.Sqrt(ends[a].CI*ends[a].CI/(ends[a].Value*ends[a].Value)+ends[b].CI*ends[b].CI/(ends[b].Value*ends[b].Value))}
			}
			r.Measures = append([]Measure{
				near("constant over 1/k at the end", "×", exact[0][K]/exact[2][K], over(0, 2), .12),
				near("staircase over 1/k with c = 2/λ", "×", exact[1][K]/exact[3][K], over(1, 3), .12),
			}, rows...)
			r.Figures = []Figure{fig}
			r.Caption = fmt.Sprintf("Cooling down at step %d gains a factor of %.3g by step %d.", K0, exact[0][K]/exact[2][K], K)
			return r
		},
	}
}
