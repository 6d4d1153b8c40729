package course

import (
	"fmt"
	"math"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e31b = &Experiment{
	ID: "E31b", Chapter: "adaptive", Tag: Exact,
	Question: "How many steps does the worst start take?",
	Short:    "The zigzag",
	Claim:    "From the start (κ, 1) on ½(x² + κy²), gradient descent with the best constant step 2/(κ+1) zigzags: each step multiplies x by (κ−1)/(κ+1) and y by its negative, so that f falls to 10⁻⁶ of its first value after ⌈ln 10⁻⁶/(2 ln((κ−1)/(κ+1)))⌉ steps.",
	Source:   "Kantorovich 1948; Nocedal, Wright 2006, §3.3",
	Params: []param.Param{
		{Name: "kappa", Label: "κ condition", Help: "The larger curvature over the smaller.", Min: 2, Default: 10, Max: 1000, Log: true},
	},
	Plan: planE31b,
}

// zigzag counts steps until f has fallen to 10⁻⁶ of its first value, and gives the path's first points.
func zigzag(kappa float64, points int) (steps int, xs, ys []float64) {
	x, y := kappa, 1.
	first := x*x + kappa*y*y
	step := 2 / (kappa + 1)
	for x*x+kappa*y*y > 1e-6*first {
		if steps < points {
			xs, ys = append(xs, x), append(ys, y)
		}
		x -= step * x
		y -= step * kappa * y
		steps++
	}
	return steps, xs, ys
}

func zigzagSteps(kappa float64) float64 {
	return math.Ceil(real.Log(1e-6) / (2 * real.Log((kappa-1)/(kappa+1))))
}

func planE31b(s *Setting) *Plan {
	kappa := s.Num("kappa")
	sweep := []float64{3, 10, 30, 100, 300, 1000}
	const drawn = 60
	return &Plan{
		Pieces: 1 + len(sweep),
		Run: func(piece int) []float64 {
			if piece > 0 {
				n, _, _ := zigzag(sweep[piece-1], 0)
				return []float64{float64(n)}
			}
			n, xs, ys := zigzag(kappa, drawn)
			return append(append([]float64{float64(n)}, xs...), ys...)
		},
		Report: func(done [][]float64) *Report {
			const w, h = 97, 65
			values := make([]float64, w*h)
			for i := range values {
				x := kappa * (1.15 - 1.5*float64(w-1-i%w)/float64(w-1))
				y := 1.3 * (2*float64(i/w)/float64(h-1) - 1)
				values[i] = math.Sqrt(x*x + kappa*y*y)
			}
			m := &Map{W: w, H: h, Box: [4]float64{-.35 * kappa, 1.15 * kappa, -1.3, 1.3}, Values: nums(values), XLabel: "x", YLabel: "y"}
			steps := math.NaN()
			if len(done) > 0 && done[0] != nil {
				steps = done[0][0]
				n := (len(done[0]) - 1) / 2
				m.Points = []Series{runner("gradient descent", 1, Lines, done[0][1:1+n], done[0][1+n:])}
			}
			counts := Figure{Title: "Steps until f has fallen a million times", X: &Axis{Label: "κ", Log: true}, Y: &Axis{Label: "steps", Log: true},
				Alt: "Steps against the condition number on log-log axes: dots on a line of slope 1."}
			ks := geometric(3, 1000, 41)
			counts.Series = append(counts.Series, series("predicted", Predicted, Lines, ks, apply(ks, zigzagSteps)))
			var got []float64
			for k := range sweep {
				v := math.NaN()
				if len(done) > k+1 && done[k+1] != nil {
					v = done[k+1][0]
				}
				got = append(got, v)
			}
			counts.Series = append(counts.Series, series("measured", Measured, Dots, sweep, got))
			return &Report{
				Measures: []Measure{nearly("until f has fallen a million times", "steps", zigzagSteps(kappa), sure(steps), 1)},
				Figures:  []Figure{{Title: "The path from the worst start", Alt: "A path that zigzags across a long narrow valley.", Map: m}, counts},
				Caption:  fmt.Sprintf("Every step crosses the valley: the factor is %.4g along it and −%.4g across. The axes have scales of their own.", (kappa-1)/(kappa+1), (kappa-1)/(kappa+1)),
			}
		},
	}
}
