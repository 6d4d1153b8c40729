package course

import (
	"fmt"
	"math"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e31 = &Experiment{
	ID: "E31", Chapter: "adaptive", Tag: Exact,
	Question: "What does a bad condition number cost?",
	Short:    "The condition number",
	Claim:    "On a quadratic with curvatures from μ to L = κμ, gradient descent contracts the error by (κ−1)/(κ+1) a step with the best constant step 2/(L+μ), by 1−1/κ with 1/L and by 1−1/(2κ) with 1/(2L). Heavy ball with its best parameters contracts by (√κ−1)/(√κ+1).",
	Source:   "Polyak 1964; Nesterov 2018, Lectures on Convex Optimization, §2.1",
	Params: []param.Param{
		{Name: "kappa", Label: "κ condition", Help: "The largest curvature over the smallest.", Min: 3, Default: 100, Max: 1000, Log: true},
		{Name: "d", Label: "d dimensions", Help: "How many curvatures there are, evenly from 1 to κ.", Min: 2, Default: 50, Max: 200, Log: true, Int: true},
	},
	Plan: planE31,
}

// stepRule is one of the four ways to descend a quadratic with curvatures between 1 and κ.
type stepRule struct {
	name         string
	rate         func(kappa float64) float64 // the contraction a step, in the long run
	step, memory func(kappa float64) float64 // step size, and the weight of the last step
	tol          float64
}

func noMemory(float64) float64 { return 0 }

var stepRules = []stepRule{
	{"step 2/(L+μ)", func(k float64) float64 { return (k - 1) / (k + 1) }, func(k float64) float64 { return 2 / (k + 1) }, noMemory, 1e-3},
	{"step 1/L", func(k float64) float64 { return 1 - 1/k }, func(k float64) float64 { return 1 / k }, noMemory, 1e-3},
	{"step 1/(2L)", func(k float64) float64 { return 1 - .5/k }, func(k float64) float64 { return .5 / k }, noMemory, 1e-3},
	{"heavy ball", func(k float64) float64 { return (math.Sqrt(k) - 1) / (math.Sqrt(k) + 1) },
		func(k float64) float64 { return 4 / ((math.Sqrt(k) + 1) * (math.Sqrt(k) + 1)) },
		func(k float64) float64 { r := (math.Sqrt(k) - 1) / (math.Sqrt(k) + 1); return r * r }, .02},
}

// descend runs a rule from (1, …, 1) and gives the error after each step, ending early where it is no longer a normal number.
func (r *stepRule) descend(kappa float64, d, steps int) []float64 {
	curvature := spaced(1, kappa, d)
	x, before := make([]float64, d), make([]float64, d)
	for i := range x {
		x[i], before[i] = 1, 1
	}
	a, b := r.step(kappa), r.memory(kappa)
	var norms []float64
	for range steps {
		sum := 0.
		for i, c := range curvature {
			next := x[i] - a*c*x[i] + b*(x[i]-before[i])
			before[i], x[i] = x[i], next
			sum += next * next
		}
		if !(sum > 1e-280) {
			break
		}
		norms = append(norms, math.Sqrt(sum))
	}
	return norms
}

// contraction is the factor a step in the long run: of gradient descent over the last 200 steps of 6κ + 200, by when the slowest
// coordinate alone is left; of heavy ball, whose error swings, over the middle third of 60√κ.
func (r *stepRule) contraction(kappa float64, d int) float64 {
	if r.memory(kappa) == 0 {
		from := int(6 * kappa)
		e := r.descend(kappa, d, from+200)
		from = min(from, len(e)-2)
		return real.Pow(e[len(e)-1]/e[from], 1/float64(len(e)-1-from))
	}
	e := r.descend(kappa, d, int(60*math.Sqrt(kappa)))
	a, b := len(e)/3, 2*len(e)/3
	return real.Pow(e[b]/e[a], 1/float64(b-a))
}

func planE31(s *Setting) *Plan {
	kappa, d := s.Num("kappa"), s.Int("d")
	sweep := []float64{10, 30, 100, 300, 1000}
	shown := int(3 * kappa)
	every := max(1, shown/120)
	return &Plan{
		Pieces: len(stepRules) * (1 + len(sweep)),
		// The first pieces are the rules at κ: the contraction, then the error at some steps. The others are the contractions of the sweep.
		Run: func(piece int) []float64 {
			r := &stepRules[piece%len(stepRules)]
			if k := piece/len(stepRules) - 1; k >= 0 {
				return []float64{r.contraction(sweep[k], d)}
			}
			out := []float64{r.contraction(kappa, d)}
			for i, e := range r.descend(kappa, d, shown) {
				if i%every == 0 {
					out = append(out, e/math.Sqrt(float64(d)))
				}
			}
			return out
		},
		Report: func(done [][]float64) *Report {
			value := func(i int) float64 {
				if len(done) <= i || done[i] == nil {
					return math.NaN()
				}
				return done[i][0]
			}
			rep := &Report{}
			curves := Figure{Title: "Distance to the minimum", X: &Axis{Label: "step k", From: at(0), To: at(float64(shown))}, Y: &Axis{Label: "‖xₖ‖/‖x₀‖", Log: true, From: at(1e-9), To: at(1.5)},
				Alt: fmt.Sprintf("The error of four methods against the step on a log scale for condition number %g: straight lines, of which heavy ball's falls by far the fastest.", kappa)}
			rates := Figure{Title: "Steps for one digit", X: &Axis{Label: "κ", Log: true}, Y: &Axis{Label: "ln 10/−ln(rate)", Log: true},
				Alt: "Steps for one more digit against the condition number on log-log axes: three lines of slope 1, and heavy ball's of slope one half."}
			for i, r := range stepRules {
				m := value(i)
				rep.Measures = append(rep.Measures, near("contraction, "+r.name, "a step", r.rate(kappa), sure(m), r.tol))
				if !math.IsNaN(m) {
					y := done[i][1:]
					curves.Series = append(curves.Series, runner(r.name, i+1, Lines, spaced(1, 1+float64(every*(len(y)-1)), max(2, len(y)))[:len(y)], y))
				}
				digit := func(rate float64) float64 { return -math.Ln10 / real.Log(rate) }
				ks := geometric(10, 1000, 31)
				theory := series("", Predicted, Lines, ks, apply(ks, func(k float64) float64 { return digit(r.rate(k)) }))
				if i == 0 {
					theory.Name = "predicted"
				}
				rates.Series = append(rates.Series, theory)
				ys := make([]float64, len(sweep))
				for k := range sweep {
					ys[k] = digit(value(i + (k+1)*len(stepRules)))
				}
				rates.Series = append(rates.Series, runner(r.name, i+1, Dots, sweep, ys))
			}
			rep.Figures = []Figure{curves, rates}
			rep.Caption = fmt.Sprintf("At κ = %g a digit costs %.3g steps of the best gradient descent and %.3g of heavy ball.", kappa, -math.Ln10/real.Log(stepRules[0].rate(kappa)), -math.Ln10/real.Log(stepRules[3].rate(kappa)))
			return rep
		},
	}
}
