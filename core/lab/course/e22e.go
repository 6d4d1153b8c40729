package course

import (
	"math"

	"saddlelab/core/nn"
	"saddlelab/core/param"
)

var e22e = &Experiment{
	ID: "E22e", Chapter: "global", Tag: Empirical, Long: true,
	Question: "And a convolutional network?",
	Short:    "Convolutions do notice",
	Claim:    "Shuffling the pixels of all images alike does not change the test accuracy of a fully connected network, and costs a convolutional one a large part of its own, although both reach zero training error on both.",
	Source:   "Zhang, Bengio, Hardt, Recht, Vinyals 2017 (ICLR), section 2.2; numbers measured",
	Params: []param.Param{
		{Name: "n", Label: "n examples", Help: "Of the glyph images that are trained on; few, so that what a network assumes matters.", Min: 100, Default: 150, Max: 400, Int: true},
		{Name: "noise", Label: "σ pixel noise", Help: "Standard deviation of the noise on each pixel.", Min: .25, Default: .5, Max: .8},
		{Name: "epochs", Label: "epochs", Help: "Of Adam with batches of 10.", Min: 30, Default: 60, Max: 100, Int: true},
		{Name: "seeds", Label: "seeds", Help: "How many trainings there are of each of the four kinds.", Min: 2, Default: 6, Max: 10, Int: true},
	},
	Quick: param.Values{"seeds": 3},
	Plan:  planE22e,
}

func planE22e(s *Setting) *Plan {
	n, noise, epochs, seeds := s.Int("n"), s.Num("noise"), s.Int("epochs"), s.Int("seeds")
	const tests, kinds = 2000, 4
	dense := []nn.LayerSpec{{Dense: 128}, {Act: "relu"}, {Dense: 10}}
	conv := []nn.LayerSpec{{Conv2D: 16, Kernel: 3, Padding: 1}, {Act: "relu"}, {Conv2D: 16, Kernel: 3, Padding: 1}, {Act: "relu"}, {MaxPool: 2}, {Flatten: true}, {Dense: 10}}
	names := []string{"fully connected, straight", "fully connected, shuffled", "convolutional, straight", "convolutional, shuffled"}
	return &Plan{
		Pieces: kinds * seeds,
		// Training and test accuracy, the training error of each epoch.
		Run: func(piece int) []float64 {
			kind, seed := piece%kinds, piece/kinds
			corruption, layers := "", dense
			if kind%2 == 1 {
				corruption = "shuffled-pixels"
			}
			if kind >= 2 {
				layers = conv
			}
			train, test := glyphSets(n, tests, noise, corruption, nil, s.Rand(seed), s.Rand(1000+seed))
			var errs []float64
			f := fitting{layers: layers, method: "adam", v: param.Values{"lr": .002}, batch: 10, epochs: epochs, after: epochs,
				each: func(_ int, wrong float64) { errs = append(errs, wrong) }}
			f.run(train, test, s.Rand(3000+seed*2+kind/2))
			return append([]float64{f.trainAcc, f.testAcc}, errs...)
		},
		Report: func(done [][]float64) *Report {
			var tests [kinds]Estimate
			least := math.NaN()
			var drops [2][]float64
			curves := Figure{Title: "Training error of the first seed", Alt: "All four training errors fall to zero.", X: &Axis{Label: "epoch", From: at(1)}, Y: &Axis{Label: "share of training examples that are wrong", From: at(0), To: at(.95)}}
			bars := Figure{Title: "Test accuracy, each training", Alt: "Two columns of dots of the fully connected network at one height; of the convolutional one the straight images lie far above the shuffled ones.", X: &Axis{Label: "kind of training", From: at(0), To: at(5)}, Y: &Axis{Label: "test accuracy", From: at(0), To: at(1)}}
			bars.Rules = []Rule{level("chance", LimitLine, .1)}
			for k := range kinds {
				var all, xs []float64
				for i := k; i < len(done); i += kinds {
					if p := done[i]; p != nil {
						all, xs = append(all, p[1]), append(xs, float64(k+1))
						if !(least <= p[0]) {
							least = p[0]
						}
						if k%2 == 1 && done[i-1] != nil {
							drops[k/2] = append(drops[k/2], done[i-1][1]-p[1])
						}
					}
				}
				tests[k] = mean(all)
				bars.Series = append(bars.Series, runner(names[k], k+1, Dots, xs, all))
				if p := done[k]; p != nil {
					curves.Series = append(curves.Series, runner(names[k], k+1, Lines, spaced(1, float64(len(p)-2), len(p)-2), p[2:]))
				}
			}
			r := &Report{Measures: []Measure{
				nearly("fully connected: test accuracy lost by shuffling", "", 0, mean(drops[0]), .03),
				atLeast("convolutional: test accuracy lost by shuffling", "", .03, mean(drops[1])),
				equal("least training accuracy", "", 1, least),
			}}
			for k := range kinds {
				r.Measures = append(r.Measures, shown(names[k]+": test accuracy", "", tests[k]))
			}
			r.Figures = []Figure{bars, curves}
			r.Caption = "What a convolution assumes, that neighbours belong together, is worth as much as several times the data, and false once the pixels are shuffled."
			return r
		},
	}
}
