package landscape

import (
	"math"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

// A quadratic with chosen eigenvalues and axes.  f = ½ xᵀQΛQᵀx
var quadratic = &Family{
	ID: "quadratic", Name: "Quadratic",
	Formula: `\tfrac12x^\top Q\Lambda Q^\top x`,
	Source:  "Nesterov 2004, Introductory Lectures on Convex Optimization, section 2.1",
	Help:    "Eigenvalues from the lowest to the highest, evenly on a log scale where both are above 0. Turning the axes is what methods that divide each coordinate by its own size do not like.",
	Params: []param.Param{
		{Name: "d", Label: "d", Help: "Variables.", Min: 2, Default: 2, Max: 50, Int: true},
		{Name: "low", Label: "λ low", Help: "The lowest eigenvalue; below 0 makes a saddle.", Min: -100, Default: 1, Max: 100},
		{Name: "high", Label: "λ high", Help: "The highest eigenvalue.", Min: 1e-3, Default: 50, Max: 1000, Log: true},
		{Name: "turn", Label: "turn", Help: "Degrees by which the axes are turned, in the planes of neighbouring coordinates one after the other.", Min: 0, Default: 30, Max: 90},
	},
	New: func(p []float64) *Space {
		d, low, high, turn := int(p[0]), p[1], p[2], p[3]*math.Pi/180
		a := make([]float64, d*d)
		values := make([]float64, d)
		index := 0
		for i := range d {
			t := float64(i) / float64(d-1)
			if values[i] = low + t*(high-low); low > 0 {
				values[i] = real.Exp((1-t)*real.Log(low) + t*real.Log(high))
			}
			a[i*d+i] = values[i]
			if values[i] < 0 {
				index++
			}
		}
		c, s := real.Cos(turn), real.Sin(turn)
		for i := range d - 1 { // A becomes GAGᵀ
			for k := range d {
				u, v := a[i*d+k], a[(i+1)*d+k]
				a[i*d+k], a[(i+1)*d+k] = c*u-s*v, s*u+c*v
			}
			for k := range d {
				u, v := a[k*d+i], a[k*d+i+1]
				a[k*d+i], a[k*d+i+1] = c*u-s*v, s*u+c*v
			}
		}
		sp := &Space{
			D: d,
			F: func(x []float64) float64 {
				sum := 0.0
				for i := range d {
					for j := range d {
						sum += x[i] * a[i*d+j] * x[j]
					}
				}
				return .5 * sum
			},
			Grad: func(x, g []float64) {
				for i := range d {
					g[i] = 0
					for j := range d {
						g[i] += a[i*d+j] * x[j]
					}
				}
			},
			Hess:  func(_, h []float64) { copy(h, a) },
			Start: make([]float64, d),
			Reach: 2,
		}
		for i := range sp.Start {
			sp.Start[i] = 1.5 - float64(i%3)*.4
		}
		kind := Minimum
		switch {
		case low == 0:
			kind = Degenerate
		case low < 0:
			kind = Saddle
		}
		sp.Theory = []Theorem{{Kind: kind, What: "0, the only one", Index: index, Count: 1, Point: make([]float64, d)}}
		if low == 0 {
			sp.Theory[0].What, sp.Theory[0].Count = "the line through 0 along which the function is flat", 0
		}
		return sp
	},
}
