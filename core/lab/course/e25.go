package course

import (
	"fmt"
	"math"

	"saddlelab/core/nn"
	"saddlelab/core/optim"
	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e25 = &Experiment{
	ID: "E25", Chapter: "global", Tag: Empirical,
	Question: "How wide does a network have to be in practice?",
	Short:    "How wide in practice",
	Claim:    "The least width of a two-layer ReLU network, all layers trained, that fits n random labels grows in proportion to n: about one and a half parameters an example are enough. The first guarantees asked for width n⁶ (Du et al. 2019) and more, later ones for Õ(n) parameters (Kawaguchi, Huang 2019).",
	Source:   "measured; Du, Zhai, Póczos, Singh 2019; Oymak, Soltanolkotabi 2019; Kawaguchi, Huang 2019; Song et al. 2021",
	Params: []param.Param{
		{Name: "n", Label: "n at most", Help: "The largest of the sets: 20 examples, twice as many, and so on up to this.", Min: 40, Default: 80, Max: 160, Int: true},
		{Name: "seeds", Label: "seeds", Help: "Trainings at each width; at least half of them must fit.", Min: 2, Default: 8, Max: 12, Int: true},
	},
	Plan: planE25,
}

// fitsAll trains a network of width m on n random labels in 8 dimensions, Adam with .02, a fifth of it at 60 % and again at 85 % of 2500
// full-batch steps, and gives the mean squared error.
func fitsAll(s *Setting, id, n, m int) float64 {
	const d, steps = 8, 2500
	rng := s.Rand(id)
	x, y := make([]float32, n*d), make([]float32, n)
	for i := range x {
		x[i] = float32(real.Normal(rng))
	}
	for i := range y {
		y[i] = 1
		if rng.Float64() < .5 {
			y[i] = -1
		}
	}
	model, err := nn.NewModelOf(nn.Shape{d}, []nn.LayerSpec{{Dense: m}, {Act: "relu"}, {Dense: 1}}, "model")
	if err != nil {
		panic(err)
	}
	loss, err := nn.LossByID("mse", "loss")
	if err != nil {
		panic(err)
	}
	init, err := nn.InitByID("lecun", "init")
	if err != nil {
		panic(err)
	}
	w, g := make([]float32, model.NumParams()), make([]float32, model.NumParams())
	init.Fill(model, w, rng)
	adam, err := optim.ByID("adam", "optimizer")
	if err != nil {
		panic(err)
	}
	p, err := param.Resolve(adam.Params, param.Values{"lr": .02}, "adam")
	if err != nil {
		panic(err)
	}
	o := adam.New32(optim.Setup[float32]{P: p, N: len(w), RNG: rng})
	net := nn.NewNet(model, loss, n)
	for k := range steps {
		lr := .02
		if k >= steps*60/100 {
			lr = .004
		}
		if k >= steps*85/100 {
			lr = .0008
		}
		net.Gradient(w, x, nn.Targets{Values: y}, n, g)
		o.Step(w, g, lr)
	}
	sum := 0.
	for i, v := range net.Forward(w, x, n) {
		sum += (float64(v) - float64(y[i])) * (float64(v) - float64(y[i])) / float64(n)
	}
	return sum
}

func planE25(s *Setting) *Plan {
	most, seeds := s.Int("n"), s.Int("seeds")
	var ns []int
	for n := 20; n <= most; n *= 2 {
		ns = append(ns, n)
	}
	// The widths that are tried: 1 to 3 parameters an example.
	var tried [][2]int // n and width
	for _, n := range ns {
		for _, m := range []int{2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 24, 32, 40} {
			if 10*m >= n && 10*m <= 3*n {
				tried = append(tried, [2]int{n, m})
			}
		}
	}
	cells := len(tried)
	return &Plan{
		Pieces: cells * seeds,
		Run: func(piece int) []float64 {
			cell := cells - 1 - piece%cells // the largest first
			return []float64{fitsAll(s, piece/cells*cells+cell, tried[cell][0], tried[cell][1])}
		},
		Report: func(done [][]float64) *Report {
			fits := make([][]float64, cells)
			for i, d := range done {
				if d != nil {
					cell := cells - 1 - i%cells
					fits[cell] = append(fits[cell], d...)
				}
			}
			fig := Figure{Title: "Share of trainings that fit", Alt: "Against parameters per example: for every n the share jumps from none to all at about one and a half.", X: &Axis{Label: "parameters per example", From: at(0)}, Y: &Axis{Label: "share", From: at(-.05), To: at(1.05)}}
			var xs, ms, per []float64
			for i, n := range ns {
				var px, py []float64
				least := math.NaN()
				whole := true
				for cell, t := range tried {
					f := fits[cell]
					if t[0] != n {
						continue
					}
					whole = whole && len(f) == seeds
					if len(f) == 0 {
						continue
					}
					good := 0
					for _, e := range f {
						if e < 1e-3 {
							good++
						}
					}
					m := t[1]
					px, py = append(px, float64(10*m+1)/float64(n)), append(py, float64(good)/float64(len(f)))
					if 2*good >= len(f) && math.IsNaN(least) {
						least = float64(m)
					}
				}
				fig.Series = append(fig.Series, runner(fmt.Sprintf("n = %d", n), i+1, Lines, px, py))
				if whole && !math.IsNaN(least) {
					xs, ms, per = append(xs, float64(n)), append(ms, least), append(per, (10*least+1)/float64(n))
				}
			}
			b := math.NaN()
			if len(xs) == len(ns) {
				b = logSlope(xs, ms).Value
			}
			r := &Report{Measures: []Measure{nearly("slope of the least width against n", "", 1, sure(b), .3)}}
			for _, n := range ns {
				v := math.NaN()
				for j, x := range xs {
					if x == float64(n) {
						v = per[j]
					}
				}
				r.Measures = append(r.Measures, shown(fmt.Sprintf("n = %d: parameters per example", n), "", sure(v)))
			}
			line := []float64{20, float64(ns[len(ns)-1])}
			r.Figures = []Figure{fig, {Title: "Least width that fits", Alt: "The least width against n on log-log axes: dots on a line of slope 1, far below the theorem’s slope 6.", X: &Axis{Label: "n", Log: true}, Y: &Axis{Label: "m", Log: true}, Series: []Series{series("slope 1", Predicted, Lines, line, apply(line, func(n float64) float64 { return .15 * n })), series("slope 6, from the first", LimitLine, Lines, line, apply(line, func(n float64) float64 { return 3 * real.Pow(n/20, 6) })), series("measured", Measured, Dots, xs, ms)}}}
			r.Caption = "Theorems ask for n⁶, then n⁴, n², and in the end for about n parameters. Practice has always been at the last."
			return r
		},
	}
}
