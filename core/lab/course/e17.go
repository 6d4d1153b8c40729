package course

import (
	"fmt"
	"math"

	"saddlelab/core/landscape"
	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e17 = &Experiment{
	ID: "E17", Chapter: "avoid", Tag: Asymptotic,
	Question: "Almost surely, but how long can it take?",
	Short:    "Almost surely, but slowly",
	Claim:    "Past d saddles in a row, gradient descent needs 1 + ln(1/(1−2ηL))/ln(1+2ηγ₀) times as long at each as at the one before: exponentially long in d, although it avoids every saddle almost surely. While one coordinate leaves its saddle the next is pushed towards its own. With a small kick wherever the gradient is small the time at each saddle is constant.",
	Source:   "Du, Jin, Lee, Jordan, Póczos, Singh 2017 (NIPS); Jin et al. 2017 (ICML) for perturbed gradient descent",
	Params: []param.Param{
		{Name: "L", Label: "L holding back", Help: "Half the curvature that pushes the next coordinate towards its saddle.", Min: .5, Default: 1, Max: 2, Log: true},
		{Name: "gamma0", Label: "γ₀ way down", Help: "Half the curvature of each saddle’s one way down.", Min: .5, Default: 1, Max: 2, Log: true},
		{Name: "d", Label: "d saddles", Help: "How many follow one another.", Min: 5, Default: 7, Max: 7, Int: true},
		{Name: "seeds", Label: "starts", Help: "How many random starts there are.", Min: 4, Default: 12, Max: 60, Int: true},
	},
	Plan: planE17,
}

func planE17(s *Setting) *Plan {
	L, g0, d, n := s.Num("L"), s.Num("gamma0"), s.Int("d"), s.Int("seeds")
	const eta, kick, small, rest, drawn = .1, .01, .1, 20, 4
	factor := 1 + real.Log(1/(1-2*eta*L))/real.Log(1+2*eta*g0)
	// The walk takes about factor^d steps; a coordinate of 10⁻³⁰⁰ is the end of what numbers can hold.
	// By the time of the last saddle but one the last coordinate has shrunk by this power of e.
	shrunk := 12 * real.Pow(factor, float64(d-2)) * -real.Log(1-2*eta*L)
	const tiny = "the last coordinate becomes smaller than a number can be: take fewer saddles"
	most := int(60*real.Pow(factor, float64(d))) + 1000
	return &Plan{
		Pieces: 2 * n,
		// The steps at which each coordinate passes τ = 1, by gradient descent or with kicks.
		Run: func(piece int) []float64 {
			sp := landscape.FamilyByID("staircase").New([]float64{float64(d), L, g0, 1})
			rng := s.Rand(piece / 2)
			x, g := make([]float64, d), make([]float64, d)
			for i := range x {
				x[i] = .05 + .95*rng.Float64()
				if rng.Float64() < .5 {
					x[i] = -x[i]
				}
			}
			out := make([]float64, d)
			for i := range out {
				out[i] = math.NaN()
			}
			left, kicked := 0, -rest
			for k := 1; k <= most && left < d; k++ {
				sp.Grad(x, g)
				norm := 0.
				for i := range x {
					norm += g[i] * g[i]
					x[i] -= eta * g[i]
				}
				if piece%2 == 1 && norm < small*small && k-kicked > rest {
					for i := range x {
						x[i] += kick * real.Normal(rng) / math.Sqrt(float64(d))
					}
					kicked = k
				}
				for i := range x {
					if math.IsNaN(out[i]) && math.Abs(x[i]) > 1 {
						out[i] = float64(k)
						left++
					}
				}
			}
			return out
		},
		Report: func(done [][]float64) *Report {
			var times [2][][]float64
			for i, p := range done {
				if p != nil {
					times[i%2] = append(times[i%2], p)
				}
			}
			legs := spaced(1, float64(d), d)
			average := func(kind int) []float64 {
				out := make([]float64, d)
				for i := range out {
					out[i] = math.NaN()
					if len(times[kind]) > 0 {
						sum := 0.
						for _, t := range times[kind] {
							sum += t[i]
						}
						out[i] = sum / float64(len(times[kind]))
					}
				}
				return out
			}
			gd, pgd := average(0), average(1)
			// The factor of the last legs, as a geometric mean over starts.
			var logsOf []float64
			for _, t := range times[0] {
				logsOf = append(logsOf, real.Log(t[d-1]/t[d-4])/3)
			}
			m := mean(logsOf)
			got := Estimate{real.Exp(m.Value), real.Exp(m.Value) * m.CI}
			if len(logsOf) < 2 {
				got.CI = math.NaN()
			}
			spread := func(t []float64) (ratio, growth float64) {
				lo, hi := math.Inf(1), 0.
				for i := d - 4; i < d; i++ { // legs 4 to 7 of seven
					inc := t[i] - t[i-1]
					lo, hi = min(lo, inc), max(hi, inc)
				}
				return hi / lo, (t[d-1] - t[d-2]) / (t[d-4] - t[d-5])
			}
			even, _ := spread(pgd)
			_, grow := spread(gd)
			tol := .08
			if L != g0 {
				tol = .15
			}
			text := L == 1 && g0 == 1 && d == 7
			fig := Figure{Title: "When each saddle is left", Alt: "Steps at which each saddle is left, on a log scale: gradient descent’s rise in a straight line, with kicks they bend over.", X: &Axis{Label: "saddle", From: at(.7), To: at(float64(d) + .3)}, Y: &Axis{Label: "step", Log: true}}
			for kind := range 2 {
				for c := range min(drawn, len(times[kind])) {
					fig.Series = append(fig.Series, series("", Faint, Lines, legs, times[kind][c]))
				}
			}
			law := make([]float64, d)
			base := gd[min(3, d-1)]
			if math.IsNaN(base) {
				base = real.Pow(factor, 4) * 4
			}
			for i := range law {
				law[i] = base * real.Pow(factor, float64(i-3))
			}
			fig.Series = append(fig.Series, series(fmt.Sprintf("factor %.3f a saddle", factor), Predicted, Lines, legs, law), runner("gradient descent", 1, Lines, legs, gd), runner("with kicks", 2, Lines, legs, pgd))
			inc := func(t []float64) []float64 {
				out := make([]float64, d)
				for i := range out {
					if out[i] = t[i]; i > 0 {
						out[i] -= t[i-1]
					}
				}
				return out
			}
			return &Report{
				Measures: []Measure{
					near("gradient descent: time over that of the saddle before", "×", factor, got, tol).assuming(shrunk < 300, tiny),
					atMost("with kicks: longest over shortest of the last legs", "×", 1.8, sure(even)).assuming(d == 7, "claimed over legs 4 to 7"),
					atLeast("gradient descent: last of these legs over the first", "×", 6, sure(grow)).assuming(text, "6 is the text’s, for L = γ₀ = 1 and seven saddles; claimed there over legs 4 to 7"),
				},
				Figures: []Figure{fig, {Title: "Time at each saddle", Alt: "The time at each saddle grows for gradient descent and is constant with kicks.", X: &Axis{Label: "saddle"}, Y: &Axis{Label: "steps", Log: true}, Series: []Series{runner("gradient descent", 1, Dots, legs, inc(gd)), runner("with kicks", 2, Dots, legs, inc(pgd))}}},
				Caption: fmt.Sprintf("Both avoid every saddle. Gradient descent needs %.0f steps for %d saddles, kicks of 0.01 make it %.0f.", gd[d-1], d, pgd[d-1]),
			}
		},
	}
}
