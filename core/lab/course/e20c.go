package course

import (
	"fmt"
	"math"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e20c = &Experiment{
	ID: "E20c", Chapter: "fast", Tag: Asymptotic,
	Question: "Does SGD stay at a minimum for ever?",
	Short:    "It leaves in the end",
	Claim:    "With a constant step γ SGD in the double well ¼(x²−1)² behaves like a diffusion at temperature θ = γσ²/2. It hops from −1 to 0.8 after (1/(γθ))∫e^{V/θ}∫e^{−V/θ} steps in the mean, which grows like e^{2ΔV/(γσ²)}: it stays with high probability, for a time that is exponential in 1/γ, and not for ever.",
	Source:   "Freidlin, Wentzell 1984; the double integral is the diffusion’s exact mean",
	Params: []param.Param{
		{Name: "sigma", Label: "σ noise", Help: "Standard deviation of the gradient’s noise.", Min: 1.3, Default: 1.5, Max: 3, Log: true},
		{Name: "chains", Label: "chains", Help: "How many independent runs are made at each of five step sizes.", Min: 50, Default: 200, Max: 2000, Log: true, Int: true},
	},
	Plan: planE20c,
}

func planE20c(s *Setting) *Plan {
	sigma, n := s.Num("sigma"), s.Int("chains")
	gammas := []float64{.12, .09, .07, .05, .04}
	const per, end, depth = 5, .8, .25
	V := func(x float64) float64 { return .25 * (x*x - 1) * (x*x - 1) }
	hop := func(g float64, intervals int) float64 {
		theta := g * sigma * sigma / 2
		return passage(V, theta, -3, -1, end, intervals) / g
	}
	want := make([]float64, len(gammas))
	for i, g := range gammas {
		want[i] = hop(g, 1500)
	}
	own := pieces(n, per)
	return &Plan{
		Pieces: own * len(gammas),
		Run: func(piece int) []float64 {
			// The longest runs first, so that workers end together.
			i := len(gammas) - 1 - piece/own
			g, most := gammas[i], int(30*want[i])
			from, to := part(piece%own, n, per)
			out := []float64{}
			for c := from; c < to; c++ {
				rng := s.Rand(i*n + c)
				x, k := -1., 0
				for x <= end && k < most {
					x -= g * (x*(x*x-1) + sigma*real.Normal(rng))
					k++
				}
				out = append(out, float64(k))
			}
			return out
		},
		Report: func(done [][]float64) *Report {
			r := &Report{}
			var inverse, logT, is, ts, lo, hi []float64
			rows := make([]Measure, len(gammas))
			for p := range gammas {
				i := len(gammas) - 1 - p
				var times []float64
				for k := range own {
					if at := p*own + k; at < len(done) {
						times = append(times, done[at]...)
					}
				}
				m := mean(times)
				rows[i] = near(fmt.Sprintf("mean hop time, γ = %g", gammas[i]), "steps", want[i], m, .2)
				if m.Value > 0 {
					is, ts, lo, hi = append(is, 1/gammas[i]), append(ts, m.Value), append(lo, m.Value-m.CI), append(hi, m.Value+m.CI)
					inverse, logT = append(inverse, 1/gammas[i]), append(logT, real.Log(gammas[i]*m.Value))
				}
			}
			b := Estimate{math.NaN(), math.NaN()}
			if len(inverse) == len(gammas) {
				b = slope(inverse, logT)
			}
			r.Measures = append([]Measure{near("slope of ln(γT) against 1/γ: 2ΔV/σ²", "", 2*depth/(sigma*sigma), b, .12).assuming(sigma <= 1.6, "the slope is that of low temperature")}, rows...)
			gs := geometric(.035, .14, 30)
			got := series("measured", Measured, Dots, is, ts)
			got.Low, got.High = nums(lo), nums(hi)
			r.Figures = []Figure{{Title: "Mean time until SGD leaves its minimum", Alt: "Hop times on a log scale against 1/γ: dots on a line that is nearly straight.", X: &Axis{Label: "1/γ"}, Y: &Axis{Label: "steps", Log: true},
				Series: []Series{series("exact, of the diffusion", Predicted, Lines, apply(gs, func(g float64) float64 { return 1 / g }), apply(gs, func(g float64) float64 { return hop(g, 300) })), got}}}
			r.Caption = "A straight line here is an exponential: a step half as long stays as long squared, up to a factor."
			return r
		},
	}
}
