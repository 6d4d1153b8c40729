package course

import (
	"fmt"
	"math"

	"saddlelab/core/param"
)

var e33 = &Experiment{
	ID: "E33", Chapter: "adaptive", Tag: Bound,
	Question: "Can a step size find itself?",
	Short:    "AdaGrad-Norm’s own step",
	Claim:    "AdaGrad-Norm divides η by b, b² growing by ‖g‖² each step. For f with an L-Lipschitz gradient and b₀ ≥ ηL, b never exceeds b₀ + 2(f₀ − f*)/η, so that the least ‖g‖² of N steps is at most (b∞² − b₀²)/N. It converges from every b₀; gradient descent with step 1/b₀ diverges unless b₀ > L/2.",
	Source:   "Ward, Wu, Bottou 2019 (ICML; JMLR 2020); the bound is Σ(b₊ − b) ≤ Σ‖g‖²/b₊ ≤ 2(f₀ − f*)/η",
	Params: []param.Param{
		{Name: "b0", Label: "b₀", Help: "What b begins with.", Min: 1e-6, Default: 100, Max: 1e4, Log: true},
		{Name: "eta", Label: "η step", Help: "The step is η/b.", Min: .2, Default: 1, Max: 5, Log: true},
		{Name: "steps", Label: "steps", Help: "How many steps each run makes.", Min: 500, Default: 5000, Max: 20000, Log: true, Int: true},
	},
	Plan: planE33,
}

// threeCurvatures is the text's quadratic: curvatures 1, 10, 100 from (3, 2, 1), of value 74.5.
var threeCurvatures, threeStart = [3]float64{1, 10, 100}, [3]float64{3, 2, 1}

func threeValue(x [3]float64) float64 {
	sum := 0.
	for i, c := range threeCurvatures {
		sum += .5 * c * x[i] * x[i]
	}
	return sum
}

// adaNorm runs the catalog's AdaGrad-Norm on it and gives the value and b at the end; see is told the value after each step.
func adaNorm(b0, eta float64, steps int, see func(k int, f float64)) (f, b float64) {
	o, _ := method("adagrad-norm", param.Values{"lr": eta, "b0": b0}, 3, nil)
	x := threeStart
	g := make([]float64, 3)
	b = b0 * b0
	for k := 1; k <= steps; k++ {
		for i, c := range threeCurvatures {
			g[i] = c * x[i]
			b += g[i] * g[i]
		}
		o.Step(x[:], g, eta)
		if see != nil {
			see(k, threeValue(x))
		}
	}
	return threeValue(x), math.Sqrt(b)
}

func planE33(s *Setting) *Plan {
	b0, eta, steps := s.Num("b0"), s.Num("eta"), s.Int("steps")
	first := threeValue(threeStart)
	const decades = 11 // b₀ = 10⁻⁶ … 10⁴
	guess := func(i int) float64 { return tenTo(i - 6) }
	return &Plan{
		Pieces: 1 + decades,
		Run: func(piece int) []float64 {
			if piece == 0 {
				var path []float64
				next := 1.
				f, b := adaNorm(b0, eta, steps, func(k int, f float64) {
					if float64(k) >= next {
						path = append(path, float64(k), f)
						next *= 1.1
					}
				})
				return append([]float64{f, b}, path...)
			}
			start := guess(piece - 1)
			f, b := adaNorm(start, eta, steps, nil)
			x, finite := threeStart, 1.
			for range steps {
				for i, c := range threeCurvatures {
					x[i] -= c * x[i] / start
				}
				if !(math.Abs(x[2]) < 1e100) {
					finite = 0
					break
				}
			}
			return []float64{f, b, finite, threeValue(x)}
		},
		Report: func(done [][]float64) *Report {
			r := &Report{}
			b := math.NaN()
			path := Figure{Title: "Value along the run", Alt: "The value falls, first slowly, then as a straight line on a log scale.", X: &Axis{Label: "step k", Log: true}, Y: &Axis{Label: "f", Log: true, From: at(1e-20)}}
			if len(done) > 0 && done[0] != nil {
				b = done[0][1]
				path.Series = []Series{series("AdaGrad-Norm", Measured, Lines, column(done[0][2:], 0, 2), column(done[0][2:], 1, 2))}
			}
			var starts, ends, gd []float64
			lower, far, finite, all := 0., 0., 0., 0
			for i := range decades {
				if len(done) <= i+1 || done[i+1] == nil {
					continue
				}
				d := done[i+1]
				all++
				starts, ends = append(starts, guess(i)), append(ends, max(d[0], 1e-35))
				if d[0] < first {
					lower++
				}
				if d[0] < 1e-10 {
					far++
				}
				if finite += d[2]; d[2] == 1 {
					gd = append(gd, max(d[3], 1e-35))
				} else {
					gd = append(gd, math.NaN())
				}
			}
			const asText = "the counts are the text’s: η = 1 and 5000 steps"
			text := eta == 1 && steps == 5000
			count := func(v float64) float64 {
				if all < decades {
					return math.NaN()
				}
				return v
			}
			r.Measures = []Measure{
				atMost("b at the end", "", b0+2*first/eta, sure(b)).assuming(b0 >= 100*eta, "the bound is that of b₀ ≥ ηL = 100η"),
				equal("of 11 b₀ from 10⁻⁶ to 10⁴: AdaGrad-Norm gains", "", 11, count(lower)).assuming(text, asText),
				equal("of these, value below 10⁻¹⁰", "", 9, count(far)).assuming(text, asText),
				equal("gradient descent with 1/b₀ stays finite", "", 3, count(finite)),
				atMost("step in the end, η/b∞, below 2/L", "", .02, sure(eta/b)),
			}
			r.Figures = []Figure{
				{Title: "Value after all steps, by b₀", Alt: "AdaGrad-Norm reaches tiny values for every b₀ up to 100 and less for larger ones; gradient descent has values for the three largest alone.", X: &Axis{Label: "b₀", Log: true}, Y: &Axis{Label: "f", Log: true},
					Series: []Series{runner("AdaGrad-Norm", 1, Dots, starts, ends), runner("gradient descent, 1/b₀, where finite", 2, Dots, starts, gd)},
					Rules:  []Rule{upright("L/2", LimitLine, 50), level("f at the start", LimitLine, first)}},
				path,
			}
			r.Caption = fmt.Sprintf("From b₀ = %g it ended at b∞ = %.4g. Too small a b₀ is mended in a step or two; too large a one is never unlearned.", b0, b)
			return r
		},
	}
}

// tenTo is 10ⁿ, exactly where that is a whole number.
func tenTo(n int) float64 {
	v := 1.
	for range max(n, -n) {
		v *= 10
	}
	if n < 0 {
		return 1 / v
	}
	return v
}
