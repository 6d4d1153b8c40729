package course

import (
	"fmt"
	"math"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e29 = &Experiment{
	ID: "E29", Chapter: "generalise", Tag: Exact,
	Question: "Does zero training error mean anything?",
	Short:    "Equispaced against Chebyshev",
	Claim:    "The polynomial of degree n − 1 through n noisy points has no training error. Its expected test error is σ²·mean Σℓ_i(x)² plus a bias, ℓ_i being Lagrange’s basis: on equispaced nodes it grows like the Lebesgue constant, 2ⁿ/(en ln n), squared; on Chebyshev’s nodes it stays at about σ². The same degree, the same fit: what differs is where the samples are.",
	Source:   "Runge 1901; Trefethen 2013, Approximation Theory and Approximation Practice, chapters 13 and 15",
	Params: []param.Param{
		{Name: "n", Label: "n points", Help: "The polynomial goes through all of them.", Min: 4, Default: 16, Max: 24, Int: true},
		{Name: "sigma", Label: "σ noise", Help: "Of each sample of sin 2x.", Min: .01, Default: .1, Max: .5, Log: true},
		{Name: "draws", Label: "draws", Help: "How many times the noise is drawn.", Min: 50, Default: 400, Max: 4000, Log: true, Int: true},
	},
	Plan: planE29,
}

func nodes(n int, chebyshev bool) []float64 {
	if !chebyshev {
		return spaced(-1, 1, n)
	}
	out := make([]float64, n)
	for i := range out {
		out[i] = -real.Cos(float64(2*i+1) * math.Pi / float64(2*n))
	}
	return out
}

// lagrange is the basis at x: ℓ_i(x) = Π (x − x_j)/(x_i − x_j).
func lagrange(at []float64, x float64) []float64 {
	out := make([]float64, len(at))
	for i := range at {
		v := 1.
		for j := range at {
			if j != i {
				v *= (x - at[j]) / (at[i] - at[j])
			}
		}
		out[i] = v
	}
	return out
}

func dot(a, b []float64) float64 {
	sum := 0.
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}

func planE29(s *Setting) *Plan {
	n, sigma, draws := s.Int("n"), s.Num("sigma"), s.Int("draws")
	const grid, per = 501, 50
	xs := spaced(-1, 1, grid)
	truth := apply(xs, func(x float64) float64 { return real.Sin(2 * x) })
	names := []string{"equispaced", "Chebyshev"}
	var nodesOf [2][]float64
	var basis [2][][]float64
	var exact, lebesgue [2]float64
	for k := range 2 {
		nodesOf[k] = nodes(n, k == 1)
		y := apply(nodesOf[k], func(x float64) float64 { return real.Sin(2 * x) })
		for i, x := range xs {
			l := lagrange(nodesOf[k], x)
			basis[k] = append(basis[k], l)
			sum := 0.
			for _, v := range l {
				sum += math.Abs(v)
			}
			lebesgue[k] = max(lebesgue[k], sum)
			bias := dot(l, y) - truth[i]
			exact[k] += (sigma*sigma*dot(l, l) + bias*bias) / grid
		}
	}
	own := pieces(draws, per)
	return &Plan{
		Pieces: 2 * own,
		// The test error of each draw; of the first draw also the labels.
		Run: func(piece int) []float64 {
			k := piece % 2
			from, to := part(piece/2, draws, per)
			var out []float64
			for c := from; c < to; c++ {
				rng := s.Rand(c) // the same noise for both kinds of nodes
				y := apply(nodesOf[k], func(x float64) float64 { return real.Sin(2*x) + sigma*real.Normal(rng) })
				sum := 0.
				for i := range xs {
					d := dot(basis[k][i], y) - truth[i]
					sum += d * d
				}
				if out = append(out, sum/grid); c == 0 {
					worst := 0. // of the residuals at the points themselves
					for i, x := range nodesOf[k] {
						worst = max(worst, math.Abs(dot(lagrange(nodesOf[k], x), y)-y[i]))
					}
					out = append(append(out, worst), y...)
				}
			}
			return out
		},
		Report: func(done [][]float64) *Report {
			var errs [2][]float64
			var labels [2][]float64
			residual := math.NaN()
			for i, d := range done {
				if d == nil {
					continue
				}
				k := i % 2
				if i < 2 {
					labels[k] = d[2 : 2+n]
					if !(residual >= d[1]) {
						residual = d[1]
					}
					errs[k] = append(append(errs[k], d[0]), d[2+n:]...)
				} else {
					errs[k] = append(errs[k], d...)
				}
			}
			fig := Figure{Title: fmt.Sprintf("One draw: polynomials of degree %d through %d points", n-1, n), Alt: "Two polynomials through noisy points: the one through equispaced points swings wildly near the ends, the one through Chebyshev points follows the true curve.",
				X: &Axis{Label: "x"}, Y: &Axis{Label: "", From: at(-2.5), To: at(2.5)}}
			fig.Series = append(fig.Series, series("sin 2x", Predicted, Lines, xs, truth))
			for k := range 2 {
				if labels[k] == nil {
					continue
				}
				y := make([]float64, grid)
				for i := range xs {
					y[i] = dot(basis[k][i], labels[k])
				}
				fig.Series = append(fig.Series, runner(names[k], 2-k, Lines, xs, y))
				p := runner("", 2-k, Dots, nodesOf[k], labels[k])
				fig.Series = append(fig.Series, p)
			}
			eq, ch := mean(errs[0]), mean(errs[1])
			over := Estimate{eq.Value / ch.Value, eq.CI / ch.Value}
			errors := Figure{Title: "Expected test error by number of points", Alt: "The expected error on equispaced nodes grows exponentially with n, on Chebyshev nodes it stays constant.", X: &Axis{Label: "n"}, Y: &Axis{Label: "mean squared error", Log: true}}
			var ns, law0, law1 []float64
			for m := 4; m <= 24; m += 2 {
				ns = append(ns, float64(m))
				law0, law1 = append(law0, expectedError(m, sigma, false)), append(law1, expectedError(m, sigma, true))
			}
			errors.Series = []Series{series("predicted", Predicted, Lines, ns, law0), series("", Predicted, Lines, ns, law1), runner("equispaced", 2, Dots, []float64{float64(n)}, []float64{eq.Value}), runner("Chebyshev", 1, Dots, []float64{float64(n)}, []float64{ch.Value})}
			return &Report{
				Measures: []Measure{
					near("equispaced nodes: test error", "", exact[0], eq, .35),
					near("Chebyshev nodes: test error", "", exact[1], ch, .1),
					near("equispaced over Chebyshev", "×", exact[0]/exact[1], over, .37),
					nearly("largest training residual, both", "", 0, sure(residual), 1e-9),
					shown("Lebesgue constant, equispaced", "", sure(lebesgue[0])), shown("Lebesgue constant, Chebyshev", "", sure(lebesgue[1])),
				},
				Figures: []Figure{fig, errors},
				Caption: fmt.Sprintf("Both polynomials go through all their points exactly. The test errors are %.3g and %.3g.", exact[0], exact[1]),
			}
		},
	}
}

// expectedError is σ²·mean Σℓ² on a coarse grid; the bias is small beside it.
func expectedError(n int, sigma float64, chebyshev bool) float64 {
	at := nodes(n, chebyshev)
	sum := 0.
	const grid = 61
	for i := range grid {
		l := lagrange(at, -1+2*(float64(i)+.5)/grid)
		sum += dot(l, l)
	}
	return sigma * sigma * sum / grid
}
