package course

import (
	"fmt"
	"math"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e09 = &Experiment{
	ID: "E09", Chapter: "sampling", Tag: Exact,
	Question: "When does noise turn descent into sampling?",
	Short:    "√(2γ) or γ",
	Claim:    "On ½λx² stochastic gradient Langevin dynamics, with noise √(2γ)ξ, is stationary at variance 1/(λ(1 − γλ/2)), which tends to that of the density e^{−U} as γ → 0. Perturbed SGD, with noise γσξ, is stationary at γσ²/(λ(2 − γλ)), which tends to 0.",
	Source:   "Welling, Teh 2011 (ICML); the variances are those of an AR(1) process",
	Params: []param.Param{
		{Name: "gamma", Label: "γ step size", Help: "The constant step size of both.", Min: .005, Default: .1, Max: 1.5, Log: true},
		{Name: "lambda", Label: "λ curvature", Help: "Of U = ½λx².", Min: .2, Default: 2, Max: 5, Log: true},
		{Name: "sigma", Label: "σ noise", Help: "Of perturbed SGD: standard deviation of the gradient’s noise. At √2 both add the same noise at γ = 1.", Min: .2, Default: 1.4142135623730951, Max: 5, Log: true},
		{Name: "chains", Label: "chains", Help: "How many independent runs are made of each method.", Min: 500, Default: 6000, Max: 20000, Log: true, Int: true},
	},
	Plan: planE09,
}

func planE09(s *Setting) *Plan {
	gamma, lambda, sigma, n := s.Num("gamma"), s.Num("lambda"), s.Num("sigma"), s.Int("chains")
	const per = 250
	sweep := []float64{.01, .03, .1, .3}
	const sweepChains = 500
	langevin := func(g float64) float64 { return 1 / (lambda * (1 - g*lambda/2)) }
	perturbed := func(g float64) float64 { return g * sigma * sigma / (lambda * (2 - g*lambda)) }
	stable := gamma*lambda < 2
	// The ends of a chain of each method after 12/(γλ) + 50 steps: e⁻²⁴ of the start is left.
	chain := func(c int, g float64) (x, y float64) {
		rng := s.Rand(c)
		a, b := math.Sqrt(2*g), g*sigma
		for range int(12/(g*lambda)) + 50 {
			x += -g*lambda*x + a*real.Normal(rng)
			y += -g*lambda*y + b*real.Normal(rng)
		}
		return x, y
	}
	own := pieces(n, per)
	return &Plan{
		Pieces: own + len(sweep),
		Run: func(piece int) []float64 {
			g, from, to := gamma, 0, sweepChains
			if piece < own {
				from, to = part(piece, n, per)
			} else {
				g = sweep[piece-own]
				from, to = n+(piece-own)*sweepChains, n+(piece-own+1)*sweepChains
			}
			var out []float64
			for c := from; c < to; c++ {
				x, y := chain(c, g)
				out = append(out, x, y)
			}
			return out
		},
		Report: func(done [][]float64) *Report {
			var all []float64
			var gs, vx, vy []float64
			for i, d := range done {
				if i < own {
					all = append(all, d...)
				} else if d != nil && sweep[i-own]*lambda < 2 {
					gs, vx, vy = append(gs, sweep[i-own]), append(vx, meanSquare(column(d, 0, 2)).Value), append(vy, meanSquare(column(d, 1, 2)).Value)
				}
			}
			xs, ys := column(all, 0, 2), column(all, 1, 2)
			const diverges = "γλ is 2 or more: both diverge"
			wide := 4 * math.Sqrt(max(langevin(gamma), .01))
			if !stable {
				wide = 4
			}
			edges := spaced(-wide, wide, 61)
			mid, hx := histogram(xs, edges)
			_, hy := histogram(ys, edges)
			width := edges[1] - edges[0]
			for i := range hx {
				hx[i] /= float64(max(1, len(xs))) * width
				hy[i] /= float64(max(1, len(ys))) * width
			}
			normal := func(v float64) func(float64) float64 {
				return func(x float64) float64 { return real.Exp(-x*x/(2*v)) / math.Sqrt(2*math.Pi*v) }
			}
			at200 := spaced(-wide, wide, 201)
			hist := Figure{Title: "Where the chains are in the long run", X: &Axis{Label: "x"}, Y: &Axis{Label: "density", From: at(0)},
				Alt: "Two histograms with their normal densities: Langevin dynamics as wide as the density e^−U, perturbed SGD much narrower."}
			hist.Series = []Series{series("SGLD, measured", Measured, Bars, mid, hx)}
			if stable {
				hist.Series = append(hist.Series,
					series("predicted", Predicted, Lines, at200, apply(at200, normal(langevin(gamma)))),
					series("", Predicted, Lines, at200, apply(at200, normal(perturbed(gamma)))),
					runner("perturbed SGD, measured", 2, Lines, mid, hy),
					series("e⁻ᵁ, the target", LimitLine, Lines, at200, apply(at200, normal(1/lambda))))
			}
			ks := geometric(.005, min(1.5, 1.6/lambda), 60)
			sweepFig := Figure{Title: "Variance against the step", X: &Axis{Label: "γ", Log: true}, Y: &Axis{Label: "stationary variance", Log: true},
				Alt: "Langevin dynamics’ variance tends to a constant as the step goes to 0, perturbed SGD’s falls in proportion to the step.",
				Series: []Series{series("predicted", Predicted, Lines, ks, apply(ks, langevin)), series("", Predicted, Lines, ks, apply(ks, perturbed)),
					runner("SGLD", 1, Dots, gs, vx), runner("perturbed SGD", 2, Dots, gs, vy)},
				Rules: []Rule{level("1/λ", LimitLine, 1/lambda)}}
			// At ‖∇f‖ = 1 in p dimensions the noise of a step over its drift is √(2γp)/γ, or σ√p: slopes −½ and 0, from four steps each.
			return &Report{
				Measures: []Measure{
					near("SGLD: stationary variance", "", langevin(gamma), meanSquare(xs), .04).assuming(stable, diverges),
					near("perturbed SGD: stationary variance", "", perturbed(gamma), meanSquare(ys), .04).assuming(stable, diverges),
					nearly("SGLD: slope of noise over drift against γ", "", -.5, noiseOverDrift(s, all, func(g float64) float64 { return math.Sqrt(2 * g) }), .02),
					nearly("perturbed SGD: the same slope", "", 0, noiseOverDrift(s, all, func(g float64) float64 { return g * sigma }), .02),
				},
				Figures: []Figure{hist, sweepFig},
				Caption: fmt.Sprintf("The target’s variance is 1/λ = %.4g. SGLD is off by a factor of 1/(1 − γλ/2), perturbed SGD forgets it.", 1/lambda),
			}
		},
	}
}

// noiseOverDrift is the slope of log(‖noise‖/‖γ∇f‖) on log γ at ‖∇f‖ = 1 in 1000 dimensions, once there is anything to report.
func noiseOverDrift(s *Setting, all []float64, size func(gamma float64) float64) Estimate {
	if len(all) == 0 {
		return Estimate{math.NaN(), math.NaN()}
	}
	rng := s.Rand(1 << 24)
	gs := []float64{.1, .01, .001, .0001}
	ratio := make([]float64, len(gs))
	for i, g := range gs {
		sum := 0.
		for range 1000 {
			z := size(g) * real.Normal(rng)
			sum += z * z
		}
		ratio[i] = math.Sqrt(sum) / g
	}
	return logSlope(gs, ratio)
}
