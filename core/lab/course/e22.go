package course

import (
	"fmt"
	"math"
	"math/rand/v2"

	"saddlelab/core/data"
	"saddlelab/core/nn"
	"saddlelab/core/optim"
	"saddlelab/core/param"
)

var e22 = &Experiment{
	ID: "E22", Chapter: "global", Tag: Empirical,
	Question: "Can a network fit pure noise?",
	Short:    "Five corruptions reach zero",
	Claim:    "A network large enough for true labels fits random labels as well, and images whose pixels are permuted alike, permuted each in its own way, or replaced by Gaussian noise: zero training error in every case, more slowly by a small constant factor. The test error tells the cases apart, the training error does not.",
	Source:   "Zhang, Bengio, Hardt, Recht, Vinyals 2017 (ICLR), Figure 1",
	Params: []param.Param{
		{Name: "n", Label: "n examples", Help: "Of the glyph images that are trained on.", Min: 100, Default: 500, Max: 500, Int: true},
		{Name: "width", Label: "hidden width", Help: "Of the one hidden layer of ReLUs.", Min: 32, Default: 256, Max: 512, Log: true, Int: true},
		{Name: "seeds", Label: "seeds", Help: "How many trainings there are of each case.", Min: 1, Default: 2, Max: 5, Int: true},
	},
	Plan: planE22,
}

// corrupted are the cases: a corruption of the catalog, none for the true ones.
var corrupted = []struct{ name, id string }{
	{"true", ""}, {"shuffled pixels", "shuffled-pixels"}, {"random pixels", "random-pixels"}, {"Gaussian inputs", "gaussian-inputs"}, {"random labels", "random-labels"},
}

// glyphSets makes training and test glyphs with noise, corrupted by the entry of that id; p are the corruption's parameters in order.
func glyphSets(n, tests int, noise float64, id string, p []float64, rng, chance *rand.Rand) (train, test *data.Set) {
	g, err := data.ByID("glyphs", "data")
	if err != nil {
		panic(err)
	}
	v, err := param.Resolve(g.Params, param.Values{"n": float64(n), "test_n": float64(tests), "noise": noise}, "data")
	if err != nil {
		panic(err)
	}
	train, test = g.Gen(v, rng)
	if id != "" {
		c, err := data.CorruptionByID(id, "data")
		if err != nil {
			panic(err)
		}
		c.Apply(train, test, p, chance)
	}
	return train, test
}

// fitting is a training until every example is right, for some epochs more, or to the last epoch.
type fitting struct {
	layers   []nn.LayerSpec
	method   string
	v        param.Values
	batch    int
	epochs   int
	after    int // epochs that are made once all is right
	each     func(epoch int, wrong float64)
	trainAcc float64
	testAcc  float64
	fitted   int // the first epoch in which no example is wrong; 0: none
}

func (f *fitting) run(train, test *data.Set, rng *rand.Rand) {
	shape := nn.Shape(train.Shape())
	if len(f.layers) > 0 && f.layers[0].Dense > 0 {
		shape = nn.Shape{train.D}
	}
	model, err := nn.NewModelOf(shape, f.layers, "model")
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
	init.Fill(model, w, rng)
	m, err := optim.ByID(f.method, "optimizer")
	if err != nil {
		panic(err)
	}
	p, err := param.Resolve(m.Params, f.v, f.method)
	if err != nil {
		panic(err)
	}
	o := m.New32(optim.Setup[float32]{P: p, N: model.NumTrainable(), RNG: rng})
	net := nn.NewNet(model, loss, max(f.batch, 100))
	n, d := train.N, train.D
	x, y := make([]float32, f.batch*d), make([]int32, f.batch)
	for epoch := 1; epoch <= f.epochs; epoch++ {
		order := rng.Perm(n)
		for from := 0; from < n; from += f.batch {
			rows := min(f.batch, n-from)
			for i := range rows {
				k := order[from+i]
				copy(x[i*d:(i+1)*d], train.X[k*d:(k+1)*d])
				y[i] = train.Labels[k]
			}
			net.Gradient(w, x, nn.Targets{Labels: y[:rows]}, rows, g[:model.NumTrainable()])
			o.Step(w[:model.NumTrainable()], g[:model.NumTrainable()], p[0])
		}
		_, right := net.Evaluate(w, train.X, nn.Targets{Labels: train.Labels}, n)
		f.trainAcc = float64(right) / float64(n)
		if f.each != nil {
			f.each(epoch, 1-f.trainAcc)
		}
		if right == n && f.fitted == 0 {
			f.fitted = epoch
		}
		if f.fitted > 0 && epoch >= f.fitted+f.after {
			break
		}
	}
	_, right := net.Evaluate(w, test.X, nn.Targets{Labels: test.Labels}, test.N)
	f.testAcc = float64(right) / float64(test.N)
}

