package course

import (
	"fmt"
	"math"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e08 = &Experiment{
	ID: "E08", Chapter: "avoid", Tag: Exact,
	Question: "Can a run leave the top of a pass by itself?",
	Short:    "Noise against a standstill",
	Claim:    "On ½x² + ¼y⁴ − ½y² gradient descent started on the strict saddle (0, 0) stays there for ever: the gradient is zero. With any isotropic noise added it leaves, and ends near either minimum with probability one half.",
	Source:   "Ge, Huang, Jin, Yuan 2015 (COLT); the function is Nesterov’s",
	Params: []param.Param{
		{Name: "gamma", Label: "γ step size", Help: "The constant step size.", Min: .01, Default: .05, Max: .3, Log: true},
		{Name: "sigma", Label: "σ noise", Help: "Standard deviation of what is added to each coordinate of the gradient.", Min: 1e-6, Default: .01, Max: 1, Log: true},
		{Name: "steps", Label: "steps", Help: "How many steps each chain makes.", Min: 100, Default: 2000, Max: 10000, Log: true, Int: true},
		{Name: "chains", Label: "chains", Help: "How many independent runs are made.", Min: 100, Default: 2000, Max: 20000, Log: true, Int: true},
	},
	Plan: planE08,
}

// nesterovSlopes is the gradient of ½x² + ¼y⁴ − ½y².
func nesterovSlopes(x, y float64) (gx, gy float64) { return x, y*y*y - y }

// planE08 runs x₊ = x − γ(∇f + σξ).
func planE08(s *Setting) *Plan {
	gamma, sigma, steps, n := s.Num("gamma"), s.Num("sigma"), s.Int("steps"), s.Int("chains")
	const per, drawn, points = 50, 12, 100
	every := max(1, steps/points)
	return &Plan{
		Pieces: pieces(n, per) + 1,
		// Piece 0 is gradient descent alone: how far it came. The others: where each chain ended, and the paths of the first ones.
		Run: func(piece int) []float64 {
			if piece == 0 {
				x, y := 0., 0.
				for range 100_000 {
					gx, gy := nesterovSlopes(x, y)
					x, y = x-gamma*gx, y-gamma*gy
				}
				return []float64{math.Hypot(x, y)}
			}
			from, to := part(piece-1, n, per)
			var ends, paths []float64
			for c := from; c < to; c++ {
				rng := s.Rand(c)
				x, y := 0., 0.
				for k := range steps {
					if c < drawn && k%every == 0 {
						paths = append(paths, float64(c), x, y)
					}
					gx, gy := nesterovSlopes(x, y)
					x, y = x-gamma*(gx+sigma*real.Normal(rng)), y-gamma*(gy+sigma*real.Normal(rng))
				}
				ends = append(ends, x, y)
			}
			return append(append([]float64{float64(len(ends))}, ends...), paths...)
		},
		Report: func(done [][]float64) *Report {
			still, near, right, all := math.NaN(), 0, 0, 0
			var xs, ys []float64
			lines := make([][2][]float64, drawn)
			for i, d := range done {
				if d == nil {
					continue
				}
				if i == 0 {
					still = d[0]
					continue
				}
				m := 1 + int(d[0])
				for j := 1; j < m; j += 2 {
					x, y := d[j], d[j+1]
					all++
					if math.Abs(math.Abs(y)-1) < .1 {
						near++
					}
					if y > 0 {
						right++
					}
					if len(xs) < 400 {
						xs, ys = append(xs, x), append(ys, y)
					}
				}
				for j := m; j < len(d); j += 3 {
					c := int(d[j])
					lines[c][0], lines[c][1] = append(lines[c][0], d[j+1]), append(lines[c][1], d[j+2])
				}
			}
			scene := &Scene{Surface: "nesterov", Paths: []Series{series("where chains end", Measured, Dots, xs, ys)}}
			for _, l := range lines {
				if len(l[0]) > 0 {
					scene.Paths = append(scene.Paths, series("", Faint, Lines, l[0], l[1]))
				}
			}
			// Leaving takes ln(1/(sζ))/ln(1+γ) steps with probability 1 − ζ; at the minimum, of curvature 2, y then spreads by √(γσ²/(4 − 4γ)).
			slow := float64(steps) < real.Log(1e5/escapeScale(gamma, 1, sigma))/real.Log(1+gamma)
			wide := gamma*sigma*sigma/(4-4*gamma) > .0004
			return &Report{
				Measures: []Measure{
					equal("gradient descent from (0, 0): distance after 100 000 steps", "", 0, still),
					equal("with noise: share with |y| within 0.1 of 1", "", 1, share(near, all).Value).assuming(!slow, "too few steps for every chain to leave").assuming(!wide, "the noise alone spreads chains by more than 0.1"),
					nearly("share that went to y > 0", "", .5, share(right, all), .04),
				},
				Figures: []Figure{{Title: "From the saddle into either valley", Alt: "A saddle between two wells; paths start on it and end in either well, about as many in each.", Scene: scene}},
				Caption: fmt.Sprintf("%d chains started on the saddle; %d are near a minimum, %d of them on one side and %d on the other.", all, near, right, all-right),
			}
		},
	}
}
