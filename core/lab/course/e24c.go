package course

import (
	"fmt"
	"math"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e24c = &Experiment{
	ID: "E24c", Chapter: "global", Tag: Asymptotic,
	Question: "Is training that hardly moves about width?",
	Short:    "Lazy by scale",
	Claim:    "Any model, of any width, trained as α(h(w) − h(w₀)) under the loss divided by α² moves by ‖w − w₀‖ ∝ 1/α: for large α it stays where it is linear, and what is called the regime of wide networks is one of their scale.",
	Source:   "Chizat, Oyallon, Bach 2019 (NeurIPS), Theorem 2.2 and Section 2",
	Params: []param.Param{
		{Name: "m", Label: "m neurons", Help: "Width of the network; it need not be large.", Min: 20, Default: 60, Max: 200, Log: true, Int: true},
		{Name: "n", Label: "n examples", Help: "Of 6 normal features, with labels from U(−1, 1).", Min: 4, Default: 12, Max: 16, Int: true},
		{Name: "seeds", Label: "seeds", Help: "How many initializations there are of each scale.", Min: 2, Default: 3, Max: 10, Int: true},
	},
	Plan: planE24c,
}

const lazyDims = 6

// lazyNet is h(w) = m^{−1/2} Σ a_r tanh(w_r·x) with fixed signs a, and its data.
type lazyNet struct {
	m, n       int
	x, y, a, w []float64
	hidden     []float64 // tanh(w_r·x_i), n a neuron
}

func newLazyNet(s *Setting, id, m, n int) *lazyNet {
	rng := s.Rand(id)
	const d = lazyDims
	l := &lazyNet{m: m, n: n, x: make([]float64, n*d), y: make([]float64, n), a: make([]float64, m), w: make([]float64, m*d), hidden: make([]float64, m*n)}
	for i := range l.x {
		l.x[i] = real.Normal(rng)
	}
	for i := range l.y {
		l.y[i] = 2*rng.Float64() - 1
	}
	for i := range l.w {
		l.w[i] = real.Normal(rng)
	}
	for i := range l.a {
		l.a[i] = 1
		if rng.Float64() < .5 {
			l.a[i] = -1
		}
	}
	return l
}

// outputs is h(w) at the examples.
func (l *lazyNet) outputs(out []float64) {
	clear(out)
	scale := 1 / math.Sqrt(float64(l.m))
	for r := range l.m {
		row := l.w[r*lazyDims : (r+1)*lazyDims]
		for i := range l.n {
			t := real.Tanh(dot(row, l.x[i*lazyDims:(i+1)*lazyDims]))
			l.hidden[r*l.n+i] = t
			out[i] += scale * l.a[r] * t
		}
	}
}

// top is the largest eigenvalue of the kernel JJᵀ at the last outputs.
func (l *lazyNet) top() float64 {
	k := make([]float64, l.n*l.n)
	for i := range l.n {
		for j := range l.n {
			g := dot(l.x[i*lazyDims:(i+1)*lazyDims], l.x[j*lazyDims:(j+1)*lazyDims])
			for r := range l.m {
				a, b := l.hidden[r*l.n+i], l.hidden[r*l.n+j]
				k[i*l.n+j] += g * (1 - a*a) * (1 - b*b) / float64(l.m)
			}
		}
	}
	_, hi := extremes(k, l.n)
	return hi
}

// back takes the step −eta·Jᵀr.
func (l *lazyNet) back(r []float64, eta float64) {
	scale := eta / math.Sqrt(float64(l.m))
	for q := range l.m {
		row := l.w[q*lazyDims : (q+1)*lazyDims]
		for i := range l.n {
			t := l.hidden[q*l.n+i]
			c := scale * l.a[q] * (1 - t*t) * r[i]
			for k, v := range l.x[i*lazyDims : (i+1)*lazyDims] {
				row[k] -= c * v
			}
		}
	}
}

func planE24c(s *Setting) *Plan {
	m, n, seeds := s.Int("m"), s.Int("n"), s.Int("seeds")
	const K, marks = 800, 41
	alphas := []float64{1, 3, 10, 30, 100}
	return &Plan{
		Pieces: len(alphas) * seeds,
		// ‖w − w₀‖ at the end, over ‖w₀‖ too, and the loss at even intervals.
		Run: func(piece int) []float64 {
			alpha := alphas[piece%len(alphas)]
			l := newLazyNet(s, piece/len(alphas), m, n)
			start := append([]float64(nil), l.w...)
			h0, h, r := make([]float64, n), make([]float64, n), make([]float64, n)
			l.outputs(h0)
			eta := .7 / l.top()
			var losses []float64
			for k := 0; ; k++ {
				l.outputs(h)
				for i := range r {
					r[i] = alpha*(h[i]-h0[i]) - l.y[i]
				}
				if k%(K/(marks-1)) == 0 {
					losses = append(losses, dot(r, r)/2)
				}
				if k == K {
					break
				}
				l.back(r, eta/alpha)
			}
			moved := 0.
			for i, v := range l.w {
				moved += (v - start[i]) * (v - start[i])
			}
			return append([]float64{math.Sqrt(moved), math.Sqrt(moved / dot(start, start))}, losses...)
		},
		Report: func(done [][]float64) *Report {
			moves, relative := make([]Estimate, len(alphas)), math.NaN()
			var slopes []float64
			curves := Figure{Title: "Loss of the first seed", Alt: "On a log scale the losses fall; from a scale of ten on they lie on one curve.", X: &Axis{Label: "step"}, Y: &Axis{Label: "½‖u − y‖²", Log: true}}
			for k, alpha := range alphas {
				var all []float64
				for i := k; i < len(done); i += len(alphas) {
					if done[i] != nil {
						all = append(all, done[i][0])
					}
				}
				moves[k] = mean(all)
				if done[k] != nil {
					curves.Series = append(curves.Series, runner(fmt.Sprintf("α = %g", alpha), k+1, Lines, spaced(0, K, marks), done[k][2:]))
					relative = done[k][1]
				}
			}
			for seed := range seeds {
				var xs, ys []float64
				for k := 1; k < len(alphas); k++ {
					if p := done[seed*len(alphas)+k]; p != nil {
						xs, ys = append(xs, alphas[k]), append(ys, p[0])
					}
				}
				if len(xs) == len(alphas)-1 {
					slopes = append(slopes, logSlope(xs, ys).Value)
				}
			}
			ys := make([]float64, len(alphas))
			for k := range ys {
				ys[k] = moves[k].Value
			}
			last := len(alphas) - 1
			fig := Figure{Title: "How far the weights move", Alt: "The distance moved falls in a straight line of slope −1 on log-log axes.", X: &Axis{Label: "α", Log: true}, Y: &Axis{Label: "‖w − w₀‖", Log: true}}
			if !math.IsNaN(ys[last]) {
				fig.Series = append(fig.Series, series("slope −1", Predicted, Lines, alphas, apply(alphas, func(a float64) float64 { return ys[last] * alphas[last] / a })))
			}
			fig.Series = append(fig.Series, series("measured", Measured, Dots, alphas, ys))
			return &Report{
				Measures: []Measure{
					nearly("slope of log ‖w − w₀‖ in log α, α ≥ 3", "", -1, mean(slopes), .05),
					near("α from 10 to 100 divides the movement by", "×", 10, sure(ys[2]/ys[4]), .05),
					shown("movement at α = 1", "", moves[0]), shown("movement at α = 100 over ‖w₀‖", "", sure(relative)),
				},
				Figures: []Figure{fig, curves},
				Caption: fmt.Sprintf("%d neurons, no theorem on width used. A model that does not move has not learned features either: it is a linear model in disguise.", m),
			}
		},
	}
}