func planE22(s *Setting) *Plan {
	n, width, seeds := s.Int("n"), s.Int("width"), s.Int("seeds")
	const tests, most = 1000, 120
	return &Plan{
		Pieces: len(corrupted) * seeds,
		// Accuracies, the epoch of the fit, the training error of each epoch; of the first seed some images.
		Run: func(piece int) []float64 {
			k, seed := piece%len(corrupted), piece/len(corrupted)
			p := []float64(nil)
			if c, err := data.CorruptionByID(corrupted[k].id, ""); err == nil {
				p, _ = param.Resolve(c.Params, nil, "")
			}
			train, test := glyphSets(n, tests, .25, corrupted[k].id, p, s.Rand(seed), s.Rand(1000+seed))
			if corrupted[k].id == "random-labels" { // on the test set chance is chance
				rng := s.Rand(2000 + seed)
				for i := range test.Labels {
					test.Labels[i] = int32(rng.IntN(len(train.Classes)))
				}
			}
			var errs []float64
			f := fitting{layers: []nn.LayerSpec{{Dense: width}, {Act: "relu"}, {Dense: 10}}, method: "momentum", v: param.Values{"lr": .01, "momentum": .9}, batch: 50, epochs: most, after: 8,
				each: func(_ int, wrong float64) { errs = append(errs, wrong) }}
			f.run(train, test, s.Rand(3000+piece))
			out := append([]float64{f.trainAcc, f.testAcc, float64(f.fitted), float64(len(errs))}, errs...)
			if seed == 0 {
				for i := range 6 {
					out = append(out, float64(train.Labels[i]))
					for _, v := range train.X[i*train.D : (i+1)*train.D] {
						out = append(out, float64(v))
					}
				}
			}
			return out
		},
		Report: func(done [][]float64) *Report {
			const d = 80
			r := &Report{}
			fig := Figure{Title: "Training error", Alt: "Five training errors fall to zero, true and shuffled images first, random labels last.", X: &Axis{Label: "epoch", From: at(1)}, Y: &Axis{Label: "share of training examples that are wrong", From: at(0), To: at(.95)}}
			tiles := &Tiles{W: 8, H: 10}
			epochs := make([]float64, len(corrupted))
			for k, c := range corrupted {
				var train, test, fit []float64
				for i := k; i < len(done); i += len(corrupted) {
					if done[i] == nil {
						continue
					}
					p := done[i]
					train, test, fit = append(train, p[0]), append(test, p[1]), append(fit, p[2])
					m := int(p[3])
					name := ""
					if i < len(corrupted) {
						name = c.name
						row := TileRow{Name: c.name}
						for e := range 6 {
							one := p[4+m+e*(d+1):]
							lo, hi := math.Inf(1), math.Inf(-1)
							for _, v := range one[1 : 1+d] {
								lo, hi = min(lo, v), max(hi, v)
							}
							row.Tiles = append(row.Tiles, nums(apply(one[1:1+d], func(v float64) float64 { return (v - lo) / (hi - lo) })))
							row.Under = append(row.Under, fmt.Sprintf("%.0f", one[0]))
						}
						tiles.Rows = append(tiles.Rows, row)
					}
					fig.Series = append(fig.Series, runner(name, k+1, Lines, spaced(1, float64(m), m), p[4:4+m]))
				}
				tr, te := mean(train).Value, mean(test).Value
				epochs[k] = mean(fit).Value
				r.Measures = append(r.Measures, equal(c.name+": training accuracy", "", 1, tr))
				chance := normal95 * math.Sqrt(.09/(tests*float64(max(1, len(test)))))
				switch c.id {
				case "", "shuffled-pixels":
					r.Measures = append(r.Measures, atLeast(c.name+": test accuracy", "", .8, sure(te)))
				case "random-pixels":
					r.Measures = append(r.Measures, atMost(c.name+": test accuracy", "", .25, sure(te)))
				default:
					r.Measures = append(r.Measures, nearly(c.name+": test accuracy", "", .1, Estimate{te, chance}, .03))
				}
			}
			ratio := epochs[4] / epochs[0]
			r.Measures = append([]Measure{r.Measures[8]}, append(r.Measures[:8:8], r.Measures[9:]...)...)
			r.Measures = append(r.Measures, atLeast("epochs for random labels over those for true ones", "×", 1.5, sure(ratio)), atMost("and not above", "×", 8, sure(ratio)))
			r.Figures = []Figure{fig, {Title: "What is trained on: images and their labels", Alt: "Rows of small digits: clean, with shuffled pixels, with pixels shuffled each in its own way, of noise, and clean ones with random labels.", Tiles: tiles}}
			r.Caption = fmt.Sprintf("%d images, %d weights. All five reach zero; only two of them have learned anything.", n, 80*width+width+10*width+10)
			return r
		},
	}
}
