package course

import (
	"fmt"
	"math"

	"saddlelab/core/eig"
	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e32 = &Experiment{
	ID: "E32", Chapter: "adaptive", Tag: Exact,
	Question: "What can a scale for each coordinate mend?",
	Short:    "A diagonal metric",
	Claim:    "In the metric H = ∇²f one step of descent solves a quadratic. The best that the diagonal of the Hessian can do leaves the condition number (1+r)/(1−r), r = A₁₂/√(A₁₁A₂₂): 1 where the axes are the function’s own, all of κ where they are turned by 45°.",
	Source:   "van der Sluis 1969; the formula is that of the 2×2 case",
	Params: []param.Param{
		{Name: "kappa", Label: "κ condition", Help: "The larger curvature over the smaller.", Min: 2, Default: 1e4, Max: 1e6, Log: true},
		{Name: "angle", Label: "θ turn", Help: "By how many degrees the axes are turned.", Min: 0, Default: 22.5, Max: 90},
	},
	Plan: planE32,
}

// turned is diag(1, κ) turned by an angle, row by row.
func turned(kappa, angle float64) [4]float64 {
	c, s := real.Cos(angle), real.Sin(angle)
	off := (1 - kappa) * s * c
	return [4]float64{c*c + kappa*s*s, off, off, s*s + kappa*c*c}
}

// condition is the condition number of D^{−½}AD^{−½}, D the diagonal of A, by its eigenvalues: with a unit diagonal the
// smaller is (1 − r²) over the larger, which does not cancel.
func diagonalCondition(a [4]float64) float64 {
	r := a[1] / math.Sqrt(a[0]*a[3])
	m, v := []float64{1, r, r, 1}, make([]float64, 4)
	eig.Symmetric(m, v, 2)
	hi := max(m[0], m[1])
	det := (a[0]*a[3] - a[1]*a[1]) / (a[0] * a[3])
	return hi * hi / det
}

func planE32(s *Setting) *Plan {
	kappa, degrees := s.Num("kappa"), s.Num("angle")
	formula := func(angle float64) float64 {
		// 1 − r from the exact determinant κ, so that it does not cancel.
		a := turned(kappa, angle)
		r := math.Abs(a[1]) / math.Sqrt(a[0]*a[3])
		return (1 + r) * (1 + r) * a[0] * a[3] / kappa
	}
	const samples = 46
	angles := spaced(0, 90, samples)
	rad := func(deg float64) float64 { return deg * math.Pi / 180 }
	return &Plan{
		Pieces: 1,
		// The condition number at each angle, at the chosen one, and the error left by one Newton step and by one of the diagonal.
		Run: func(int) []float64 {
			var out []float64
			for _, d := range append(append([]float64(nil), angles...), degrees) {
				out = append(out, diagonalCondition(turned(kappa, rad(d))))
			}
			a := turned(kappa, rad(degrees))
			g := [2]float64{a[0] + a[1], a[2] + a[3]} // the gradient at (1, 1)
			det := a[0]*a[3] - a[1]*a[2]
			newton := math.Hypot(1-(a[3]*g[0]-a[1]*g[1])/det, 1-(a[0]*g[1]-a[2]*g[0])/det)
			own := turned(kappa, 0)
			jacobi := math.Hypot(1-(own[0]+own[1])/own[0], 1-(own[2]+own[3])/own[3])
			return append(out, newton, jacobi)
		},
		Report: func(done [][]float64) *Report {
			all := gathered(done)
			got := func(i int) float64 {
				if len(all) == 0 {
					return math.NaN()
				}
				return all[samples+i]
			}
			fig := Figure{Title: "Condition number after scaling each axis", X: &Axis{Label: "θ in degrees", From: at(0), To: at(90)}, Y: &Axis{Label: "κ left", Log: true, From: at(.7), To: at(2 * kappa)},
				Alt:    "The condition number that is left against the angle: 1 at 0 and 90 degrees, all of it at 45.",
				Series: []Series{series("predicted (1+r)/(1−r)", Predicted, Lines, spaced(0, 90, 181), apply(spaced(0, 90, 181), func(d float64) float64 { return formula(rad(d)) }))},
				Rules:  []Rule{level("κ, unscaled", LimitLine, kappa)}}
			if len(all) > 0 {
				fig.Series = append(fig.Series, series("measured", Measured, Dots, angles, all[:samples]))
			}
			return &Report{
				Measures: []Measure{
					near(fmt.Sprintf("κ left at θ = %g°", degrees), "", formula(rad(degrees)), sure(got(0)), 1e-4),
					nearly("error after one step in the metric ∇²f", "", 0, sure(got(1)), 1e-12*kappa),
					nearly("error after one step of the diagonal, θ = 0", "", 0, sure(got(2)), 1e-12),
				},
				Figures: []Figure{fig},
				Caption: fmt.Sprintf("Of κ = %g the diagonal leaves %.4g at %g°. At 45° it changes nothing.", kappa, formula(rad(degrees)), degrees),
			}
		},
	}
}
