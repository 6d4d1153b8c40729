package course

import (
	"fmt"
	"math"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e03 = &Experiment{
	ID: "E03", Chapter: "problem", Tag: Empirical,
	Question: "What does abundance of data cost?",
	Short:    "All examples, or one a step",
	Claim:    "To the same accuracy gradient descent evaluates every example at every step: its cost grows in proportion to n. SGD, one example a step with steps 1/(15+k), needs a number of gradients that does not depend on n at all.",
	Source:   "Bottou, Bousquet 2008 (NIPS); the numbers are measured",
	Params: []param.Param{
		{Name: "eps", Label: "ε accuracy", Help: "Excess risk at which a run stops.", Min: .005, Default: .01, Max: .1, Log: true},
		{Name: "repeats", Label: "problems", Help: "How many problems of each size are drawn.", Min: 4, Default: 12, Max: 40, Int: true},
	},
	Plan: planE03,
}

func planE03(s *Setting) *Plan {
	eps, repeats := s.Num("eps"), s.Int("repeats")
	sizes := []int{100, 1000, 10000, 100000}
	const d, runs, most = 5, 4, 100_000
	return &Plan{
		Pieces: repeats * len(sizes),
		// Sample gradients of gradient descent, and of SGD in the mean of four runs, on one least-squares problem.
		Run: func(piece int) []float64 {
			n := sizes[len(sizes)-1-piece%len(sizes)] // the largest first
			rng := s.Rand(piece)
			x, y := make([]float64, n*d), make([]float64, n)
			w := make([]float64, d)
			for i := range w {
				w[i] = real.Normal(rng)
			}
			size := math.Sqrt(dot(w, w))
			for i := range w {
				w[i] /= size
			}
			h, b := make([]float64, d*d), make([]float64, d)
			for i := range n {
				row := x[i*d : (i+1)*d]
				for k := range row {
					row[k] = real.Normal(rng)
				}
				y[i] = dot(row, w) + real.Normal(rng)
				for k := range d {
					for l := range d {
						h[k*d+l] += row[k] * row[l] / float64(n)
					}
					b[k] += row[k] * y[i] / float64(n)
				}
			}
			best := factor(columns(d, d, func(j, i int) float64 { return h[i*d+j] }), d).solve(append([]float64(nil), b...))
			_, L := extremes(h, d)
			excess := func(v []float64) float64 {
				sum := 0.
				for k := range d {
					for l := range d {
						sum += .5 * (v[k] - best[k]) * h[k*d+l] * (v[l] - best[l])
					}
				}
				return sum
			}
			v, gd := make([]float64, d), 0.
			for excess(v) > eps {
				g := times(h, v)
				for k := range v {
					v[k] -= .5 / L * (g[k] - b[k])
				}
				gd += float64(n)
			}
			total := 0.
			for range runs {
				clear(v)
				q := 0
				for ; excess(v) > eps && q < most; q++ {
					i := rng.IntN(n)
					row := x[i*d : (i+1)*d]
					r := (dot(row, v) - y[i]) / (15 + float64(q))
					for k := range v {
						v[k] -= r * row[k]
					}
				}
				total += float64(q) / runs
			}
			return []float64{gd, total}
		},
		Report: func(done [][]float64) *Report {
			var ns []float64
			var gd, sgd []Estimate
			for j, n := range sizes {
				var a, b []float64
				for i := len(sizes) - 1 - j; i < len(done); i += len(sizes) {
					if done[i] != nil {
						a, b = append(a, done[i][0]), append(b, done[i][1])
					}
				}
				if len(a) > 1 {
					ns, gd, sgd = append(ns, float64(n)), append(gd, mean(a)), append(sgd, mean(b))
				}
			}
			g, q := Estimate{math.NaN(), math.NaN()}, Estimate{math.NaN(), math.NaN()}
			last := []Estimate{sure(math.NaN()), sure(math.NaN())}
			if len(ns) == len(sizes) {
				g, q = logSlopeOf(ns, gd), logSlopeOf(ns, sgd)
				last = []Estimate{gd[3], sgd[3]}
			}
			line := geometric(100, 1e5, 2)
			return &Report{
				Measures: []Measure{
					nearly("gradient descent: slope of its cost against n", "", 1, g, .1),
					nearly("SGD: slope of its cost against n", "", 0, q, .12),
					shown("gradient descent at n = 100 000", "gradients", last[0]), shown("SGD at n = 100 000", "gradients", last[1]),
				},
				Figures: []Figure{{Title: fmt.Sprintf("Sample gradients to an excess risk of %g", eps), Alt: "Gradient descent’s cost rises with slope 1 on log-log axes; SGD’s is level.", X: &Axis{Label: "n", Log: true}, Y: &Axis{Label: "sample gradients", Log: true},
					Series: []Series{series("slopes 1 and 0", Predicted, Lines, line, apply(line, func(n float64) float64 { return 4 * n })), series("", Predicted, Lines, line, []float64{245, 245}), runner("gradient descent", 1, Dots, ns, estimates(gd)), runner("SGD", 2, Dots, ns, estimates(sgd))}}},
				Caption: "A thousand times the data costs gradient descent a thousand times as much, and SGD nothing.",
			}
		},
	}
}
