package course

import (
	"fmt"
	"math"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e10c = &Experiment{
	ID: "E10c", Chapter: "critical", Tag: Asymptotic,
	Question: "How slow is a saddle without curvature?",
	Short:    "Leaving without curvature",
	Claim:    "From distance r₀ along a falling ray of the monkey saddle gradient descent takes (1/r₀ − 1)/(3γ) steps to r = 1: a power of 1/r₀, where a strict saddle takes a logarithm. With noise of constant size the exit time grows like γ^{−4/3}.",
	Source:   "elementary: ṙ = 3r²; with noise the scaling y ~ (γσ²)^{1/3}, T ~ 1/(γy)",
	Params: []param.Param{
		{Name: "gamma", Label: "γ step size", Help: "Of the runs without noise.", Min: .01, Default: .05, Max: .1, Log: true},
		{Name: "chains", Label: "chains", Help: "How many noisy runs are made at each of five step sizes.", Min: 50, Default: 300, Max: 2000, Log: true, Int: true},
	},
	Plan: planE10c,
}

func planE10c(s *Setting) *Plan {
	gamma, n := s.Num("gamma"), s.Int("chains")
	starts := []float64{.1, .01, .001}
	gammas := []float64{.1, .03, .01, .003, .001}
	const per, exit = 20, 3.
	own := pieces(n, per)
	formula := func(r0 float64) float64 { return (1/r0 - 1) / (3 * gamma) }
	return &Plan{
		Pieces: 1 + own*len(gammas),
		Run: func(piece int) []float64 {
			if piece == 0 {
				var out []float64
				for _, r := range starts {
					k := 0.
					for ; r < 1; k++ {
						r += 3 * gamma * r * r
					}
					out = append(out, k)
				}
				return out
			}
			g := gammas[(piece-1)/own]
			from, to := part((piece-1)%own, n, per)
			var out []float64
			for c := from; c < to; c++ {
				rng := s.Rand((piece-1)/own*n + c)
				x, y, k := 0., 0., 0.
				for ; x*x+y*y < exit*exit; k++ {
					x, y = x-g*(3*(x*x-y*y)+real.Normal(rng)), y-g*(-6*x*y+real.Normal(rng))
				}
				out = append(out, k)
			}
			return out
		},
		Report: func(done [][]float64) *Report {
			r := &Report{}
			got := []float64{math.NaN(), math.NaN(), math.NaN()}
			if len(done) > 0 && done[0] != nil {
				got = done[0]
			}
			var gs, ts, lo, hi []float64
			var estimates []Estimate
			for i, g := range gammas {
				var times []float64
				for k := range own {
					if at := 1 + i*own + k; at < len(done) {
						times = append(times, done[at]...)
					}
				}
				if m := mean(times); m.Value > 0 {
					estimates = append(estimates, m)
					gs, ts, lo, hi = append(gs, g), append(ts, m.Value), append(lo, m.Value-m.CI), append(hi, m.Value+m.CI)
				}
			}
			b := Estimate{math.NaN(), math.NaN()}
			if len(gs) == len(gammas) {
				b = logSlopeOf(gs, estimates)
			}
			r.Measures = append(r.Measures, nearly("with noise: slope of exit time against γ", "", -4./3, b, .08))
			for i, r0 := range starts {
				r.Measures = append(r.Measures, near(fmt.Sprintf("from r₀ = %g to 1", r0), "steps", formula(r0), sure(got[i]), .12))
			}
			noisy := series("measured, slope "+signed("%.3f", b.Value), Measured, Dots, gs, ts)
			if math.IsNaN(b.Value) {
				noisy.Name = "measured"
			}
			noisy.Low, noisy.High = nums(lo), nums(hi)
			line := geometric(.0008, .13, 2)
			mid := 98. // steps at γ = 0.03, as measured: the law gives the slope alone
			if len(ts) > 1 {
				mid = ts[1]
			}
			rs := geometric(5e-4, .3, 31)
			r.Figures = []Figure{
				{Title: "Noise leaves the monkey saddle", Alt: "Mean exit times against the step size on log-log axes: dots on a line of slope −4/3.", X: &Axis{Label: "γ", Log: true}, Y: &Axis{Label: "mean exit time", Log: true},
					Series: []Series{series("slope −4/3", Predicted, Lines, line, apply(line, func(g float64) float64 { return mid * real.Pow(g/.03, -4./3) })), noisy}},
				{Title: "Without noise, from r₀ to 1", Alt: "Steps against the starting distance: the monkey saddle's rise like 1/r₀, a strict saddle's like a logarithm.", X: &Axis{Label: "r₀", Log: true}, Y: &Axis{Label: "steps", Log: true},
					Series: []Series{series("(1/r₀ − 1)/(3γ)", Predicted, Lines, rs, apply(rs, formula)), series("a strict saddle of curvature 1", LimitLine, Lines, rs, apply(rs, func(r float64) float64 { return real.Log(1/r) / real.Log(1+gamma) })), series("measured", Measured, Dots, starts, got)}},
			}
			r.Caption = "A strict saddle is left in ln(1/r₀)/ln(1+γλ) steps; here ten times closer costs ten times more."
			return r
		},
	}
}
