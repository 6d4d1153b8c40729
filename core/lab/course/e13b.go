package course

import (
	"fmt"
	"math"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e13b = &Experiment{
	ID: "E13b", Chapter: "converge", Tag: Asymptotic,
	Question: "Does averaging find the minimum of a convex function?",
	Short:    "Averaging is biased",
	Claim:    "With a constant step the average of SGD’s iterates does not converge to the minimum unless f is quadratic: its limit is off by −f'''(x*)γσ²/(4f''(x*)²) to first order in γ. On eˣ − x, whose minimum is 0, that is −γσ²/4.",
	Source:   "Dieuleveut, Durmus, Bach 2020 (Annals of Statistics), Theorem 4",
	Params: []param.Param{
		{Name: "sigma", Label: "σ noise", Help: "Standard deviation of the gradient’s noise.", Min: .2, Default: .5, Max: 1, Log: true},
		{Name: "chains", Label: "chains", Help: "How many independent runs are made at each of three step sizes.", Min: 100, Default: 700, Max: 8000, Log: true, Int: true},
	},
	Plan: planE13b,
}

func planE13b(s *Setting) *Plan {
	sigma, n := s.Num("sigma"), s.Int("chains")
	gammas := []float64{.2, .1, .05}
	tols := []float64{.2, .12, .17}
	const per, burn, steps = 10, 800, 6000
	own := pieces(n, per)
	return &Plan{
		Pieces: own * len(gammas),
		Run: func(piece int) []float64 {
			g := gammas[piece/own]
			from, to := part(piece%own, n, per)
			var out []float64
			for c := from; c < to; c++ {
				rng := s.Rand(piece/own*n + c)
				x, sum := 0., 0.
				for k := range burn + steps {
					x -= g * (expNear0(x) - 1 + sigma*real.Normal(rng))
					if k >= burn {
						sum += x
					}
				}
				out = append(out, sum/steps)
			}
			return out
		},
		Report: func(done [][]float64) *Report {
			r := &Report{}
			var gs, bias, lo, hi []float64
			var estimates []Estimate
			for i, g := range gammas {
				var means []float64
				for k := range own {
					if at := i*own + k; at < len(done) {
						means = append(means, done[at]...)
					}
				}
				m := mean(means)
				r.Measures = append(r.Measures, near(fmt.Sprintf("limit of the average, γ = %g", g), "", -g*sigma*sigma/4, m, tols[i]).assuming(sigma <= .7, "first order in γ: so much noise reaches further"))
				if !math.IsNaN(m.Value) {
					estimates = append(estimates, Estimate{-m.Value, m.CI})
					gs, bias, lo, hi = append(gs, g), append(bias, -m.Value), append(lo, -m.Value-m.CI), append(hi, -m.Value+m.CI)
				}
			}
			b := Estimate{math.NaN(), math.NaN()}
			if len(gs) == 3 && min(bias[0], bias[1], bias[2]) > 0 {
				b = logSlopeOf(gs, estimates)
			}
			r.Measures = append(r.Measures, nearly("slope of the bias against γ", "", 1, b, .15))
			line := geometric(.04, .25, 2)
			got := series("measured", Measured, Dots, gs, bias)
			got.Low, got.High = nums(lo), nums(hi)
			r.Figures = []Figure{{Title: "How far the average is off", Alt: "The bias of the average against the step size on log-log axes: dots on a line of slope 1.", X: &Axis{Label: "γ", Log: true}, Y: &Axis{Label: "−mean of x̄", Log: true},
				Series: []Series{series("γσ²/4", Predicted, Lines, line, apply(line, func(g float64) float64 { return g * sigma * sigma / 4 })), got}}}
			r.Caption = "The minimum is at 0. Averaging removes the noise and leaves a bias, in proportion to the step."
			return r
		},
	}
}

// expNear0 is eˣ to 10⁻¹² for |x| ≤ 3, ten times as fast as real.Exp and with the same bits everywhere as well: Taylor's series at
// x/4, twice squared.
func expNear0(x float64) float64 {
	if x < -3 || x > 3 {
		return real.Exp(x)
	}
	y, sum := x/4, 1.
	for k := 14; k >= 1; k-- {
		sum = 1 + sum*y/float64(k)
	}
	sum *= sum
	return sum * sum
}
