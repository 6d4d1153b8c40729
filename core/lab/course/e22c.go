package course

import (
	"fmt"
	"math"

	"saddlelab/core/nn"
	"saddlelab/core/param"
)

var e22c = &Experiment{
	ID: "E22c", Chapter: "global", Tag: Exact,
	Question: "Can the network see that the pixels are shuffled?",
	Short:    "Shuffled pixels, the same run",
	Claim:    "Permute the pixels of all images alike, and the columns of the first layer’s weights in the same way: gradient descent of a fully connected network takes exactly the same path. As the first weights are drawn alike for all pixels, such a network learns shuffled images as well as straight ones.",
	Source:   "Equivariance of gradient descent: h(WPᵀ·Px) = h(Wx); the case “shuffled pixels” of Zhang, Bengio, Hardt, Recht, Vinyals 2017",
	Params: []param.Param{
		{Name: "n", Label: "n examples", Help: "Of the glyph images.", Min: 20, Default: 60, Max: 150, Int: true},
		{Name: "width", Label: "hidden width", Help: "Of the one hidden layer of ReLUs.", Min: 16, Default: 32, Max: 96, Log: true, Int: true},
		{Name: "lr", Label: "η step size", Help: "Of gradient descent on all examples.", Min: .02, Default: .1, Max: .3, Log: true},
		{Name: "seeds", Label: "seeds", Help: "How many pairs of trainings there are.", Min: 1, Default: 3, Max: 10, Int: true},
	},
	Plan: planE22c,
}

func planE22c(s *Setting) *Plan {
	n, width, lr, seeds := s.Int("n"), s.Int("width"), s.Num("lr"), s.Int("seeds")
	const K, pixels = 200, 80
	return &Plan{
		Pieces: 3 * seeds,
		// Losses of the straight images, of the shuffled ones with the first layer shuffled alike, or of those with weights of their own.
		Run: func(piece int) []float64 {
			kind, seed := piece%3, piece/3
			train, _ := glyphSets(n, 10, .25, "", nil, s.Rand(seed), nil)
			model, err := nn.NewModelOf(nn.Shape{pixels}, []nn.LayerSpec{{Dense: width}, {Act: "relu"}, {Dense: 10}}, "model")
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
			rng := s.Rand(1000 + seed)
			order := rng.Perm(pixels)
			x, shuffled := make([]float64, n*pixels), make([]float64, n*pixels)
			for i := range n {
				for k, v := range train.X[i*pixels : (i+1)*pixels] {
					x[i*pixels+k] = float64(v)
					shuffled[i*pixels+order[k]] = float64(v)
				}
			}
			w32 := make([]float32, model.NumParams())
			init.Fill(model, w32, rng)
			if kind == 2 {
				init.Fill(model, w32, rng)
			}
			w := make([]float64, len(w32))
			for i, v := range w32 {
				w[i] = float64(v)
			}
			if kind > 0 {
				x = shuffled
			}
			if kind == 1 {
				first := model.Views()[0] // a row of weights for each pixel
				for p, to := range order {
					for h := range width {
						w[first.Off+to*width+h] = float64(w32[first.Off+p*width+h])
					}
				}
			}
			net := nn.NewNetOf[float64](model, loss, n)
			g, losses := make([]float64, len(w)), make([]float64, K)
			for k := range losses {
				losses[k] = net.Gradient(w, x, nn.TargetsOf[float64]{Labels: train.Labels}, n, g)
				for i, v := range g {
					w[i] -= lr * v
				}
			}
			return losses
		},
		Report: func(done [][]float64) *Report {
			worst := math.NaN()
			var own []float64
			for i := 0; i+2 < len(done); i += 3 {
				if done[i] == nil {
					continue
				}
				if alike := done[i+1]; alike != nil {
					for k, v := range done[i] {
						if d := math.Abs(v - alike[k]); !(worst >= d) {
							worst = d
						}
					}
				}
				if p := done[i+2]; p != nil {
					own = append(own, p[K-1]-done[i][K-1])
				}
			}
			steps := spaced(0, K-1, K)
			fig := Figure{Title: "Training loss of the first seed", Alt: "The loss of the shuffled images lies on that of the straight ones at every step.", X: &Axis{Label: "step"}, Y: &Axis{Label: "cross-entropy", Log: true}}
			gap := Figure{Title: "Difference between the two losses", Alt: "The difference stays at the rounding of the last digits.", X: &Axis{Label: "step"}, Y: &Axis{Label: "|difference|", Log: true, From: at(1e-17), To: at(1)}, Rules: []Rule{level("tolerance", LimitLine, 1e-10)}}
			names := []string{"straight", "shuffled, the first layer alike", "shuffled, weights of its own"}
			for kind, p := range done[:3] {
				switch {
				case p == nil:
				case kind == 1:
					var xs, ys []float64
					for k := 0; k < K; k += 8 {
						xs, ys = append(xs, float64(k)), append(ys, p[k])
					}
					fig.Series = append(fig.Series, runner(names[kind], kind+1, Dots, xs, ys))
				default:
					fig.Series = append(fig.Series, runner(names[kind], kind+1, Lines, steps, p))
				}
				if straight := done[0]; p != nil && straight != nil && kind > 0 {
					gap.Series = append(gap.Series, runner(names[kind], kind+1, Lines, steps, apply(steps, func(k float64) float64 { return max(1e-17, math.Abs(p[int(k)]-straight[int(k)])) })))
				}
			}
			return &Report{
				Measures: []Measure{
					nearly("largest difference between the losses in 200 steps", "", 0, sure(worst), 1e-10),
					shown("with weights of its own: last loss, less the straight one", "", mean(own)),
				},
				Figures: []Figure{fig, gap},
				Caption: fmt.Sprintf("%d pairs of trainings in double precision. What is left is the rounding of sums that are added in another order.", seeds),
			}
		},
	}
}
