package course

import (
	"fmt"
	"math"
	"sync"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e15b = &Experiment{
	ID: "E15b", Chapter: "converge", Tag: Exact,
	Question: "How heavy may the noise’s tails be?",
	Short:    "Jumps that never end",
	Claim:    "With Student’s t noise of ν degrees of freedom and steps γ_k = k^{−p} the expected number of kicks γ_k|ξ_k| > 1 in [K, 2K) grows like K^{1−pν}. By Borel and Cantelli infinitely many come if and only if pν ≤ 1. The theorem’s condition, Σγ_k^{1+q/2} < ∞ for noise with q < ν moments, asks for p > 2/(ν + 2): almost sharp.",
	Source:   "Borel–Cantelli; Mertikopoulos, Hallak, Kavis, Cevher 2020 (NeurIPS), Theorem 1",
	Params: []param.Param{
		{Name: "nu", Label: "ν of Student’s t", Help: "Degrees of freedom of the noise: moments below ν are finite.", Min: 2.05, Default: 2.1, Max: 4},
		{Name: "chains", Label: "chains", Help: "How many independent runs are made with each of three schedules.", Min: 40, Default: 200, Max: 1000, Log: true, Int: true},
	},
	Plan: planE15b,
}

// studentTail is P(|t_ν| > x). Bailey's form of t is R cos Φ with R² = ν(U^{−2/ν} − 1), so that it is the mean of
// P(R > x/|cos φ|) = (1 + x²/(ν cos²φ))^{−ν/2} over a quarter of the circle.
func studentTail(x, nu float64) float64 {
	return 2 / math.Pi * integrate(func(phi float64) float64 {
		c := real.Cos(phi)
		c *= c
		return real.Pow(c/(c+x*x/nu), nu/2)
	}, 0, math.Pi/2, 60)
}

func planE15b(s *Setting) *Plan {
	nu, n := s.Num("nu"), s.Int("chains")
	exponents := []float64{.3, .45, .6}
	const first, octaves, per, drawn = 8, 9, 20, 2
	const K = 1 << (first + octaves)
	ks := make([]float64, octaves)
	for i := range ks {
		ks[i] = float64(int(1) << (first + i))
	}
	// Expected kicks in each octave and their variance: sums over k, by Simpson's rule in ln k.
	expected, variance := make([][]float64, len(exponents)), make([][]float64, len(exponents))
	for e, p := range exponents {
		for _, k := range ks {
			var sums [2]float64
			for m := range sums {
				sums[m] = integrate(func(l float64) float64 {
					k := real.Exp(l)
					q := studentTail(real.Pow(k, p), nu)
					if m == 1 {
						q *= 1 - q
					}
					return q * k
				}, real.Log(k-.5), real.Log(2*k-.5), 8)
			}
			expected[e], variance[e] = append(expected[e], sums[0]), append(variance[e], sums[1])
		}
	}
	// Of each schedule the steps, and the U below which R > 1/γ: most draws need no more than that comparison.
	var once [3]sync.Once
	var steps, least [3][]float64
	prepare := func(e int) {
		steps[e], least[e] = make([]float64, K), make([]float64, K)
		for k := 1; k < K; k++ {
			g := real.Pow(float64(k), -exponents[e])
			steps[e][k], least[e][k] = g, real.Pow(1+1/(nu*g*g), -nu/2)
		}
	}
	own := pieces(n, per)
	return &Plan{
		Pieces: own * len(exponents),
		// Kicks of each chain in each octave; of the first chains the path on the double well.
		Run: func(piece int) []float64 {
			e := piece % len(exponents)
			once[e].Do(func() { prepare(e) })
			step, least := steps[e], least[e]
			from, to := part(piece/len(exponents), n, per)
			var out, paths []float64
			for c := from; c < to; c++ {
				rng := s.Rand(e*n + c)
				counts := make([]float64, octaves)
				octave, next, x := 0, 1., 1.
				for k := 1; k < K; k++ {
					if k >= 2<<(first+octave) {
						octave++
					}
					u := 1 - rng.Float64()
					rare := u < least[k] && k >= 1<<first
					if !rare && c >= drawn {
						continue
					}
					xi := math.Sqrt(nu*(real.Pow(u, -2/nu)-1)) * real.Cos(2*math.Pi*rng.Float64())
					kick := rare && step[k]*math.Abs(xi) > 1
					if kick {
						counts[octave]++
					}
					if c < drawn {
						if x -= step[k] * (smoothWellSlope(x) + xi); kick || float64(k) >= next {
							paths = append(paths, float64(c), float64(k), x)
							next = max(next, float64(k)) * 1.03
						}
					}
				}
				out = append(out, counts...)
			}
			return append(append([]float64{float64(len(out))}, out...), paths...)
		},
		Report: func(done [][]float64) *Report {
			r := &Report{}
			fig := Figure{Title: "Kicks γ|ξ| > 1 in [K, 2K), mean", Alt: "Against K on log-log axes: rising for p = 0.3, nearly level for 0.45, falling for 0.6.", X: &Axis{Label: "K", Log: true}, Y: &Axis{Label: "kicks", Log: true}}
			runs := Figure{Title: "Runs on a double well", Alt: "With p = 0.3 a run is thrown about for ever, with p = 0.6 it settles.", X: &Axis{Label: "step k", Log: true}, Y: &Axis{Label: "x", From: at(-8), To: at(8)}}
			slopes := make([]Measure, 0, 2)
			for e, p := range exponents {
				var all []float64
				for i := e; i < len(done); i += len(exponents) {
					if done[i] == nil {
						continue
					}
					m := 1 + int(done[i][0])
					all = append(all, done[i][1:m]...)
					if i == e && p != .45 {
						var xs, ys []float64
						for j := m; j < len(done[i]); j += 3 {
							if done[i][j] == 0 {
								xs, ys = append(xs, done[i][j+1]), append(ys, done[i][j+2])
							}
						}
						runs.Series = append(runs.Series, runner(fmt.Sprintf("p = %g", p), e+1, Lines, xs, ys))
					}
				}
				chains := float64(len(all) / octaves)
				total, want, vary := 0., 0., 0.
				counts := make([]Estimate, octaves)
				ys := make([]float64, octaves)
				for j := range octaves {
					sum := 0.
					for _, v := range column(all, j, octaves) {
						sum += v
					}
					// Steps are independent: the law gives the variance.
					counts[j] = Estimate{sum / chains, normal95 * math.Sqrt(variance[e][j]/chains)}
					ys[j] = counts[j].Value
					total += ys[j]
					want += expected[e][j]
					vary += variance[e][j]
				}
				r.Measures = append(r.Measures, near(fmt.Sprintf("p = %g: kicks from 2⁸ to 2¹⁷", p), "", want, Estimate{total, normal95 * math.Sqrt(vary/chains)}, .1))
				if p < .5 {
					b := Estimate{math.NaN(), math.NaN()}
					if chains > 0 && ys[0] > 0 && ys[octaves-1] > 0 {
						b = logSlopeOf(ks, counts)
					}
					slopes = append(slopes, nearly(fmt.Sprintf("p = %g: slope of log kicks in log K", p), "", 1-p*nu, b, .05))
				}
				label := ""
				if e == 0 {
					label = "predicted"
				}
				fig.Series = append(fig.Series, series(label, Predicted, Lines, ks, expected[e]), runner(fmt.Sprintf("p = %g", p), e+1, Dots, ks, ys))
			}
			r.Measures = append(r.Measures, slopes...)
			r.Measures = append(r.Measures, shown("kicks end for p above 1/ν", "", sure(1/nu)), shown("the theorem asks for p above 2/(ν + 2)", "", sure(2/(nu+2))))
			r.Figures = []Figure{fig, runs}
			r.Caption = fmt.Sprintf("Between p = %.3g, where kicks stop coming, and %.3g, which the theorem asks for, there is hardly room.", 1/nu, 2/(nu+2))
			return r
		},
	}
}
