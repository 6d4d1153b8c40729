package course

import (
	"fmt"
	"math"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e16b = &Experiment{
	ID: "E16b", Chapter: "avoid", Tag: Exact,
	Question: "What if the saddle is not strict?",
	Short:    "Strictness is needed",
	Claim:    "½x² + y³ has a critical point at 0 with Hessian diag(1, 0): a saddle, but not a strict one. Gradient descent converges to it from every start with y₀ > 0, half of all, and slowly: y_k ≈ 1/(3γk). With isotropic noise every run leaves.",
	Source:   "Lee, Simchowitz, Jordan, Recht 2016 (COLT) assume strictness; the example is elementary",
	Params: []param.Param{
		{Name: "gamma", Label: "γ step size", Help: "The constant step size.", Min: .02, Default: .1, Max: .3, Log: true},
		{Name: "sigma", Label: "σ noise", Help: "Of the third measurement: standard deviation of what is added to the gradient.", Min: .05, Default: .3, Max: 2, Log: true},
		{Name: "steps", Label: "steps", Help: "How many steps each run makes.", Min: 500, Default: 4000, Max: 20000, Log: true, Int: true},
		{Name: "starts", Label: "starts", Help: "How many random starts in [−1, 1]² there are. Every eighth is also run with noise.", Min: 200, Default: 8000, Max: 50000, Log: true, Int: true},
	},
	Plan: planE16b,
}

// lowest is where a run on y³ is given up: below it, it falls for ever.
const lowest = -3

func planE16b(s *Setting) *Plan {
	gamma, sigma, steps, n := s.Num("gamma"), s.Num("sigma"), s.Int("steps"), s.Int("starts")
	const per, grid, every = 100, 49, 8
	own := pieces(n, per)
	return &Plan{
		Pieces: own + 1,
		// Of each start: x₀, y₀, whether gradient descent stays, k·y_k at the end, and whether noise takes it away. The last piece is the map.
		Run: func(piece int) []float64 {
			if piece == own {
				out := make([]float64, grid*grid)
				for i := range out {
					y := -1 + 2*float64(i/grid)/(grid-1)
					for k := 0; k < steps && y > lowest; k++ {
						y -= 3 * gamma * y * y
					}
					if y <= lowest {
						out[i] = 1
					}
				}
				return out
			}
			from, to := part(piece, n, per)
			var out []float64
			for c := from; c < to; c++ {
				rng := s.Rand(c)
				x0, y0 := 2*rng.Float64()-1, 2*rng.Float64()-1
				y := y0
				for k := 0; k < steps && y > lowest; k++ {
					y -= 3 * gamma * y * y // x follows on its own and goes to 0
				}
				stays := 0.
				if y > lowest {
					stays = 1
				}
				z, left := y0, -1.
				if c%every == 0 {
					left = 0
				}
				for k := 0; left == 0 && k < steps; k++ {
					if z -= gamma * (3*z*z + sigma*real.Normal(rng)); z <= lowest {
						left = 1
					}
				}
				out = append(out, x0, y0, stays, y, left)
			}
			return out
		},
		Report: func(done [][]float64) *Report {
			var all []float64
			m := &Map{W: grid, H: grid, Box: [4]float64{-1, 1, -1, 1}, Classes: []string{"stays at the saddle", "falls away"}, XLabel: "x₀", YLabel: "y₀"}
			for i, d := range done {
				if i == own && d != nil {
					m.Values = nums(d)
				} else {
					all = append(all, d...)
				}
			}
			stays, left, noisy, rate := 0, 0, 0, math.NaN()
			var xs, ys []float64
			highest := 0.
			for i := 0; i < len(all); i += 5 {
				if all[i+2] == 1 {
					stays++
					if all[i+1] > highest { // the start that forgot most of where it began
						highest, rate = all[i+1], 3*gamma*float64(steps)*all[i+3]
					}
				}
				if all[i+4] < 0 {
					continue
				}
				noisy++
				if left += int(all[i+4]); len(xs) < 300 && all[i+4] == 1 {
					xs, ys = append(xs, all[i]), append(ys, all[i+1])
				}
			}
			count := len(all) / 5
			if len(xs) > 0 {
				m.Points = []Series{series("starts that noise took away", Predicted, Dots, xs, ys)}
			}
			return &Report{
				Measures: []Measure{
					nearly("share of starts that gradient descent takes to the saddle", "", .5, share(stays, count), .012),
					near("3γk·yₖ at the end", "", 1, sure(rate), .03).assuming(float64(steps)*gamma >= 200, "the law is that of many steps: γk of 200 and more"),
					nearly("with noise, share that leaves", "", 1, sure(share(left, noisy).Value), .005).assuming(gamma*float64(steps) > 150 && sigma >= .2, "too little noise or too few steps for all to leave"),
				},
				Figures: []Figure{{Title: "Where gradient descent goes, by its start", Alt: "The square of starts: the upper half stays at the saddle, the lower half falls away.", Map: m}},
				Caption: fmt.Sprintf("%d of %d starts go to the saddle and stay; with noise %d of %d leave.", stays, count, left, noisy),
			}
		},
	}
}
