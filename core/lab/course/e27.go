package course

import (
	"fmt"
	"math"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e27 = &Experiment{
	ID: "E27", Chapter: "global", Tag: Asymptotic,
	Question: "How large should the first weights be?",
	Short:    "Scales of initialization",
	Claim:    "With weights of variance v/n a wide ReLU layer multiplies the second moment of its signal by v/2: He’s v = 2 keeps it, Xavier’s v = 1 halves it at every layer. For tanh the pre-activation variance follows q₊ = σ_w²·E tanh²(√q z), which falls to 0 below σ_w² = 1 and to a fixed point above: the edge of chaos.",
	Source:   "He, Zhang, Ren, Sun 2015; Glorot, Bengio 2010; Poole, Lahiri, Raghu, Sohl-Dickstein, Ganguli 2016",
	Params: []param.Param{
		{Name: "width", Label: "width", Help: "Neurons in each layer.", Min: 50, Default: 250, Max: 500, Log: true, Int: true},
		{Name: "depth", Label: "depth", Help: "How many layers.", Min: 2, Default: 20, Max: 30, Int: true},
		{Name: "v", Label: "v scale", Help: "Of the first row: weights have the variance v/n.", Min: .5, Default: 2, Max: 5},
		{Name: "seeds", Label: "networks", Help: "How many networks are drawn of each kind.", Min: 4, Default: 7, Max: 40, Int: true},
	},
	Plan: planE27,
}

// meanTanh2 is E tanh²(√q z), z ~ N(0, 1), by Simpson's rule.
func meanTanh2(q float64) float64 {
	r := math.Sqrt(q)
	return integrate(func(z float64) float64 {
		t := real.Tanh(r * z)
		return t * t * real.Exp(-z*z/2) / math.Sqrt(2*math.Pi)
	}, -8, 8, 120)
}

func planE27(s *Setting) *Plan {
	width, depth, v, seeds := s.Int("width"), s.Int("depth"), s.Num("v"), s.Int("seeds")
	relus := []float64{v, 1, 4}
	tanhs := []float64{.5, 1, 2, 4}
	kinds := len(relus) + len(tanhs)
	theory := make([][]float64, kinds)
	for k := range kinds {
		q := 1.
		for l := 0; l <= depth; l++ {
			theory[k] = append(theory[k], q)
			if k < len(relus) {
				q *= relus[k] / 2
			} else {
				q = tanhs[k-len(relus)] * meanTanh2(q)
			}
		}
	}
	return &Plan{
		Pieces: kinds * seeds,
		// The second moment after each layer, over that of the input.
		Run: func(piece int) []float64 {
			k := piece % kinds
			rng := s.Rand(piece)
			h, next := make([]float64, width), make([]float64, width)
			for i := range h {
				h[i] = real.Normal(rng)
			}
			moment := func(x []float64) float64 {
				sum := 0.
				for _, v := range x {
					sum += v * v
				}
				return sum / float64(width)
			}
			out := []float64{1}
			first := moment(h)
			scale := 0.
			if k < len(relus) {
				scale = math.Sqrt(relus[k] / float64(width))
			} else {
				scale = math.Sqrt(tanhs[k-len(relus)] / float64(width))
				out[0] = first
			}
			for range depth {
				if k >= len(relus) {
					for i := range h {
						h[i] = real.Tanh(h[i])
					}
				}
				for j := range next {
					sum := 0.
					for _, x := range h {
						sum += x * real.Normal(rng)
					}
					if next[j] = scale * sum; k < len(relus) {
						next[j] = max(0, next[j])
					}
				}
				h, next = next, h
				if m := moment(h); k < len(relus) {
					out = append(out, m/first)
				} else {
					out = append(out, m)
				}
			}
			return out
		},
		Report: func(done [][]float64) *Report {
			r := &Report{}
			layers := spaced(0, float64(depth), depth+1)
			figs := [2]Figure{
				{Title: "ReLU: second moment by layer", Alt: "On a log scale straight lines: level for He, falling for Xavier, rising for a scale of four.", X: &Axis{Label: "layer"}, Y: &Axis{Label: "second moment", Log: true}},
				{Title: "tanh: pre-activation variance by layer", Alt: "Below the edge of chaos the variance falls to zero, above it it settles.", X: &Axis{Label: "layer"}, Y: &Axis{Label: "variance", Log: true}},
			}
			for k := range kinds {
				var all [][]float64
				for i := k; i < len(done); i += kinds {
					if done[i] != nil {
						all = append(all, done[i])
					}
				}
				f := &figs[0]
				name := fmt.Sprintf("v = %g", relus[min(k, len(relus)-1)])
				if k >= len(relus) {
					f, name = &figs[1], fmt.Sprintf("σ² = %g", tanhs[k-len(relus)])
				}
				label := ""
				if len(f.Series) == 0 {
					label = "mean field"
				}
				f.Series = append(f.Series, series(label, Predicted, Lines, layers, theory[k]))
				if len(all) > 0 {
					ys := make([]float64, depth+1)
					for l := range ys {
						for _, a := range all {
							ys[l] += a[l] / float64(len(all))
						}
					}
					f.Series = append(f.Series, runner(name, 1+k%4, Dots, layers, ys))
				}
				if k < len(relus) {
					var factor []float64
					for _, a := range all {
						factor = append(factor, real.Log(a[depth])/float64(depth))
					}
					m := mean(factor)
					e := real.Exp(m.Value)
					// The logarithm of a product of random factors lies below that of its mean, by about 5/(4·width) a layer.
					r.Measures = append(r.Measures, near("ReLU, "+name+": factor a layer", "", relus[k]/2, Estimate{e, e * m.CI}, .03))
				} else {
					var ends []float64
					for _, a := range all {
						ends = append(ends, a[depth])
					}
					r.Measures = append(r.Measures, near(fmt.Sprintf("tanh, %s: variance after %d layers", name, depth), "", theory[k][depth], mean(ends), .1))
				}
			}
			r.Figures = figs[:]
			r.Caption = fmt.Sprintf("After %d layers a factor of one half a layer is a factor of %.2g: nothing of the signal is left to learn from.", depth, real.Pow(.5, float64(depth)))
			return r
		},
	}
}
