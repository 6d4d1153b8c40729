package course

import (
	"fmt"
	"math"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e06 = &Experiment{
	ID: "E06", Chapter: "critical", Tag: Exact,
	Question: "Can a small gradient tell a saddle from a minimum?",
	Short:    "The gradient cannot tell",
	Claim:    "Passing a strict saddle, the gradient norm of gradient descent falls as √((1−γ)^{2k}x₀² + (1+γ)^{2k}y₀²): a rule that stops at a small gradient stops there. The smallest Hessian eigenvalue tells the two apart: −1 at the saddle, +2 at the minimum where the run would have ended.",
	Source:   "elementary; Nesterov’s function ½x² + ¼y⁴ − ½y²",
	Params: []param.Param{
		{Name: "gamma", Label: "γ step size", Help: "The constant step size.", Min: .01, Default: .1, Max: .4, Log: true},
		{Name: "y0", Label: "y₀ start", Help: "The run begins at (1, y₀): how far it is from the line that leads into the saddle.", Min: 1e-12, Default: 1e-8, Max: 1e-2, Log: true},
		{Name: "tol", Label: "tolerance", Help: "The rule stops where the gradient norm is below this.", Min: 1e-8, Default: 1e-4, Max: 1e-1, Log: true},
	},
	Plan: planE06,
}

func planE06(s *Setting) *Plan {
	gamma, y0, tol := s.Num("gamma"), s.Num("y0"), s.Num("tol")
	norm := func(k float64) float64 {
		a, b := real.Pow(1-gamma, k), y0*real.Pow(1+gamma, k)
		return math.Sqrt(a*a + b*b)
	}
	// The linear law's least norm, near where both parts are equal, and the first step below the tolerance.
	meet := int(real.Log(1/y0) / real.Log((1+gamma)/(1-gamma)))
	least, stops := math.Inf(1), math.NaN()
	for k := range 2*meet + 60 {
		v := norm(float64(k))
		if least = min(least, v); v < tol && math.IsNaN(stops) {
			stops = float64(k)
		}
	}
	// It needs ln(1/y₀)/ln(1+γ) steps to leave, and then some to settle.
	steps := int(real.Log(10/y0)/real.Log(1+gamma)) + int(40/gamma)
	return &Plan{
		Pieces: 1,
		Run: func(int) []float64 {
			var out []float64
			x, y := 1., y0
			for range steps {
				gx, gy := nesterovSlopes(x, y)
				out = append(out, math.Hypot(gx, gy), min(1, 3*y*y-1), x, y)
				x, y = x-gamma*gx, y-gamma*gy
			}
			return out
		},
		Report: func(done [][]float64) *Report {
			all := gathered(done)
			gs, ls := column(all, 0, 4), column(all, 1, 4)
			stop, low, there, end := math.NaN(), math.Inf(1), math.NaN(), math.NaN()
			for k, g := range gs {
				if g < tol && math.IsNaN(stop) {
					stop, there = float64(k), ls[k]
				}
				if k < 2*meet {
					low = min(low, g)
				}
			}
			if len(ls) > 0 {
				end = 3*all[len(all)-1]*all[len(all)-1] - 1
			} else {
				low = math.NaN()
			}
			fires := !math.IsNaN(stops)
			if !fires {
				stops = 0
			}
			const never = "the norm never falls below the tolerance while passing: the rule is not fooled"
			each := max(1, len(gs)/300)
			ks := spaced(0, float64(max(1, len(gs)-1)), max(2, len(gs)))[:len(gs)]
			law := spaced(0, float64(2*meet), 200)
			grad := Figure{Title: "Gradient norm", Alt: "The gradient norm falls in a straight line on a log scale, turns before it reaches zero, rises, and falls for good; the rule’s tolerance is crossed at the first dip.", X: &Axis{Label: "step k", From: at(0)}, Y: &Axis{Label: "‖∇f‖", Log: true, From: at(1e-10)},
				Series: []Series{series("predicted at the saddle", Predicted, Lines, law, apply(law, norm)), series("measured", Measured, Lines, every(ks, each), every(gs, each))}, Rules: []Rule{level("“converged”", LimitLine, tol)}}
			if !math.IsNaN(stop) {
				grad.Rules = append(grad.Rules, upright("the rule stops here", Measured, stop))
			}
			lamp := Figure{Title: "Smallest Hessian eigenvalue", Alt: "The smallest eigenvalue is −1 on the way into the saddle, crosses zero while the run leaves it, and ends at 1, the smaller of the two at the minimum.", X: &Axis{Label: "step k", From: at(0)}, Y: &Axis{Label: "λ min"}, Series: []Series{series("λ min", Measured, Lines, every(ks, each), every(ls, each))}, Rules: []Rule{level("0", LimitLine, 0)}}
			r := &Report{
				Measures: []Measure{
					nearly("the rule stops at", "step", stops, sure(stop), 1).assuming(fires, never),
					near("least gradient norm while passing the saddle", "", least, sure(low), .01),
					nearly("smallest eigenvalue where the rule stops", "", -1, sure(there), 1e-2).assuming(fires, never),
					near("curvature along y where the run ends", "", 2, sure(end), 1e-6),
				},
				Figures: []Figure{grad, lamp},
				Caption: fmt.Sprintf("The rule says “converged” at step %.0f, where the function still falls in one direction. The run itself goes on and ends in a minimum.", stops),
			}
			return r
		},
	}
}
