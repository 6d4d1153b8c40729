package course

import (
	"fmt"
	"math"

	"saddlelab/core/eig"
	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e28 = &Experiment{
	ID: "E28", Chapter: "global", Tag: Exact,
	Question: "Is a wide network’s loss convex near its minimum?",
	Short:    "Not convex: a valley",
	Claim:    "With more parameters than examples the Hessian at a zero-loss minimum is JᵀJ, of rank at most n: minima are never isolated and the loss is not strongly convex there. What holds is the Polyak–Łojasiewicz inequality ‖∇F‖² ≥ 2μF along the path, with μ about λ min(JJᵀ); it gives the same linear rate.",
	Source:   "Liu, Zhu, Belkin 2022 (ACHA); Polyak 1963; Łojasiewicz 1963",
	Params: []param.Param{
		{Name: "n", Label: "n examples", Help: "Unit vectors in six dimensions with labels from U(−1, 1).", Min: 2, Default: 12, Max: 20, Int: true},
		{Name: "m", Label: "m neurons", Help: "Of tanh, whose 6m weights are trained.", Min: 20, Default: 40, Max: 60, Int: true},
	},
	Plan: planE28,
}

// planE28 trains m^{−1/2}Σa_r tanh(w_r·x), a_r = ±1, by gradient descent with 1/λ_max(JJᵀ) to a loss of 10⁻²⁴.
func planE28(s *Setting) *Plan {
	n, m := s.Int("n"), s.Int("m")
	const d, most = 6, 60_000
	return &Plan{
		Pieces: 1,
		Run: func(int) []float64 {
			rng := s.Rand(0)
			x, y := make([]float64, n*d), make([]float64, n)
			for i := range n {
				row := x[i*d : (i+1)*d]
				size := 0.
				for k := range row {
					row[k] = real.Normal(rng)
					size += row[k] * row[k]
				}
				for k := range row {
					row[k] /= math.Sqrt(size)
				}
				y[i] = 2*rng.Float64() - 1
			}
			p := m * d
			w, sign := make([]float64, p), make([]float64, m)
			for i := range w {
				w[i] = real.Normal(rng)
			}
			for r := range sign {
				sign[r] = 1 / math.Sqrt(float64(m))
				if rng.Float64() < .5 {
					sign[r] = -sign[r]
				}
			}
			start := append([]float64(nil), w...)
			t := make([]float64, m*n)
			res := make([]float64, n)
			forward := func() float64 {
				for i := range n {
					sum := -y[i]
					for r := range m {
						v := real.Tanh(dot(w[r*d:(r+1)*d], x[i*d:(i+1)*d]))
						t[r*n+i] = v
						sum += sign[r] * v
					}
					res[i] = sum
				}
				return .5 * dot(res, res)
			}
			jacobian := func() []float64 { // n×p
				j := make([]float64, n*p)
				for i := range n {
					for r := range m {
						c := sign[r] * (1 - t[r*n+i]*t[r*n+i])
						for k := range d {
							j[i*p+r*d+k] = c * x[i*d+k]
						}
					}
				}
				return j
			}
			gram := func(j []float64) []float64 {
				g := make([]float64, n*n)
				for a := range n {
					for b := range n {
						g[a*n+b] = dot(j[a*p:(a+1)*p], j[b*p:(b+1)*p])
					}
				}
				return g
			}
			forward()
			lo, hi := extremes(gram(jacobian()), n)
			eta := 1 / hi
			pl, k := math.Inf(1), 0
			var curve []float64
			g := make([]float64, p)
			for ; k < most; k++ {
				f := forward()
				if f < 1e-24 {
					break
				}
				clear(g)
				for r := range m {
					for i := range n {
						c := sign[r] * (1 - t[r*n+i]*t[r*n+i]) * res[i]
						for q := range d {
							g[r*d+q] += c * x[i*d+q]
						}
					}
				}
				square := dot(g, g)
				if f > 1e-20 {
					pl = min(pl, square/(2*f))
				}
				if k%20 == 0 && len(curve) < 600 {
					curve = append(curve, float64(k), f, square/(2*f))
				}
				for i := range w {
					w[i] -= eta * g[i]
				}
			}
			// The Hessian: JᵀJ, and residuals times second derivatives, which are block-diagonal.
			j := jacobian()
			h := make([]float64, p*p)
			for a := range p {
				for b := range p {
					sum := 0.
					for i := range n {
						sum += j[i*p+a] * j[i*p+b]
					}
					h[a*p+b] = sum
				}
			}
			for r := range m {
				for i := range n {
					v := t[r*n+i]
					c := res[i] * sign[r] * -2 * v * (1 - v*v)
					for a := range d {
						for b := range d {
							h[(r*d+a)*p+r*d+b] += c * x[i*d+a] * x[i*d+b]
						}
					}
				}
			}
			vec := make([]float64, p*p)
			eig.Symmetric(h, vec, p)
			var positive float64
			var spectrum []float64
			for i := range p {
				spectrum = append(spectrum, h[i*p+i])
				if h[i*p+i] > 1e-6 {
					positive++
				}
			}
			var moved, size float64
			for i := range w {
				moved += (w[i] - start[i]) * (w[i] - start[i])
				size += start[i] * start[i]
			}
			return append(append([]float64{positive, pl, lo / 2, math.Sqrt(moved / size), float64(k), float64(len(curve))}, curve...), spectrum...)
		},
		Report: func(done [][]float64) *Report {
			all := gathered(done)
			got := func(i int) float64 {
				if len(all) == 0 {
					return math.NaN()
				}
				return all[i]
			}
			spectrum := Figure{Title: "Eigenvalues of the Hessian at the minimum", Alt: "The eigenvalues in falling order on a log scale: as many as there are examples stand high, all others are zero but for rounding.", X: &Axis{Label: "index", From: at(0)}, Y: &Axis{Label: "|λ|", Log: true, From: at(1e-16)}, Rules: []Rule{upright("n", Predicted, float64(n)+.5)}}
			curve := Figure{Title: "Loss, and ‖∇F‖²/(2F) along the path", Alt: "The loss falls in a straight line; the ratio stays above its bound.", X: &Axis{Label: "step k"}, Y: &Axis{Label: "", Log: true}}
			if len(all) > 0 {
				c := all[6 : 6+int(all[5])]
				curve.Series = []Series{runner("loss F", 1, Lines, column(c, 0, 3), column(c, 1, 3)), runner("‖∇F‖²/(2F)", 2, Lines, column(c, 0, 3), column(c, 2, 3))}
				curve.Rules = []Rule{level("λ min(JJᵀ)/2 at the start", LimitLine, all[2])}
				v := apply(all[6+int(all[5]):], math.Abs)
				sortDown(v)
				spectrum.Series = []Series{series("measured", Measured, Dots, spaced(1, float64(len(v)), len(v)), v)}
			}
			half := got(2)
			bound := atLeast("least ‖∇F‖²/(2F) along the path, over λ min(JJᵀ)/2 at the start", "×", 1, sure(got(1)/half))
			return &Report{
				Measures: []Measure{
					equal(fmt.Sprintf("eigenvalues above 10⁻⁶, of %d", 6*m), "", float64(n), got(0)),
					bound,
					shown("λ min(JJᵀ)/2 at the start", "", sure(half)), shown("‖w − w₀‖/‖w₀‖", "", sure(got(3))), shown("steps to a loss of 10⁻²⁴", "", sure(got(4))),
				},
				Figures: []Figure{spectrum, curve},
				Caption: fmt.Sprintf("%d weights, %d examples: around the minimum the loss is flat in %d directions.", 6*m, n, 6*m-n),
			}
		},
	}
}

// sortDown sorts in falling order.
func sortDown(v []float64) {
	for i := range v {
		for j := i; j > 0 && v[j] > v[j-1]; j-- {
			v[j], v[j-1] = v[j-1], v[j]
		}
	}
}
