package course

import (
	"math"

	"saddlelab/core/param"
)

var e34b = &Experiment{
	ID: "E34b", Chapter: "adaptive", Tag: Exact,
	Question: "How far does AdaGrad get under a constant pull?",
	Short:    "A constant gradient",
	Claim:    "Under a constant gradient AdaGrad’s step is η/√k, so that after K steps it has gone η(2√K + ζ(½) + 1/(2√K)), ζ(½) = −1.4603545, up to O(K^{−3/2}): gradients of the past brake it for ever, though nothing asks for it.",
	Source:   "Duchi, Hazan, Singer 2011; the sum is Euler’s and Maclaurin’s",
	Params: []param.Param{
		{Name: "g", Label: "g gradient", Help: "Its size; it cancels.", Min: .001, Default: 1, Max: 1000, Log: true},
		{Name: "eta", Label: "η step", Help: "The step size.", Min: .01, Default: 1, Max: 10, Log: true},
		{Name: "K", Label: "K steps", Help: "How many steps are made.", Min: 10, Default: 10000, Max: 1000000, Log: true, Int: true},
	},
	Plan: planE34b,
}

const zetaHalf = -1.4603545088095868

func planE34b(s *Setting) *Plan {
	size, eta, K := s.Num("g"), s.Num("eta"), s.Int("K")
	way := func(k float64) float64 { return eta * (2*math.Sqrt(k) + zetaHalf + .5/math.Sqrt(k)) }
	return &Plan{
		Pieces: 1,
		Run: func(int) []float64 {
			o, lr := method("adagrad", param.Values{"lr": eta, "eps": 1e-12}, 1, nil)
			x, g := []float64{0}, []float64{0}
			var out []float64
			next := 1.
			for k := 1; k <= K; k++ {
				g[0] = size
				if o.Step(x, g, lr); float64(k) >= next || k == K {
					out = append(out, float64(k), -x[0])
					next *= 1.15
				}
			}
			return out
		},
		Report: func(done [][]float64) *Report {
			all := gathered(done)
			end := math.NaN()
			if len(all) > 0 {
				end = all[len(all)-1]
			}
			ks := geometric(1, float64(K), 60)
			fig := Figure{Title: "How far it has gone", Alt: "The distance against the step on log-log axes: dots on a line that becomes straight with slope one half; SGD’s is straight with slope 1.", X: &Axis{Label: "step k", Log: true}, Y: &Axis{Label: "−x", Log: true},
				Series: []Series{series("η(2√k + ζ(½) + …)", Predicted, Lines, ks, apply(ks, way)), series("gradient descent would have gone", LimitLine, Lines, ks, apply(ks, func(k float64) float64 { return eta * size * k })), series("measured", Measured, Dots, column(all, 0, 2), column(all, 1, 2))}}
			return &Report{
				// The next term of the sum is η/(24 K^{3/2}); ε costs 10⁻¹² of each step.
				Measures: []Measure{nearly("distance after K steps", "", way(float64(K)), sure(end), max(1e-8*way(float64(K)), eta/math.Sqrt(float64(K)*float64(K)*float64(K))+1e-9*eta*math.Sqrt(float64(K))/size))},
				Figures:  []Figure{fig},
				Caption:  "A slope of one half: to get twice as far takes four times as long, down an even slope.",
			}
		},
	}
}
