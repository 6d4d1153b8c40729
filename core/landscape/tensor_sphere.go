package landscape

import (
	"math"
	"strconv"

	"saddlelab/core/param"
)

// An orthogonal tensor on the sphere.  f = −Σuᵢ⁴, ‖u‖ = 1; off the sphere, −Σxᵢ⁴/‖x‖⁴
var tensorSphere = &Family{
	ID: "tensor-sphere", Name: "Tensor on the sphere",
	Formula: `-\sum_iu_i^4,\quad\lVert u\rVert=1`,
	Source:  "Ge, Huang, Jin, Yuan 2015, arXiv:1503.02101, section 4",
	Help:    "Where r coordinates are ±1/√r and the others 0 the gradient vanishes: 3ᵈ − 1 points, of which only the 2d with r = 1 are minima. All others are strict saddles or maxima. A step is followed by a return to the sphere.",
	Params:  []param.Param{{Name: "d", Label: "d", Help: "Variables.", Min: 2, Default: 3, Max: 20, Int: true}},
	New: func(p []float64) *Space {
		d := int(p[0])
		sums := func(x []float64) (s2, s4 float64) {
			for _, v := range x[:d] {
				q := v * v
				s2 += q
				s4 += q * q
			}
			return s2, s4
		}
		sp := &Space{
			D:       d,
			Retract: toSphere,
			F: func(x []float64) float64 {
				s2, s4 := sums(x)
				return -s4 / (s2 * s2)
			},
			Grad: func(x, g []float64) { // −4x³/s2² + 4 s4 x/s2³
				s2, s4 := sums(x)
				for i := range d {
					g[i] = 4 * x[i] * (s4/s2 - x[i]*x[i]) / (s2 * s2)
				}
			},
			Hess: func(x, h []float64) {
				s2, s4 := sums(x)
				q := 1 / (s2 * s2)
				for i := range d {
					for j := range d {
						h[i*d+j] = q / s2 * x[i] * x[j] * (16*(x[i]*x[i]+x[j]*x[j]) - 24*s4/s2)
					}
					h[i*d+i] += q * (4*s4/s2 - 12*x[i]*x[i])
				}
			},
			Start: make([]float64, d),
			Reach: 1.2,
		}
		for i := range d { // near the maximum with all coordinates alike, and no two the same: ties would stay
			sp.Start[i] = 1 + .05*float64((i*3)%7-3) + .004*float64(i)
		}
		toSphere(sp.Start)
		for r := 1; r <= d; r++ {
			t := Theorem{F: -1 / float64(r), Index: r - 1, Count: binomial(d, r) * math.Ldexp(1, r), Point: make([]float64, d)}
			for i := range r {
				t.Point[i] = math.Sqrt(1 / float64(r))
			}
			switch r {
			case 1:
				t.Kind, t.What = Minimum, "±eᵢ"
			case d:
				t.Kind, t.What = Maximum, "all coordinates ±1/√"+strconv.Itoa(r)
			default:
				t.Kind, t.What = Saddle, strconv.Itoa(r)+" coordinates ±1/√"+strconv.Itoa(r)+", the others 0"
			}
			sp.Theory = append(sp.Theory, t)
		}
		return sp
	},
}

func binomial(n, k int) float64 {
	b := 1.0
	for i := range k {
		b = b * float64(n-i) / float64(i+1)
	}
	return math.Round(b)
}
