package course

import (
	"fmt"
	"math"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e13 = &Experiment{
	ID: "E13", Chapter: "converge", Tag: Exact,
	Question: "Does SGD with a constant step converge?",
	Short:    "A constant step bounces",
	Claim:    "On ½λx² SGD with a constant step is a first-order autoregression with a = 1 − γλ: it is stationary at variance γσ²/(λ(2 − γλ)), its values ℓ steps apart are correlated by aˡ, and the variance of the mean of K iterates tends to σ²/(λ²K), whatever the step. It diverges if γλ ≥ 2.",
	Source:   "the variance of an AR(1) process; see Bottou, Curtis, Nocedal 2018, §4",
	Params: []param.Param{
		{Name: "gamma", Label: "γ step size", Help: "The constant step size.", Min: .01, Default: .1, Max: 1.9, Log: true},
		{Name: "lambda", Label: "λ curvature", Help: "Of the function ½λx².", Min: .2, Default: 1, Max: 5, Log: true},
		{Name: "sigma", Label: "σ noise", Help: "Standard deviation of the gradient’s noise.", Min: .1, Default: 1, Max: 5, Log: true},
		{Name: "chains", Label: "chains", Help: "How many independent runs are made.", Min: 500, Default: 4000, Max: 20000, Log: true, Int: true},
	},
	Plan: planE13,
}

func planE13(s *Setting) *Plan {
	gamma, lambda, sigma, n := s.Num("gamma"), s.Num("lambda"), s.Num("sigma"), s.Int("chains")
	const per, K, averaged = 100, 2000, 10 // every tenth chain is averaged over K steps
	a := 1 - gamma*lambda
	variance := func(g float64) float64 { return g * sigma * sigma / (lambda * (2 - g*lambda)) }
	V := variance(gamma)
	stable := gamma*lambda < 2
	burn := 50
	if stable {
		burn += int(math.Ceil(12 / -real.Log(max(1e-3, math.Abs(a))))) // e⁻¹² of the start is left
	}
	lags := []int{1, 5, 10, 20}
	ofMean := V / K * ((1+a)/(1-a) - 2*a*(1-real.Pow(math.Abs(a), K))/(K*(1-a)*(1-a)))
	excess := 0. // of the text's second example: three curvatures at once
	three := []float64{.1, 1, 5}
	const threeStep = .1
	for _, l := range three {
		excess += threeStep * sigma * sigma / (2 * (2 - threeStep*l))
	}
	sweep := []float64{.01, .03, .1, .3}
	const sweepChains, threeChains = 400, 2000
	own := pieces(n, per)
	return &Plan{
		Pieces: own + len(sweep) + 4,
		Run: func(piece int) []float64 {
			var out []float64
			switch {
			case piece < own: // x and 20 steps later, the correlations' products, K·x̄² of some; a path of the first
				from, to := part(piece, n, per)
				for c := from; c < to; c++ {
					rng := s.Rand(c)
					x := 0.
					step := func() { x = a*x - gamma*sigma*real.Normal(rng) }
					for range burn {
						step()
					}
					x0 := x
					row := []float64{x0 * x0}
					for k := 1; k <= 20; k++ {
						if step(); k == lags[len(row)-1] {
							row = append(row, x0*x)
						}
					}
					mean := math.NaN()
					if c%averaged == 0 {
						sum := 0.
						for range K {
							step()
							sum += x
						}
						mean = sum / K
					}
					out = append(append(out, row...), mean, x)
				}
			case piece < own+len(sweep): // x² in the long run at another step size
				g := sweep[piece-own]
				b := 1 - g*lambda
				for c := range sweepChains {
					rng := s.Rand(n + (piece-own)*sweepChains + c)
					x := 0.
					for range 50 + int(8/(g*lambda)) {
						x = b*x - g*sigma*real.Normal(rng)
					}
					out = append(out, x*x)
				}
			default: // Σ ½λᵢxᵢ² of three curvatures
				share := threeChains / 4
				for c := range share {
					rng := s.Rand(2*n + 4*sweepChains + (piece-own-len(sweep))*share + c)
					f := 0.
					for _, l := range three {
						x := 0.
						for range 50 + int(6/(threeStep*l)) {
							x += -threeStep * (l*x + sigma*real.Normal(rng))
						}
						f += .5 * l * x * x
					}
					out = append(out, f)
				}
			}
			return out
		},
		Report: func(done [][]float64) *Report {
			var all, f []float64
			var gs []float64
			var vs []Estimate
			for i, d := range done {
				switch {
				case d == nil:
				case i < own:
					all = append(all, d...)
				case i < own+len(sweep):
					if sweep[i-own]*lambda < 2 {
						gs, vs = append(gs, sweep[i-own]), append(vs, mean(d))
					}
				default:
					f = append(f, d...)
				}
			}
			const stride = 7
			squares := mean(column(all, 0, stride))
			var means, ends []float64
			for i := 0; i+stride <= len(all); i += stride {
				if ends = append(ends, all[i+6]); !math.IsNaN(all[i+5]) {
					means = append(means, all[i+5])
				}
			}
			const diverges = "γλ is 2 or more: it diverges"
			r := &Report{Measures: []Measure{near("stationary variance", "", V, squares, .06).assuming(stable, diverges)}}
			for i, l := range lags {
				c := mean(column(all, i+1, stride))
				r.Measures = append(r.Measures, nearly(fmt.Sprintf("correlation at lag %d", l), "", lagged(a, l), Estimate{c.Value / squares.Value, c.CI / squares.Value}, .05).assuming(stable, diverges))
			}
			slopeOf := Estimate{math.NaN(), math.NaN()}
			exact := math.NaN()
			if len(gs) > 2 {
				slopeOf, exact = logSlopeOf(gs, vs), logSlope(gs, apply(gs, variance)).Value
			} else if len(gs) == 0 {
				exact = logSlope(sweep, apply(sweep, variance)).Value
			}
			r.Measures = append(r.Measures,
				near(fmt.Sprintf("variance of the mean of %d iterates", K), "", ofMean, meanSquare(means), .1).assuming(stable, diverges),
				nearly("slope of the variance against γ", "", exact, slopeOf, .05).assuming(.3*lambda < 1, "the sweep’s largest step is too large for this curvature"),
				near("excess of three curvatures 0.1, 1, 5 at γ = 0.1", "", excess, mean(f), .06))
			wide := 4 * math.Sqrt(max(V, 1e-9))
			if !stable {
				wide = 4 * sigma
			}
			edges := spaced(-wide, wide, 49)
			mid, count := histogram(ends, edges)
			for i := range count {
				count[i] /= float64(max(1, len(ends))) * (edges[1] - edges[0])
			}
			xs := spaced(-wide, wide, 161)
			ks := geometric(.008, min(1.9, 1.9/lambda), 50)
			got := series("measured", Measured, Dots, gs, estimates(vs))
			r.Figures = []Figure{
				{Title: "Where the iterates are in the long run", Alt: "A histogram of iterates with the normal density that is predicted.", X: &Axis{Label: "x"}, Y: &Axis{Label: "density", From: at(0)},
					Series: []Series{series("measured", Measured, Bars, mid, count), series("predicted", Predicted, Lines, xs, apply(xs, func(x float64) float64 { return real.Exp(-x*x/(2*V)) / math.Sqrt(2*math.Pi*V) }))}},
				{Title: "Variance against the step", Alt: "The variance against the step on log-log axes: dots on a line of slope 1 that bends upwards at large steps.", X: &Axis{Label: "γ", Log: true}, Y: &Axis{Label: "variance", Log: true},
					Series: []Series{series("γσ²/(λ(2 − γλ))", Predicted, Lines, ks, apply(ks, variance)), got}},
			}
			r.Caption = fmt.Sprintf("No run converges: each bounces with standard deviation %.3g for ever, and is uncorrelated with itself after about %.0f steps.", math.Sqrt(max(0, V)), 1/(gamma*lambda))
			return r
		},
	}
}

// lagged is aˡ.
func lagged(a float64, l int) float64 {
	v := 1.
	for range l {
		v *= a
	}
	return v
}

// estimates are the values alone.
func estimates(es []Estimate) []float64 {
	out := make([]float64, len(es))
	for i, e := range es {
		out[i] = e.Value
	}
	return out
}
