package course

import (
	"fmt"
	"math"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e19b = &Experiment{
	ID: "E19b", Chapter: "avoid", Tag: Asymptotic,
	Question: "Why is 1/k only just enough?",
	Short:    "1/k is only just enough",
	Claim:    "With steps c/k near a saddle of curvature −λ a deviation grows like k^{cλ} only. Under noise its variance obeys V_k = (1 + cλ/k)²V_{k−1} + (cσ/k)², so that the median exit from |y| < R is where 0.6745√V_k = R: a time like R^{1/(cλ)}. Half of c is the square of the time.",
	Source:   "elementary; the recursion is exact for the quadratic saddle",
	Params: []param.Param{
		{Name: "c", Label: "cλ scale", Help: "Steps are c/k, on a saddle of curvature −1.", Min: .3, Default: .5, Max: 2, Log: true},
		{Name: "R", Label: "R exit radius", Help: "A chain is out when it is as far as this from the saddle.", Min: 2, Default: 3, Max: 5},
		{Name: "chains", Label: "chains", Help: "How many independent runs are made.", Min: 50, Default: 400, Max: 4000, Log: true, Int: true},
	},
	Plan: planE19b,
}

// medianExit is the step at which the recursion's median leaves; 0 where that takes more than most steps.
func medianExit(c, R float64, most int) float64 {
	V := 0.
	for k := 1; k <= most; k++ {
		a := 1 + c/float64(k)
		b := c / float64(k)
		if V = a*a*V + b*b; .6744897501960817*math.Sqrt(V) > R {
			return float64(k)
		}
	}
	return 0
}

func planE19b(s *Setting) *Plan {
	c, R, n := s.Num("c"), s.Num("R"), s.Int("chains")
	const per, most = 20, 200_000
	want := medianExit(c, R, most)
	limit := int(min(most, max(50, 8*want)))
	others := []struct{ c, R float64 }{{1, 3}, {.5, 3}, {.35, 2}, {.3, 2}}
	growths := []float64{.25, .5, 1}
	const few = 150
	own := pieces(n, per)
	exit := func(id int, c, R float64, limit int) float64 {
		rng := s.Rand(id)
		y := 0.
		for k := 1; k <= limit; k++ {
			y = (1+c/float64(k))*y + c/float64(k)*real.Normal(rng)
			if math.Abs(y) > R {
				return float64(k)
			}
		}
		return float64(limit + 1)
	}
	return &Plan{
		Pieces: own + len(others) + 1,
		Run: func(piece int) []float64 {
			var out []float64
			switch {
			case piece < own:
				from, to := part(piece, n, per)
				for id := from; id < to; id++ {
					out = append(out, exit(id, c, R, limit))
				}
			case piece < own+len(others):
				o := others[piece-own]
				for id := range few {
					out = append(out, exit(n+(piece-own)*few+id, o.c, o.R, int(6*medianExit(o.c, o.R, most))))
				}
			default: // log₁₀ of the growth from 10³ to 10⁴ without noise
				for _, cl := range growths {
					y, from := 1., 0.
					for k := 1; k <= 10000; k++ {
						if y *= 1 + cl/float64(k); k == 1000 {
							from = y
						}
					}
					out = append(out, real.Log(y/from)/math.Ln10)
				}
			}
			return out
		},
		Report: func(done [][]float64) *Report {
			var times []float64
			grew := []float64{math.NaN(), math.NaN(), math.NaN()}
			var cs, meds, laws []float64
			for i, d := range done {
				switch {
				case d == nil:
				case i < own:
					times = append(times, d...)
				case i < own+len(others):
					o := others[i-own]
					cs, meds, laws = append(cs, o.c), append(meds, median(d)), append(laws, medianExit(o.c, o.R, most))
				default:
					grew = d
				}
			}
			r := &Report{Measures: []Measure{near("median exit time", "steps", want, quantile(times, .5), .4).assuming(want > 0, "the recursion itself takes more than 200 000 steps")}}
			for i, cl := range growths {
				r.Measures = append(r.Measures, near(fmt.Sprintf("growth a decade without noise, cλ = %g", cl), "decades", cl, sure(grew[i]), .01))
			}
			const bins = 30
			edges := geometric(1, float64(limit)+1, bins+1)
			mid, count := histogram(times, edges)
			all := geometric(.3, 2, 25)
			line := make([]float64, len(all))
			for i, v := range all {
				if line[i] = medianExit(v, R, 20000); line[i] == 0 {
					line[i] = math.NaN()
				}
			}
			r.Figures = []Figure{
				{Title: "Exit times", Alt: "A histogram of exit times on a log axis, many decades wide.", X: &Axis{Label: "step k", Log: true}, Y: &Axis{Label: "runs", From: at(0)}, Series: []Series{series("measured", Measured, Bars, mid, count)}, Rules: []Rule{upright("predicted median", Predicted, max(1, want))}},
				{Title: "Median exit against cλ", Alt: "The median exit time rises steeply as cλ becomes smaller.", X: &Axis{Label: "cλ", Log: true}, Y: &Axis{Label: "steps", Log: true}, Series: []Series{series(fmt.Sprintf("recursion, R = %g", R), Predicted, Lines, all, line), series("the text’s four, R = 3 and 2", LimitLine, Dots, cs, laws), series("measured", Measured, Dots, cs, meds)}},
			}
			r.Caption = fmt.Sprintf("At cλ = %g and R = %g half of the runs are predicted to be out by step %.0f.", c, R, want)
			return r
		},
	}
}
