package course

import (
	"fmt"
	"math"
	"math/rand/v2"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e18 = &Experiment{
	ID: "E18", Chapter: "avoid", Tag: Exact,
	Question: "How long does noise need to leave a saddle?",
	Short:    "How long to leave?",
	Claim:    "Perturbed gradient descent with a constant step γ leaves a strict saddle and is near a local minimum after Õ(γ⁻² log 1/ζ) steps, with probability at least 1 − ζ, for smooth bounded functions with Lipschitz Hessian. Near the saddle the exit time has an exact law: the log 1/ζ is real, the γ⁻² is not attained.",
	Source:   "Ge, Huang, Jin, Yuan 2015 (COLT), Theorem 6",
	Params: []param.Param{
		{Name: "gamma", Label: "γ step size", Help: "The constant step size.", Min: .003, Default: .03, Max: .3, Log: true},
		{Name: "lambda", Label: "λ curvature", Help: "The function falls like −½λy² along the direction that leaves the saddle.", Min: .25, Default: 1, Max: 4, Log: true},
		{Name: "sigma", Label: "σ noise", Help: "Standard deviation of the noise in each coordinate of the gradient.", Min: .01, Default: 1, Max: 10, Log: true},
		{Name: "R", Label: "R exit radius", Help: "A chain is out when it is as far as this from the saddle.", Min: 3, Default: 10, Max: 30, Log: true},
		{Name: "chains", Label: "chains", Help: "How many independent runs are made.", Min: 100, Default: 2000, Max: 20000, Log: true, Int: true},
	},
	Plan: planE18,
}

// escapeScale is s of the exit: y_k ~ N(0, s²((1+γλ)^{2k} − 1)).
func escapeScale(gamma, lambda, sigma float64) float64 {
	return math.Sqrt(gamma * sigma * sigma / (lambda * (2 + gamma*lambda)))
}

// eulerGamma is the Euler–Mascheroni constant.
const eulerGamma = 0.57721566490153286

// planE18 runs y₊ = (1+γλ)y + γσξ from y = 0 until |y| ≥ R. For R ≫ s
//
//	E T = (ln(R/s) + ½(γ_E + ln 2))/ln(1+γλ) + ½,  sd T = (π/√8)/ln(1+γλ),  P(T ≤ k) = P(|y_k| ≥ R).
func planE18(s *Setting) *Plan {
	gamma, lambda, sigma, R, n := s.Num("gamma"), s.Num("lambda"), s.Num("sigma"), s.Num("R"), s.Int("chains")
	rate := real.Log(1 + gamma*lambda)
	scale := escapeScale(gamma, lambda, sigma)
	const per, drawn, every = 50, 26, 4
	own := pieces(n, per)
	sweep := []float64{.3, .1, .03, .01, .003}
	many, slices := max(50, n/4), 3 // chains at each step size of the sweep, in so many pieces

	// Exit by step k: once out by more than a little, a chain does not come back.
	out := func(k float64) float64 {
		if k < 1 {
			return 0
		}
		return 2 * phi(-R/(scale*math.Sqrt(real.Exp(2*k*rate)-1)))
	}
	meanOf := func(gamma float64) float64 {
		return (real.Log(R/escapeScale(gamma, lambda, sigma))+.5*(eulerGamma+math.Ln2))/real.Log(1+gamma*lambda) + .5
	}
	meanT := meanOf(gamma)
	sdT := math.Pi / math.Sqrt(8) / rate
	late := func(zeta float64) float64 { // P(T > late) = ζ
		return real.Log(R/(scale*phiInverse(.5+zeta/2))) / rate
	}
	const wide, narrow = .3, .01 // shares that are still inside, for the law of log 1/ζ
	return &Plan{
		Pieces: own + len(sweep)*slices,
		// The exit time of each chain; those that are drawn also leave |y| at every fourth step, after a mark of their own.
		// After them the exit times at the step sizes of the sweep.
		Run: func(piece int) []float64 {
			var times, paths []float64
			if piece >= own {
				k, slice := (piece-own)/slices, (piece-own)%slices
				for c := slice; c < many; c += slices {
					times = append(times, float64(exit(s.Rand(n+k*many+c), sweep[k], lambda, sigma, R, nil)))
				}
				return times
			}
			from, to := part(piece, n, per)
			for c := from; c < to; c++ {
				var look func(k int, y float64)
				if c < drawn {
					look = func(k int, y float64) {
						if k%every == 0 || y >= R {
							paths = append(paths, float64(c), float64(k), y)
						}
					}
				}
				times = append(times, float64(exit(s.Rand(c), gamma, lambda, sigma, R, look)))
			}
			return append(append([]float64{float64(len(times))}, times...), paths...)
		},
		Report: func(done [][]float64) *Report {
			var times, paths []float64
			swept := make([][]float64, len(sweep))
			for i, d := range done {
				switch {
				case d == nil:
				case i >= own:
					swept[(i-own)/slices] = append(swept[(i-own)/slices], d...)
				default:
					m := 1 + int(d[0])
					times, paths = append(times, d[1:m]...), append(paths, d[m:]...)
				}
			}
			byStep, formula := make([]Estimate, len(sweep)), apply(sweep, meanOf)
			for k := range sweep {
				byStep[k] = mean(swept[k])
			}
			late1, late2 := quantile(times, 1-wide), quantile(times, 1-narrow)
			e := real.Log(wide / narrow)
			far := R > 3*scale
			const near = "the law is that of R ≫ s; here R is less than 3 s"
			r := &Report{Measures: []Measure{
				near1(near, far, "mean exit time", "steps", meanT, mean(times), .015),
				near1(near, far, "its standard deviation", "steps", sdT, deviation(times), .1),
				near1(near, far, "99 % are out by step", "", late(narrow), late2, .06),
				// Both quantiles rise and fall together, so that the interval is a little wider than it need be.
				near1(near, far, "steps for each factor e in ζ, from 0.3 to 0.01", "", (late(narrow)-late(wide))/e, Estimate{(late2.Value - late1.Value) / e, math.Hypot(late1.CI, late2.CI) / e}, .05),
				nearly("slope of log mean time against log γ", "", logSlope(sweep, formula).Value, logSlopeOf(sweep, byStep), .04).
					assuming(R > 3*escapeScale(sweep[0], lambda, sigma), near),
			}}
			lo, hi := late(.9999), late(.0005)
			edges := spaced(max(0, lo), hi, 41)
			for i := range edges {
				edges[i] = math.Round(edges[i]) + .5
			}
			mid, count := histogram(times, edges)
			xs := spaced(edges[0], edges[len(edges)-1], 161)
			width := (edges[len(edges)-1] - edges[0]) / float64(len(edges)-1)
			for i := range count {
				count[i] /= float64(max(1, len(times))) * (edges[i+1] - edges[i])
			}
			hist := Figure{
				Title: "When each chain is out",
				Alt:   fmt.Sprintf("A histogram of %d exit times with the exact density, which it follows.", len(times)),
				X:     &Axis{Label: "step k", From: at(edges[0]), To: at(edges[len(edges)-1])}, Y: &Axis{Label: "density", From: at(0)},
				Series: []Series{
					series("measured", Measured, Bars, mid, count),
					series("exact density", Predicted, Lines, xs, apply(xs, func(x float64) float64 { return (out(x+width/2) - out(x-width/2)) / width })),
				},
				Rules: []Rule{upright("predicted mean", Predicted, meanT)},
			}
			if len(times) > 0 {
				m, _ := moments(times)
				hist.Rules = append(hist.Rules, upright("measured", Measured, m))
			}
			traces := Figure{
				Title: "Distance from the saddle",
				Alt:   fmt.Sprintf("The distance of %d chains from the saddle against the step, on a log scale: straight climbs up to the exit at %g.", min(drawn, n), R),
				X:     &Axis{Label: "step k", From: at(0), To: at(edges[len(edges)-1])}, Y: &Axis{Label: "|y|", Log: true, From: at(scale / 100), To: at(2 * R)},
				Rules: []Rule{level(fmt.Sprintf("out: R = %g", R), Predicted, R)},
			}
			for c := range min(drawn, n) {
				var xs, ys []float64
				for i := 0; i < len(paths); i += 3 {
					if int(paths[i]) == c {
						xs, ys = append(xs, paths[i+1]), append(ys, paths[i+2])
					}
				}
				if len(xs) > 0 {
					traces.Series = append(traces.Series, series("", Faint, Lines, xs, ys))
				}
			}
			climb := []float64{late(.5) - 3/rate, late(.5)}
			traces.Series = append(traces.Series, series("slope ln(1+γλ)", Predicted, Lines, climb, []float64{R * real.Exp(-3), R}))
			law := Figure{
				Title: "The mean time, and the theorem’s rate",
				Alt:   "The mean exit time against the step size on log axes: the measured points lie on the formula, which is far less steep than the theorem’s γ⁻².",
				X:     &Axis{Label: "γ", Log: true}, Y: &Axis{Label: "steps", Log: true},
				Series: []Series{
					series("formula", Predicted, Lines, sweep, formula),
					series("γ⁻², the rate of the theorem", LimitLine, Lines, sweep, apply(sweep, func(g float64) float64 { return formula[0] * (sweep[0] / g) * (sweep[0] / g) })),
					estimated("measured", sweep, byStep),
				},
			}
			r.Figures = []Figure{hist, traces, law}
			r.Caption = fmt.Sprintf("%d of %d chains are out. On a log scale an escape is a straight climb of slope ln(1+γλ) = %.3g.", len(times), n, rate)
			return r
		},
	}
}

// exit runs y₊ = (1+γλ)y + γσξ from 0 until |y| ≥ R and gives the number of steps; look, where there is one, sees every |y|.
func exit(rng *rand.Rand, gamma, lambda, sigma, R float64, look func(k int, y float64)) int {
	grow := 1 + gamma*lambda
	longest := int(4 * (real.Log(R/escapeScale(gamma, lambda, sigma)) + 8) / real.Log(grow)) // P(not out by then) < e⁻²⁴
	y, k := 0., 0
	for math.Abs(y) < R && k < longest {
		y = grow*y + gamma*sigma*real.Normal(rng)
		k++
		if look != nil {
			look(k, math.Abs(y))
		}
	}
	return k
}

func near1(what string, holds bool, name, unit string, predicted float64, m Estimate, rel float64) Measure {
	return near(name, unit, predicted, m, rel).assuming(holds, what)
}
