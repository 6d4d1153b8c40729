package course

import (
	"math"

	"saddlelab/core/param"
)

var e34c = &Experiment{
	ID: "E34c", Chapter: "adaptive", Tag: Exact,
	Question: "Does it matter in which units the loss is?",
	Short:    "Units of the loss",
	Claim:    "Multiply f by c > 0. AdaGrad, RMSProp and Adam divide each gradient by its own size: with ε = 0 their paths do not change at all. Gradient descent’s do, and it diverges once cγL > 2.",
	Source:   "Kingma, Ba 2015 (ICLR), §2.1 for Adam; elementary for all",
	Params: []param.Param{
		{Name: "c", Label: "c factor", Help: "What f is multiplied by.", Min: .01, Default: 7, Max: 15, Log: true},
		{Name: "steps", Label: "steps", Help: "How many steps each run makes.", Min: 10, Default: 200, Max: 2000, Log: true, Int: true},
	},
	Plan: planE34c,
}

func planE34c(s *Setting) *Plan {
	c, steps := s.Num("c"), s.Int("steps")
	methods := []struct {
		id, name string
		v        param.Values
	}{
		{"sgd", "gradient descent", param.Values{"lr": 1e-3}},
		{"adagrad", "AdaGrad", param.Values{"lr": .3, "eps": 1e-12}},
		{"rmsprop", "RMSProp", param.Values{"lr": .01, "alpha": .9, "eps": 1e-12}},
		{"adam", "Adam", param.Values{"lr": .01, "eps": 1e-12}},
	}
	// The path on c·½(x² + 100y²) from (1, −2).
	run := func(i int, c float64) (xs []float64) {
		o, lr := method(methods[i].id, methods[i].v, 2, nil)
		x := []float64{1, -2}
		g := make([]float64, 2)
		for range steps {
			xs = append(xs, x...)
			g[0], g[1] = c*x[0], 100*c*x[1]
			o.Step(x, g, lr)
		}
		return append(xs, x...)
	}
	return &Plan{
		Pieces: len(methods),
		// The largest distance of the two paths in a coordinate, at each step.
		Run: func(piece int) []float64 {
			a, b := run(piece, 1), run(piece, c)
			var out []float64
			for k := 0; k < len(a); k += 2 {
				out = append(out, max(math.Abs(a[k]-b[k]), math.Abs(a[k+1]-b[k+1])))
			}
			return out
		},
		Report: func(done [][]float64) *Report {
			r := &Report{}
			fig := Figure{Title: "Distance of the path from the path in other units", Alt: "Gradient descent’s two paths differ by a tenth and more, those of the other methods by rounding alone.", X: &Axis{Label: "step k"}, Y: &Axis{Label: "largest difference", Log: true, From: at(1e-18), To: at(10)}}
			for i := len(methods) - 1; i >= 0; i-- {
				m := methods[i]
				end, worst := math.NaN(), math.NaN()
				if len(done) > i && done[i] != nil {
					d := done[i]
					end, worst = d[len(d)-1], 0
					for _, v := range d {
						worst = max(worst, v)
					}
					fig.Series = append(fig.Series, runner(m.name, i+1, Lines, spaced(0, float64(len(d)-1), len(d)), d))
				}
				if m.id == "sgd" {
					r.Measures = append(r.Measures, shown(m.name+": difference at the end", "", sure(end)), atLeast(m.name+": largest difference on the way", "", .1, sure(worst)).assuming(c >= 2 || c <= .5, "a factor near 1 changes little"))
				} else {
					r.Measures = append(r.Measures, nearly(m.name+": difference at the end", "", 0, sure(end), 1e-9))
				}
			}
			r.Figures = []Figure{fig}
			r.Caption = "What is left is rounding, and ε = 10⁻¹²."
			return r
		},
	}
}
