package course

import (
	"fmt"
	"math"

	"saddlelab/core/landscape"
	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e10 = &Experiment{
	ID: "E10", Chapter: "critical", Tag: Exact,
	Question: "What do the eigenvalues of the Hessian decide?",
	Short:    "Classifying critical points",
	Claim:    "At a critical point all eigenvalues positive is a minimum, all negative a maximum, one negative a strict saddle. Smallest eigenvalue zero decides nothing: x² + y⁴, x² − y⁴ and x² + y³ have the same eigenvalues 0 and 2 at the origin and are a minimum and two saddles. The monkey saddle’s Hessian there is zero; at distance r its eigenvalues are ±6r.",
	Source:   "second-order conditions; Peano 1884 for (y − x²)(y − 3x²)",
	Params: []param.Param{
		{Name: "r", Label: "r distance", Help: "At which distance from the monkey saddle’s centre its Hessian is taken.", Min: .01, Default: 1, Max: 2, Log: true},
		{Name: "angle", Label: "θ direction", Help: "In which direction, in degrees.", Min: 0, Default: 23, Max: 360},
	},
	Plan: planE10,
}

// examples are critical points at 0, by their formulas in jets, with the eigenvalues and the kind that theory gives.
var examples = []struct {
	name, kind string
	lo, hi     float64
	f          func(x, y landscape.Jet) landscape.Jet
}{
	{"x² + 2y²", "minimum", 2, 4, func(x, y landscape.Jet) landscape.Jet { return x.Square().Add(y.Square().Times(2)) }},
	{"−x² − 2y²", "maximum", -4, -2, func(x, y landscape.Jet) landscape.Jet { return x.Square().Add(y.Square().Times(2)).Times(-1) }},
	{"x² − y²", "strict saddle", -2, 2, func(x, y landscape.Jet) landscape.Jet { return x.Square().Sub(y.Square()) }},
	{"x² + y⁴", "minimum, undecided", 0, 2, func(x, y landscape.Jet) landscape.Jet { return x.Square().Add(y.Power(4)) }},
	{"x² − y⁴", "saddle, undecided", 0, 2, func(x, y landscape.Jet) landscape.Jet { return x.Square().Sub(y.Power(4)) }},
	{"x² + y³", "saddle, undecided", 0, 2, func(x, y landscape.Jet) landscape.Jet { return x.Square().Add(y.Power(3)) }},
	{"x³ − 3xy² (monkey)", "saddle, undecided", 0, 0, monkeyJet},
	{"(y − x²)(y − 3x²) (Peano)", "saddle, undecided", 0, 2, func(x, y landscape.Jet) landscape.Jet {
		return y.Sub(x.Square()).Mul(y.Sub(x.Square().Times(3)))
	}},
}

func monkeyJet(x, y landscape.Jet) landscape.Jet {
	return x.Power(3).Sub(x.Mul(y.Square()).Times(3))
}

func planE10(s *Setting) *Plan {
	r, angle := s.Num("r"), s.Num("angle")*math.Pi/180
	const grid = 73
	return &Plan{
		Pieces: 1,
		Run: func(int) []float64 {
			var out []float64
			for _, e := range examples {
				f := e.f(landscape.At(0, 0))
				lo, hi := landscape.Eigen2(f.XX, f.XY, f.YY)
				out = append(out, lo, hi)
			}
			f := monkeyJet(landscape.At(r*real.Cos(angle), r*real.Sin(angle)))
			lo, hi := landscape.Eigen2(f.XX, f.XY, f.YY)
			out = append(out, lo, hi)
			// The sign of Peano's function around 0: along every line it rises, between the two parabolas it falls.
			for i := range grid * grid {
				x, y := -1+2*float64(i%grid)/(grid-1), -1+2*float64(i/grid)/(grid-1)
				below := 0.
				if (y-x*x)*(y-3*x*x) < 0 {
					below = 1
				}
				out = append(out, below)
			}
			return out
		},
		Report: func(done [][]float64) *Report {
			all := gathered(done)
			got := func(i int) float64 {
				if len(all) == 0 {
					return math.NaN()
				}
				return all[i]
			}
			rep := &Report{Measures: []Measure{
				nearly(fmt.Sprintf("monkey saddle at r = %g: largest eigenvalue 6r", r), "", 6*r, sure(got(2*len(examples)+1)), 1e-10),
				nearly("and the smallest, −6r", "", -6*r, sure(got(2*len(examples))), 1e-10),
			}}
			for i, e := range examples {
				rep.Measures = append(rep.Measures, nearly(fmt.Sprintf("%s, a %s: smallest eigenvalue", e.name, e.kind), "", e.lo, sure(got(2*i)), 1e-10),
					nearly(e.name+": largest", "", e.hi, sure(got(2*i+1)), 1e-10))
			}
			m := &Map{W: grid, H: grid, Box: [4]float64{-1, 1, -1, 1}, Classes: []string{"above f(0)", "below f(0)"}, XLabel: "x", YLabel: "y"}
			if len(all) > 0 {
				m.Values = nums(all[2*len(examples)+2:])
			}
			t := spaced(-1, 1, 3)
			for _, a := range []float64{.3, .8, 1.4, 2.2} {
				m.Points = append(m.Points, series("", Faint, Lines, apply(t, func(v float64) float64 { return v * real.Cos(a) }), apply(t, func(v float64) float64 { return v * real.Sin(a) })))
			}
			rep.Figures = []Figure{
				{Title: "The monkey saddle: three ways down, three up", Alt: "A surface with three valleys and three ridges that meet in a point.", Scene: &Scene{Surface: "monkey"}},
				{Title: "Peano’s function around 0", Alt: "The plane where the function is above its value at 0, but for a thin region between two parabolas through 0, which no straight line stays in.", Map: m},
			}
			rep.Caption = "Eigenvalues of exact Hessians, from automatic differentiation. Where the smallest is zero, higher derivatives decide, or nothing simple does."
			return rep
		},
	}
}
