package course

import (
	"fmt"
	"math"

	"saddlelab/core/eig"
	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e10b = &Experiment{
	ID: "E10b", Chapter: "critical", Tag: Exact,
	Question: "Why are random critical points saddles?",
	Short:    "Random Hessians",
	Claim:    "If the Hessian at a critical point were a random symmetric matrix (Gaussian orthogonal ensemble), it would be positive definite with probability (2−√2)/4 in two dimensions and ¼ − 1/(√2π) in three, and with probability e^{−Θ(d²)} in d: nearly all critical points are saddles.",
	Source:   "Dean, Majumdar 2006; Dauphin et al. 2014 (NIPS) for the use in deep learning",
	Params: []param.Param{
		{Name: "matrices", Label: "matrices", Help: "How many random matrices are drawn in each dimension.", Min: 2000, Default: 100000, Max: 400000, Log: true, Int: true},
	},
	Plan: planE10b,
}

// planE10b draws A + Aᵀ with standard normal A, in dimensions 1 to 6.
func planE10b(s *Setting) *Plan {
	n := s.Int("matrices")
	const per, most = 5000, 6
	return &Plan{
		Pieces: pieces(n, per) * most,
		// How many of the piece's matrices have 0, 1, … negative eigenvalues.
		Run: func(piece int) []float64 {
			d := piece%most + 1
			from, to := part(piece/most, n, per)
			rng := s.Rand(piece)
			a, v, raw := make([]float64, d*d), make([]float64, d*d), make([]float64, d*d)
			out := make([]float64, most+1)
			for range to - from {
				for i := range raw {
					raw[i] = real.Normal(rng)
				}
				for i := range d {
					for j := range d {
						a[i*d+j] = raw[i*d+j] + raw[j*d+i]
					}
				}
				eig.Symmetric(a, v, d)
				k := 0
				for i := range d {
					if a[i*d+i] < 0 {
						k++
					}
				}
				out[k]++
			}
			return out
		},
		Report: func(done [][]float64) *Report {
			var counts [most + 1][most + 1]float64 // by dimension and index
			var totals [most + 1]float64
			for i, p := range done {
				d := i%most + 1
				for k, c := range p {
					counts[d][k] += c
					totals[d] += c
				}
			}
			definite := func(d int) Estimate { return share(int(counts[d][0]), int(totals[d])) }
			two, three := (2-math.Sqrt2)/4, .25-1/(math.Sqrt2*math.Pi)
			var ds, ps, lo, hi []float64
			for d := 1; d <= most; d++ {
				p := definite(d)
				ds, ps = append(ds, float64(d)), append(ps, p.Value)
				lo, hi = append(lo, p.Value-p.CI), append(hi, p.Value+p.CI)
			}
			got := series("measured", Measured, Dots, ds, ps)
			got.Low, got.High = nums(lo), nums(hi)
			var index, shares []float64
			for k := range most + 1 {
				index, shares = append(index, float64(k)), append(shares, counts[most][k]/totals[most])
			}
			rare := definite(most)
			if rare.Value == 0 {
				rare.CI = 3 / totals[most] // none of n: up to 3/n at 95 %
			}
			return &Report{
				Measures: []Measure{
					near("2 dimensions: probability of a minimum", "", two, definite(2), .03),
					near("3 dimensions: probability of a minimum", "", three, definite(3), .08),
					shown(fmt.Sprintf("%d dimensions: probability of a minimum", most), "", rare),
				},
				Figures: []Figure{
					{Title: "Probability that no eigenvalue is negative", Alt: "The probability falls faster than a straight line on a log scale as the dimension grows.", X: &Axis{Label: "dimension d", From: at(.6), To: at(most + .4)}, Y: &Axis{Label: "P", Log: true},
						Series: []Series{got, series("closed form", Predicted, Dots, []float64{1, 2, 3}, []float64{.5, two, three})}},
					{Title: fmt.Sprintf("Negative eigenvalues in %d dimensions", most), Alt: "A histogram of the number of negative eigenvalues, highest in the middle.", X: &Axis{Label: "negative eigenvalues", From: at(-.5), To: at(most + .5)}, Y: &Axis{Label: "share", From: at(0)}, Series: []Series{series("measured", Measured, Bars, index, shares)}},
				},
				Caption: "A minimum needs all eigenvalues positive at once. They repel each other, so that this is even rarer than independent coins would make it.",
			}
		},
	}
}
