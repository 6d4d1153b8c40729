package course

import (
	"fmt"
	"math"

	"saddlelab/core/nn"
	"saddlelab/core/param"
)

var e21b = &Experiment{
	ID: "E21b", Chapter: "fast", Tag: Empirical, Long: true,
	Question: "Does a network cool down in the same way?",
	Short:    "The loss jumps down",
	Claim:    "A classifier on a stream of fresh images, trained with a constant step and then cooled down: the test loss drops at once, most of it within 250 steps, and a decay like 1/k ends where a staircase ends that was told when to drop.",
	Source:   "Mertikopoulos, Hallak, Kavis, Cevher 2020 (NeurIPS), section 5, as a small surrogate; numbers measured",
	Params: []param.Param{
		{Name: "gamma", Label: "γ step size", Help: "Until the cool-down begins at step 4000.", Min: .1, Default: .2, Max: .3},
		{Name: "noise", Label: "σ pixel noise", Help: "Standard deviation of the noise on each pixel.", Min: .4, Default: .6, Max: .8},
		{Name: "seeds", Label: "seeds", Help: "How many trainings there are with each schedule.", Min: 2, Default: 5, Max: 10, Int: true},
	},
	Plan: planE21b,
}

func planE21b(s *Setting) *Plan {
	gamma, noise, seeds := s.Num("gamma"), s.Num("noise"), s.Int("seeds")
	const K0, T, batch, tests, look = 4000, 6000, 8, 2000, 250
	const before, after = K0 / look, (T - K0) / look
	names := []string{"constant", "staircase", "1/k"}
	step := func(schedule, k int) float64 { // k steps after the cool-down began
		switch schedule {
		case 1:
			if k < 1000 {
				return gamma / 10
			}
			return gamma / 100
		case 2:
			return gamma / (1 + .02*float64(k))
		}
		return gamma
	}
	return &Plan{
		Pieces: seeds,
		// Test losses every 250 steps: before the cool-down, then after it for each schedule; the three test accuracies.
		Run: func(piece int) []float64 {
			train, test := glyphSets(batch*T, tests, noise, "", nil, s.Rand(piece), nil)
			model, err := nn.NewModelOf(nn.Shape{80}, []nn.LayerSpec{{Dense: 32}, {Act: "relu"}, {Dense: 10}}, "model")
			if err != nil {
				panic(err)
			}
			loss, err := nn.LossByID("softmax-ce", "loss")
			if err != nil {
				panic(err)
			}
			init, err := nn.InitByID("he", "init")
			if err != nil {
				panic(err)
			}
			w, g := make([]float32, model.NumParams()), make([]float32, model.NumParams())
			init.Fill(model, w, s.Rand(1000+piece))
			net := nn.NewNet(model, loss, 100)
			var losses, accuracies []float64
			steps := func(from, to, schedule int) {
				for k := from; k < to; k++ {
					i := k * batch
					net.Gradient(w, train.X[i*80:(i+batch)*80], nn.Targets{Labels: train.Labels[i : i+batch]}, batch, g)
					eta := gamma
					if k >= K0 {
						eta = step(schedule, k-K0)
					}
					for j, v := range g {
						w[j] -= float32(float32(eta) * v)
					}
					if (k+1)%look == 0 {
						l, right := net.Evaluate(w, test.X, nn.Targets{Labels: test.Labels}, tests)
						losses = append(losses, l)
						if k+1 == T {
							accuracies = append(accuracies, float64(right)/tests)
						}
					}
				}
			}
			steps(0, K0, 0)
			hot := append([]float32(nil), w...)
			for schedule := range names {
				copy(w, hot)
				steps(K0, T, schedule)
			}
			return append(losses, accuracies...)
		},
		Report: func(done [][]float64) *Report {
			var ends, firsts, accuracies [3][]float64
			var hot []float64
			curves := make([][]float64, 3)
			for _, p := range done {
				if p == nil {
					continue
				}
				hot = append(hot, p[before-1])
				for k := range names {
					mine := p[before+k*after : before+(k+1)*after]
					firsts[k], ends[k] = append(firsts[k], mine[0]), append(ends[k], mine[after-1])
					accuracies[k] = append(accuracies[k], p[before+3*after+k])
					if curves[k] == nil {
						curves[k] = make([]float64, after+before)
					}
					for i := range before {
						curves[k][i] += p[i]
					}
					for i, v := range mine {
						curves[k][before+i] += v
					}
				}
			}
			fig := Figure{Title: "Test loss, mean over seeds", Alt: "All three fall and level off; at step 4000 the staircase and 1/k drop at once, the constant step goes on as before.", X: &Axis{Label: "step"}, Y: &Axis{Label: "cross-entropy"}, Rules: []Rule{upright("cool-down", LimitLine, K0)}}
			for k, c := range curves {
				if c != nil {
					from := 1
					if k > 0 {
						from = before - 1
					}
					fig.Series = append(fig.Series, runner(names[k], k+1, Lines, spaced(float64(look*(from+1)), T, len(c)-from), apply(c[from:], func(v float64) float64 { return v / float64(len(hot)) })))
				}
			}
			h := mean(hot).Value
			var end, first [3]float64
			for k := range names {
				end[k], first[k] = mean(ends[k]).Value, mean(firsts[k]).Value
			}
			gained := func(k int) float64 { return (h - first[k]) / (h - end[k]) }
			r := &Report{Measures: []Measure{
				atLeast("constant over staircase: test loss at the end", "×", 1.15, sure(end[0]/end[1])),
				atLeast("constant over 1/k", "×", 1.15, sure(end[0]/end[2])),
				nearly("1/k over staircase", "×", 1, sure(end[2]/end[1]), .1),
				atLeast("staircase: part of the gain within 250 steps", "", .5, sure(gained(1))),
				atLeast("1/k: part of the gain within 250 steps", "", .5, sure(gained(2))),
			}}
			for k, name := range names {
				r.Measures = append(r.Measures, shown(name+": test accuracy", "", mean(accuracies[k])))
			}
			r.Figures = []Figure{fig}
			r.Caption = fmt.Sprintf("Every image is seen once. The loss before the cool-down is %.3g: what drops is the noise of the step size, not what is left to learn.", h)
			if math.IsNaN(h) {
				r.Caption = ""
			}
			return r
		},
	}
}
