package course

import (
	"fmt"
	"math"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e12a = &Experiment{
	ID: "E12a", Chapter: "converge", Tag: Bound,
	Question: "Does gradient descent converge from any start?",
	Short:    "Gradient descent from anywhere",
	Claim:    "If f is L-smooth and bounded below and γ < 2/L, gradients tend to zero; with γ = 1/L the least ‖∇f‖² of K steps is at most 2(f₀ − f*)/(γK). Without a Lipschitz gradient a constant step is not enough: on x⁴/4 it diverges exactly from |x₀| > √(2/γ).",
	Source:   "Nesterov 2018, §1.2.3; the threshold is elementary",
	Params: []param.Param{
		{Name: "gamma", Label: "γ step size", Help: "On x⁴/4.", Min: .01, Default: .1, Max: 1, Log: true},
		{Name: "K", Label: "K steps", Help: "Up to how many steps the bound is checked.", Min: 20, Default: 300, Max: 1000, Log: true, Int: true},
	},
	Plan: planE12a,
}

// The smooth double well W = √(1 + (x²−1)²) − 1 with its derivative; smoothWellL is the largest |W”|.
func smoothWell(x float64) float64 { v := x*x - 1; return math.Sqrt(1+v*v) - 1 }
func smoothWellSlope(x float64) float64 {
	v := x*x - 1
	return 2 * x * v / math.Sqrt(1+v*v)
}

const smoothWellL = 5.2263

// smoothWellCurvature is W”.
func smoothWellCurvature(x float64) float64 {
	v := x*x - 1
	r := 1 + v*v
	return (6*x*x-2)/math.Sqrt(r) - 4*x*x*v*v/(r*math.Sqrt(r))
}

// runsAway tells whether gradient descent on x⁴/4 diverges from x.
func runsAway(x, gamma float64) bool {
	start := math.Abs(x)
	for range 200_000 {
		if x -= gamma * x * x * x; math.Abs(x) > 1e6 {
			return true
		} else if math.Abs(x) < .999*start {
			return false
		}
	}
	return false
}

func planE12a(s *Setting) *Plan {
	gamma, K := s.Num("gamma"), s.Int("K")
	const starts, per = 401, 41
	threshold := math.Sqrt(2 / gamma)
	first := pieces(starts, per)
	return &Plan{
		Pieces: first + 1,
		// Of each start the largest measured/bound over K, and its least gradient at the end. Then the threshold by bisection and L by a grid.
		Run: func(piece int) []float64 {
			if piece == first {
				lo, hi := 0., 4*threshold
				for range 50 {
					if m := (lo + hi) / 2; runsAway(m, gamma) {
						hi = m
					} else {
						lo = m
					}
				}
				L := 0.
				for i := range 60001 {
					L = max(L, math.Abs(smoothWellCurvature(-3+6*float64(i)/60000)))
				}
				x := 1. // on ½Lx², L = 1
				for range 100 {
					x -= 2.01 * x
				}
				return []float64{hi, L, real.Pow(math.Abs(x), .01)}
			}
			from, to := part(piece, starts, per)
			var out []float64
			for i := from; i < to; i++ {
				x := -20 + 40*float64(i)/(starts-1)
				x0 := x
				least, worst := math.Inf(1), 0.
				for k := 1; k <= K; k++ {
					g := smoothWellSlope(x)
					least = min(least, g*g)
					if f := smoothWell(x0); f > 1e-12 {
						worst = max(worst, least*float64(k)/smoothWellL/(2*f))
					}
					x -= g / smoothWellL
				}
				out = append(out, x0, worst, least)
			}
			return out
		},
		Report: func(done [][]float64) *Report {
			var all []float64
			cliff, L, factor := math.NaN(), math.NaN(), math.NaN()
			for i, d := range done {
				switch {
				case d == nil:
				case i == first:
					cliff, L, factor = d[0], d[1], d[2]
				default:
					all = append(all, d...)
				}
			}
			worst := math.NaN()
			for i := 1; i < len(all); i += 3 {
				if !(worst >= all[i]) {
					worst = all[i]
				}
			}
			// Where gradient descent on x⁴/4 goes, over starts and steps.
			const w, h = 193, 97
			m := &Map{W: w, H: h, Box: [4]float64{-10, 10, .02, .5}, Classes: []string{"converges", "diverges"}, XLabel: "x₀", YLabel: "γ"}
			values := make([]float64, w*h)
			for i := range values {
				x, g := -10+20*float64(i%w)/(w-1), .02+.48*float64(i/w)/(h-1)
				if x*x > 2/g {
					values[i] = 1
				}
			}
			m.Values = nums(values)
			for _, side := range []float64{-1, 1} {
				gs := geometric(.02, .5, 60)
				m.Points = append(m.Points, series("√(2/γ)", Predicted, Lines, apply(gs, func(g float64) float64 { return side * math.Sqrt(2/g) }), gs))
			}
			if !math.IsNaN(cliff) {
				m.Points = append(m.Points, series("threshold, measured by bisection", Measured, Dots, []float64{cliff, -cliff}, []float64{gamma, gamma}))
			}
			return &Report{
				Measures: []Measure{
					near("|x₀| above which x⁴/4 diverges", "", threshold, sure(cliff), 1e-3),
					atMost(fmt.Sprintf("least ‖∇f‖² over its bound, worst of %d starts", starts), "", 1, sure(worst)),
					near("a quadratic with γ = 2.01/L: growth a step", "×", 1.01, sure(factor), 1e-9),
					shown("L of the smooth double well", "", sure(L)),
				},
				Figures: []Figure{
					{Title: "x⁴/4: where gradient descent goes, by start and step", Alt: "A plane of starts and steps: inside a funnel around zero it converges, outside it diverges.", Map: m},
					{Title: "The bound, by start", Alt: "Measured over bound for starts from −20 to 20: everywhere below 1.", X: &Axis{Label: "x₀"}, Y: &Axis{Label: "measured / bound", From: at(0), To: at(1.1)}, Series: []Series{series("smooth double well", Measured, Dots, every(column(all, 0, 3), 3), every(column(all, 1, 3), 3))}, Rules: []Rule{level("bound", LimitLine, 1)}},
				},
				Caption: fmt.Sprintf("With γ = %g a start at %.4g is safe and one a little further is not.", gamma, threshold),
			}
		},
	}
}
