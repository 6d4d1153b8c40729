package course

import (
	"fmt"
	"math"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e15c = &Experiment{
	ID: "E15c", Chapter: "converge", Tag: Asymptotic,
	Question: "Does “the iterates converge” mean to a point?",
	Short:    "A ring that never settles",
	Claim:    "On the ring ¼(‖x‖² − 1)² with steps c/(k+10)^p the distance to the ring tends to 0 for every p, E dist² ≈ γ_kσ²/4. The angle is a sum of γ_kσξ_k: over [K, 2K) its mean square is σ²Σγ_k², of slope 1 − 2p. For p ≤ ½, which the theorem allows for Gaussian noise, the point circles for ever; for p > ½ it freezes.",
	Source:   "Mertikopoulos, Hallak, Kavis, Cevher 2020, Theorem 1, for the component; the angle is elementary",
	Params: []param.Param{
		{Name: "p", Label: "p exponent", Help: "Steps are c/(k+10)^p.", Min: .35, Default: .4, Max: 1},
		{Name: "sigma", Label: "σ noise", Help: "Standard deviation of each coordinate of the gradient’s noise.", Min: .2, Default: .7, Max: 1, Log: true},
		{Name: "chains", Label: "chains", Help: "How many independent runs are made.", Min: 30, Default: 120, Max: 600, Log: true, Int: true},
	},
	Plan: planE15c,
}

// quarterTurn tells by how much the angle of (x, y) is ahead of that of (u, v), for small turns: by the arcsine's first terms.
func quarterTurn(u, v, x, y float64) float64 {
	s := (u*y - v*x) / math.Sqrt((u*u+v*v)*(x*x+y*y))
	if math.Abs(s) > .5 { // never for the steps of this experiment; kept exact all the same
		a := math.Pi/2 - arccos(s)
		if u*x+v*y < 0 {
			a = math.Copysign(math.Pi, s) - a
		}
		return a
	}
	// arcsin s = s + s³/6 + 3s⁵/40 + 15s⁷/336 + …
	q := s * s
	return s * (1 + q*(1./6+q*(3./40+q*(15./336+q*(105./3456+q*(945./42240+q*10395./599040))))))
}

func planE15c(s *Setting) *Plan {
	p, sigma, n := s.Num("p"), s.Num("sigma"), s.Int("chains")
	const c, per, first, octaves, drawn = .4, 5, 7, 8, 4
	const K = 1 << (first + octaves)
	steps := func() []float64 {
		g := make([]float64, K)
		for k := 1; k < K; k++ {
			g[k] = c * real.Pow(float64(k+10), -p)
		}
		return g
	}
	// Σγ²σ² over K < k < 2K, by the integral of (k+10)^{−2p} with the midpoint's correction: no loop over the steps.
	turn := func(k float64) float64 {
		a, b := k+10.5, 2*k+9.5
		if math.Abs(1-2*p) < 1e-9 {
			return c * c * sigma * sigma * real.Log(b/a)
		}
		return c * c * sigma * sigma * (real.Pow(b, 1-2*p) - real.Pow(a, 1-2*p)) / (1 - 2*p)
	}
	last := c * real.Pow(K+9, -p)
	own := pieces(n, per)
	return &Plan{
		Pieces: own,
		// Of each chain (θ_{2K} − θ_K)² for K = 2⁷ … 2¹⁴ and the squared distance to the ring at the end; of the first ones the angle.
		Run: func(piece int) []float64 {
			from, to := part(piece, n, per)
			g := steps()
			var out, paths []float64
			for id := from; id < to; id++ {
				rng := s.Rand(id)
				x, y, angle, ref, next := 1., 0., 0., 0., 1.
				for k := 1; k < K; k++ {
					r := x*x + y*y - 1
					u, v := x, y
					x, y = x-g[k]*(r*x+sigma*real.Normal(rng)), y-g[k]*(r*y+sigma*real.Normal(rng))
					angle += quarterTurn(u, v, x, y)
					if k >= 1<<first {
						if k&(k-1) == 0 {
							ref = angle
						}
						if (k+1)&k == 0 {
							out = append(out, (angle-ref)*(angle-ref))
						}
					}
					if id < drawn && float64(k) >= next {
						paths = append(paths, float64(id), float64(k), angle, x, y)
						next *= 1.04
					}
				}
				d := math.Sqrt(x*x+y*y) - 1
				out = append(out, d*d)
			}
			return append(append([]float64{float64(len(out))}, out...), paths...)
		},
		Report: func(done [][]float64) *Report {
			var all, paths []float64
			for _, d := range done {
				if d != nil {
					m := 1 + int(d[0])
					all, paths = append(all, d[1:m]...), append(paths, d[m:]...)
				}
			}
			ks, law := make([]float64, octaves), make([]float64, octaves)
			inc := make([]Estimate, octaves)
			for i := range ks {
				ks[i] = float64(int(1) << (first + i))
				law[i] = turn(ks[i])
				inc[i] = ofSquares(column(all, i, octaves+1), law[i])
			}
			b := Estimate{math.NaN(), math.NaN()}
			if len(all) > 0 {
				b = logSlopeOf(ks[2:], inc[2:])
			}
			turns := series("measured", Measured, Dots, ks, estimates(inc))
			angle := Figure{Title: "Angle of four runs", Alt: "The angle of four runs against the step on a log scale: it wanders ever further for small p and freezes for large p.", X: &Axis{Label: "step k", Log: true}, Y: &Axis{Label: "angle, in radians"}}
			scene := &Scene{Surface: "ring"}
			for id := range drawn {
				var k, a, x, y []float64
				for i := 0; i < len(paths); i += 5 {
					if int(paths[i]) == id {
						k, a, x, y = append(k, paths[i+1]), append(a, paths[i+2]), append(x, paths[i+3]), append(y, paths[i+4])
					}
				}
				if len(k) == 0 {
					continue
				}
				angle.Series = append(angle.Series, runner("", id+1, Lines, k, a))
				if id < 2 {
					scene.Paths = append(scene.Paths, runner(fmt.Sprintf("run %d", id+1), id+1, Lines, x, y))
				}
			}
			words := "it circles for ever"
			if p > .5 {
				words = "it freezes"
			}
			return &Report{
				Measures: []Measure{
					nearly("slope of the squared turn over [K, 2K)", "", 1-2*p, b, .12),
					near("mean squared turn from 16 384 to 32 768", "", law[octaves-1], inc[octaves-1], .25),
					near("mean squared distance to the ring at the end", "", last*sigma*sigma/4, ofSquares(column(all, octaves, octaves+1), last*sigma*sigma/4), .25),
				},
				Figures: []Figure{angle,
					{Title: "Mean squared turn over [K, 2K)", Alt: "The squared turn against K on log-log axes: dots on a line of slope 1 − 2p.", X: &Axis{Label: "K", Log: true}, Y: &Axis{Label: "E(θ at 2K − θ at K)²", Log: true}, Series: []Series{series("σ²Σγ²", Predicted, Lines, ks, law), turns}},
					{Title: "Two runs on the ring", Alt: "Paths along a circular valley.", Scene: scene}},
				Caption: fmt.Sprintf("With p = %g the distance to the ring goes to zero, and the point on it: %s.", p, words),
			}
		},
	}
}
