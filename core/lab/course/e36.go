package course

import (
	"fmt"
	"math"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e36 = &Experiment{
	ID: "E36", Chapter: "adaptive", Tag: Exact,
	Question: "How long is Adam’s step?",
	Short:    "Adam’s steps",
	Claim:    "Adam’s first step is lr·sign(g), whatever the size of the gradient. Without the correction of its moments it would be (1−β₁)/√(1−β₂) times as long: 3.16 at the usual values. A single gradient after k silent steps is answered with a step of up to that length times √(1−β₂ᵏ).",
	Source:   "Kingma, Ba 2015 (ICLR), §2.1 and Algorithm 1",
	Params: []param.Param{
		{Name: "beta1", Label: "β₁ of the mean", Help: "How long gradients are remembered.", Min: 0, Default: .9, Max: .99},
		{Name: "beta2", Label: "β₂ of the squares", Help: "How long squared gradients are remembered.", Min: .9, Default: .999, Max: .9999},
		{Name: "k", Label: "k silent steps", Help: "How many zero gradients come before the single one.", Min: 10, Default: 3000, Max: 10000, Log: true, Int: true},
		{Name: "draws", Label: "draws", Help: "How many streams of ten gradients the mean of v is taken over.", Min: 1000, Default: 50000, Max: 200000, Log: true, Int: true},
	},
	Plan: planE36,
}

func planE36(s *Setting) *Plan {
	b1, b2, silent, n := s.Num("beta1"), s.Num("beta2"), s.Int("k"), s.Int("draws")
	const lr, per, tail = 1e-3, 2500, 60
	sizes := []float64{1e-3, 1, 1e4}
	p := param.Values{"lr": lr, "beta1": b1, "beta2": b2, "eps": 1e-12}
	return &Plan{
		Pieces: 1 + pieces(n, per),
		Run: func(piece int) []float64 {
			if piece > 0 {
				// v after ten gradients g ~ N(0, 1), uncorrected, for each draw.
				from, to := part(piece-1, n, per)
				sum, squares := 0., 0.
				rng := s.Rand(piece)
				for range to - from {
					v := 0.
					for range 10 {
						g := real.Normal(rng)
						v = b2*v + (1-b2)*g*g
					}
					sum, squares = sum+v, squares+v*v
				}
				return []float64{float64(to - from), sum, squares}
			}
			var out []float64
			for _, g := range sizes {
				o, lr := method("adam", p, 1, nil)
				x := []float64{0}
				o.Step(x, []float64{g}, lr)
				out = append(out, -x[0])
			}
			// A single gradient: the length of the steps around it.
			o, lr := method("adam", p, 1, nil)
			x := []float64{0}
			for k := 1; k <= silent+tail; k++ {
				g := 0.
				if k == silent {
					g = 1
				}
				before := x[0]
				o.Step(x, []float64{g}, lr)
				if k >= silent {
					out = append(out, (before-x[0])/lr)
				}
			}
			return out
		},
		Report: func(done [][]float64) *Report {
			first, steps := []float64{math.NaN(), math.NaN(), math.NaN()}, []float64(nil)
			var count, sum, squares float64
			for i, d := range done {
				switch {
				case d == nil:
				case i == 0:
					first, steps = d[:3], d[3:]
				default:
					count, sum, squares = count+d[0], sum+d[1], squares+d[2]
				}
			}
			longest := math.NaN()
			for _, v := range steps {
				longest = max(v, real0(longest))
			}
			m := sum / count
			v := Estimate{m, normal95 * math.Sqrt((squares/count-m*m)/count)}
			fill := 1 - real.Pow(b2, 10)
			// The longest of the steps after a single gradient: the first, while β₁² < β₂.
			jump := (1 - b1) / math.Sqrt(1-b2) * math.Sqrt(1-real.Pow(b2, float64(silent))) / (1 - real.Pow(b1, float64(silent)))
			r := &Report{Measures: []Measure{
				near("longest step after a single gradient", "lr", jump, sure(longest), 1e-3),
			}}
			for i, g := range sizes {
				r.Measures = append(r.Measures, near(fmt.Sprintf("first step for g = %g", g), "", lr, sure(first[i]), 1e-4))
			}
			r.Measures = append(r.Measures,
				near("first step without the correction", "lr", (1-b1)/math.Sqrt(1-b2), sure(uncorrected(b1, b2, first[0])), 1e-9),
				near("E v after 10 gradients over E g²", "", fill, v, .02),
				near("the same, corrected", "", 1, Estimate{v.Value / fill, v.CI / fill}, .02))
			ks := spaced(0, float64(len(steps)-1), max(2, len(steps)))[:len(steps)]
			decay := spaced(0, tail, tail+1)
			r.Figures = []Figure{{Title: "Steps after a single gradient", Alt: "The length of Adam’s steps after one gradient in silence: it jumps, then fades.", X: &Axis{Label: "steps since the gradient"}, Y: &Axis{Label: "step / lr", From: at(0)},
				Series: []Series{
					series("predicted", Predicted, Lines, decay, apply(decay, func(j float64) float64 {
						k := float64(silent) + j
						return (1 - b1) * real.Pow(b1, j) / (1 - real.Pow(b1, k)) / math.Sqrt((1-b2)*real.Pow(b2, j)/(1-real.Pow(b2, k)))
					})),
					series("measured", Measured, Dots, ks, steps)},
				Rules: []Rule{level("(1−β₁)/√(1−β₂)", LimitLine, (1-b1)/math.Sqrt(1-b2))}}}
			r.Caption = fmt.Sprintf("After %d silent steps one gradient moves Adam by %.3g lr at once: “no step is longer than lr” is not quite true.", silent, jump)
			return r
		},
	}
}

// uncorrected is what Adam's first step would be without the correction of its moments, in units of lr, once anything has run.
func uncorrected(b1, b2, ran float64) float64 {
	if math.IsNaN(ran) {
		return ran
	}
	m, v := (1-b1)*2., (1-b2)*4. // of a gradient of 2
	return m / math.Sqrt(v)
}

// real0 is x, or −∞ for what is not a number, so that a maximum can begin with it.
func real0(x float64) float64 {
	if math.IsNaN(x) {
		return math.Inf(-1)
	}
	return x
}
