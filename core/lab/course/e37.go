package course

import (
	"fmt"
	"math"

	"saddlelab/core/param"
)

var e37 = &Experiment{
	ID: "E37", Chapter: "adaptive", Tag: Exact,
	Question: "Can Adam walk to the worst point?",
	Short:    "Adam need not converge",
	Claim:    "Online on [−1, 1] with losses Cx at every third turn and −x otherwise, C > 2, the best fixed point is −1. Adam with β₁ = 0, β₂ = 1/(1+C²) and steps α/√t goes to +1, the worst, with average regret 2(C−2)/3. AMSGrad, which never lets its divisor shrink, goes to −1 with vanishing regret.",
	Source:   "Reddi, Kale, Kumar 2018 (ICLR), Theorem 1",
	Params: []param.Param{
		{Name: "C", Label: "C large slope", Help: "The slope at every third turn; above 2 the best point is −1.", Min: 2.5, Default: 3, Max: 10},
		{Name: "alpha", Label: "α step", Help: "Steps are α/√t.", Min: .05, Default: .3, Max: 1, Log: true},
		{Name: "T", Label: "T turns", Help: "How many losses there are.", Min: 1000, Default: 30000, Max: 100000, Log: true, Int: true},
	},
	Plan: planE37,
}

// walk runs a method online on [−1, 1] from 0: grad is the slope at turn t, in t from 1. It gives the last x, and looks at x and the
// regret so far against the point −1 at some turns.
func walk(id string, beta2, alpha float64, turns int, grad func(t int) float64, look func(t int, x, regret float64)) float64 {
	o, _ := method(id, param.Values{"beta1": 0, "beta2": beta2, "eps": 1e-12}, 1, nil)
	x, g := []float64{0}, []float64{0}
	regret := 0.
	for t := 1; t <= turns; t++ {
		g[0] = grad(t)
		regret += g[0] * (x[0] + 1)
		o.Step(x, g, alpha/math.Sqrt(float64(t)))
		x[0] = min(1, max(-1, x[0]))
		if look != nil {
			look(t, x[0], regret)
		}
	}
	return x[0]
}

var adamPair = []string{"adam", "amsgrad"}

func planE37(s *Setting) *Plan {
	C, alpha, T := s.Num("C"), s.Num("alpha"), s.Int("T")
	return &Plan{
		Pieces: 2,
		Run: func(piece int) []float64 {
			var xs []float64
			next, total := 1., 0.
			end := walk(adamPair[piece], 1/(1+C*C), alpha, T, func(t int) float64 {
				if t%3 == 1 {
					return C
				}
				return -1
			}, func(t int, x, regret float64) {
				total = regret
				if float64(t) >= next || t == T {
					xs = append(xs, float64(t), x, regret/float64(t))
					next *= 1.06
				}
			})
			return append([]float64{end, total / float64(T)}, xs...)
		},
		Report: func(done [][]float64) *Report {
			r := &Report{}
			names := []string{"Adam", "AMSGrad"}
			ends, regrets := []float64{1, -1}, []float64{2 * (C - 2) / 3, 0}
			path := Figure{Title: "Where the iterate is", Alt: "Adam walks to +1, the worst point, AMSGrad to −1, the best.", X: &Axis{Label: "turn t", Log: true, From: at(1), To: at(float64(T))}, Y: &Axis{Label: "x", From: at(-1.1), To: at(1.1)},
				Rules: []Rule{level("best point", Predicted, -1), level("worst point", LimitLine, 1)}}
			regret := Figure{Title: "Average regret", Alt: "Adam’s average regret settles at a constant, AMSGrad’s falls.", X: &Axis{Label: "turn t", Log: true, From: at(1), To: at(float64(T))}, Y: &Axis{Label: "regret/t"},
				Rules: []Rule{level("2(C−2)/3", Predicted, regrets[0])}}
			for i, name := range names {
				x, g := math.NaN(), math.NaN()
				if len(done) > i && done[i] != nil {
					d := done[i]
					x, g = d[0], d[1]
					path.Series = append(path.Series, runner(name, i+1, Lines, column(d[2:], 0, 3), column(d[2:], 1, 3)))
					regret.Series = append(regret.Series, runner(name, i+1, Lines, column(d[2:], 0, 3), column(d[2:], 2, 3)))
				}
				r.Measures = append(r.Measures, nearly(name+": last x", "", ends[i], sure(x), .05), nearly(name+": average regret", "", regrets[i], sure(g), .05))
			}
			r.Figures = []Figure{path, regret}
			r.Caption = fmt.Sprintf("Two small slopes of −1 outvote one of %g once each is divided by its own recent size.", C)
			return r
		},
	}
}
