package course

import (
	"fmt"
	"math"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e14 = &Experiment{
	ID: "E14", Chapter: "converge", Tag: Asymptotic,
	Question: "When is the average worse than its parts?",
	Short:    "When the average is worse",
	Claim:    "On the ring ¼(‖x‖² − 1)² SGD’s iterates lie along the valley, at the radial floor γσ²/(2(2 − 2γ)), while their angle diffuses with correlation time τ = 2/(γ²σ²). Their average has E‖x̄‖² ≈ 2τ/K − 2(τ/K)²(1 − e^{−K/τ}) and sits on the hill: E f(x̄) ≈ ¼(1 − E‖x̄‖²)². On a convex function Jensen’s inequality forbids this.",
	Source:   "elementary: a free diffusion of the angle; Jensen 1906 for the control",
	Params: []param.Param{
		{Name: "gamma", Label: "γ step size", Help: "The constant step size.", Min: .01, Default: .05, Max: .2, Log: true},
		{Name: "sigma", Label: "σ noise", Help: "Standard deviation of each coordinate of the gradient’s noise.", Min: .3, Default: 1, Max: 3, Log: true},
		{Name: "K", Label: "K steps", Help: "How many iterates are averaged.", Min: 200, Default: 20000, Max: 100000, Log: true, Int: true},
		{Name: "chains", Label: "runs", Help: "How many independent runs are made on the ring; half as many on the banana.", Min: 20, Default: 200, Max: 1000, Log: true, Int: true},
	},
	Plan: planE14,
}

func ringValue(x, y float64) float64   { r := x*x + y*y - 1; return .25 * r * r }
func bananaValue(x, y float64) float64 { u, v := y-x*x, x*x-1; return 5*u*u + .125*v*v }

func planE14(s *Setting) *Plan {
	gamma, sigma, K, n := s.Num("gamma"), s.Num("sigma"), s.Int("K"), s.Int("chains")
	const per, points, bowls = 5, 40, 200
	tau := 2 / (gamma * gamma * sigma * sigma)
	ratio := tau / float64(K)
	square := 2*ratio - 2*ratio*ratio*(1-real.Exp(-1/ratio))
	floor := gamma * sigma * sigma / (2 * (2 - 2*gamma))
	hill := (1 - square) * (1 - square) / 4
	looks := geometric(1, float64(K), points)
	for i := range looks {
		looks[i] = math.Round(looks[i])
	}
	own := pieces(n, per)
	nb := max(1, n/2)
	return &Plan{
		Pieces: own + pieces(nb, per) + 1,
		Run: func(piece int) []float64 {
			switch {
			case piece < own: // sums at the looks of f(x_k) and f(x̄_k); of each run f(x_K), f(x̄), ‖x̄‖²; of the first run its iterates and averages
				from, to := part(piece, n, per)
				sums := make([]float64, 2*points)
				var ends, path []float64
				for c := from; c < to; c++ {
					rng := s.Rand(c)
					x, y, sx, sy, look := 1., 0., 0., 0., 0
					for k := 1; k <= K; k++ {
						r := x*x + y*y - 1
						x, y = x-gamma*(r*x+sigma*real.Normal(rng)), y-gamma*(r*y+sigma*real.Normal(rng))
						sx, sy = sx+x, sy+y
						for look < points && looks[look] == float64(k) {
							sums[2*look] += ringValue(x, y)
							sums[2*look+1] += ringValue(sx/float64(k), sy/float64(k))
							look++
						}
						if c == 0 && k%max(1, K/240) == 0 {
							path = append(path, x, y, sx/float64(k), sy/float64(k))
						}
					}
					mx, my := sx/float64(K), sy/float64(K)
					ends = append(ends, ringValue(x, y), ringValue(mx, my), mx*mx+my*my)
				}
				return append(append(append([]float64{float64(len(ends))}, sums...), ends...), path...)
			case piece < own+pieces(nb, per): // f(x_K) and f(x̄) on the banana, from (1, 1) with γ = .02, σ = 3
				from, to := part(piece-own, nb, per)
				const g, noise = .02, 3.
				var out []float64
				for c := from; c < to; c++ {
					rng := s.Rand(n + c)
					x, y, sx, sy := 1., 1., 0., 0.
					for range K {
						u := y - x*x
						gx, gy := -20*u*x+.5*(x*x-1)*x, 10*u
						x, y = x-g*(gx+noise*real.Normal(rng)), y-g*(gy+noise*real.Normal(rng))
						sx, sy = sx+x, sy+y
					}
					out = append(out, bananaValue(x, y), bananaValue(sx/float64(K), sy/float64(K)))
				}
				return out
			default: // runs on a convex quadratic whose average is worse than the mean of their values
				broken := 0.
				for c := range bowls {
					rng := s.Rand(2*n + c)
					x, y, sx, sy, sf := 1., 1., 0., 0., 0.
					const steps = 500
					for range steps {
						x, y = x-.05*(x+real.Normal(rng)), y-.05*(10*y+real.Normal(rng))
						sx, sy, sf = sx+x, sy+y, sf+.5*(x*x+10*y*y)
					}
					if mx, my := sx/steps, sy/steps; .5*(mx*mx+10*my*my) > sf/steps {
						broken++
					}
				}
				return []float64{broken}
			}
		},
		Report: func(done [][]float64) *Report {
			sums := make([]float64, 2*points)
			var ends, path, banana []float64
			broken := math.NaN()
			for i, d := range done {
				switch {
				case d == nil:
				case i < own:
					m := 1 + 2*points
					for j := range sums {
						sums[j] += d[1+j]
					}
					ends = append(ends, d[m:m+int(d[0])]...)
					if i == 0 {
						path = d[m+int(d[0]):]
					}
				case i < own+pieces(nb, per):
					banana = append(banana, d...)
				default:
					broken = d[0]
				}
			}
			last, avg, sq := mean(column(ends, 0, 3)), mean(column(ends, 1, 3)), mean(column(ends, 2, 3))
			bananaRatio := mean(column(banana, 1, 2)).Value / mean(column(banana, 0, 2)).Value
			times := avg.Value / last.Value
			spread := times * math.Sqrt(last.CI*last.CI/(last.Value*last.Value)+avg.CI*avg.CI/(avg.Value*avg.Value))
			const short, wild = "the run is too short for the angle to forget its start: K ≥ 5τ is asked", "the noise is too large for the formulas near the valley: γσ² ≤ 0.1 is asked"
			long, calm := float64(K) >= 5*tau, gamma*sigma*sigma <= .1
			count := float64(len(ends) / 3)
			var ks, fl, fa []float64
			for i, k := range looks {
				if count > 0 {
					ks, fl, fa = append(ks, k), append(fl, sums[2*i]/count), append(fa, sums[2*i+1]/count)
				}
			}
			scene := &Scene{Surface: "ring"}
			if len(path) > 0 {
				m := len(path) / 4
				iterates := runner("iterates", 6, Dots, column(path, 0, 4), column(path, 1, 4))
				average := runner("average x̄", 2, Lines, column(path, 2, 4), column(path, 3, 4))
				end := runner("last iterate", 1, Dots, column(path, 0, 4)[m-1:], column(path, 1, 4)[m-1:])
				scene.Paths = []Series{iterates, average, end}
			}
			guide := []float64{max(1, 2*tau), float64(K)}
			return &Report{
				Measures: []Measure{
					near("average over last iterate, f(x̄)/f(last x)", "×", hill/floor, Estimate{times, spread}, .35).assuming(long, short).assuming(calm, wild),
					near("distance of the average, E‖x̄‖²", "", square, sq, .25).assuming(long, short).assuming(calm, wild),
					near("loss of the last iterate", "", floor, last, .25).assuming(calm, wild),
					near("loss of the average", "", hill, avg, .15).assuming(long, short).assuming(calm, wild),
					atLeast("on the banana: average over last", "×", 3, sure(bananaRatio)).assuming(K >= 10000, "claimed for long runs"),
					equal(fmt.Sprintf("on a convex bowl: runs of %d whose average is worse", bowls), "", 0, broken),
				},
				Figures: []Figure{
					{Title: "One run on the ring", Alt: "Iterates lie all round a circular valley; the path of their average leads up the hill in its middle.", Scene: scene},
					{Title: "Loss against step", Alt: "The loss of the last iterate settles at its floor; that of the average falls below it for a while and then rises far above.", X: &Axis{Label: "step k", Log: true}, Y: &Axis{Label: "mean loss", Log: true},
						Series: []Series{runner("last iterate", 1, Lines, ks, fl), runner("average", 2, Lines, ks, fa), series("predicted", LimitLine, Lines, guide, []float64{floor, floor}), series("", LimitLine, Lines, guide, []float64{hill, hill})}},
				},
				Caption: fmt.Sprintf("τ = %.4g steps: the run is %.3g of them long. Every iterate is in the valley, and their average is not.", tau, 1/ratio),
			}
		},
	}
}
