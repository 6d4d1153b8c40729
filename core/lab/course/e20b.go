package course

import (
	"fmt"
	"math"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e20b = &Experiment{
	ID: "E20b", Chapter: "fast", Tag: Asymptotic,
	Question: "When is averaging the right thing?",
	Short:    "Polyak–Ruppert averaging",
	Claim:    "Near one minimum of curvature λ, SGD with steps c/k^p, ½ < p < 1, and averaged iterates reaches K·Var(x̄) → σ²/λ², the best possible, whatever c is.",
	Source:   "Polyak, Juditsky 1992; Ruppert 1988",
	Params: []param.Param{
		{Name: "c", Label: "c step scale", Help: "Steps are c/k^p.", Min: .1, Default: .3, Max: .9, Log: true},
		{Name: "p", Label: "p exponent", Help: "How quickly the steps shrink.", Min: .55, Default: .66, Max: .9},
		{Name: "lambda", Label: "λ curvature", Help: "Of the function ½λx².", Min: .5, Default: 2, Max: 2, Log: true},
		{Name: "steps", Label: "K steps", Help: "How many iterates are averaged.", Min: 1000, Default: 20000, Max: 50000, Log: true, Int: true},
		{Name: "chains", Label: "chains", Help: "How many independent runs are made at each of two values of c.", Min: 100, Default: 400, Max: 4000, Log: true, Int: true},
	},
	Plan: planE20b,
}

func planE20b(s *Setting) *Plan {
	p, lambda, K, n := s.Num("p"), s.Num("lambda"), s.Int("steps"), s.Int("chains")
	cs := []float64{s.Num("c"), 1} // the chosen one beside 1
	const per, points = 10, 40
	own := pieces(n, per)
	var looks []int
	for _, k := range geometric(10, float64(K), points) {
		looks = append(looks, int(math.Round(k)))
	}
	looks[points-1] = K
	return &Plan{
		Pieces: own * len(cs),
		// Sums over the piece's chains of x̄² and of x² at some steps, then K x̄² of each chain at the end.
		Run: func(piece int) []float64 {
			c := cs[piece/own]
			from, to := part(piece%own, n, per)
			steps := make([]float64, K+1)
			for k := 1; k <= K; k++ {
				steps[k] = c * real.Pow(float64(k), -p)
			}
			out := make([]float64, 2*points)
			for i := from; i < to; i++ {
				rng := s.Rand(piece/own*n + i)
				x, sum, at := 0., 0., 0
				for k := 1; k <= K; k++ {
					x -= steps[k] * (lambda*x + real.Normal(rng))
					sum += x
					for at < points && looks[at] == k {
						m := sum / float64(k)
						out[2*at] += m * m
						out[2*at+1] += x * x
						at++
					}
				}
				out = append(out, sum/float64(K)*(sum/float64(K))*float64(K))
			}
			return out
		},
		Report: func(done [][]float64) *Report {
			r := &Report{}
			fig := Figure{Title: "Mean squared distance to the minimum", Alt: "The averages of both choices of c fall along the same line 1/K, the last iterates lie above it.", X: &Axis{Label: "step k", Log: true}, Y: &Axis{Label: "E x²", Log: true}}
			best := 1 / (lambda * lambda)
			for i, c := range cs {
				var ends []float64
				sums := make([]float64, 2*points)
				for k := range own {
					at := i*own + k
					if at >= len(done) || done[at] == nil {
						continue
					}
					for j := range sums {
						sums[j] += done[at][j]
					}
					ends = append(ends, done[at][2*points:]...)
				}
				r.Measures = append(r.Measures, near(fmt.Sprintf("K·Var of the average, c = %g", c), "", best, mean(ends), .12).
					assuming(K >= 10000 && p >= .6 && p <= .75 && c*lambda >= .5, "the limit is not reached: too few steps, or p too near an end"))
				if len(ends) == 0 {
					continue
				}
				var ks, avg, last []float64
				for j, k := range looks {
					ks, avg, last = append(ks, float64(k)), append(avg, sums[2*j]/float64(len(ends))), append(last, sums[2*j+1]/float64(len(ends)))
				}
				fig.Series = append(fig.Series, runner(fmt.Sprintf("average, c = %g", c), 2*i+1, Lines, ks, avg), runner(fmt.Sprintf("last iterate, c = %g", c), 2*i+2, Lines, ks, last))
			}
			line := geometric(10, float64(K), 2)
			fig.Series = append(fig.Series, series("σ²/(λ²k)", Predicted, Lines, line, apply(line, func(k float64) float64 { return best / k })))
			r.Figures = []Figure{fig}
			r.Caption = "The average does not care about c. This is what averaging is for: one minimum that is not degenerate."
			return r
		},
	}
}
