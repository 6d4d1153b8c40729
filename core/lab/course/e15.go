package course

import (
	"fmt"
	"math"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e15 = &Experiment{
	ID: "E15", Chapter: "converge", Tag: Asymptotic,
	Question: "Do vanishing steps settle it?",
	Short:    "Steps that vanish",
	Claim:    "With Σγ_k = ∞ and Σγ_k² < ∞, smooth f and noise of bounded variance, gradients tend to 0 almost surely; for noise with q moments and Σγ_k^{1+q/2} < ∞ the iterates converge to a connected component of critical points. With γ_k = c/k^p the oscillation over [K, 2K) shrinks like K^{−p/2}; with a constant step it does not.",
	Source:   "Robbins, Monro 1951; Bertsekas, Tsitsiklis 2000, Prop. 3; Mertikopoulos, Hallak, Kavis, Cevher 2020, Theorem 1",
	Params: []param.Param{
		{Name: "c", Label: "c step scale", Help: "Steps are c/k^p.", Min: .2, Default: .5, Max: 1, Log: true},
		{Name: "sigma", Label: "σ noise", Help: "Standard deviation of the gradient’s noise.", Min: .3, Default: 1, Max: 2, Log: true},
		{Name: "chains", Label: "chains", Help: "How many independent runs are made with each of four schedules.", Min: 20, Default: 50, Max: 400, Log: true, Int: true},
	},
	Plan: planE15,
}

func planE15(s *Setting) *Plan {
	c, sigma, n := s.Num("c"), s.Num("sigma"), s.Int("chains")
	exponents := []float64{.5, .75, 1, 0} // 0: the constant step .1
	const per, first, octaves, drawn = 5, 8, 8, 3
	const K = 1 << (first + octaves)
	own := pieces(n, per)
	return &Plan{
		Pieces: own * len(exponents),
		// Of each chain the largest |x_k − x_K| over K ≤ k < 2K for K = 2⁸ … 2¹⁵; of the first ones the path.
		Run: func(piece int) []float64 {
			e := piece % len(exponents)
			p := exponents[e]
			from, to := part(piece/len(exponents), n, per)
			steps := make([]float64, K+1)
			for k := 1; k <= K; k++ {
				steps[k] = .1
				if p > 0 {
					steps[k] = c * real.Pow(float64(k), -p)
				}
			}
			var out, paths []float64
			for id := from; id < to; id++ {
				rng := s.Rand(e*n + id)
				x := 2 * real.Normal(rng)
				ref, osc, next := 0., math.NaN(), 1.
				for k := 1; k <= K; k++ {
					x -= steps[k] * (smoothWellSlope(x) + sigma*real.Normal(rng))
					if k >= 1<<first && k&(k-1) == 0 {
						if k > 1<<first {
							out = append(out, osc)
						}
						ref, osc = x, 0
					}
					osc = max(osc, math.Abs(x-ref))
					if id < drawn && float64(k) >= next {
						paths = append(paths, float64(id), float64(k), x)
						next *= 1.05
					}
				}
			}
			return append(append([]float64{float64(len(out))}, out...), paths...)
		},
		Report: func(done [][]float64) *Report {
			ks := make([]float64, octaves)
			for i := range ks {
				ks[i] = float64(int(1) << (first + i))
			}
			r := &Report{}
			fig := Figure{Title: "Oscillation over [K, 2K), median", Alt: "The oscillation against K on log-log axes: falling lines of slopes −p/2 for vanishing steps, level for the constant one.", X: &Axis{Label: "K", Log: true}, Y: &Axis{Label: "largest |xₖ − x at K|", Log: true}}
			runs := Figure{Title: "Three runs of each", Alt: "Runs with vanishing steps settle in a well; those with a constant step bounce for ever.", X: &Axis{Label: "step k", Log: true}, Y: &Axis{Label: "x", From: at(-3), To: at(3)}}
			growth := math.NaN()
			for e, p := range exponents {
				var all []float64
				paths := make([][2][]float64, drawn)
				for i := e; i < len(done); i += len(exponents) {
					if done[i] == nil {
						continue
					}
					m := 1 + int(done[i][0])
					all = append(all, done[i][1:m]...)
					for j := m; j < len(done[i]); j += 3 {
						l := &paths[int(done[i][j])]
						l[0], l[1] = append(l[0], done[i][j+1]), append(l[1], done[i][j+2])
					}
				}
				mid := make([]float64, octaves)
				for j := range mid {
					mid[j] = median(column(all, j, octaves))
				}
				b := Estimate{math.NaN(), math.NaN()}
				if len(all) > 0 {
					if b = logSlope(ks[2:], mid[2:]); p == 0 {
						growth = mid[octaves-2] / mid[0]
					}
				}
				name := fmt.Sprintf("p = %g", p)
				if p == 0 {
					name = "constant"
				} else {
					r.Measures = append(r.Measures, nearly(fmt.Sprintf("p = %g: slope of the oscillation", p), "", -p/2, b, .12))
					line := []float64{ks[0], ks[octaves-1]}
					if len(all) > 0 {
						fig.Series = append(fig.Series, series("", Predicted, Lines, line, []float64{mid[octaves-1] * real.Pow(ks[octaves-1]/ks[0], p/2), mid[octaves-1]}))
					}
				}
				fig.Series = append(fig.Series, runner(name, e+1, Dots, ks, mid))
				for i, l := range paths {
					if len(l[0]) > 0 && (p == 0 || p == .75) {
						label := ""
						if i == 0 {
							label = name
						}
						runs.Series = append(runs.Series, runner(label, e+1, Lines, l[0], l[1]))
					}
				}
			}
			r.Measures = append(r.Measures, atLeast("constant step: oscillation at 2¹⁴ over that at 2⁸", "×", 1, sure(growth)))
			r.Figures = []Figure{fig, runs}
			r.Caption = "A slope of −p/2 here is the size of the noise that is still let in, √γ at K."
			return r
		},
	}
}
