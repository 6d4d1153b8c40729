package course

import (
	"fmt"
	"math"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e16 = &Experiment{
	ID: "E16", Chapter: "avoid", Tag: Exact,
	Question: "How likely is it to walk into a saddle?",
	Short:    "Almost every start avoids it",
	Claim:    "For a twice differentiable f with L-Lipschitz gradient and γ < 1/L, the starts from which gradient descent converges to a strict saddle have measure zero. Near the saddle the exit takes ln(R/|y₀|)/ln(1+γ) steps, so that uniform starts are still inside after k steps with probability proportional to (1+γ)^{−k}. On a computer even the exceptional line is left: rounding is a perturbation.",
	Source:   "Lee, Simchowitz, Jordan, Recht 2016 (COLT); Panageas, Piliouras 2017",
	Params: []param.Param{
		{Name: "gamma", Label: "γ step size", Help: "The constant step size.", Min: .01, Default: .05, Max: .15, Log: true},
		{Name: "starts", Label: "starts", Help: "How many random starts in [−2, 2]² there are.", Min: 500, Default: 5000, Max: 50000, Log: true, Int: true},
	},
	Plan: planE16,
}

func planE16(s *Setting) *Plan {
	gamma, n := s.Num("gamma"), s.Int("starts")
	const per, grid, edge = 250, 81, .5
	rate := real.Log(1 + gamma)
	most := int(30/gamma) + int(20/rate)
	checks := []int{20, 40, 60, 80}
	own := pieces(n, per)
	// Steps until |y| > ½ on Nesterov's function, and whether it ends at a minimum.
	follow := func(x, y float64) (exit float64, ends bool) {
		exit = -1
		if math.Abs(y) > edge {
			exit = 0
		}
		for k := 1; k <= most; k++ {
			gx, gy := nesterovSlopes(x, y)
			if x, y = x-gamma*gx, y-gamma*gy; exit < 0 && math.Abs(y) > edge {
				exit = float64(k)
			}
		}
		return exit, math.Abs(x) < 1e-6 && math.Abs(math.Abs(y)-1) < 1e-6
	}
	return &Plan{
		Pieces: own + 2,
		Run: func(piece int) []float64 {
			var out []float64
			switch piece {
			case own: // exit times over the square of starts
				for i := range grid * grid {
					x, y := -2+4*float64(i%grid)/(grid-1), -2+4*float64(i/grid)/(grid-1)
					k, _ := follow(x, y)
					if k < 0 {
						k = math.NaN()
					}
					out = append(out, k)
				}
			case own + 1: // on the stable line itself, and on that of the saddle turned by .7
				x, y := 1.3, 0.
				for range 100_000 {
					gx, gy := nesterovSlopes(x, y)
					x, y = x-gamma*gx, y-gamma*gy
				}
				c, sn := real.Cos(.7), real.Sin(.7)
				a, b, d := c*c-sn*sn, 2*c*sn, sn*sn-c*c // R diag(1, −1) Rᵀ
				u, v, k := 1.3*c, 1.3*sn, 0.
				for ; k < 5000/gamma && math.Abs(-sn*u+c*v) <= edge; k++ {
					u, v = u-gamma*(a*u+b*v), v-gamma*(b*u+d*v)
				}
				out = []float64{math.Abs(y), k}
			default:
				from, to := part(piece, n, per)
				for c := from; c < to; c++ {
					rng := s.Rand(c)
					x, y := 4*rng.Float64()-2, 4*rng.Float64()-2
					exit, ends := follow(x, y)
					row := []float64{math.Abs(y), exit, 0}
					if ends {
						row[2] = 1
					}
					out = append(out, row...)
				}
			}
			return out
		},
		Report: func(done [][]float64) *Report {
			var all []float64
			m := &Map{W: grid, H: grid, Box: [4]float64{-2, 2, -2, 2}, XLabel: "x₀", YLabel: "y₀"}
			line, turned := math.NaN(), math.NaN()
			for i, d := range done {
				switch {
				case d == nil:
				case i == own:
					m.Values = nums(d)
				case i == own+1:
					line, turned = d[0], d[1]
				default:
					all = append(all, d...)
				}
			}
			count, good := len(all)/3, 0
			var ln, ks []float64
			inside := make([]int, len(checks))
			for i := 0; i < len(all); i += 3 {
				good += int(all[i+2])
				if all[i] < .05 {
					ln, ks = append(ln, real.Log(1/all[i])), append(ks, all[i+1])
				}
				for j, k := range checks {
					// Not out by k on the pure quadratic saddle.
					if all[i]*real.Exp(float64(k)*rate) < edge {
						inside[j]++
					}
				}
			}
			b := Estimate{math.NaN(), math.NaN()}
			if len(ln) > 2 {
				b = sure(slope(ln, ks).Value)
			}
			r := &Report{Measures: []Measure{
				equal("share of starts that end at a minimum", "", 1, share(good, count).Value),
				near("for e times nearer to the line", "steps", 1/rate, b, .02),
			}}
			for j, k := range checks {
				p := min(1, .25*real.Exp(-float64(k)*rate))
				r.Measures = append(r.Measures, nearly(fmt.Sprintf("still inside after %d steps", k), "", p, share(inside[j], count), .02))
			}
			r.Measures = append(r.Measures,
				equal("from y₀ = 0 exactly: |y| after 100 000 steps", "", 0, line),
				near("from the stable line of a turned saddle: rounding takes it out after", "steps", real.Log(.5/1e-17)/rate, sure(turned), .15))
			line2 := geometric(1e-4, .05, 2)
			m2 := min(len(ln), 400)
			xs := make([]float64, m2)
			for i := range xs {
				xs[i] = real.Exp(-ln[i])
			}
			r.Figures = []Figure{
				{Title: "Steps until |y| > ½, by start", Alt: "The square of starts: exit times grow towards the line y = 0 and are the same on both sides; only the line itself is never left.", Map: m},
				{Title: "Steps against distance from the line", Alt: "Exit steps against |y₀| on a log scale: dots on a falling straight line.", X: &Axis{Label: "|y₀|", Log: true}, Y: &Axis{Label: "steps"},
					Series: []Series{series("ln(½/|y₀|)/ln(1+γ)", Predicted, Lines, line2, apply(line2, func(y float64) float64 { return real.Log(edge/y) / rate })), series("measured", Measured, Dots, xs, ks[:m2])}},
			}
			r.Caption = fmt.Sprintf("All of %d random starts end at a minimum. The line that does not is one of measure zero, and no computer stays on it unless it is an axis.", count)
			return r
		},
	}
}
