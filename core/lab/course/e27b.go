package course

import (
	"fmt"
	"math"

	"saddlelab/core/nn"
	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e27b = &Experiment{
	ID: "E27b", Chapter: "global", Tag: Empirical, Long: true,
	Question: "And what does the scale do to training?",
	Short:    "Dead, alive, exploding",
	Claim:    "A ReLU network of depth 8 with weights of variance v/n, trained by 300 steps of gradient descent with the best of five step sizes: for small v the signal and the gradient have died and nothing is learned, for v of 1 or 2 the loss falls below 0.01, and from v = 4 on every step size diverges.",
	Source:   "He, Zhang, Ren, Sun 2015; numbers measured",
	Params: []param.Param{
		{Name: "depth", Label: "depth", Help: "How many hidden layers.", Min: 2, Default: 8, Max: 10, Int: true},
		{Name: "width", Label: "width", Help: "Neurons in each hidden layer.", Min: 32, Default: 64, Max: 96, Int: true},
		{Name: "seeds", Label: "seeds", Help: "How many initializations there are of each scale and step size.", Min: 1, Default: 1, Max: 5, Int: true},
	},
	Plan: planE27b,
}

func planE27b(s *Setting) *Plan {
	depth, width, seeds := s.Int("depth"), s.Int("width"), s.Int("seeds")
	const n, in, K = 64, 20, 300
	scales := []float64{.02, .2, .5, 1, 2, 4, 20}
	steps := []float64{.001, .003, .01, .03, .1}
	var layers []nn.LayerSpec
	for range depth {
		layers = append(layers, nn.LayerSpec{Dense: width, NoBias: true}, nn.LayerSpec{Act: "relu"})
	}
	layers = append(layers, nn.LayerSpec{Dense: 1, NoBias: true})
	data := func() (x, y []float32, power float64) {
		rng := s.Rand(1 << 24)
		x, y = make([]float32, n*in), make([]float32, n)
		for i := range x {
			x[i] = float32(real.Normal(rng))
		}
		for i := range y {
			v := real.Sin(2 * float64(x[i*in]))
			y[i] = float32(v)
			power += v * v / n
		}
		return x, y, power
	}
	_, _, power := data()
	per := len(scales) * len(steps)
	return &Plan{
		Pieces: per * seeds,
		// The losses; as soon as one is not finite, or a thousand times the first, there are no more.
		Run: func(piece int) []float64 {
			v, eta := scales[piece%len(scales)], steps[piece/len(scales)%len(steps)]
			x, y, _ := data()
			model, err := nn.NewModelOf(nn.Shape{in}, layers, "model")
			if err != nil {
				panic(err)
			}
			loss, err := nn.LossByID("mse", "loss")
			if err != nil {
				panic(err)
			}
			w, g := make([]float32, model.NumParams()), make([]float32, model.NumParams())
			rng := s.Rand(piece / per) // the same weights for all, but for their size
			for _, m := range model.Views() {
				sd := math.Sqrt(v / float64(m.FanIn))
				for i := range m.Rows * m.Cols {
					w[m.Off+i] = float32(sd * real.Normal(rng))
				}
			}
			net := nn.NewNet(model, loss, n)
			var out []float64
			for range K {
				l := net.Gradient(w, x, nn.Targets{Values: y}, n, g)
				if out = append(out, l); !(l <= 1000*max(out[0], power)) {
					return out
				}
				for i, d := range g {
					w[i] -= float32(float32(eta) * d)
				}
			}
			return append(out, net.Gradient(w, x, nn.Targets{Values: y}, n, g))
		},
		Report: func(done [][]float64) *Report {
			best, bestStep, survived := make([]float64, len(scales)), make([]int, len(scales)), make([]int, len(scales))
			whole := true
			for i := range best {
				best[i] = math.NaN()
			}
			fig := Figure{Title: "Loss after 300 steps, best step size", Alt: "The loss is that of answering zero for small scales, falls by orders of magnitude near one and two, and is missing from four on.", X: &Axis{Label: "v", Log: true, From: at(.01), To: at(40)}, Y: &Axis{Label: "mean squared error", Log: true}, Rules: []Rule{level("of answering 0", LimitLine, power), upright("He", LimitLine, 2), upright("Xavier", LimitLine, 1)}}
			curves := Figure{Title: "Training at the best step size", Alt: "Loss curves: level for small scales, falling for middle ones.", X: &Axis{Label: "step"}, Y: &Axis{Label: "mean squared error", Log: true}}
			for i, p := range done {
				if p == nil {
					whole = false
					continue
				}
				k := i % len(scales)
				if last := p[len(p)-1]; len(p) == K+1 && last <= 2*max(p[0], power) {
					if survived[k]++; !(best[k] <= last) {
						best[k], bestStep[k] = last, i
					}
				}
			}
			dead, alive, diverging := math.NaN(), math.NaN(), math.NaN()
			if whole {
				dead, alive = min(best[0], best[1]), min(best[3], best[4])
				diverging = 1 - float64(survived[5]+survived[6])/float64(2*len(steps)*seeds)
			}
			for k, v := range scales {
				if p := done[bestStep[k]]; !math.IsNaN(best[k]) && (k == 1 || k == 2 || k == 3 || k == 4) {
					curves.Series = append(curves.Series, runner(fmt.Sprintf("v = %g, η = %g", v, steps[bestStep[k]/len(scales)%len(steps)]), k, Lines, spaced(0, K, K+1), p))
				}
			}
			fig.Series = []Series{series("measured", Measured, Dots, scales, best)}
			return &Report{
				Measures: []Measure{
					atLeast("v ≤ 0.2: loss over that of answering 0", "", .9, sure(dead/power)).assuming(depth >= 6, "the network is deep"),
					atMost("v = 1 or 2: least loss", "", .01, sure(alive)),
					equal("v ≥ 4: share of trainings that diverge", "", 1, diverging).assuming(depth >= 6, "the network is deep"),
					shown("v = 1: loss", "", sure(best[3])), shown("v = 2: loss", "", sure(best[4])),
				},
				Figures: []Figure{fig, curves},
				Caption: fmt.Sprintf("Each of the %d layers keeps a tenth of the signal’s power at a scale of 0.2, and doubles it at 4: %g times in all.", depth, real.Pow(2, float64(depth))),
			}
		},
	}
}
