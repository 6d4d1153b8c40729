package course

import (
	"fmt"
	"math"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e31c = &Experiment{
	ID: "E31c", Chapter: "adaptive", Tag: Exact,
	Question: "What if the worst curvature is far away?",
	Short:    "Local and global L",
	Claim:    "On ¼x⁴ + ½x² from x₀ the curvature is 3x₀²+1 at the start and 1 at the minimum. Gradient descent with 1/L for the L of its whole path is tied to the start for ever; backtracking and AdGD find the local curvature; AdaGrad-Norm, whose accumulator never forgets, approaches at the rate 1 − η/b∞.",
	Source:   "Malitsky, Mishchenko 2020 (ICML); Ward, Wu, Bottou 2019; the tail rate is elementary",
	Params: []param.Param{
		{Name: "x0", Label: "x₀ start", Help: "Where all methods begin: the steeper, the more a global constant costs.", Min: 2, Default: 10, Max: 30, Log: true},
		{Name: "eta", Label: "η of AdaGrad-Norm", Help: "Its step: η/b with b² the sum of all squared gradients.", Min: .5, Default: 1, Max: 40, Log: true},
	},
	Plan: planE31c,
}

// quartic is ¼x⁴ + ½x²; its derivative is x³ + x.
func quartic(x float64) float64      { return .25*x*x*x*x + .5*x*x }
func quarticSlope(x float64) float64 { return x*x*x + x }

const closeEnough, mostSteps = 1e-6, 1_000_000

// quarticMethods are what runs: each makes one step from x and keeps what it must in state.
func quarticMethods(x0, eta float64) []struct {
	name string
	step func(x float64, state *[4]float64) float64
} {
	L := 3*x0*x0 + 1
	return []struct {
		name string
		step func(x float64, state *[4]float64) float64
	}{
		{"gradient descent, 1/L", func(x float64, _ *[4]float64) float64 { return x - quarticSlope(x)/L }},
		{"backtracking", func(x float64, _ *[4]float64) float64 {
			g := quarticSlope(x)
			t := 1.
			for quartic(x-t*g) > quartic(x)-.5*t*g*g {
				t /= 2
			}
			return x - t*g
		}},
		{"AdGD", func(x float64, s *[4]float64) float64 { // s: gradient, x and step before, ratio of steps
			g := quarticSlope(x)
			step := 1e-6
			ratio := math.Inf(1)
			if s[2] > 0 {
				step = math.Inf(1)
				if d := 2 * math.Abs(g-s[0]); d > 0 {
					step = math.Abs(x-s[1]) / d
				}
				step = min(math.Sqrt(1+s[3])*s[2], step)
				ratio = step / s[2]
			}
			*s = [4]float64{g, x, step, min(ratio, 1e9)}
			return x - step*g
		}},
		{"AdaGrad-Norm", func(x float64, s *[4]float64) float64 { // s[0]: b²
			if s[0] == 0 {
				s[0] = 1e-4
			}
			g := quarticSlope(x)
			s[0] += g * g
			return x - eta*g/math.Sqrt(s[0])
		}},
	}
}

// planE31c counts steps to |x| ≤ 10⁻⁶. What is predicted of gradient descent is its tail, ln 10⁶/−ln(1 − 1/L).
func planE31c(s *Setting) *Plan {
	x0, eta := s.Num("x0"), s.Num("eta")
	L := 3*x0*x0 + 1
	methods := quarticMethods(x0, eta)
	return &Plan{
		Pieces: len(methods),
		// Steps to 10⁻³ and to 10⁻⁶, AdaGrad-Norm's b∞, then |x| at steps that grow by a tenth.
		Run: func(piece int) []float64 {
			x, k, thousandth := x0, 0, 0
			var state [4]float64
			var ks, xs []float64
			next := 0.
			for math.Abs(x) > closeEnough && k < mostSteps {
				if float64(k) >= next {
					ks, xs = append(ks, float64(k)+1), append(xs, math.Abs(x))
					next = max(next+1, next*1.08)
				}
				x = methods[piece].step(x, &state)
				if k++; thousandth == 0 && math.Abs(x) < 1e-3 {
					thousandth = k
				}
			}
			ks, xs = append(ks, float64(k)+1), append(xs, max(math.Abs(x), closeEnough/10))
			return append(append([]float64{float64(k), float64(k - thousandth), math.Sqrt(state[0])}, ks...), xs...)
		},
		Report: func(done [][]float64) *Report {
			got := func(i, field int) float64 {
				if len(done) <= i || done[i] == nil {
					return math.NaN()
				}
				return done[i][field]
			}
			tail := real.Log(1e6) / -real.Log(1-1/L)
			ratio := got(0, 0) / got(2, 0)
			// b∞ is measured; with it the last three digits are predicted.
			rest := math.NaN()
			if b := got(3, 2); b > eta {
				rest = real.Log(1e3) / -real.Log(1-eta/b)
			}
			steps := near("AdaGrad-Norm from 10⁻³ to 10⁻⁶, from its b∞", "steps", rest, sure(got(3, 1)), .02)
			if math.IsNaN(rest) {
				steps.Pass = nil
				steps = steps.assuming(math.IsNaN(got(3, 2)), "it stepped to the minimum at once: η is as long as the way")
			}
			fig := Figure{Title: "Distance to the minimum", X: &Axis{Label: "step k + 1", Log: true}, Y: &Axis{Label: "|x|", Log: true, From: at(closeEnough / 2)},
				Alt: "The distance to the minimum against the step, both on log scales, for gradient descent with the global constant, backtracking, AdGD and AdaGrad-Norm: the second and third fall at once, AdaGrad-Norm is the last to arrive."}
			for i, m := range methods {
				if len(done) > i && done[i] != nil {
					n := (len(done[i]) - 3) / 2
					fig.Series = append(fig.Series, runner(m.name, i+1, Lines, done[i][3:3+n], done[i][3+n:]))
				}
			}
			return &Report{
				Measures: []Measure{
					near("gradient descent with 1/L", "steps", tail, sure(got(0, 0)), .1),
					steps,
					atLeast("gradient descent over AdGD", "×", 20, sure(ratio)).assuming(x0 >= 8, "20 is the text’s, for x₀ = 10; a gentler start costs less"),
					shown("AdGD", "steps", sure(got(2, 0))), shown("backtracking", "steps", sure(got(1, 0))), shown("AdaGrad-Norm in all", "steps", sure(got(3, 0))),
				},
				Figures: []Figure{fig},
				Caption: fmt.Sprintf("The curvature is %g at the start and 1 at the minimum. A method that remembers the start for ever pays for it at the end.", math.Round(L)),
			}
		},
	}
}
