package course

import (
	"fmt"
	"math"

	"saddlelab/core/eig"
	"saddlelab/core/landscape"
	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e12 = &Experiment{
	ID: "E12", Chapter: "critical", Tag: Exact,
	Question: "What if there are 59 048 critical points?",
	Short:    "59 048 critical points",
	Claim:    "−Σu_i⁴ on the unit sphere of ℝᵈ has a critical point for every pattern of signs and zeros: 3ᵈ − 1, of which only the 2d points ±e_i are minima. At support s ≥ 2 the smallest Riemannian eigenvalue is −8/s, so all others are strict saddles or maxima, and noisy gradient steps end at a minimum, each as likely as the next.",
	Source:   "Ge, Huang, Jin, Yuan 2015 (COLT), §4",
	Params: []param.Param{
		{Name: "d", Label: "d dimensions", Help: "Of the space around the sphere.", Min: 3, Default: 10, Max: 12, Int: true},
		{Name: "gamma", Label: "γ step size", Help: "The constant step size.", Min: .005, Default: .02, Max: .05, Log: true},
		{Name: "sigma", Label: "σ noise", Help: "Of the first 1500 steps; 1500 without noise follow.", Min: 0, Default: .3, Max: 1},
		{Name: "chains", Label: "chains", Help: "How many random starts there are.", Min: 50, Default: 300, Max: 2000, Log: true, Int: true},
	},
	Plan: planE12,
}

// sphereEigenvalue is the smallest Riemannian eigenvalue at the point with s equal coordinates, by the exact Hessian on the tangent
// space.
func sphereEigenvalue(d, s int) float64 {
	sp := landscape.FamilyByID("tensor-sphere").New([]float64{float64(d)})
	u, h, v := make([]float64, d), make([]float64, d*d), make([]float64, d*d)
	for i := range s {
		u[i] = 1 / math.Sqrt(float64(s))
	}
	sp.Hess(u, h)
	// f does not change along u, whose eigenvalue 0 is moved out of the way.
	for i := range d {
		for j := range d {
			h[i*d+j] += 1e3 * u[i] * u[j]
		}
	}
	eig.Symmetric(h, v, d)
	least := math.Inf(1)
	for i := range d {
		least = min(least, h[i*d+i])
	}
	return least
}

func planE12(s *Setting) *Plan {
	d, gamma, sigma, n := s.Int("d"), s.Num("gamma"), s.Num("sigma"), s.Int("chains")
	const per, noisy, steps, drawn, looks = 5, 1500, 3000, 20, 75
	supports := []int{1, 2, max(3, d/2), d}
	own := pieces(n, per)
	return &Plan{
		Pieces: own + 1,
		// Where each chain ended: index and sign of its largest coordinate, and its size; the f of the first chains. Then the eigenvalues and
		// the number of sign patterns by counting.
		Run: func(piece int) []float64 {
			var out []float64
			if piece == own {
				for _, k := range supports {
					out = append(out, sphereEigenvalue(d, k))
				}
				count := 0
				digits := make([]int, d)
				for range int(pow3(d)) - 1 { // all patterns of −, 0, + but the empty one
					for i := 0; ; i++ {
						if digits[i]++; digits[i] < 3 {
							break
						}
						digits[i] = 0
					}
					count++
				}
				return append(out, float64(count))
			}
			from, to := part(piece, n, per)
			var paths []float64
			u := make([]float64, d)
			for c := from; c < to; c++ {
				rng := s.Rand(c)
				sphere := func() {
					sum := 0.
					for _, v := range u {
						sum += v * v
					}
					sum = 1 / math.Sqrt(sum)
					for i := range u {
						u[i] *= sum
					}
				}
				for i := range u {
					u[i] = real.Normal(rng)
				}
				sphere()
				for k := range steps {
					if c < drawn && k < 300 && k%4 == 0 {
						f := 0.
						for _, v := range u {
							f -= v * v * v * v
						}
						paths = append(paths, float64(c), float64(k), f)
					}
					for i, v := range u {
						g := -4 * v * v * v
						if k < noisy {
							g += sigma * real.Normal(rng)
						}
						u[i] = v - gamma*g
					}
					sphere()
				}
				best := 0
				for i, v := range u {
					if math.Abs(v) > math.Abs(u[best]) {
						best = i
					}
				}
				out = append(out, float64(best), math.Abs(u[best]), u[best])
			}
			return append(append([]float64{float64(len(out))}, out...), paths...)
		},
		Report: func(done [][]float64) *Report {
			var ends, paths, extra []float64
			for i, p := range done {
				switch {
				case p == nil:
				case i == own:
					extra = p
				default:
					m := 1 + int(p[0])
					ends, paths = append(ends, p[1:m]...), append(paths, p[m:]...)
				}
			}
			count, atMin := len(ends)/3, 0
			hits := make([]float64, 2*d)
			for i := 0; i < len(ends); i += 3 {
				if ends[i+1] > 1-1e-6 {
					atMin++
				}
				k := 2 * int(ends[i])
				if ends[i+2] < 0 {
					k++
				}
				hits[k]++
			}
			chi, by := math.NaN(), make([]float64, d)
			if count > 0 {
				chi = 0
				for i := range by {
					by[i] = hits[2*i] + hits[2*i+1]
					e := by[i] - float64(count)/float64(d)
					chi += e * e / (float64(count) / float64(d))
				}
			}
			r := &Report{Measures: []Measure{
				equal("share of runs that end at one of the minima ±eᵢ", "", 1, share(atMin, count).Value),
				// The 99 % quantile of χ² with d − 1 degrees of freedom, by Wilson and Hilferty: 21.67 for 9.
				atMost("unevenness over the coordinates, χ²", "", chi99(d-1), sure(chi)),
			}}
			for i, k := range supports {
				v := math.NaN()
				if extra != nil {
					v = extra[i]
				}
				want := -8 / float64(k)
				if k == 1 {
					want = 4
				}
				r.Measures = append(r.Measures, nearly(fmt.Sprintf("smallest eigenvalue at support %d", k), "", want, sure(v), 1e-9))
			}
			counted := math.NaN()
			if extra != nil {
				counted = extra[len(supports)]
			}
			r.Measures = append(r.Measures, equal("critical points, 3ᵈ − 1", "", pow3(d)-1, counted))
			fig := Figure{Title: "Value along the runs", Alt: "Runs from random starts fall past the levels of the saddles to −1, the value of the minima.", X: &Axis{Label: "step k", From: at(0), To: at(300)}, Y: &Axis{Label: "f", From: at(-1.05), To: at(0)}}
			for k := 1; k <= min(d, 5); k++ {
				fig.Rules = append(fig.Rules, level(fmt.Sprintf("support %d", k), LimitLine, -1/float64(k)))
			}
			for c := range drawn {
				var xs, ys []float64
				for i := 0; i < len(paths); i += 3 {
					if int(paths[i]) == c {
						xs, ys = append(xs, paths[i+1]), append(ys, paths[i+2])
					}
				}
				if len(xs) > 0 {
					fig.Series = append(fig.Series, series("", Faint, Lines, xs, ys))
				}
			}
			idx := spaced(1, float64(2*d), 2*d)
			r.Figures = []Figure{fig, {Title: fmt.Sprintf("At which of the %d minima", 2*d), Alt: "A histogram over all minima: each has about the same number of runs.", X: &Axis{Label: "minimum: +e₁, −e₁, +e₂, …"}, Y: &Axis{Label: "runs", From: at(0)}, Series: []Series{series("measured", Measured, Bars, idx, hits)}, Rules: []Rule{level("even", Predicted, float64(count)/float64(2*d))}}}
			r.Caption = fmt.Sprintf("%.0f critical points, %d minima; %d of %d runs are at a minimum.", pow3(d)-1, 2*d, atMin, count)
			return r
		},
	}
}

func pow3(d int) float64 {
	v := 1.
	for range d {
		v *= 3
	}
	return v
}

// chi99 is the 99 % quantile of χ², by Wilson's and Hilferty's cube, to a tenth.
func chi99(freedom int) float64 {
	k := 2 / (9 * float64(freedom))
	v := 1 - k + 2.3263478740408408*math.Sqrt(k)
	return float64(freedom) * v * v * v
}
