package course

import (
	"fmt"
	"math"

	"saddlelab/core/eig"
	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e09d = &Experiment{
	ID: "E09d", Chapter: "sampling", Tag: Exact,
	Question: "Does SGLD sample the posterior?",
	Short:    "Sampling a posterior",
	Claim:    "For Bayesian linear regression, whose posterior is normal with precision P, Langevin dynamics with the full gradient is stationary at the covariance with trace Σ 1/(ℓ_i(1 − γℓ_i/2)), ℓ_i the eigenvalues of P. Mini-batches add noise of their own, which acts as additional temperature and vanishes only as γ → 0.",
	Source:   "Welling, Teh 2011 (ICML); Vollmer, Zygalakis, Teh 2016 for the bias of mini-batches",
	Params: []param.Param{
		{Name: "gamma", Label: "γ step size", Help: "The constant step size.", Min: 2e-5, Default: 2e-4, Max: 2e-3, Log: true},
		{Name: "batch", Label: "B batch", Help: "How many of the 200 examples a gradient is estimated from, with replacement.", Min: 1, Default: 20, Max: 200, Log: true, Int: true},
		{Name: "chains", Label: "chains", Help: "How many independent runs are made of each kind.", Min: 200, Default: 1000, Max: 4000, Log: true, Int: true},
	},
	Plan: planE09d,
}

// regression is the text's problem: 200 examples of 3 normal features, weights (1, −1, ½), noise 1, prior N(0, I).
type regression struct {
	x, y      []float64
	precision [9]float64
	rhs       [3]float64
	mode      [3]float64
	ell       [3]float64 // eigenvalues of the precision
}

func newRegression(s *Setting) *regression {
	const n = 200
	rng := s.Rand(1 << 24)
	r := &regression{}
	for range n {
		a := [3]float64{real.Normal(rng), real.Normal(rng), real.Normal(rng)}
		y := a[0] - a[1] + .5*a[2] + real.Normal(rng)
		r.x, r.y = append(r.x, a[:]...), append(r.y, y)
		for i := range 3 {
			for j := range 3 {
				r.precision[3*i+j] += a[i] * a[j]
			}
			r.rhs[i] += a[i] * y
		}
	}
	for i := range 3 {
		r.precision[4*i]++
	}
	a, v := make([]float64, 9), make([]float64, 9)
	copy(a, r.precision[:])
	eig.Symmetric(a, v, 3)
	for k := range 3 {
		r.ell[k] = a[4*k]
		along := v[k]*r.rhs[0] + v[3+k]*r.rhs[1] + v[6+k]*r.rhs[2]
		for i := range 3 {
			r.mode[i] += v[3*i+k] * along / r.ell[k]
		}
	}
	return r
}

func planE09d(s *Setting) *Plan {
	gamma, B, n := s.Num("gamma"), s.Int("batch"), s.Int("chains")
	const per, examples = 20, 200
	p := newRegression(s)
	steps := int(12/(gamma*min(p.ell[0], min(p.ell[1], p.ell[2])))) + 50
	full, posterior, stable := 0., 0., true
	for _, l := range p.ell {
		full += 1 / (l * (1 - gamma*l/2))
		posterior += 1 / l
		stable = stable && gamma*l < 1
	}
	return &Plan{
		Pieces: pieces(n, per),
		// Of each chain the squared distances to the mode, with the full gradient and with mini-batches, and the first two coordinates.
		Run: func(piece int) []float64 {
			from, to := part(piece, n, per)
			a := math.Sqrt(2 * gamma)
			var out []float64
			for c := from; c < to; c++ {
				rng := s.Rand(c)
				u, w := p.mode, p.mode
				for range steps {
					var g [3]float64
					for i := range 3 {
						g[i] = -p.rhs[i]
						for j := range 3 {
							g[i] += p.precision[3*i+j] * u[j]
						}
					}
					for i := range 3 {
						u[i] += -gamma*g[i] + a*real.Normal(rng)
						g[i] = w[i] // the prior's
					}
					for range B {
						k := rng.IntN(examples)
						e := p.x[3*k : 3*k+3]
						r := (e[0]*w[0] + e[1]*w[1] + e[2]*w[2] - p.y[k]) * examples / float64(B)
						g[0], g[1], g[2] = g[0]+r*e[0], g[1]+r*e[1], g[2]+r*e[2]
					}
					for i := range 3 {
						w[i] += -gamma*g[i] + a*real.Normal(rng)
					}
				}
				var du, dw float64
				for i := range 3 {
					du += (u[i] - p.mode[i]) * (u[i] - p.mode[i])
					dw += (w[i] - p.mode[i]) * (w[i] - p.mode[i])
				}
				out = append(out, du, dw, u[0], u[1], w[0], w[1])
			}
			return out
		},
		Report: func(done [][]float64) *Report {
			all := gathered(done)
			exact, batches := mean(column(all, 0, 6)), mean(column(all, 1, 6))
			ratio := Estimate{batches.Value / posterior, batches.CI / posterior}
			asText := gamma == 2e-4 && B == 20
			dots := func(name string, color, field int) Series {
				x, y := column(all, field, 6), column(all, field+1, 6)
				m := min(len(x), 500)
				return runner(name, color, Dots, x[:m], y[:m])
			}
			return &Report{
				Measures: []Measure{
					near("full gradient: trace of the covariance", "", full, exact, .06).assuming(stable, "γ is too large for the largest curvature"),
					atLeast("mini-batch: trace over the posterior’s", "×", 1.03, ratio).assuming(asText, "1.03 … 1.3 are the text’s for B = 20, γ = 0.0002"),
					atMost("and not above", "×", 1.3, ratio).assuming(asText, "1.03 … 1.3 are the text’s for B = 20, γ = 0.0002"),
					shown("posterior’s trace", "", sure(posterior)),
				},
				Figures: []Figure{{Title: "Samples of the first two weights", Alt: "Two clouds of samples around the posterior’s mode; that of the mini-batches is wider.", X: &Axis{Label: "w₁"}, Y: &Axis{Label: "w₂"},
					Series: []Series{dots("mini-batches", 2, 4), dots("full gradient", 1, 2)}}},
				Caption: fmt.Sprintf("%d chains of %d steps of each kind. The noise of the batches comes on top of the noise that is added on purpose.", len(all)/6, steps),
			}
		},
	}
}
