package course

import (
	"math"

	"saddlelab/core/param"
)

var e37b = &Experiment{
	ID: "E37b", Chapter: "adaptive", Tag: Exact,
	Question: "Does Adam converge when the losses are random?",
	Short:    "The same with chance",
	Claim:    "If the slope is C with probability (1+δ)/(C+1) and −1 otherwise, its mean is δ > 0, and the best point of [−1, 1] is −1. Adam with β₁ = 0 and a short memory goes to +1 all the same; AMSGrad goes to −1.",
	Source:   "Reddi, Kale, Kumar 2018 (ICLR), in the manner of Theorem 3",
	Params: []param.Param{
		{Name: "C", Label: "C large slope", Help: "The rare slope.", Min: 5, Default: 10, Max: 30},
		{Name: "delta", Label: "δ mean slope", Help: "The mean of the slopes: above 0 the best point is −1.", Min: .05, Default: .1, Max: .3},
		{Name: "T", Label: "T turns", Help: "How many losses there are.", Min: 2000, Default: 30000, Max: 100000, Log: true, Int: true},
		{Name: "chains", Label: "chains", Help: "How many independent runs are made of each method.", Min: 10, Default: 100, Max: 500, Log: true, Int: true},
	},
	Plan: planE37b,
}

func planE37b(s *Setting) *Plan {
	C, delta, T, n := s.Num("C"), s.Num("delta"), s.Int("T"), s.Int("chains")
	const per, drawn, points = 4, 6, 60
	p := (1 + delta) / (C + 1)
	own := pieces(n, per)
	asText := C == 10 && delta >= .1 && T >= 20000
	return &Plan{
		Pieces: own * 2,
		Run: func(piece int) []float64 {
			from, to := part(piece/2, n, per)
			var ends, paths []float64
			for c := from; c < to; c++ {
				rng := s.Rand(c)
				next := 1.
				ends = append(ends, walk(adamPair[piece%2], .9, .5, T, func(int) float64 {
					if rng.Float64() < p {
						return C
					}
					return -1
				}, func(t int, x, _ float64) {
					if c < drawn && (float64(t) >= next || t == T) {
						paths = append(paths, float64(c), float64(t), x)
						next *= 1.18
					}
				}))
			}
			return append(append([]float64{float64(len(ends))}, ends...), paths...)
		},
		Report: func(done [][]float64) *Report {
			var ends [2][]float64
			var paths [2][drawn][2][]float64
			for i, d := range done {
				if d == nil {
					continue
				}
				m := 1 + int(d[0])
				ends[i%2] = append(ends[i%2], d[1:m]...)
				for j := m; j < len(d); j += 3 {
					l := &paths[i%2][int(d[j])]
					l[0], l[1] = append(l[0], d[j+1]), append(l[1], d[j+2])
				}
			}
			fig := Figure{Title: "Where the iterates are", Alt: "Chains of Adam drift to +1, chains of AMSGrad to −1.", X: &Axis{Label: "turn t", Log: true, From: at(1), To: at(float64(T))}, Y: &Axis{Label: "x", From: at(-1.1), To: at(1.1)},
				Rules: []Rule{level("best point", Predicted, -1), level("worst point", LimitLine, 1)}}
			for i, name := range []string{"Adam", "AMSGrad"} {
				for c, l := range paths[i] {
					if len(l[0]) == 0 {
						continue
					}
					label := ""
					if c == 0 {
						label = name
					}
					fig.Series = append(fig.Series, runner(label, i+1, Lines, l[0], l[1]))
				}
			}
			const what = "the text’s are C = 10, δ = 0.1 and many turns; here the drift may be too slow"
			tail := func(xs []float64) Estimate {
				m := mean(xs)
				if len(xs) < 2 {
					m.CI = math.NaN()
				}
				return m
			}
			return &Report{
				Measures: []Measure{
					nearly("Adam: mean of the last x", "", 1, tail(ends[0]), .1).assuming(asText, what),
					nearly("AMSGrad: mean of the last x", "", -1, tail(ends[1]), .1).assuming(asText, what),
				},
				Figures: []Figure{fig},
				Caption: "The mean slope is positive, so that every sensible method goes left. Dividing each gradient by its own size changes the mean.",
			}
		},
	}
}
