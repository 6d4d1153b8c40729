package course

import (
	"fmt"
	"math"
	"slices"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e23 = &Experiment{
	ID: "E23", Chapter: "global", Tag: Exact,
	Question: "How many weights fit n labels?",
	Short:    "2n + d weights suffice",
	Claim:    "There is a two-layer ReLU network with 2n + d weights that fits any n labels on any n distinct points: project z_i = ⟨a, x_i⟩, put the biases between the sorted projections, b₁ < z₁ < b₂ < z₂ < …, and solve a triangular system with the entries (z_i − b_j)⁺.",
	Source:   "Zhang, Bengio, Hardt, Recht, Vinyals 2017 (ICLR), Theorem 1",
	Params: []param.Param{
		{Name: "n", Label: "n points", Help: "With random labels.", Min: 5, Default: 200, Max: 400, Log: true, Int: true},
		{Name: "d", Label: "d dimensions", Help: "Of the points.", Min: 1, Default: 20, Max: 50, Int: true},
	},
	Plan: planE23,
}

func planE23(s *Setting) *Plan {
	n, d := s.Int("n"), s.Int("d")
	return &Plan{
		Pieces: 1,
		Run: func(int) []float64 {
			rng := s.Rand(0)
			x, a := make([]float64, n*d), make([]float64, d)
			for i := range x {
				x[i] = real.Normal(rng)
			}
			for i := range a {
				a[i] = real.Normal(rng)
			}
			type point struct{ z, y float64 }
			ps := make([]point, n)
			for i := range ps {
				ps[i] = point{dot(x[i*d:(i+1)*d], a), real.Normal(rng)}
			}
			slices.SortFunc(ps, func(p, q point) int {
				switch {
				case p.z < q.z:
					return -1
				case p.z > q.z:
					return 1
				}
				return 0
			})
			b, w := make([]float64, n), make([]float64, n)
			for i := range b {
				if b[i] = ps[0].z - 1; i > 0 {
					b[i] = (ps[i].z + ps[i-1].z) / 2
				}
			}
			for i, p := range ps { // forward substitution
				sum := p.y
				for j := range i {
					sum -= (p.z - b[j]) * w[j]
				}
				w[i] = sum / (p.z - b[i])
			}
			net := func(z float64) float64 {
				sum := 0.
				for j := range w {
					sum += max(0, z-b[j]) * w[j]
				}
				return sum
			}
			worst := 0.
			var zs, ys []float64
			for _, p := range ps {
				worst = max(worst, math.Abs(net(p.z)-p.y))
				zs, ys = append(zs, p.z), append(ys, p.y)
			}
			out := append([]float64{worst, float64(2*n + d)}, zs...)
			out = append(out, ys...)
			lo, hi := ps[n/2-min(12, n/2)].z, ps[min(n-1, n/2+12)].z
			for i := range 201 {
				z := lo + (hi-lo)*float64(i)/200
				out = append(out, z, net(z))
			}
			return out
		},
		Report: func(done [][]float64) *Report {
			all := gathered(done)
			got := func(i int) float64 {
				if len(all) == 0 {
					return math.NaN()
				}
				return all[i]
			}
			fig := Figure{Title: "The network along its projection, in the middle", Alt: "A jagged line through all points.", X: &Axis{Label: "z = ⟨a, x⟩"}, Y: &Axis{Label: "output"}}
			if len(all) > 0 {
				curve := all[2+2*n:]
				zs, ys := all[2:2+n], all[2+n:2+2*n]
				lo, hi := curve[0], curve[len(curve)-2]
				var px, py []float64
				for i := range zs {
					if zs[i] >= lo && zs[i] <= hi {
						px, py = append(px, zs[i]), append(py, ys[i])
					}
				}
				fig.Series = []Series{series("network", Measured, Lines, column(curve, 0, 2), column(curve, 1, 2)), series("labels", Predicted, Dots, px, py)}
			}
			return &Report{
				Measures: []Measure{
					nearly("largest residual", "", 0, sure(got(0)), 1e-6),
					equal("weights", "", float64(2*n+d), got(1)),
				},
				Figures: []Figure{fig},
				Caption: fmt.Sprintf("%d weights, %d random labels, no error. The system is triangular: nothing is trained.", 2*n+d, n),
			}
		},
	}
}
