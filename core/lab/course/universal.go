package course

import (
	"fmt"
	"math"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

// Two methods that are told neither L nor the noise are put to the same tests: a smooth quadratic of 50 variables in a ball, without
// noise and with, of which E39b adds an ℓ₁ norm.
var e39b = universal("E39b", "unixgrad", "UniXGrad", "Can one method be fast with and without noise?", "UniXGrad",
	"UniXGrad over a ball needs neither L nor σ: O(1/K²) for smooth convex functions, O(1/√K) under noise and for non-smooth ones.",
	"Kavis, Levy, Bach, Cevher 2019 (NeurIPS), Theorems 1–3", true)

var e39c = universal("E39c", "accelegrad", "AcceleGrad", "Can AdaGrad’s step be accelerated?", "AcceleGrad",
	"AcceleGrad over a ball couples Nesterov’s acceleration with AdaGrad’s step: O(1/K²) for smooth convex functions and, up to logarithms, O(1/√K) under noise, without being told which.",
	"Levy, Yurtsever, Cevher 2018 (NeurIPS), Theorems 1.1–1.3", false)

func universal(id, optimizer, name, question, short, claim, source string, norm bool) *Experiment {
	e := &Experiment{ID: id, Chapter: "adaptive", Tag: Bound, Question: question, Short: short, Claim: claim, Source: source,
		Params: []param.Param{
			{Name: "sigma", Label: "σ noise", Help: "Of the noisy runs: standard deviation of each coordinate of the gradient.", Min: .1, Default: .3, Max: 1, Log: true},
			{Name: "radius", Label: "R radius", Help: "Of the ball that is searched; the minimum is at distance 1 from its centre.", Min: 1.2, Default: 1.5, Max: 5},
			{Name: "seeds", Label: "seeds", Help: "How many noisy runs are averaged.", Min: 4, Default: 10, Max: 40, Int: true},
		}}
	e.Plan = func(s *Setting) *Plan { return planUniversal(s, optimizer, name, norm) }
	return e
}

func planUniversal(s *Setting, optimizer, name string, norm bool) *Plan {
	sigma, radius, seeds := s.Num("sigma"), s.Num("radius"), s.Int("seeds")
	const d = 50
	ks := []float64{20, 40, 80, 160, 320, 640, 1280}
	curvature := spaced(.001, 1, d)
	centre := make([]float64, d)
	rng := s.Rand(1 << 24)
	size := 0.
	for i := range centre {
		centre[i] = real.Normal(rng)
		size += centre[i] * centre[i]
	}
	for i := range centre {
		centre[i] /= math.Sqrt(size)
	}
	kinds := 2
	if norm {
		kinds = 3
	}
	runs := 1 + seeds // piece 0: without noise; then the seeds; then the norm
	if norm {
		runs++
	}
	gradient := func(kind int, x, g []float64) {
		for i := range x {
			if z := x[i] - centre[i]; kind == 2 {
				g[i] = 0
				if z > 0 {
					g[i] = 1
				} else if z < 0 {
					g[i] = -1
				}
			} else {
				g[i] = curvature[i] * z
			}
		}
	}
	value := func(kind int, x []float64) float64 {
		sum := 0.
		for i := range x {
			if z := x[i] - centre[i]; kind == 2 {
				sum += math.Abs(z)
			} else {
				sum += .5 * curvature[i] * z * z
			}
		}
		return sum
	}
	// How many gradients a turn of the method asks for.
	turn := 1
	if optimizer == "unixgrad" {
		turn = 2
	}
	return &Plan{
		Pieces: runs,
		Run: func(piece int) []float64 {
			kind := 0
			switch {
			case piece == runs-1 && norm:
				kind = 2
			case piece > 0:
				kind = 1
			}
			rng := s.Rand(piece)
			o, _ := method(optimizer, param.Values{"radius": radius}, d, rng)
			x, g, mean := make([]float64, d), make([]float64, d), make([]float64, d)
			var out []float64
			for k, at := 1, 0; at < len(ks); k++ {
				for range turn {
					gradient(kind, x, g)
					if kind == 1 {
						for i := range g {
							g[i] += sigma * real.Normal(rng)
						}
					}
					o.Step(x, g, 1)
				}
				if float64(k) == ks[at] {
					o.(interface{ Average([]float64) }).Average(mean)
					out = append(out, value(kind, mean))
					at++
				}
			}
			return out
		},
		Report: func(done [][]float64) *Report {
			sums, counts := make([][]float64, 3), make([]int, 3)
			for i, r := range done {
				kind := 0
				switch {
				case i == runs-1 && norm:
					kind = 2
				case i > 0:
					kind = 1
				}
				if r == nil {
					continue
				}
				if sums[kind] == nil {
					sums[kind] = make([]float64, len(ks))
				}
				for j, v := range r {
					sums[kind][j] += v
				}
				counts[kind]++
			}
			words := []string{"smooth, no noise", fmt.Sprintf("smooth, noise %g", sigma), "ℓ₁ norm"}
			fits := make([]Estimate, 3)
			fig := Figure{Title: "Error of " + name + "’s output", Alt: "Errors against K on log-log axes: without noise they fall steeper than slope −2, with noise with about slope −1/2.", X: &Axis{Label: "K", Log: true}, Y: &Axis{Label: "f − f*", Log: true}}
			for k := range kinds {
				fits[k] = Estimate{math.NaN(), math.NaN()}
				if counts[k] == 0 {
					continue
				}
				ys := make([]float64, len(ks))
				for j := range ys {
					ys[j] = sums[k][j] / float64(counts[k])
				}
				fits[k] = logSlope(ks[2:], ys[2:])
				fig.Series = append(fig.Series, runner(words[k]+", slope "+signed("%.2f", fits[k].Value), k+1, Lines, ks, ys))
			}
			guide := geometric(20, 1280, 2)
			fig.Series = append(fig.Series, series("slopes −2 and −½", LimitLine, Lines, guide, apply(guide, func(k float64) float64 { return .3 * 400 / (k * k) })),
				series("", LimitLine, Lines, guide, apply(guide, func(k float64) float64 { return .3 * math.Sqrt(20/k) })))
			plain := func(e Estimate) Estimate { return sure(e.Value) } // nothing is random in it
			r := &Report{Measures: []Measure{
				atMost("smooth quadratic: slope of the error against K", "", -1.7, plain(fits[0])),
				nearly("with noise: slope", "", -.5, fits[1], .3),
			}, Figures: []Figure{fig}, Caption: "The same method, never told which case it is in."}
			if norm {
				r.Measures[1] = nearly("with noise: slope", "", -.5, fits[1], .25)
				r.Measures = append(r.Measures, atMost("ℓ₁ norm: slope", "", -.4, plain(fits[2])))
			}
			return r
		},
	}
}
