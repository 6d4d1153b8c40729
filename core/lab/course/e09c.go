package course

import (
	"fmt"
	"math"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e09c = &Experiment{
	ID: "E09c", Chapter: "sampling", Tag: Asymptotic,
	Question: "How rare is a rare event?",
	Short:    "Rare events",
	Claim:    "Langevin dynamics at temperature T in the double well (x²−1)² goes from −1 to b in the mean time (1/T)∫e^{V/T}∫e^{−V/T}, exact for the diffusion. Kramers’ formula 2π/√(V''(−1)|V''(0)|)·e^{ΔV/T} is its limit as T → 0.",
	Source:   "Kramers 1940; the double integral is in Gardiner, Handbook of Stochastic Methods, §5.2.7",
	Params: []param.Param{
		{Name: "T", Label: "T temperature", Help: "The noise of a step is √(2γT).", Min: .18, Default: .25, Max: 1, Log: true},
		{Name: "gamma", Label: "γ step size", Help: "Time of one step.", Min: .002, Default: .005, Max: .02, Log: true},
		{Name: "chains", Label: "chains", Help: "How many independent runs are made.", Min: 100, Default: 600, Max: 4000, Log: true, Int: true},
	},
	Plan: planE09c,
}

func planE09c(s *Setting) *Plan {
	T, gamma, n := s.Num("T"), s.Num("gamma"), s.Int("chains")
	const per, end = 10, .9
	V := func(x float64) float64 { return (x*x - 1) * (x*x - 1) }
	mean1 := passage(V, T, -3, -1, end, 2000)
	kramers := 2 * math.Pi / math.Sqrt(8*4) * real.Exp(1/T)
	most := int(20 * mean1 / gamma)
	return &Plan{
		Pieces: pieces(n, per),
		Run: func(piece int) []float64 {
			from, to := part(piece, n, per)
			a := math.Sqrt(2 * gamma * T)
			var out []float64
			for c := from; c < to; c++ {
				rng := s.Rand(c)
				x, k := -1., 0
				for x <= end && k < most {
					x += -gamma*4*x*(x*x-1) + a*real.Normal(rng)
					k++
				}
				out = append(out, float64(k)*gamma)
			}
			return out
		},
		Report: func(done [][]float64) *Report {
			times := gathered(done)
			edges := spaced(0, 5*mean1, 41)
			mid, count := histogram(times, edges)
			for i := range count {
				count[i] /= float64(max(1, len(times))) * (edges[1] - edges[0])
			}
			ts := spaced(0, 5*mean1, 121)
			temps := geometric(.18, 1, 25)
			sd := deviation(times)
			return &Report{
				Measures: []Measure{
					near("mean time from −1 to 0.9", "", mean1, mean(times), .1).assuming(gamma <= .01, "the integral is the diffusion’s: γ is too large for it"),
					near("its standard deviation over its mean: 1 if memoryless", "", 1, Estimate{sd.Value / mean(times).Value, sd.CI / mean(times).Value}, .15).assuming(T <= .35, "an event is memoryless only where it is rare: T is too large"),
					shown("Kramers’ formula", "", sure(kramers)),
				},
				Figures: []Figure{
					{Title: "First-passage times", Alt: "A histogram of first-passage times that falls like an exponential.", X: &Axis{Label: "time"}, Y: &Axis{Label: "density", From: at(0)},
						Series: []Series{series("measured", Measured, Bars, mid, count), series("exponential of the predicted mean", Predicted, Lines, ts, apply(ts, func(t float64) float64 { return real.Exp(-t/mean1) / mean1 }))}, Rules: []Rule{upright("predicted mean", Predicted, mean1)}},
					{Title: "Mean time against temperature", Alt: "The mean time against 1/T on a log scale is nearly a straight line; Kramers’ formula is its tangent for large 1/T.", X: &Axis{Label: "1/T"}, Y: &Axis{Label: "mean time", Log: true},
						Series: []Series{series("exact", Predicted, Lines, apply(temps, func(t float64) float64 { return 1 / t }), apply(temps, func(t float64) float64 { return passage(V, t, -3, -1, end, 300) })),
							series("Kramers", LimitLine, Lines, apply(temps, func(t float64) float64 { return 1 / t }), apply(temps, func(t float64) float64 { return 2 * math.Pi / math.Sqrt(32) * real.Exp(1/t) })),
							series("measured", Measured, Dots, []float64{1 / T}, []float64{mean(times).Value})}},
				},
				Caption: fmt.Sprintf("%d chains have crossed. Kramers’ formula says %.4g, %.0f %% off at this temperature.", len(times), kramers, 100*math.Abs(kramers/mean1-1)),
			}
		},
	}
}
