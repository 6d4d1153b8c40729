package course

import (
	"fmt"
	"math"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e26 = &Experiment{
	ID: "E26", Chapter: "global", Tag: Exact,
	Question: "What if only the last layer is trained?",
	Short:    "The last layer alone",
	Claim:    "With m ≥ n random neurons the hidden matrix is invertible with probability one, for analytic activations: least squares on the last layer fits any n labels exactly. With fewer, and labels that have nothing to do with the features, the mean squared error left is 1 − m/n.",
	Source:   "Huang, Zhu, Siew 2006 (Neurocomputing), Theorem 2.1",
	Params: []param.Param{
		{Name: "n", Label: "n examples", Help: "How many there are.", Min: 20, Default: 100, Max: 200, Int: true},
		{Name: "m", Label: "m neurons", Help: "How many random tanh neurons are in the hidden layer.", Min: 1, Default: 50, Max: 240, Int: true},
		{Name: "d", Label: "d dimensions", Help: "Of the inputs.", Min: 4, Default: 8, Max: 20, Int: true},
		{Name: "repeats", Label: "repeats", Help: "How many times everything is drawn anew.", Min: 10, Default: 40, Max: 200, Int: true},
	},
	Plan: planE26,
}

// hidden draws n inputs of d normal numbers and m neurons, and gives the hidden matrix by columns.
func hidden(s *Setting, id, n, m, d int, act func(float64) float64) (cols [][]float64, labels []float64) {
	rng := s.Rand(id)
	x := make([]float64, n*d)
	for i := range x {
		x[i] = real.Normal(rng)
	}
	labels = make([]float64, n)
	for i := range labels {
		labels[i] = 1
		if rng.Float64() < .5 {
			labels[i] = -1
		}
	}
	w := make([]float64, d)
	cols = make([][]float64, m)
	for j := range cols {
		for k := range w {
			w[k] = real.Normal(rng)
		}
		b := real.Normal(rng)
		cols[j] = make([]float64, n)
		for i := range n {
			cols[j][i] = act(b + dot(x[i*d:i*d+d], w))
		}
	}
	return cols, labels
}

// leftOver is the mean squared error of least squares on the hidden matrix: what the reflections leave of the labels. It is exact
// where the matrix has full rank.
func leftOver(cols [][]float64, y []float64) float64 {
	n := len(y)
	f := factor(cols, n)
	r := f.rank(1e-12)
	for k := range r {
		f.reflect(k, y)
	}
	sum := 0.
	for _, v := range y[r:] {
		sum += v * v
	}
	return sum / float64(n)
}

func relu(x float64) float64 { return max(0, x) }

func planE26(s *Setting) *Plan {
	n, m, d, repeats := s.Int("n"), s.Int("m"), s.Int("d"), s.Int("repeats")
	widths := []int{20, 50, 80}
	ms := []float64{.1, .3, .5, .7, .9, 1, 1.2}
	const few = 8
	return &Plan{
		Pieces: repeats + len(ms) + 1,
		Run: func(piece int) []float64 {
			switch {
			case piece < repeats:
				cols, y := hidden(s, piece, n, m, d, real.Tanh)
				return []float64{leftOver(cols, y)}
			case piece < repeats+len(ms):
				sum := 0.
				for k := range few {
					cols, y := hidden(s, 1000+few*piece+k, n, max(1, int(math.Round(ms[piece-repeats]*float64(n)))), d, real.Tanh)
					sum += leftOver(cols, y) / few
				}
				return []float64{sum}
			}
			var out []float64 // ranks of tanh features of 50 examples; the ReLU error with 49 and with 50 neurons
			for i, w := range widths {
				cols, _ := hidden(s, 1<<20+i, 50, w, 8, real.Tanh)
				out = append(out, float64(factor(cols, 50).rank(1e-10)))
			}
			for _, w := range []int{49, 50} { // the mean of twenty draws
				const draws = 20
				total := 0.
				for k := range draws {
					cols, y := hidden(s, 1<<20+10+draws*w+k, 50, w, 8, relu)
					keep := columns(w, 50, func(j, i int) float64 { return cols[j][i] })
					c := factor(cols, 50).solve(append([]float64(nil), y...))
					for i := range y {
						e := -y[i]
						for j, v := range c {
							e += keep[j][i] * v
						}
						total += e * e / (50 * draws)
					}
				}
				out = append(out, total)
			}
			return out
		},
		Report: func(done [][]float64) *Report {
			var errs, xs, ys []float64
			rest := []float64{math.NaN(), math.NaN(), math.NaN(), math.NaN(), math.NaN()}
			for i, p := range done {
				switch {
				case p == nil:
				case i < repeats:
					errs = append(errs, p...)
				case i < repeats+len(ms):
					xs, ys = append(xs, ms[i-repeats]), append(ys, p[0])
				default:
					rest = p
				}
			}
			want := max(0, 1-float64(m)/float64(n))
			first := near("mean squared training error", "", want, mean(errs), .1)
			if m >= n {
				first = nearly("mean squared training error", "", 0, sure(mean(errs).Value), 1e-12)
			}
			r := &Report{Measures: []Measure{first}}
			for i, w := range widths {
				r.Measures = append(r.Measures, equal(fmt.Sprintf("rank of %d tanh features on 50 examples", w), "", float64(min(w, 50)), rest[i]))
			}
			r.Measures = append(r.Measures, atLeast("49 ReLU neurons, 50 examples: mean error of 20 draws", "", 1e-3, sure(rest[3])), nearly("50 ReLU neurons: mean error", "", 0, sure(rest[4]), 1e-12))
			t := spaced(0, 1.2, 61)
			r.Figures = []Figure{{Title: "Training error with random labels", Alt: "The error against m/n: dots on a straight line from 1 down to 0 at m = n, and 0 beyond.", X: &Axis{Label: "m/n", From: at(0), To: at(1.25)}, Y: &Axis{Label: "mean squared error", From: at(0), To: at(1.05)},
				Series: []Series{series("1 − m/n", Predicted, Lines, t, apply(t, func(t float64) float64 { return max(0, 1-t) })), series("measured", Measured, Dots, append(xs, float64(m)/float64(n)), append(ys, mean(errs).Value))}}}
			r.Caption = fmt.Sprintf("%d random neurons, %d examples: the labels have %d directions left to escape to.", m, n, max(0, n-m))
			return r
		},
	}
}
