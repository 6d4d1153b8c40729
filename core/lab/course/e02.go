package course

import (
	"fmt"
	"math"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e02 = &Experiment{
	ID: "E02", Chapter: "problem", Tag: Exact,
	Question: "How far is the training error from the truth?",
	Short:    "Empirical and population risk",
	Claim:    "Fit a linear model in d dimensions to n examples with label noise σ² by least squares, normal features. The training error has the mean σ²(1 − d/n), the population risk σ²(1 + d/(n − d − 1)): the fit is optimistic by twice what it costs. At one fixed model the empirical risk deviates from the population’s by an amount of order n^{−1/2}.",
	Source:   "Efron 1986 for the optimism; the expectations are those of a Wishart matrix",
	Params: []param.Param{
		{Name: "n", Label: "n examples", Help: "How many examples the model is fitted to.", Min: 15, Default: 30, Max: 300, Log: true, Int: true},
		{Name: "d", Label: "d dimensions", Help: "Of the features.", Min: 1, Default: 10, Max: 12, Int: true},
		{Name: "sigma", Label: "σ noise", Help: "Of the labels.", Min: .1, Default: 1, Max: 3, Log: true},
		{Name: "repeats", Label: "repeats", Help: "How many sets are drawn.", Min: 100, Default: 1500, Max: 10000, Log: true, Int: true},
	},
	Plan: planE02,
}

func planE02(s *Setting) *Plan {
	n, d, sigma, repeats := s.Int("n"), s.Int("d"), s.Num("sigma"), s.Int("repeats")
	const per, fixed = 50, 2000
	sizes := []int{30, 100, 300}
	ns := []float64{10, 40, 160, 640}
	train := func(n float64) float64 { return sigma * sigma * (1 - float64(d)/n) }
	population := func(n float64) float64 { return sigma * sigma * (1 + float64(d)/(n-float64(d)-1)) }
	own := pieces(repeats, per)
	fit := func(id, n int) (tr, te float64) {
		rng := s.Rand(id)
		cols := columns(d, n, func(int, int) float64 { return real.Normal(rng) })
		keep := columns(d, n, func(j, i int) float64 { return cols[j][i] })
		y := make([]float64, n)
		for i := range y {
			y[i] = sigma * real.Normal(rng) // the true weights are 0, which changes nothing
		}
		w := factor(cols, n).solve(append([]float64(nil), y...))
		te = sigma * sigma
		for _, v := range w {
			te += v * v
		}
		for i := range y {
			e := -y[i]
			for j, v := range w {
				e += keep[j][i] * v
			}
			tr += e * e / float64(n)
		}
		return tr, te
	}
	return &Plan{
		Pieces: own + len(sizes) + len(ns),
		Run: func(piece int) []float64 {
			var out []float64
			switch {
			case piece < own:
				from, to := part(piece, repeats, per)
				for c := from; c < to; c++ {
					tr, te := fit(c, n)
					out = append(out, tr, te)
				}
			case piece < own+len(sizes): // fewer repeats at other sizes, for the chart
				for c := range 100 {
					tr, te := fit(repeats+(piece-own)*100+c, sizes[piece-own])
					out = append(out, tr, te)
				}
			default: // the empirical risk of one model whose losses are 2χ²₁
				rng := s.Rand(1<<24 + piece)
				m := int(ns[piece-own-len(sizes)])
				for range fixed {
					sum := 0.
					for range m {
						z := real.Normal(rng)
						sum += 2 * z * z
					}
					out = append(out, sum/float64(m))
				}
			}
			return out
		},
		Report: func(done [][]float64) *Report {
			var all, at3, tr3, te3, sds, at4 []float64
			var deviations []Estimate
			for i, p := range done {
				switch {
				case p == nil:
				case i < own:
					all = append(all, p...)
				case i < own+len(sizes):
					at3 = append(at3, float64(sizes[i-own]))
					tr3, te3 = append(tr3, mean(column(p, 0, 2)).Value), append(te3, mean(column(p, 1, 2)).Value)
				default:
					sd := deviation(p)
					at4, sds, deviations = append(at4, ns[i-own-len(sizes)]), append(sds, sd.Value), append(deviations, sd)
				}
			}
			b, last := Estimate{math.NaN(), math.NaN()}, Estimate{math.NaN(), math.NaN()}
			if len(sds) == len(ns) {
				b, last = logSlopeOf(at4, deviations), deviations[len(ns)-1]
			}
			x := geometric(float64(d)+3, 400, 60)
			return &Report{
				Measures: []Measure{
					near("training error", "", train(float64(n)), mean(column(all, 0, 2)), .03),
					near("population risk", "", population(float64(n)), mean(column(all, 1, 2)), .03).assuming(n >= d+4, "its variance is finite for n > d + 3 only"),
					near("one model, n = 640: deviation of the empirical risk", "", 2*math.Sqrt(2./640), last, .06),
					nearly("slope of that deviation against n", "", -.5, b, .03),
				},
				Figures: []Figure{
					{Title: "What the fit says, and what is true", Alt: "Against n: the population risk falls from above, the training error rises from below, both to the noise.", X: &Axis{Label: "n", Log: true}, Y: &Axis{Label: "mean squared error", From: at(0), To: at(4 * sigma * sigma)},
						Series: []Series{series("predicted", Predicted, Lines, x, apply(x, train)), series("", Predicted, Lines, x, apply(x, population)), runner("population risk", 2, Dots, append(at3, float64(n)), append(te3, mean(column(all, 1, 2)).Value)), runner("training error", 1, Dots, append(append([]float64(nil), at3...), float64(n)), append(tr3, mean(column(all, 0, 2)).Value))}, Rules: []Rule{level("noise σ²", LimitLine, sigma*sigma)}},
					{Title: "Deviation at one fixed model", Alt: "The deviation against n on log-log axes: dots on a line of slope −1/2.", X: &Axis{Label: "n", Log: true}, Y: &Axis{Label: "deviation", Log: true}, Series: []Series{series("2√(2/n)", Predicted, Lines, ns, apply(ns, func(n float64) float64 { return 2 * math.Sqrt(2/n) })), series("measured", Measured, Dots, at4, sds)}},
				},
				Caption: fmt.Sprintf("With n = %d and d = %d the fit believes to be at %.3g and is at %.3g.", n, d, train(float64(n)), population(float64(n))),
			}
		},
	}
}
