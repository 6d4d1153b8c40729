package course

import (
	"fmt"
	"math"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e09b = &Experiment{
	ID: "E09b", Chapter: "sampling", Tag: Asymptotic,
	Question: "Can descent fill a probability density?",
	Short:    "Filling the Gibbs density",
	Claim:    "SGLD’s stationary distribution tends to the Gibbs density e^{−U}/Z as γ → 0: on a tilted double well it puts the right mass into each well, where perturbed SGD with the same step stays in the well it fell into. The bias of E U is of order γ. At low temperature the density concentrates on the global minimum.",
	Source:   "Welling, Teh 2011 (ICML); Vollmer, Zygalakis, Teh 2016 for the order of the bias",
	Params: []param.Param{
		{Name: "gamma", Label: "γ step size", Help: "The constant step size; the bias is also measured at 2γ and 4γ.", Min: .005, Default: .01, Max: .02, Log: true},
		{Name: "tilt", Label: "t tilt", Help: "U = 1.5(x² − 1)² + tx: by how much the left well is the deeper.", Min: 0, Default: .3, Max: 1},
		{Name: "chains", Label: "chains", Help: "How many independent runs are made at each step size.", Min: 100, Default: 500, Max: 2000, Log: true, Int: true},
	},
	Plan: planE09b,
}

func planE09b(s *Setting) *Plan {
	gamma, tilt, n := s.Num("gamma"), s.Num("tilt"), s.Int("chains")
	const per, bins, lo, hi, time, burn = 10, 44, -2.2, 2.2, 200., 40.
	U := func(x float64) float64 { v := x*x - 1; return 1.5*v*v + tilt*x }
	slopeU := func(x float64) float64 { return 6*x*(x*x-1) + tilt }
	xs, density, average := gibbs(U, 1, -3, 3, 1200)
	right := average(func(x float64) float64 {
		switch {
		case x > 1e-9:
			return 1
		case x > -1e-9:
			return .5
		}
		return 0
	})
	meanU := average(U)
	mass := func(a, b float64) float64 {
		return integrate(func(x float64) float64 { return real.Exp(-U(x)) }, a, b, 4) * density[600] / real.Exp(-U(0))
	}
	steps := []float64{gamma, 2 * gamma, 4 * gamma}
	own := pieces(n, per)
	return &Plan{
		Pieces: own * 4,
		// Of SGLD at γ, 2γ, 4γ: how many samples, how many of them right of 0, the sum of U, its sum over chains squared, the histogram. Of
		// perturbed SGD at γ: the ends' histogram.
		Run: func(piece int) []float64 {
			kind := piece % 4
			from, to := part(piece/4, n, per)
			out := make([]float64, 5+bins)
			g := gamma
			if kind < 3 {
				g = steps[kind]
			}
			total, first := int(time/g), int(burn/g)
			thin := max(1, int(1/g))
			for c := from; c < to; c++ {
				rng := s.Rand(kind*n + c)
				x := -1.
				if c%2 == 1 {
					x = 1
				}
				size := math.Sqrt(2 * g)
				if kind == 3 {
					size = g * math.Sqrt2
					total, first, thin = 2000, 1000, 1000
				}
				sum, count := 0., 0.
				for k := 1; k <= total; k++ {
					if x += -g*slopeU(x) + size*real.Normal(rng); k > first && k%thin == 0 {
						u := U(x)
						sum, count = sum+u, count+1
						if out[0]++; x > 0 {
							out[1]++
						}
						if b := int((x - lo) / (hi - lo) * bins); x >= lo && b < bins {
							out[5+b]++
						}
					}
				}
				out[2] += sum / count
				out[3] += sum / count * sum / count
				out[4]++
			}
			return out
		},
		Report: func(done [][]float64) *Report {
			var sums [4][5 + bins]float64
			for i, d := range done {
				for j, v := range d {
					sums[i%4][j] += v
				}
			}
			energy := func(k int) Estimate { // over chains, which are independent
				c := sums[k][4]
				m := sums[k][2] / c
				return Estimate{m, normal95 * math.Sqrt(max(0, sums[k][3]/c-m*m)/c)}
			}
			width := (hi - lo) / bins
			var mid, hist, collapsed []float64
			tv := 0.
			for b := range bins {
				x := lo + (float64(b)+.5)*width
				mid = append(mid, x)
				h := sums[0][5+b] / sums[0][0] / width
				w := mass(x-width/2, x+width/2) / width
				hist = append(hist, h)
				collapsed = append(collapsed, sums[3][5+b]/sums[3][0]/width)
				tv += .5 * math.Abs(h-w) * width
			}
			// The share on the right is that of chains: their samples depend on one another.
			p := Estimate{sums[0][1] / sums[0][0], math.NaN()}
			if sums[0][0] > 0 {
				p.CI = normal95 * math.Sqrt(p.Value*(1-p.Value)/sums[0][4]/4) // a chain crosses several times
			}
			var gs []float64
			var bias []Estimate
			for k := range steps {
				if e := energy(k); e.Value > meanU {
					gs, bias = append(gs, steps[k]), append(bias, Estimate{e.Value - meanU, e.CI})
				}
			}
			b := Estimate{math.NaN(), math.NaN()}
			if len(bias) == 3 {
				b = logSlopeOf(gs, bias)
			}
			top := 0.
			for _, d := range density {
				top = max(top, d)
			}
			r := &Report{
				Measures: []Measure{
					near("share of time right of 0", "", right, p, .03),
					atMost("distance of the histogram from the density (total variation)", "", .03, Estimate{tv, math.NaN()}).assuming(n >= 300 && gamma <= .012, "claimed for many chains and small steps"),
					nearly("slope of the bias of E U against γ", "", 1, b, .4),
					shown("E U, SGLD", "", energy(0)), shown("E U, exact", "", sure(meanU)),
				},
			}
			for _, T := range []float64{.5, .2, .1} {
				_, _, avg := gibbs(U, T, -3, 3, 1200)
				r.Measures = append(r.Measures, shown(fmt.Sprintf("mass of the left well at temperature %g", T), "", sure(avg(func(x float64) float64 {
					switch {
					case x < -1e-9:
						return 1
					case x < 1e-9:
						return .5
					}
					return 0
				}))))
			}
			r.Figures = []Figure{{Title: "Where SGLD spends its time", Alt: "A histogram with two humps on the Gibbs density; perturbed SGD’s chains stand in two spikes at the bottoms of the wells.", X: &Axis{Label: "x", From: at(lo), To: at(hi)}, Y: &Axis{Label: "density", From: at(0), To: at(1.6 * top)},
				Series: []Series{series("SGLD, measured", Measured, Bars, mid, hist), series("e⁻ᵁ/Z", Predicted, Lines, every(xs, 8), every(density, 8)), runner("perturbed SGD", 2, Lines, mid, collapsed)}}}
			r.Caption = fmt.Sprintf("Half of the chains start in each well. SGLD redistributes them: %.3g of the density lies on the right. Perturbed SGD leaves them where they are.", right)
			return r
		},
	}
}
