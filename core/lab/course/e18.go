package course

import (
	"fmt"
	"math"

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
	grow := 1 + gamma*lambda
	rate := real.Log(grow)
	scale := escapeScale(gamma, lambda, sigma)
	const per, drawn, every = 50, 26, 4
	longest := int(4 * (real.Log(R/scale) + 8) / rate) // P(not out by then) < e⁻²⁴

	// Exit by step k: once out by more than a little, a chain does not come back.
	out := func(k float64) float64 {
		if k < 1 {
			return 0
		}
		return 2 * phi(-R/(scale*math.Sqrt(real.Exp(2*k*rate)-1)))
	}
	meanT := (real.Log(R/scale)+.5*(eulerGamma+math.Ln2))/rate + .5
	sdT := math.Pi / math.Sqrt(8) / rate
	late := func(zeta float64) float64 { // P(T > late) = ζ
		return real.Log(R/(scale*phiInverse(.5+zeta/2))) / rate
	}
	return &Plan{
		Pieces: pieces(n, per),
		// The exit time of each chain; those that are drawn also leave |y| at every fourth step, after a mark of their own.
		Run: func(piece int) []float64 {
			from, to := part(piece, n, per)
			var times, paths []float64
			for c := from; c < to; c++ {
				rng := s.Rand(c)
				y := 0.
				k := 0
				for math.Abs(y) < R && k < longest {
					y = grow*y + gamma*sigma*real.Normal(rng)
					if k++; c < drawn && (k%every == 0 || math.Abs(y) >= R) {
						paths = append(paths, float64(c), float64(k), math.Abs(y))
					}
				}
				times = append(times, float64(k))
			}
			return append(append([]float64{float64(len(times))}, times...), paths...)
		},
		Report: func(done [][]float64) *Report {
			var times, paths []float64
			for _, d := range done {
				if d != nil {
					m := 1 + int(d[0])
					times, paths = append(times, d[1:m]...), append(paths, d[m:]...)
				}
			}
			far := R > 3*scale
			const near = "the law is that of R ≫ s; here R is less than 3 s"
			r := &Report{Measures: []Measure{
				near1(near, far, "mean exit time", "steps", meanT, mean(times), .015),
				near1(near, far, "its standard deviation", "steps", sdT, deviation(times), .1),
				near1(near, far, "99 % are out by step", "", late(.01), quantile(times, .99), .06),
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
			r.Figures = []Figure{hist, traces}
			r.Caption = fmt.Sprintf("%d of %d chains are out. On a log scale an escape is a straight climb of slope ln(1+γλ) = %.3g.", len(times), n, rate)
			return r
		},
	}
}

func near1(what string, holds bool, name, unit string, predicted float64, m Estimate, rel float64) Measure {
	return near(name, unit, predicted, m, rel).assuming(holds, what)
}
