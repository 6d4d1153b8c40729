package landscape

import (
	"math"

	"saddlelab/core/param"
)

// A chain of numbers.  f = ½(w₁w₂⋯w_L − 1)²
var deepLinear = &Family{
	ID: "deep-linear", Name: "Deep linear chain",
	Formula: `\tfrac12(w_1w_2\cdots w_L-1)^2`,
	Source:  "Kawaguchi 2016, arXiv:1605.07110; Saxe, McClelland, Ganguli 2013, arXiv:1312.6120",
	Help:    "The smallest deep network. At depth 2 the saddle at 0 is strict; from depth 3 on its Hessian vanishes, and small starts wait on a plateau.",
	Params:  []param.Param{{Name: "depth", Label: "depth L", Help: "Factors.", Min: 2, Default: 3, Max: 12, Int: true}},
	New: func(p []float64) *Space {
		d := int(p[0])
		// The product without one factor, or without two.
		without := func(w []float64, i, j int) float64 {
			q := 1.0
			for k, v := range w[:d] {
				if k != i && k != j {
					q *= v
				}
			}
			return q
		}
		sp := &Space{
			D: d,
			F: func(w []float64) float64 { e := without(w, -1, -1) - 1; return .5 * e * e },
			Grad: func(w, g []float64) {
				e := without(w, -1, -1) - 1
				for i := range d {
					g[i] = e * without(w, i, -1)
				}
			},
			Hess: func(w, h []float64) {
				e := without(w, -1, -1) - 1
				for i := range d {
					pi := without(w, i, -1)
					for j := range d {
						if h[i*d+j] = pi * without(w, j, -1); i != j {
							h[i*d+j] += e * without(w, i, j)
						}
					}
				}
			},
			Start: make([]float64, d),
			Reach: 2,
		}
		ones := make([]float64, d)
		for i := range d {
			ones[i] = 1
			sp.Start[i] = .5 + .25*math.Abs(float64(2*i-d+1))/float64(d)
		}
		zero := Theorem{Kind: Degenerate, What: "0, where at least two factors vanish: its Hessian is 0, a plateau", F: .5, Count: 0, Point: make([]float64, d)}
		if d == 2 {
			zero.Kind, zero.What, zero.Index, zero.Count = Saddle, "0, a strict saddle", 1, 1
		}
		sp.Theory = []Theorem{{Kind: Minimum, What: "all w with product 1: a manifold of global minima, sharper the less balanced", Point: ones}, zero}
		return sp
	},
}
