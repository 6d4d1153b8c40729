package course

import (
	"fmt"
	"math"
	"math/rand/v2"

	"saddlelab/core/eig"
	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e04 = &Experiment{
	ID: "E04", Chapter: "critical", Tag: Asymptotic,
	Question: "What does depth do to the origin?",
	Short:    "Products of weights",
	Claim:    "½(w₁⋯w_L − 1)² is non-convex for every depth L ≥ 2. At L = 2 the origin is a strict saddle, left in ln(1/δ)/ln(1+γ) steps from δ; at L ≥ 3 its Hessian is zero, and leaving takes a time like δ^{−(L−2)}. Gradient flow conserves w_i² − w_j². Every local minimum of a deep linear network with squared loss is global.",
	Source:   "Baldi, Hornik 1989; Kawaguchi 2016 (NeurIPS); Saxe, McClelland, Ganguli 2014",
	Params: []param.Param{
		{Name: "gamma", Label: "γ step size", Help: "Of the runs that leave the origin.", Min: .01, Default: .1, Max: .2, Log: true},
		{Name: "runs", Label: "runs", Help: "How many random starts the linear autoencoder has.", Min: 5, Default: 50, Max: 200, Log: true, Int: true},
	},
	Plan: planE04,
}

// productHessian is that of ½(∏w − 1)² at w, exactly.
func productHessian(w []float64) []float64 {
	L := len(w)
	without := func(skip ...int) float64 {
		p := 1.
	next:
		for i, v := range w {
			for _, k := range skip {
				if i == k {
					continue next
				}
			}
			p *= v
		}
		return p
	}
	h := make([]float64, L*L)
	r := without() - 1
	for i := range L {
		for j := range L {
			h[i*L+j] = without(i) * without(j)
			if i != j {
				h[i*L+j] += r * without(i, j)
			}
		}
	}
	return h
}

// leaveOrigin counts steps from wᵢ = δ until the product is ½.
func leaveOrigin(L int, delta, gamma float64) float64 {
	w, k := delta, 0.
	for ; k < 1e7; k++ {
		p := 1.
		for range L - 1 {
			p *= w
		}
		if p*w >= .5 {
			break
		}
		w -= gamma * (p*w - 1) * p
	}
	return k
}

func planE04(s *Setting) *Plan {
	gamma, n := s.Num("gamma"), s.Int("runs")
	deltas := [][]float64{{.1, .03, .01, .003}, {.1, .03, .01, .003}, {.1, .05, .02, .01}}
	const rank, size = 2, 6
	target := []float64{3, 2.5, 2, 1, .5, .25}
	best := 0.
	for _, v := range target[rank:] {
		best += .5 * v * v
	}
	return &Plan{
		Pieces: 1 + n,
		Run: func(piece int) []float64 {
			if piece > 0 {
				return []float64{autoencoder(s.Rand(piece), target, rank)}
			}
			var out []float64
			for L := 2; L <= 3; L++ {
				h, v := productHessian(make([]float64, L)), make([]float64, L*L)
				eig.Symmetric(h, v, L)
				least := h[0]
				for i := range L {
					least = min(least, h[i*L+i])
				}
				out = append(out, least)
			}
			// w₁² − w₂² from (2, .1) after 4000 steps of .01.
			a, b := 2., .1
			for range 4000 {
				r := a*b - 1
				a, b = a-.01*r*b, b-.01*r*a
			}
			out = append(out, a*a-b*b)
			for i, list := range deltas {
				for _, d := range list {
					out = append(out, leaveOrigin(i+2, d, gamma))
				}
			}
			return out
		},
		Report: func(done [][]float64) *Report {
			got := make([]float64, 15)
			for i := range got {
				got[i] = math.NaN()
			}
			worst := math.NaN()
			ended := 0
			for i, d := range done {
				switch {
				case d == nil:
				case i == 0:
					copy(got, d)
				default:
					if ended++; !(worst >= d[0]) {
						worst = d[0]
					}
				}
			}
			if ended < n {
				worst = math.NaN()
			}
			fig := Figure{Title: "Steps to leave the origin", Alt: "Steps against the distance of the start on log-log axes: depth 2 nearly level, depth 3 of slope −1, depth 4 of slope −2.", X: &Axis{Label: "δ", Log: true}, Y: &Axis{Label: "steps", Log: true}}
			r := &Report{Measures: []Measure{
				nearly("depth 2: smallest eigenvalue at the origin", "", -1, sure(got[0]), 1e-4),
				nearly("depth 3: smallest eigenvalue at the origin", "", 0, sure(got[1]), 1e-3),
			}}
			for i, list := range deltas {
				L := i + 2
				times := got[3+4*i : 7+4*i]
				fig.Series = append(fig.Series, runner(fmt.Sprintf("depth %d", L), i+1, Dots, list, times))
				ds := geometric(.002, .15, 30)
				var law func(d float64) float64
				if L == 2 {
					b := math.NaN()
					if !math.IsNaN(times[0]) {
						var inverse []float64
						for _, d := range list {
							inverse = append(inverse, real.Log(1/d))
						}
						b = slope(inverse, times).Value
					}
					r.Measures = append(r.Measures, near("depth 2: for e times closer", "steps", 1/real.Log(1+gamma), sure(b), .03))
					law = func(d float64) float64 { return real.Log(math.Sqrt(.5)/d)/real.Log(1+gamma) + 1/gamma }
				} else {
					b := math.NaN()
					if !math.IsNaN(times[0]) {
						b = logSlope(list, times).Value
					}
					r.Measures = append(r.Measures, nearly(fmt.Sprintf("depth %d: slope of log steps against log δ", L), "", -float64(L-2), sure(b), .15))
					law = func(d float64) float64 { return real.Pow(d, -float64(L-2)) / (float64(L-2) * gamma) }
				}
				name := ""
				if i == 0 {
					name = "the flow’s law"
				}
				fig.Series = append(fig.Series, series(name, Predicted, Lines, ds, apply(ds, law)))
			}
			r.Measures = append(r.Measures,
				near("w₁² − w₂², conserved by the flow", "", 4-.01, sure(got[2]), .05),
				near(fmt.Sprintf("linear autoencoder: worst loss of %d starts", n), "", best, sure(worst), 1e-6))
			r.Figures = []Figure{fig, {Title: "½(w₁w₂ − 1)²", Alt: "A surface with a saddle at the origin and two curved valleys.", Scene: &Scene{Surface: "scalar-product"}}}
			r.Caption = "Three depths, three laws: a logarithm, 1/δ, 1/δ². With depth the plateau around zero weights becomes a trap in practice."
			return r
		},
	}
}

// autoencoder trains ½‖UV − A‖², A diagonal, U and V of some rank from N(0, .3²), by 3000 steps of .05, and gives the loss.
func autoencoder(rng *rand.Rand, target []float64, rank int) float64 {
	n := len(target)
	u, v := make([]float64, n*rank), make([]float64, rank*n)
	for i := range u {
		u[i], v[i] = .3*real.Normal(rng), .3*real.Normal(rng)
	}
	e := make([]float64, n*n)
	residual := func() (loss float64) {
		for i := range n {
			for j := range n {
				sum := 0.
				for k := range rank {
					sum += u[i*rank+k] * v[k*n+j]
				}
				if i == j {
					sum -= target[i]
				}
				e[i*n+j] = sum
				loss += .5 * sum * sum
			}
		}
		return loss
	}
	gu, gv := make([]float64, n*rank), make([]float64, rank*n)
	for range 3000 {
		residual()
		clear(gu)
		clear(gv)
		for i := range n {
			for j := range n {
				for k := range rank {
					gu[i*rank+k] += e[i*n+j] * v[k*n+j]
					gv[k*n+j] += e[i*n+j] * u[i*rank+k]
				}
			}
		}
		for i := range u {
			u[i] -= .05 * gu[i]
			v[i] -= .05 * gv[i]
		}
	}
	return residual()
}
