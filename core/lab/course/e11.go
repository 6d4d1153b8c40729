package course

import (
	"fmt"
	"math"

	"saddlelab/core/landscape"
	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e11 = &Experiment{
	ID: "E11", Chapter: "critical", Tag: Exact,
	Question: "What exactly is the strict-saddle property?",
	Short:    "The strict-saddle property",
	Claim:    "A function has the (α, γ, ε, δ)-strict-saddle property if every point has a gradient of at least ε, or an eigenvalue of at most −γ, or a minimum within δ on whose 2δ-ball the function is α-strongly convex. The double well ¼(x²−1)² + ½y² has it with γ = ½, δ = 0.2 for α = min(1, 3(1−2δ)²−1) = 0.08 and ε = 0.2; the monkey saddle has it for no ε, γ > 0.",
	Source:   "Ge, Huang, Jin, Yuan 2015 (COLT), Definition 5",
	Params: []param.Param{
		{Name: "gamma", Label: "γ curvature", Help: "How strongly it must curve down at least, where it is not otherwise covered.", Min: .05, Default: .5, Max: .95},
		{Name: "delta", Label: "δ distance", Help: "How near a minimum must be.", Min: .02, Default: .2, Max: .2},
		{Name: "grid", Label: "grid", Help: "Points along each side of the picture that is measured.", Min: 101, Default: 801, Max: 1601, Int: true},
	},
	Plan: planE11,
}

// planE11 measures the least gradient norm outside of the other two regions on a grid over [−2, 2]². In theory it is the lesser of the
// least on the circle of radius δ around a minimum and that at the edge of the curved region, on the x-axis.
func planE11(s *Setting) *Plan {
	gamma, delta, n := s.Num("gamma"), s.Num("delta"), s.Int("grid")
	const rows, shown = 20, 97
	alpha := min(1, 3*(1-2*delta)*(1-2*delta)-1)
	edge := math.Sqrt((1 - gamma) / 3) // where 3x² − 1 = −γ
	theory := (1 - edge*edge) * edge
	for i := range 721 {
		a := math.Pi * float64(i) / 720
		x, y := 1+delta*real.Cos(a), delta*real.Sin(a)
		theory = min(theory, math.Hypot(x*x*x-x, y))
	}
	return &Plan{
		Pieces: pieces(n, rows) + 1,
		Run: func(piece int) []float64 {
			kind := func(x, y float64) (norm, which float64) {
				norm = math.Hypot(x*x*x-x, y)
				switch {
				case min(3*x*x-1, 1) <= -gamma:
					which = 1
				case math.Hypot(math.Abs(x)-1, y) <= delta:
					which = 2
				}
				return norm, which
			}
			if piece == pieces(n, rows) {
				out := make([]float64, shown*shown)
				for i := range out {
					_, out[i] = kind(-2+4*float64(i%shown)/(shown-1), -2+4*float64(i/shown)/(shown-1))
				}
				return out
			}
			from, to := part(piece, n, rows)
			least := math.Inf(1)
			for j := from; j < to; j++ {
				y := -2 + 4*float64(j)/float64(n-1)
				for i := range n {
					if g, which := kind(-2+4*float64(i)/float64(n-1), y); which == 0 {
						least = min(least, g)
					}
				}
			}
			return []float64{least}
		},
		Report: func(done [][]float64) *Report {
			eps, whole := math.Inf(1), len(done) > 0
			m := &Map{W: shown, H: shown, Box: [4]float64{-2, 2, -2, 2}, Classes: []string{"gradient at least ε", fmt.Sprintf("curves down by %g", gamma), "near a minimum"}, XLabel: "x", YLabel: "y"}
			for i, d := range done {
				switch {
				case d == nil:
					whole = false
				case i == pieces(n, rows):
					m.Values = nums(d)
				default:
					eps = min(eps, d[0])
				}
			}
			convex, monkey := math.NaN(), math.NaN()
			if whole {
				// The least curvature on the 2δ-ball of a minimum, at 64 radii on the axis towards the saddle and away from it.
				convex = 1
				for i := range 129 {
					x := 1 + 2*delta*float64(i-64)/64
					convex = min(convex, 3*x*x-1)
				}
				f := monkeyJet(landscape.At(0, 0))
				lo, _ := landscape.Eigen2(f.XX, f.XY, f.YY)
				monkey = math.Hypot(f.X, f.Y) + math.Abs(lo)
			} else {
				eps = math.NaN()
			}
			return &Report{
				Measures: []Measure{
					near("largest ε", "", theory, sure(eps), .02),
					near("largest α", "", alpha, sure(convex), 1e-9).assuming(alpha > 0, "no α > 0: the 2δ-ball reaches where it is not convex"),
					equal("monkey saddle at 0: gradient norm and curvature", "", 0, monkey),
				},
				Figures: []Figure{{Title: "What holds where, on the double well", Alt: "The plane in three colours: two discs around the minima, a band in the middle that curves down, and the rest, where the gradient is large.", Map: m}},
				Caption: fmt.Sprintf("With γ = %g and δ = %g every point is covered for ε up to %.3g.", gamma, delta, theory),
			}
		},
	}
}
