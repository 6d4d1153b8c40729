package course

import (
	"fmt"
	"math"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e20 = &Experiment{
	ID: "E20", Chapter: "fast", Tag: Exact,
	Question: "How fast does SGD approach a minimum?",
	Short:    "Rates bend at 2cλ = 1",
	Claim:    "Near a minimum of curvature λ with steps γ_k = c/(k+b)^p: for p < 1, E x² ≈ γ_kσ²/(2λ), of slope −p. For p = 1, k·E x² → c²σ²/(2cλ − 1) if 2cλ > 1, and E x² falls like k^{−2cλ} otherwise. So 1/k steps give the rate 1/k only if c is large enough.",
	Source:   "Mertikopoulos, Hallak, Kavis, Cevher 2020 (NeurIPS), Theorem 4; Chung 1954; the recursion is exact",
	Params: []param.Param{
		{Name: "c", Label: "c step scale", Help: "Steps are c/(k+b)^p.", Min: .1, Default: 1, Max: 2, Log: true},
		{Name: "p", Label: "p exponent", Help: "1 is the classical choice; below 1 steps shrink more slowly.", Min: .5, Default: 1, Max: 1},
		{Name: "lambda", Label: "λ curvature", Help: "Of the function ½λx².", Min: .5, Default: 1, Max: 2, Log: true},
		{Name: "chains", Label: "chains", Help: "How many independent runs are made with these steps.", Min: 50, Default: 300, Max: 4000, Log: true, Int: true},
	},
	Plan: planE20,
}

// shrinking are the text's six settings of steps.
var shrinking = []struct {
	name string
	c, p float64
}{{"p = 0.5", .5, .5}, {"p = 0.75", .5, .75}, {"p = 1, cλ = 2", 2, 1}, {"p = 1, cλ = 1", 1, 1}, {"p = 1, cλ = 0.25", .25, 1}, {"p = 1, cλ = 0.1", .1, 1}}

func planE20(s *Setting) *Plan {
	c, p, lambda, n := s.Num("c"), s.Num("p"), s.Num("lambda"), s.Int("chains")
	const per, top, K, few = 10, 15, 1 << 15, 60
	// E x² at k = 2⁶ … 2¹⁵ by the exact recursion V₊ = (1 − γλ)²V + γ²σ².
	shift := func(p float64) float64 {
		if p == 1 {
			return 5
		}
		return 1
	}
	step := func(c, p float64, k int) float64 { return c * real.Pow(float64(k)+shift(p), -p) }
	rate := func(c, p, l float64) float64 {
		if p < 1 {
			return -p
		}
		return max(-1, -2*c*l)
	}
	// A chain's x² at the powers of two from 2⁶ on.
	chain := func(id int, steps []float64, l float64, out []float64) {
		rng := s.Rand(id)
		x := 1.
		for k := 1; k <= K; k++ {
			x -= steps[k] * (l*x + real.Normal(rng))
			if k >= 64 && k&(k-1) == 0 {
				out[log2(k)-6] += x * x
				if k == K {
					out[top-5] = x * x
				}
			}
		}
	}
	table := func(c, p float64) []float64 {
		steps := make([]float64, K+1)
		for k := 1; k <= K; k++ {
			steps[k] = step(c, p, k)
		}
		return steps
	}
	own := pieces(n, per)
	return &Plan{
		Pieces: own + len(shrinking),
		// Sums of x² at 2⁶ … 2¹⁵ over the piece's chains, the exact ones, then each chain's last x².
		Run: func(piece int) []float64 {
			from, to, cc, pp, l := 0, few, c, p, lambda
			if piece < own {
				from, to = part(piece, n, per)
			} else {
				set := shrinking[piece-own]
				from, to, cc, pp, l = n+(piece-own)*few, n+(piece-own+1)*few, set.c, set.p, 1
			}
			steps := table(cc, pp)
			out := make([]float64, top-4)
			exact := make([]float64, 0, top-5)
			V := 1.
			for k := 1; k <= K; k++ {
				a := 1 - steps[k]*l
				if V = a*a*V + steps[k]*steps[k]; k >= 64 && k&(k-1) == 0 {
					exact = append(exact, V)
				}
			}
			sums := make([]float64, top-5)
			var last []float64
			for id := from; id < to; id++ {
				clear(out)
				chain(id, steps, l, out)
				for i := range sums {
					sums[i] += out[i]
				}
				last = append(last, out[top-5])
			}
			return append(append(sums, exact...), last...)
		},
		Report: func(done [][]float64) *Report {
			const m = top - 5
			sums, exact := make([]float64, m), make([]float64, m)
			var last []float64
			for i := range exact {
				exact[i] = math.NaN()
			}
			for i, d := range done {
				if i < own && d != nil {
					for j := range sums {
						sums[j] += d[j]
					}
					copy(exact, d[m:2*m])
					last = append(last, d[2*m:]...)
				}
			}
			ks := make([]float64, m)
			for i := range ks {
				ks[i] = float64(int(64) << i)
			}
			count := float64(len(last))
			ys := make([]float64, m)
			for i := range ys {
				ys[i] = sums[i] / count // NaN while there is none
			}
			b, exactSlope := Estimate{math.NaN(), math.NaN()}, math.NaN()
			if count > 0 {
				// The text's fit is over k = 2⁹ … 2¹⁵. Each point of n chains has the relative deviation √(2/n).
				each := make([]Estimate, m-3)
				for i := range each {
					each[i] = Estimate{ys[i+3], normal95 * ys[i+3] * math.Sqrt(2/count)}
				}
				b, exactSlope = logSlopeOf(ks[3:], each), logSlope(ks[3:], exact[3:]).Value
			}
			limit := c * c / (2*c*lambda - 1)
			lastOf := mean(last)
			// Against the exact recursion the interval is that of n squares of normal numbers.
			lastOf.CI = normal95 * exact[m-1] * math.Sqrt(2/count)
			r := &Report{Measures: []Measure{nearly("slope of E x² against k", "", rate(c, p, lambda), b, .08).
				assuming(p == 1 && (2*c*lambda >= 1.9 || 2*c*lambda <= .6) || p < 1 && c*lambda >= .4, "near 2cλ = 1, or for small c, the limit is reached too slowly to be seen here")}}
			if count > 0 {
				r.Measures = append(r.Measures, near("E x² at k = 32 768 against the exact recursion", "", exact[m-1], lastOf, .12), shown("slope of the exact recursion over the same steps", "", sure(exactSlope)))
			} else {
				r.Measures = append(r.Measures, shown("E x² at k = 32 768", "", sure(math.NaN())))
			}
			g := step(c, p, K)
			if p < 1 {
				r.Measures = append(r.Measures, near("E x²/γₖ at the end", "", 1/(2*lambda), Estimate{lastOf.Value / g, lastOf.CI / g}, .12))
			} else {
				r.Measures = append(r.Measures, near("k·E x² at the end", "", limit, Estimate{lastOf.Value * K, lastOf.CI * K}, .12).assuming(2*c*lambda >= 1.9, "the limit c²σ²/(2cλ − 1) is there for 2cλ > 1 only"))
			}
			line := geometric(64, K, 2)
			anchor := exact[m-1]
			if math.IsNaN(anchor) {
				if anchor = g / (2 * lambda); p == 1 && 2*c*lambda > 1 {
					anchor = limit / K
				} else if p == 1 {
					anchor = real.Pow(K, rate(c, p, lambda))
				}
			}
			fig := Figure{Title: "Mean squared distance to the minimum", Alt: "The mean squared distance against the step on log-log axes, with the line of the predicted slope.", X: &Axis{Label: "step k", Log: true}, Y: &Axis{Label: "E x²", Log: true},
				Series: []Series{series("slope "+signed("%.3g", rate(c, p, lambda)), Predicted, Lines, line, apply(line, func(k float64) float64 { return anchor * real.Pow(k/K, rate(c, p, lambda)) })), series("measured", Measured, Dots, ks, ys)}}
			six := Figure{Title: "The text’s six choices, λ = 1", Alt: "Six lines of dots: slopes −1/2, −3/4, −1, −1 and, where c is too small, −1/2 and −1/5.", X: &Axis{Label: "step k", Log: true}, Y: &Axis{Label: "E x²", Log: true}}
			for i, set := range shrinking {
				if own+i < len(done) && done[own+i] != nil {
					d := done[own+i]
					var v []float64
					for j := range m {
						v = append(v, d[j]/few)
					}
					six.Series = append(six.Series, runner(set.name, i+1, Dots, ks, v))
				}
				at := own + i
				if at < len(done) && done[at] != nil {
					six.Series = append(six.Series, series("", Predicted, Lines, ks, done[at][m:2*m]))
				}
			}
			r.Figures = []Figure{fig, six}
			r.Caption = fmt.Sprintf("Here 2cλ = %.3g.", 2*c*lambda)
			if p < 1 {
				r.Caption = fmt.Sprintf("With p = %.3g the rate is that of the steps themselves.", p)
			}
			return r
		},
	}
}

// log2 of a power of two.
func log2(k int) int {
	n := 0
	for k > 1 {
		k >>= 1
		n++
	}
	return n
}
