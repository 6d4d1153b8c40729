package course

import (
	"math"

	"saddlelab/core/param"
)

var e39 = &Experiment{
	ID: "E39", Chapter: "adaptive", Tag: Bound,
	Question: "How fast can any first-order method be?",
	Short:    "Acceleration, and its limit",
	Claim:    "On convex functions with an L-Lipschitz gradient no method that moves in the span of its gradients can guarantee less than 3L‖x₀−x*‖²/(32(K+1)²) after K < d/2 steps, and Nesterov’s accelerated method guarantees 2L‖x₀−x*‖²/(K+1)². On the chain that proves the lower bound gradient descent’s error falls like K^{−3/2} only.",
	Source:   "Nesterov 1983; Nesterov 2018, Theorems 2.1.7 and 2.2.2",
	Params: []param.Param{
		{Name: "K", Label: "K most steps", Help: "The longest of the runs; the chain for K steps has 2K+1 links.", Min: 40, Default: 320, Max: 640, Log: true, Int: true},
	},
	Plan: planE39,
}

// chainValue is Nesterov's worst function, with L = 1: ⅛(x₁² + Σ(x_{i+1} − x_i)² + x_d²) − ¼x₁; chainGradient its gradient.
func chainValue(x []float64) float64 {
	sum := x[0]*x[0] + x[len(x)-1]*x[len(x)-1]
	for i := 1; i < len(x); i++ {
		sum += (x[i] - x[i-1]) * (x[i] - x[i-1])
	}
	return sum/8 - x[0]/4
}

func chainGradient(x, g []float64) {
	for i := range x {
		v := 2 * x[i]
		if i > 0 {
			v -= x[i-1]
		}
		if i+1 < len(x) {
			v -= x[i+1]
		}
		g[i] = v / 4
	}
	g[0] -= .25
}

func planE39(s *Setting) *Plan {
	var ks []float64
	for k := float64(s.Int("K")); k >= 10; k /= 2 {
		ks = append([]float64{math.Floor(k)}, ks...)
	}
	methods := []string{"nesterov-agd", "sgd"}
	return &Plan{
		Pieces: 2 * len(ks),
		// (f_K − f*)/(L‖x₀ − x*‖²) from 0 on the chain of 2K + 1.
		Run: func(piece int) []float64 {
			K := int(ks[piece/2])
			d := 2*K + 1
			best, x, g := make([]float64, d), make([]float64, d), make([]float64, d)
			far := 0.
			for i := range best {
				best[i] = 1 - float64(i+1)/float64(d+1)
				far += best[i] * best[i]
			}
			o, _ := method(methods[piece%2], param.Values{"lr": 1}, d, nil)
			for range K {
				chainGradient(x, g)
				o.Step(x, g, 1)
			}
			if a, ok := o.(interface{ Average([]float64) }); ok {
				a.Average(x)
			}
			return []float64{(chainValue(x) - chainValue(best)) / far}
		},
		Report: func(done [][]float64) *Report {
			var at2, gap [2][]float64
			least, most := math.NaN(), math.NaN()
			for i, d := range done {
				if d == nil {
					continue
				}
				k := ks[i/2]
				at2[i%2], gap[i%2] = append(at2[i%2], k), append(gap[i%2], d[0])
				if i%2 == 0 {
					lo, hi := d[0]*32*(k+1)*(k+1)/3, d[0]*(k+1)*(k+1)/2
					if !(least <= lo) {
						least = lo
					}
					if !(most >= hi) {
						most = hi
					}
				}
			}
			fit := func(i int) Estimate {
				if len(at2[i]) < len(ks) {
					return Estimate{math.NaN(), math.NaN()}
				}
				return Estimate{logSlope(at2[i], gap[i]).Value, math.NaN()} // nothing is random
			}
			line := geometric(10, ks[len(ks)-1], 2)
			return &Report{
				Measures: []Measure{
					nearly("accelerated: slope of the error against K", "", -2, fit(0), .1),
					nearly("gradient descent: slope", "", -1.5, fit(1), .1),
					atLeast("accelerated error over the lower bound, least", "×", 1, sure(least)),
					atMost("over its own upper bound, most", "×", 1, sure(most)),
				},
				Figures: []Figure{{Title: "Error after K steps on the chain of 2K + 1", Alt: "Accelerated gradient’s error lies between the two bounds, parallel to both; gradient descent’s falls less steeply.", X: &Axis{Label: "K", Log: true}, Y: &Axis{Label: "(f − f*)/(L‖x₀ − x*‖²)", Log: true},
					Series: []Series{
						series("upper bound of the accelerated method", LimitLine, Lines, line, apply(line, func(k float64) float64 { return 2 / ((k + 1) * (k + 1)) })),
						series("lower bound of all methods", Predicted, Lines, line, apply(line, func(k float64) float64 { return 3. / 32 / ((k + 1) * (k + 1)) })),
						runner("accelerated", 1, Dots, at2[0], gap[0]), runner("gradient descent", 2, Dots, at2[1], gap[1])}}},
				Caption: "Between the two bounds is a factor of 21: nothing that only sees gradients can do better than that.",
			}
		},
	}
}
