package course

import (
	"fmt"
	"math"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e30b = &Experiment{
	ID: "E30b", Chapter: "converge", Tag: Bound,
	Question: "Does it work on a data set as well?",
	Short:    "Interpolate, or hover",
	Claim:    "SGD with one example a step and a constant step converges linearly, to zero error, if some model fits every example: with more parameters than examples. With fewer the gradients of the examples do not vanish together, and it hovers above the least error for ever.",
	Source:   "Strohmer, Vershynin 2009 (randomized Kaczmarz); Ma, Bassily, Belkin 2018 (ICML)",
	Params: []param.Param{
		{Name: "few", Label: "smaller number", Help: "Of examples in the first problem, of parameters in the second.", Min: 5, Default: 20, Max: 30, Int: true},
		{Name: "many", Label: "larger number", Help: "Of parameters in the first problem, of examples in the second.", Min: 50, Default: 60, Max: 120, Int: true},
		{Name: "gamma", Label: "γ step size", Help: "Constant; features have the mean square size 1.", Min: .2, Default: .5, Max: .8},
		{Name: "seeds", Label: "data sets", Help: "How many are drawn of each kind.", Min: 2, Default: 6, Max: 20, Int: true},
	},
	Plan: planE30b,
}

func planE30b(s *Setting) *Plan {
	few, many, gamma, seeds := s.Int("few"), s.Int("many"), s.Num("gamma"), s.Int("seeds")
	const K, marks = 60000, 100
	return &Plan{
		Pieces: 2 * seeds,
		// The least mean squared error, then the error at even intervals.
		Run: func(piece int) []float64 {
			n, d := few, many
			if piece%2 == 1 {
				n, d = many, few
			}
			rng := s.Rand(piece)
			x := columns(n, d, func(int, int) float64 { return real.Normal(rng) / math.Sqrt(float64(d)) }) // row by row
			y := make([]float64, n)
			for i := range y {
				y[i] = real.Normal(rng)
			}
			w := make([]float64, d)
			mse := func(w []float64) float64 {
				sum := 0.
				for i, row := range x {
					r := dot(row, w) - y[i]
					sum += r * r
				}
				return sum / float64(n)
			}
			least := 0.
			if d < n {
				least = mse(factor(columns(d, n, func(j, i int) float64 { return x[i][j] }), n).solve(append([]float64(nil), y...)))
			}
			out := []float64{least}
			for k := 0; ; k++ {
				if k%(K/marks) == 0 {
					out = append(out, mse(w))
				}
				if k == K {
					return out
				}
				i := rng.IntN(n)
				g := gamma * (dot(x[i], w) - y[i])
				for j, v := range x[i] {
					w[j] -= g * v
				}
			}
		},
		Report: func(done [][]float64) *Report {
			fig := Figure{Title: "Error above the least", Alt: "With more parameters than examples the error falls in a straight line to rounding; with fewer it stays level.", X: &Axis{Label: "step"}, Y: &Axis{Label: "mean squared error above the least", Log: true}}
			steps := spaced(0, K, marks+1)
			worst, over := math.NaN(), []float64(nil)
			for i, p := range done {
				if p == nil {
					continue
				}
				label := ""
				if i == 0 {
					label = fmt.Sprintf("%d examples, %d parameters", few, many)
				} else if i == 1 {
					label = fmt.Sprintf("%d examples, %d parameters", many, few)
				}
				fig.Series = append(fig.Series, runner(label, 1+i%2, Lines, steps, apply(p[1:], func(v float64) float64 { return max(v-p[0], 1e-34) })))
				if i%2 == 0 {
					if !(worst >= p[marks+1]) {
						worst = p[marks+1]
					}
				} else {
					sum := 0.
					for _, v := range p[marks-28:] {
						sum += v - p[0]
					}
					over = append(over, sum/30/p[0])
				}
			}
			return &Report{
				Measures: []Measure{
					atMost("more parameters than examples: largest error after 60 000 steps", "", 1e-20, sure(worst)),
					atLeast("fewer: error above the least one, over it", "", .05, mean(over)),
				},
				Figures: []Figure{fig},
				Caption: "The same step size, the same noise of sampling one example at a time. What differs is whether all examples agree on a model.",
			}
		},
	}
}
