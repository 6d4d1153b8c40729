package course

import (
	"fmt"
	"math"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e35 = &Experiment{
	ID: "E35", Chapter: "adaptive", Tag: Exact,
	Question: "Does forgetting help?",
	Short:    "RMSProp forgets",
	Claim:    "RMSProp weighs the squared gradient of j steps ago by (1−β)βʲ. After gradients drop from g₁ to g₂ it is back to half its step in ⌈ln(3g₂²/(g₁²−g₂²))/ln β⌉ steps; AdaGrad never is. The price: on ½λx² it ends in the cycle |x| = γ/2 whatever λ and β, and under noise at E x² ≈ γσ/(2λ).",
	Source:   "Tieleman, Hinton 2012, lecture 6.5; the cycle and the floor are elementary",
	Params: []param.Param{
		{Name: "beta", Label: "β memory", Help: "How long squared gradients are remembered.", Min: .5, Default: .9, Max: .99},
		{Name: "drop", Label: "g₁/g₂ drop", Help: "By how much gradients become smaller.", Min: 3, Default: 100, Max: 1000, Log: true},
		{Name: "gamma", Label: "γ step", Help: "The step size, of the cycle and under noise.", Min: .002, Default: .02, Max: .05, Log: true},
		{Name: "chains", Label: "chains", Help: "How many noisy runs are made.", Min: 200, Default: 2000, Max: 8000, Log: true, Int: true},
	},
	Plan: planE35,
}

func planE35(s *Setting) *Plan {
	beta, drop, gamma, n := s.Num("beta"), s.Num("drop"), s.Num("gamma"), s.Int("chains")
	const per, before, after, noisySteps = 100, 1000, 400, 1500
	lambdas := []float64{.1, 1, 50}
	g2 := 1 / drop
	rms := func(lr, beta float64) param.Values { return param.Values{"lr": lr, "alpha": beta, "eps": 1e-12} }
	recovery := math.Ceil(real.Log(3*g2*g2/(1-g2*g2)) / real.Log(beta))
	return &Plan{
		Pieces: 2 + pieces(n, per),
		Run: func(piece int) []float64 {
			var out []float64
			switch piece {
			case 0: // steps of RMSProp and AdaGrad, in units of γ, from the drop on
				r, lr := method("rmsprop", rms(1, beta), 1, nil)
				a, _ := method("adagrad", param.Values{"lr": 1, "eps": 1e-12}, 1, nil)
				x, y, g := []float64{0}, []float64{0}, []float64{0}
				for k := range before + after {
					size := 1.
					if k >= before {
						size = g2
					}
					u, w := x[0], y[0]
					g[0] = size
					r.Step(x, g, lr)
					g[0] = size
					a.Step(y, g, lr)
					if k >= before {
						out = append(out, u-x[0], w-y[0])
					}
				}
			case 1: // where it ends on ½λx², by the last 200 iterates, and the last 40 of them for λ = 1
				var last []float64
				for _, l := range lambdas {
					o, lr := method("rmsprop", rms(gamma, beta), 1, nil)
					x, g := []float64{1}, []float64{0}
					sum := 0.
					const steps, tail = 20000, 200
					for k := range steps {
						g[0] = l * x[0]
						o.Step(x, g, lr)
						if k >= steps-tail {
							sum += x[0] * x[0]
						}
						if l == 1 && k >= steps-40 {
							last = append(last, x[0])
						}
					}
					out = append(out, math.Sqrt(sum/tail))
				}
				out = append(out, last...)
			default: // x of noisy chains on ½x², β = 0.99
				from, to := part(piece-2, n, per)
				for c := from; c < to; c++ {
					rng := s.Rand(c)
					o, lr := method("rmsprop", rms(gamma, .99), 1, nil)
					x, g := []float64{0}, []float64{0}
					for range noisySteps {
						g[0] = x[0] + real.Normal(rng)
						o.Step(x, g, lr)
					}
					out = append(out, x[0])
				}
			}
			return out
		},
		Report: func(done [][]float64) *Report {
			var noisy []float64
			steps, cycle := []float64(nil), []float64{math.NaN(), math.NaN(), math.NaN()}
			for i, d := range done {
				switch {
				case d == nil:
				case i == 0:
					steps = d
				case i == 1:
					cycle = d
				default:
					noisy = append(noisy, d...)
				}
			}
			back, ada := math.NaN(), math.NaN()
			rs, as := column(steps, 0, 2), column(steps, 1, 2)
			for k := len(rs) - 1; k >= 0; k-- {
				if rs[k] >= .5 {
					back = float64(k + 1)
				}
			}
			if len(as) > 99 {
				ada = as[99]
			}
			r := &Report{Measures: []Measure{
				nearly("RMSProp is back to half its step", "steps", recovery, sure(back), 1).assuming(recovery <= after, "it takes longer than what is run"),
				near("AdaGrad’s step 100 steps after the drop", "γ", g2/math.Sqrt(before+100*g2*g2), sure(ada), 1e-9),
			}}
			for i, l := range lambdas {
				r.Measures = append(r.Measures, near(fmt.Sprintf("cycle on ½λx², λ = %g: |x|", l), "", gamma/2, sure(cycle[i]), .05))
			}
			r.Measures = append(r.Measures, near("under noise: E x²", "", gamma/2, meanSquare(noisy), .08))
			v := func(j float64) float64 { p := real.Pow(beta, j); return p + (1-p)*g2*g2 }
			ks := spaced(1, after, after)
			r.Figures = []Figure{
				{Title: "Steps after gradients have dropped", Alt: "RMSProp’s step falls with the gradient and is soon back to its length; AdaGrad’s stays small.", X: &Axis{Label: "steps since the drop"}, Y: &Axis{Label: "step / γ", Log: true},
					Series: []Series{
						series("RMSProp, predicted", Predicted, Lines, ks, apply(ks, func(j float64) float64 { return g2 / math.Sqrt(v(j)) })),
						series("AdaGrad, predicted", LimitLine, Lines, ks, apply(ks, func(j float64) float64 { return g2 / math.Sqrt(before+j*g2*g2) })),
						runner("RMSProp", 1, Dots, every(ks, 8), every(rs, 8)), runner("AdaGrad", 2, Dots, every(ks, 8), every(as, 8))},
					Rules: []Rule{upright("half its step", Predicted, recovery)}},
				{Title: "The last iterates without noise", Alt: "The iterate jumps between plus and minus half the step for ever.", X: &Axis{Label: "of the last 40"}, Y: &Axis{Label: "x"},
					Series: []Series{series("x", Measured, Dots, spaced(1, float64(max(2, len(cycle)-3)), max(2, len(cycle)-3))[:max(0, len(cycle)-3)], cycle[3:])}, Rules: []Rule{level("γ/2", Predicted, gamma/2), level("−γ/2", Predicted, -gamma/2)}},
			}
			r.Caption = fmt.Sprintf("RMSProp recovers in %.0f steps. It then never arrives: without noise it jumps between ±γ/2 for ever.", recovery)
			return r
		},
	}
}

// every takes each n-th value, the first one first.
func every(xs []float64, n int) []float64 {
	var out []float64
	for i := 0; i < len(xs); i += n {
		out = append(out, xs[i])
	}
	return out
}
