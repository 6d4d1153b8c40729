package course

import (
	"fmt"
	"math"
	"math/rand/v2"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e07 = &Experiment{
	ID: "E07", Chapter: "problem", Tag: Exact,
	Question: "How noisy is a mini-batch?",
	Short:    "The noise of a mini-batch",
	Claim:    "The mean of b of n fixed gradients, drawn without replacement, misses the full gradient by S²/b·(n−b)/(n−1) in the mean square, S² the spread of the n; with replacement by S²/b. Drawing one index of n by fair coins takes between log₂ n and log₂ n + 2 of them: this alone depends on n.",
	Source:   "Cochran 1977, Sampling Techniques, §2.6; Lumbroso 2013 for the dice roller",
	Params: []param.Param{
		{Name: "n", Label: "n examples", Help: "How many gradients there are, in five dimensions.", Min: 600, Default: 1000, Max: 5000, Log: true, Int: true},
		{Name: "draws", Label: "draws", Help: "How many mini-batches are drawn of each size.", Min: 500, Default: 4000, Max: 20000, Log: true, Int: true},
	},
	Plan: planE07,
}

// dice rolls an n-sided die by fair coins, Lumbroso's fast dice roller, and gives how many coins it took.
func dice(n int, rng *rand.Rand) (bits int) {
	v, c := 1, 0
	for {
		v, c = 2*v, 2*c+int(rng.Uint64()>>63)
		if bits++; v >= n {
			if c < n {
				return bits
			}
			v, c = v-n, c-n
		}
	}
}

func planE07(s *Setting) *Plan {
	n, draws := s.Int("n"), s.Int("draws")
	const d, parts = 5, 4
	without, with := []int{1, 10, 100, 500}, []int{1, 4, 16, 64, 256}
	sides := []int{1000, 1024, 1025, 60000}
	rng := s.Rand(1 << 24)
	all := make([]float64, n*d)
	for i := range all {
		all[i] = real.Normal(rng) + 1
	}
	middle := make([]float64, d)
	for i := range all {
		middle[i%d] += all[i] / float64(n)
	}
	spread := 0.
	for i, v := range all {
		spread += (v - middle[i%d]) * (v - middle[i%d]) / float64(n)
	}
	exact := func(b float64) float64 { return spread / b * (float64(n) - b) / float64(n-1) }
	kinds := len(without) + len(with)
	return &Plan{
		Pieces: kinds*parts + len(sides),
		Run: func(piece int) []float64 {
			rng := s.Rand(piece)
			var out []float64
			if piece >= kinds*parts {
				for range 4000 {
					out = append(out, float64(dice(sides[piece-kinds*parts], rng)))
				}
				return out
			}
			k := piece / parts
			order := make([]int, n)
			for i := range order {
				order[i] = i
			}
			g := make([]float64, d)
			for range draws / parts {
				clear(g)
				b := 0
				if k < len(without) {
					b = without[k]
					for i := range b { // the first b of a shuffle
						j := i + rng.IntN(n-i)
						order[i], order[j] = order[j], order[i]
						for q := range d {
							g[q] += all[order[i]*d+q] / float64(b)
						}
					}
				} else {
					b = with[k-len(without)]
					for range b {
						i := rng.IntN(n)
						for q := range d {
							g[q] += all[i*d+q] / float64(b)
						}
					}
				}
				sum := 0.
				for q := range d {
					sum += (g[q] - middle[q]) * (g[q] - middle[q])
				}
				out = append(out, sum)
			}
			return out
		},
		Report: func(done [][]float64) *Report {
			r := &Report{}
			of := func(k int) Estimate {
				var xs []float64
				for p := range parts {
					if at := k*parts + p; at < len(done) {
						xs = append(xs, done[at]...)
					}
				}
				return mean(xs)
			}
			var bs, ys, cs []float64
			var zs []Estimate
			for k, b := range without {
				m := of(k)
				r.Measures = append(r.Measures, near(fmt.Sprintf("mean square error, b = %d without replacement", b), "", exact(float64(b)), m, .08))
				bs, ys = append(bs, float64(b)), append(ys, m.Value)
			}
			for k, b := range with {
				cs, zs = append(cs, float64(b)), append(zs, of(len(without)+k))
			}
			fit := Estimate{math.NaN(), math.NaN()}
			if !math.IsNaN(zs[len(zs)-1].Value) && !math.IsNaN(zs[0].Value) {
				fit = logSlopeOf(cs, zs)
			}
			r.Measures = append(r.Measures, nearly("with replacement: slope against b", "", -1, fit, .05))
			for i, m := range sides {
				bits := Estimate{math.NaN(), math.NaN()}
				if at := kinds*parts + i; at < len(done) && done[at] != nil {
					bits = mean(done[at])
				}
				lo := real.Log(float64(m)) / math.Ln2
				r.Measures = append(r.Measures, atMost(fmt.Sprintf("coins for an index of %d: log₂ n + 2", m), "", lo+2, bits), atLeast("and at least log₂ n", "", lo, bits))
			}
			line := geometric(1, 600, 60)
			r.Figures = []Figure{{Title: "Mean square error of a mini-batch", Alt: "The error falls like 1/b; without replacement it falls to zero as b approaches n.", X: &Axis{Label: "b", Log: true}, Y: &Axis{Label: "E‖g − ḡ‖²", Log: true},
				Series: []Series{series("without replacement", Predicted, Lines, line, apply(line, exact)), series("with replacement, S²/b", LimitLine, Lines, line, apply(line, func(b float64) float64 { return spread / b })), runner("without", 1, Dots, bs, ys), runner("with", 2, Dots, cs, estimates(zs))}}}
			r.Caption = fmt.Sprintf("S² = %.4g. Ten times the batch is a tenth of the variance, at ten times the cost.", spread)
			return r
		},
	}
}
