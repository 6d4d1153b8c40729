package course

import (
	"fmt"
	"math"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e16c = &Experiment{
	ID: "E16c", Chapter: "avoid", Tag: Exact,
	Question: "Does gradient descent leave the monkey saddle?",
	Short:    "The monkey is left too",
	Claim:    "The Hessian of the monkey saddle x³ − 3xy² at 0 is zero, so no theorem about strict saddles covers it. Yet its stable set is three rays, a set of measure zero: from a random angle gradient descent leaves with probability 1. Strictness is sufficient, not necessary.",
	Source:   "elementary: in polar coordinates f = r³ cos 3θ, and the flow obeys θ̇ = 3r sin 3θ",
	Params: []param.Param{
		{Name: "gamma", Label: "γ step size", Help: "The constant step size.", Min: .005, Default: .05, Max: .1, Log: true},
		{Name: "r0", Label: "r₀ start", Help: "Distance of the starts from the saddle.", Min: .1, Default: .5, Max: 1, Log: true},
		{Name: "starts", Label: "starts", Help: "How many random angles there are.", Min: 200, Default: 20000, Max: 100000, Log: true, Int: true},
	},
	Plan: planE16c,
}

func planE16c(s *Setting) *Plan {
	gamma, r0, n := s.Num("gamma"), s.Num("r0"), s.Int("starts")
	const per, out, drawn = 500, 2., 36
	most := int(300 / gamma) // 6000 at γ = 0.05
	return &Plan{
		Pieces: pieces(n, per),
		// Of each start the steps until r ≥ 2, or −1; of the first ones the path.
		Run: func(piece int) []float64 {
			from, to := part(piece, n, per)
			var times, paths []float64
			for c := from; c < to; c++ {
				a := 2 * math.Pi * s.Rand(c).Float64()
				if c < drawn { // evenly, so that the picture shows every direction
					a = 2 * math.Pi * (float64(c) + .5) / drawn
				}
				x, y := r0*real.Cos(a), r0*real.Sin(a)
				k := 0
				for ; k < most && x*x+y*y < out*out; k++ {
					if c < drawn && k%2 == 0 && k < 300 {
						paths = append(paths, float64(c), x, y)
					}
					x, y = x-gamma*3*(x*x-y*y), y+gamma*6*x*y
				}
				if x*x+y*y < out*out {
					k = -1
				}
				times = append(times, float64(k))
			}
			return append(append([]float64{float64(len(times))}, times...), paths...)
		},
		Report: func(done [][]float64) *Report {
			left, count := 0, 0
			var times []float64
			lines := make([][2][]float64, drawn)
			for _, d := range done {
				if d == nil {
					continue
				}
				m := 1 + int(d[0])
				for _, k := range d[1:m] {
					if count++; k >= 0 {
						left++
						times = append(times, k)
					}
				}
				for j := m; j < len(d); j += 3 {
					c := int(d[j])
					lines[c][0], lines[c][1] = append(lines[c][0], d[j+1]), append(lines[c][1], d[j+2])
				}
			}
			scene := &Scene{Surface: "monkey"}
			for i, l := range lines {
				if len(l[0]) > 1 {
					p := series("", Runner, Lines, l[0], l[1])
					p.Color = 1 + i*3/drawn%3
					scene.Paths = append(scene.Paths, p)
				}
			}
			// The slowest direct way out is along a falling ray: r₊ = r + 3γr².
			direct := (1/r0 - 1/out) / (3 * gamma)
			edges := spaced(0, 4*direct, 41)
			mid, bins := histogram(times, edges)
			return &Report{
				Measures: []Measure{
					nearly("share of random angles that leaves", "", 1, sure(share(left, count).Value), .01),
					near("least time, along a falling ray", "steps", direct, sure(quantile(times, 0).Value), .25).assuming(gamma*r0 < .03, "the formula is that of the flow: γr₀ is too large"),
				},
				Figures: []Figure{
					{Title: "Ways out of the monkey saddle", Alt: "Paths from a circle around the monkey saddle run into its three valleys.", Scene: scene},
					{Title: "Steps until r = 2", Alt: "A histogram of exit times with a sharp left edge and a tail to the right.", X: &Axis{Label: "step k"}, Y: &Axis{Label: "starts", From: at(0)},
						Series: []Series{series("measured", Measured, Bars, mid, bins)}, Rules: []Rule{upright("along a falling ray", Predicted, direct)}},
				},
				Caption: fmt.Sprintf("%d of %d starts have left. Only the three rays uphill lead into the saddle.", left, count),
			}
		},
	}
}
