package course

import (
	"fmt"
	"math"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e30c = &Experiment{
	ID: "E30c", Chapter: "converge", Tag: Empirical, Long: true,
	Question: "And for a network?",
	Short:    "A wide network interpolates",
	Claim:    "A two-layer ReLU network that is wide enough to fit every example is driven to zero error by SGD with one example a step and a constant step; one of two neurons is not.",
	Source:   "Ma, Bassily, Belkin 2018 (ICML); Vaswani, Bach, Schmidt 2019; numbers measured",
	Params: []param.Param{
		{Name: "m", Label: "m neurons", Help: "Width of the wide network.", Min: 100, Default: 400, Max: 800, Log: true, Int: true},
		{Name: "narrow", Label: "narrow one", Help: "Neurons of the network that cannot fit all.", Min: 1, Default: 2, Max: 4, Int: true},
		{Name: "gamma", Label: "γ step size", Help: "Constant.", Min: .05, Default: .1, Max: .3},
		{Name: "steps", Label: "steps", Help: "Of one example each.", Min: 20000, Default: 60000, Max: 100000, Log: true, Int: true},
		{Name: "seeds", Label: "seeds", Help: "How many data sets and initializations there are of each width.", Min: 1, Default: 2, Max: 6, Int: true},
	},
	Plan: planE30c,
}

func planE30c(s *Setting) *Plan {
	gamma, K, seeds := s.Num("gamma"), s.Int("steps"), s.Int("seeds")
	widths := []int{s.Int("m"), s.Int("narrow")}
	const n, d, marks = 20, 10, 50
	return &Plan{
		Pieces: 2 * seeds,
		// The mean squared error at even intervals.
		Run: func(piece int) []float64 {
			m := widths[piece%2]
			rng := s.Rand(piece / 2) // the same data for both widths
			x := columns(n, d, func(int, int) float64 { return real.Normal(rng) })
			y := make([]float64, n)
			for i, row := range x {
				size := math.Sqrt(dot(row, row))
				for k := range row {
					row[k] /= size
				}
				y[i] = 2*rng.Float64() - 1
			}
			scale := 1 / math.Sqrt(float64(m))
			w, a, on := make([]float64, m*d), make([]float64, m), make([]bool, m)
			for i := range w {
				w[i] = real.Normal(rng)
			}
			for i := range a {
				a[i] = scale
				if rng.Float64() < .5 {
					a[i] = -scale
				}
			}
			residual := func(i int) float64 {
				sum := -y[i]
				for r := range m {
					z := 0.
					for k, v := range x[i] {
						z += w[r*d+k] * v
					}
					if on[r] = z > 0; on[r] {
						sum += a[r] * z
					}
				}
				return sum
			}
			var out []float64
			for k := 0; ; k++ {
				if k%(K/marks) == 0 && len(out) <= marks {
					sum := 0.
					for i := range n {
						e := residual(i)
						sum += e * e / n
					}
					out = append(out, sum)
				}
				if k == K {
					return out
				}
				i := rng.IntN(n)
				e := gamma * residual(i)
				for r, yes := range on {
					if yes {
						c := e * a[r]
						for k, v := range x[i] {
							w[r*d+k] -= c * v
						}
					}
				}
			}
		},
		Report: func(done [][]float64) *Report {
			fig := Figure{Title: "Mean squared error", Alt: "The wide network’s error falls in a straight line on a log scale; the narrow one’s stays level.", X: &Axis{Label: "step"}, Y: &Axis{Label: "mean squared error", Log: true}}
			var ends [2][]float64
			worst := math.NaN()
			for i, p := range done {
				if p == nil {
					continue
				}
				label := ""
				if i < 2 {
					label = fmt.Sprintf("%d neurons", widths[i])
				}
				fig.Series = append(fig.Series, runner(label, 1+i%2, Lines, spaced(0, float64(K), len(p)), apply(p, func(v float64) float64 { return max(v, 1e-34) })))
				last := p[len(p)-1]
				if ends[i%2] = append(ends[i%2], last); i%2 == 0 && !(worst >= last) {
					worst = last
				}
			}
			least := math.NaN()
			for _, v := range ends[1] {
				if !(least <= v) {
					least = v
				}
			}
			return &Report{
				Measures: []Measure{
					atMost("wide: largest error at the end", "", 1e-6, sure(worst)),
					atLeast("narrow: least error at the end", "", .01, sure(least)),
				},
				Figures: []Figure{fig},
				Caption: fmt.Sprintf("%d examples, one a step, %d steps of %g, and no schedule.", n, K, gamma),
			}
		},
	}
}
