package course

import (
	"fmt"
	"math"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e01 = &Experiment{
	ID: "E01", Chapter: "problem", Tag: Exact,
	Question: "Which activations can represent anything?",
	Short:    "Not a polynomial",
	Claim:    "One hidden layer with activation σ, locally bounded and piecewise continuous, is dense in the continuous functions if and only if σ is not a polynomial. With σ(z) = z^q the networks are polynomials of degree at most q, a space of dimension C(d+q, q), whatever the width; with ReLU and m equispaced kinks the error on sin πx falls like π²h²/8, h = 2/m.",
	Source:   "Leshno, Lin, Pinkus, Schocken 1993 (Neural Networks 6)",
	Params: []param.Param{
		{Name: "m", Label: "m neurons", Help: "Width of the networks that fit sin πx.", Min: 4, Default: 32, Max: 256, Log: true, Int: true},
		{Name: "q", Label: "q degree", Help: "Of the polynomial activation z^q.", Min: 2, Default: 2, Max: 4, Int: true},
		{Name: "d", Label: "d inputs", Help: "Of the networks whose rank is taken.", Min: 1, Default: 3, Max: 5, Int: true},
	},
	Plan: planE01,
}

func power(x float64, q int) float64 {
	v := 1.
	for range q {
		v *= x
	}
	return v
}

func choose(n, k int) float64 {
	v := 1.
	for i := range k {
		v = v * float64(n-i) / float64(i+1)
	}
	return math.Round(v)
}

// kinked is the network of m ReLUs with equispaced kinks that interpolates sin πx there, at x.
func kinked(m int, x float64) float64 {
	h := 2 / float64(m)
	i := min(m-1, max(0, int(math.Floor((x+1)/h))))
	a, b := -1+float64(i)*h, -1+float64(i+1)*h
	t := (x - a) / (b - a)
	return (1-t)*real.Sin(math.Pi*a) + t*real.Sin(math.Pi*b)
}

func planE01(s *Setting) *Plan {
	m, q, d := s.Int("m"), s.Int("q"), s.Int("d")
	pairs := [][2]int{{d, q}, {1, 2}, {3, 2}, {5, 2}, {1, 3}, {3, 3}, {5, 3}}
	widths := []int{8, 16, 32, 64, 128, 256}
	const grid, points, neurons = 2001, 300, 150
	return &Plan{
		Pieces: len(pairs) + 3,
		Run: func(piece int) []float64 {
			switch piece - len(pairs) {
			case 0: // the best fit of sin πx by m neurons z², on the grid: its error, then its curve
				rng := s.Rand(1 << 20)
				xs := spaced(-1, 1, grid)
				cols := columns(m, grid, func(int, int) float64 { return 0 })
				for j := range cols {
					w, b := real.Normal(rng), real.Normal(rng)
					for i, x := range xs {
						cols[j][i] = power(w*x+b, 2)
					}
				}
				y := apply(xs, func(x float64) float64 { return real.Sin(math.Pi * x) })
				keep := columns(m, grid, func(j, i int) float64 { return cols[j][i] })
				f := factor(cols, grid)
				f.diag = f.diag[:f.rank(1e-9)]
				w := f.solve(append([]float64(nil), y...))
				sum := 0.
				var curve []float64
				for i := range xs {
					v := 0.
					for j := range w {
						v += w[j] * keep[j][i]
					}
					sum += (v - y[i]) * (v - y[i]) / grid
					if i%20 == 0 {
						curve = append(curve, v)
					}
				}
				return append([]float64{sum}, curve...)
			case 1, 2: // the largest error of the ReLU network, of half of the widths
				var out []float64
				for _, w := range widths[3*(piece-len(pairs)-1) : 3*(piece-len(pairs))] {
					out = append(out, supError(w))
				}
				return out
			}
			p := pairs[piece]
			rng := s.Rand(piece)
			x := make([]float64, points*p[0])
			for i := range x {
				x[i] = 2*rng.Float64() - 1
			}
			cols := columns(neurons, points, func(int, int) float64 { return 0 })
			w := make([]float64, p[0])
			for j := range cols {
				for k := range w {
					w[k] = real.Normal(rng)
				}
				b := real.Normal(rng)
				for i := range points {
					cols[j][i] = power(b+dot(x[i*p[0]:(i+1)*p[0]], w), p[1])
				}
			}
			return []float64{float64(factor(cols, points).rank(1e-8))}
		},
		Report: func(done [][]float64) *Report {
			got := func(i, f int) float64 {
				if len(done) <= i || done[i] == nil {
					return math.NaN()
				}
				return done[i][f]
			}
			k := len(pairs)
			var ws, errs []float64
			for i, w := range widths {
				if e := got(k+1+i/3, i%3); !math.IsNaN(e) {
					ws, errs = append(ws, float64(w)), append(errs, e)
				}
			}
			b := math.NaN()
			if len(errs) == len(widths) {
				b = logSlope(ws, errs).Value
			}
			bound := func(m float64) float64 { h := 2 / m; return math.Pi * math.Pi * h * h / 8 }
			floor := .5 - 3/(math.Pi*math.Pi)
			r := &Report{Measures: []Measure{
				near(fmt.Sprintf("%d neurons z²: error that is left", m), "", floor, sure(got(k, 0)), .01),
				near("256 ReLUs: largest error", "", bound(256), sure(got(k+2, 2)), .02),
				nearly("slope of that error against the width", "", -2, sure(b), .03),
			}}
			for i, p := range pairs {
				if i > 0 && p == pairs[0] {
					continue
				}
				r.Measures = append(r.Measures, equal(fmt.Sprintf("rank of %d features z%s of %d inputs", neurons, [...]string{2: "²", 3: "³", 4: "⁴"}[p[1]], p[0]), "", choose(p[0]+p[1], p[1]), got(i, 0)))
			}
			xs := spaced(-1, 1, 101)
			fig := Figure{Title: fmt.Sprintf("sin πx by %d neurons", m), Alt: "The sine, its fit by quadratic activations, which is a straight line whatever the width, and by ReLUs, which follow it.", X: &Axis{Label: "x"}, Y: &Axis{Label: ""},
				Series: []Series{series("sin πx", Predicted, Lines, xs, apply(xs, func(x float64) float64 { return real.Sin(math.Pi * x) })), runner("ReLU", 1, Lines, xs, apply(xs, func(x float64) float64 { return kinked(m, x) }))}}
			if len(done) > k && done[k] != nil {
				fig.Series = append(fig.Series, runner("z², best fit", 2, Lines, xs, done[k][1:102]))
			}
			line := geometric(4, 300, 2)
			r.Figures = []Figure{fig, {Title: "Error against width", Alt: "ReLU’s error falls with slope −2, the quadratic activation’s stays.", X: &Axis{Label: "m", Log: true}, Y: &Axis{Label: "error", Log: true}, Series: []Series{series("π²h²/8", Predicted, Lines, line, apply(line, bound)), runner("ReLU, largest error", 1, Dots, ws, errs)}, Rules: []Rule{level("z², mean square: ½ − 3/π²", LimitLine, floor)}}}
			r.Caption = "With z² the best that can be done is a line, with three neurons as with three hundred."
			return r
		},
	}
}

func supError(m int) float64 {
	worst := 0.
	for i := range 20001 {
		x := -1 + 2*float64(i)/20000
		worst = max(worst, math.Abs(kinked(m, x)-real.Sin(math.Pi*x)))
	}
	return worst
}
