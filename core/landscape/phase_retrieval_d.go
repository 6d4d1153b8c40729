package landscape

import (
	"math"

	"saddlelab/core/param"
)

// Phase retrieval of a unit vector, in expectation over Gaussian measurements.  f = ¼(3‖x‖⁴ − 2‖x‖² − 4x₁² + 3)
var phaseRetrievalD = &Family{
	ID: "phase-retrieval-d", Name: "Phase retrieval",
	Formula: `\tfrac14\left(3\lVert x\rVert^4-2\lVert x\rVert^2-4x_1^2+3\right)`,
	Source:  "Sun, Qu, Wright 2018, Found. Comput. Math. 18, arXiv:1602.06664, population risk",
	Help:    "Only the squares of measurements of e₁ are known. The minima are ±e₁; the saddles fill a sphere across it, all strict.",
	Params:  []param.Param{{Name: "d", Label: "d", Help: "Variables.", Min: 2, Default: 10, Max: 50, Int: true}},
	New: func(p []float64) *Space {
		d := int(p[0])
		square := func(x []float64) (r float64) {
			for _, v := range x[:d] {
				r += v * v
			}
			return r
		}
		sp := &Space{
			D: d,
			F: func(x []float64) float64 { r := square(x); return .25 * (3*r*r - 2*r - 4*x[0]*x[0] + 3) },
			Grad: func(x, g []float64) {
				r := square(x)
				for i := range d {
					g[i] = (3*r - 1) * x[i]
				}
				g[0] -= 2 * x[0]
			},
			Hess: func(x, h []float64) {
				r := square(x)
				for i := range d {
					for j := range d {
						h[i*d+j] = 6 * x[i] * x[j]
					}
					h[i*d+i] += 3*r - 1
				}
				h[0] -= 2
			},
			Start: make([]float64, d),
			Reach: 1.3,
		}
		sp.Start[0] = .01
		for i := 1; i < d; i++ {
			sp.Start[i] = .1 + .1*float64((i*3)%4)
		}
		e1, ring := make([]float64, d), make([]float64, d)
		e1[0], ring[1] = 1, math.Sqrt(1./3)
		sp.Theory = []Theorem{
			{Kind: Minimum, What: "±e₁", Count: 2, Point: e1},
			{Kind: Saddle, What: "the sphere of radius 1/√3 across e₁: one direction down, and flat along the sphere", F: 2. / 3, Index: 1, Point: ring},
			{Kind: Maximum, What: "0", F: .75, Index: d, Count: 1, Point: make([]float64, d)},
		}
		if d == 2 {
			sp.Theory[1].Count = 2
		}
		return sp
	},
}
