package course

import (
	"fmt"
	"math"

	"saddlelab/core/nn"
	"saddlelab/core/param"
)

var e22b = &Experiment{
	ID: "E22b", Chapter: "global", Tag: Empirical,
	Question: "And with a part of the labels wrong?",
	Short:    "A part of the labels by lot",
	Claim:    "Whatever part of the labels is drawn by lot, the network fits all of them; the test accuracy falls steadily from that of clean labels to chance.",
	Source:   "Zhang, Bengio, Hardt, Recht, Vinyals 2017 (ICLR), Figure 1(b, c)",
	Params: []param.Param{
		{Name: "n", Label: "n examples", Help: "Of the glyph images that are trained on.", Min: 200, Default: 500, Max: 500, Int: true},
		{Name: "width", Label: "hidden width", Help: "Of the one hidden layer of ReLUs.", Min: 64, Default: 256, Max: 512, Log: true, Int: true},
		{Name: "seeds", Label: "seeds", Help: "How many trainings there are of each part.", Min: 1, Default: 2, Max: 5, Int: true},
	},
	Plan: planE22b,
}

func planE22b(s *Setting) *Plan {
	n, width, seeds := s.Int("n"), s.Int("width"), s.Int("seeds")
	const tests, most = 1000, 120
	parts := []float64{0, .25, .5, .75, 1}
	return &Plan{
		Pieces: len(parts) * seeds,
		// Training and test accuracy, the epoch of the fit, the training error of each epoch.
		Run: func(piece int) []float64 {
			k, seed := piece%len(parts), piece/len(parts)
			train, test := glyphSets(n, tests, .25, "random-labels", parts[k:k+1], s.Rand(seed), s.Rand(1000+seed))
			var errs []float64
			f := fitting{layers: []nn.LayerSpec{{Dense: width}, {Act: "relu"}, {Dense: 10}}, method: "momentum", v: param.Values{"lr": .01, "momentum": .9}, batch: 50, epochs: most, after: 4,
				each: func(_ int, wrong float64) { errs = append(errs, wrong) }}
			f.run(train, test, s.Rand(3000+piece))
			return append([]float64{f.trainAcc, f.testAcc, float64(f.fitted)}, errs...)
		},
		Report: func(done [][]float64) *Report {
			k := len(parts)
			train, test, epochs := make([]float64, k), make([]float64, k), make([]float64, k)
			curves := Figure{Title: "Training error", Alt: "All training errors fall to zero.", X: &Axis{Label: "epoch", From: at(1)}, Y: &Axis{Label: "share of training examples that are wrong", From: at(0), To: at(.95)}}
			least, drop, whole := math.NaN(), math.Inf(1), true
			for k := range parts {
				var a, b, c []float64
				for i := k; i < len(done); i += len(parts) {
					if done[i] != nil {
						a, b, c = append(a, done[i][0]), append(b, done[i][1]), append(c, done[i][2])
					}
				}
				train[k], test[k], epochs[k] = mean(a).Value, mean(b).Value, mean(c).Value
				whole = whole && len(a) > 0
				if !(least <= train[k]) {
					least = train[k]
				}
				if k > 0 {
					drop = min(drop, test[k-1]-test[k])
				}
				if p := done[k]; p != nil {
					curves.Series = append(curves.Series, runner(fmt.Sprintf("%g %% by lot", 100*parts[k]), k+1, Lines, spaced(1, float64(len(p)-3), len(p)-3), p[3:]))
				}
			}
			if !whole {
				least, drop = math.NaN(), math.NaN()
			}
			r := &Report{Measures: []Measure{
				equal("least training accuracy", "", 1, least),
				atLeast("least fall of the test accuracy from part to part", "", 0, sure(drop)),
				nearly("all labels by lot: test accuracy", "", .1, Estimate{test[k-1], normal95 * math.Sqrt(.09/float64(tests*seeds))}, .03),
				atMost("clean labels: test error", "", .2, sure(1-test[0])),
			}}
			for i, p := range parts {
				r.Measures = append(r.Measures, shown(fmt.Sprintf("%g %% by lot: epochs to the fit", 100*p), "", sure(epochs[i])))
			}
			r.Figures = []Figure{
				{Title: "Accuracy by part of labels that are drawn by lot", Alt: "The training accuracy stays at one, the test accuracy falls to a tenth.", X: &Axis{Label: "part of the labels"}, Y: &Axis{Label: "accuracy", From: at(0), To: at(1.05)},
					Series: []Series{runner("training", 1, Dots, parts, train), runner("test", 2, Dots, parts, test), runner("", 2, Lines, parts, test)}, Rules: []Rule{level("chance", LimitLine, .1)}},
				curves,
			}
			r.Caption = "Nothing in the training error tells how much of what was learned is true."
			return r
		},
	}
}
