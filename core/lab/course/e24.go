package course

import (
	"fmt"
	"math"

	"saddlelab/core/eig"
	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e24 = &Experiment{
	ID: "E24", Chapter: "global", Tag: Bound,
	Question: "Why does gradient descent find the fit?",
	Short:    "A straight line to zero",
	Claim:    "A two-layer ReLU network m^{−1/2}Σa_rσ(w_r·x), a_r = ±1 fixed, w_r from N(0, I), trained by gradient descent on n unit inputs: for m large enough ‖u(k) − y‖² ≤ (1 − ηλ₀/2)^k‖u(0) − y‖², λ₀ the least eigenvalue of the kernel x_i·x_j(π − arccos x_i·x_j)/(2π), and no neuron moves further than 4√n‖y − u(0)‖/(√m λ₀). Movement, kernel change and activation flips fall like m^{−1/2}.",
	Source:   "Du, Zhai, Póczos, Singh 2019 (ICLR), Theorem 4.1, which asks for m = Ω(n⁶/λ₀⁴)",
	Params: []param.Param{
		{Name: "m", Label: "m neurons", Help: "Width of the network.", Min: 64, Default: 1024, Max: 4096, Log: true, Int: true},
		{Name: "n", Label: "n examples", Help: "Unit vectors with labels from U(−1, 1).", Min: 5, Default: 20, Max: 30, Int: true},
		{Name: "seeds", Label: "seeds", Help: "How many initializations there are of each width.", Min: 2, Default: 4, Max: 10, Int: true},
	},
	Plan: planE24,
}

const kernelDims, kernelSteps = 10, 120

// kernelProblem is the data, the limit kernel's extreme eigenvalues and the step size 1/λ_max.
type kernelProblem struct {
	x, y   []float64
	gram   []float64
	limit  []float64
	lo, hi float64
}

func newKernelProblem(s *Setting, n int) *kernelProblem {
	rng := s.Rand(1 << 24)
	p := &kernelProblem{x: make([]float64, n*kernelDims), y: make([]float64, n), gram: make([]float64, n*n), limit: make([]float64, n*n)}
	for i := range n {
		row := p.x[i*kernelDims : (i+1)*kernelDims]
		size := 0.
		for k := range row {
			row[k] = real.Normal(rng)
			size += row[k] * row[k]
		}
		for k := range row {
			row[k] /= math.Sqrt(size)
		}
		p.y[i] = 2*rng.Float64() - 1
	}
	for i := range n {
		for j := range n {
			c := dot(p.x[i*kernelDims:(i+1)*kernelDims], p.x[j*kernelDims:(j+1)*kernelDims])
			if i == j {
				c = 1
			}
			p.gram[i*n+j] = c
			p.limit[i*n+j] = c * (math.Pi - arccos(min(1, max(-1, c)))) / (2 * math.Pi)
		}
	}
	p.lo, p.hi = extremes(p.limit, n)
	return p
}

// extremes are the least and largest eigenvalue.
func extremes(m []float64, n int) (lo, hi float64) {
	a, v := append([]float64(nil), m...), make([]float64, n*n)
	eig.Symmetric(a, v, n)
	lo, hi = math.Inf(1), math.Inf(-1)
	for i := range n {
		lo, hi = min(lo, a[i*n+i]), max(hi, a[i*n+i])
	}
	return lo, hi
}

// train runs gradient descent at width m and gives the losses, and what is asked of the network at its end.
func (p *kernelProblem) train(s *Setting, id, m int) (losses []float64, move, far, change, flips, rate float64) {
	n := len(p.y)
	const d = kernelDims
	rng := s.Rand(id)
	w := make([]float64, m*d)
	for i := range w {
		w[i] = real.Normal(rng)
	}
	sign := make([]float64, m)
	for i := range sign {
		sign[i] = 1
		if rng.Float64() < .5 {
			sign[i] = -1
		}
	}
	start := append([]float64(nil), w...)
	scale := 1 / math.Sqrt(float64(m))
	active := make([]bool, m*n)
	kernelOf := func() []float64 {
		h := make([]float64, n*n)
		for r := range m {
			on := active[r*n : (r+1)*n]
			for i := range n {
				if !on[i] {
					continue
				}
				for j := range n {
					if on[j] {
						h[i*n+j]++
					}
				}
			}
		}
		for i := range h {
			h[i] *= p.gram[i] / float64(m)
		}
		return h
	}
	eta := 1 / p.hi
	r := make([]float64, n)
	var first []bool
	var h0 []float64
	for k := 0; k <= kernelSteps; k++ {
		for i := range r {
			r[i] = -p.y[i]
		}
		for q := range m {
			row := w[q*d : (q+1)*d]
			for i := range n {
				z := dot(row, p.x[i*d:(i+1)*d])
				on := z > 0
				if active[q*n+i] = on; on {
					r[i] += scale * sign[q] * z
				}
			}
		}
		losses = append(losses, dot(r, r))
		if k == 0 {
			first = append([]bool(nil), active...)
			h0 = kernelOf()
		}
		if k == kernelSteps {
			break
		}
		for q := range m {
			row := w[q*d : (q+1)*d]
			c := eta * scale * sign[q]
			for i := range n {
				if active[q*n+i] {
					for j, v := range p.x[i*d : (i+1)*d] {
						row[j] -= c * r[i] * v
					}
				}
			}
		}
	}
	for q := range m {
		sum := 0.
		for j := range d {
			e := w[q*d+j] - start[q*d+j]
			sum += e * e
		}
		move = max(move, math.Sqrt(sum))
	}
	h1 := kernelOf()
	var diff, size float64
	off := make([]float64, n*n)
	for i := range h1 {
		diff += (h1[i] - h0[i]) * (h1[i] - h0[i])
		size += h0[i] * h0[i]
		off[i] = h0[i] - p.limit[i]
	}
	lo, hi := extremes(off, n)
	far, change = max(-lo, hi), math.Sqrt(diff/size)
	for i, on := range active {
		if on != first[i] {
			flips++
		}
	}
	lo, _ = extremes(h1, n)
	f := 1 - eta*lo
	return losses, move, far, change, flips / float64(len(active)), f * f
}

func planE24(s *Setting) *Plan {
	m, n, seeds := s.Int("m"), s.Int("n"), s.Int("seeds")
	p := newKernelProblem(s, n)
	widths := []int{128, 512, 2048}
	bound := 1 - p.lo/p.hi/2
	return &Plan{
		Pieces: seeds * (1 + len(widths)),
		Run: func(piece int) []float64 {
			width := m
			if k := piece / seeds; k > 0 {
				width = widths[k-1]
			}
			losses, move, far, change, flips, rate := p.train(s, piece, width)
			out := []float64{move, far, change, flips, rate}
			if piece < seeds {
				out = append(out, losses...)
			}
			return out
		},
		Report: func(done [][]float64) *Report {
			fig := Figure{Title: "Training loss", Alt: "The training loss of several networks against the step on a log scale: nearly straight lines that lie below the theorem’s dashed bound.", X: &Axis{Label: "step k", From: at(0), To: at(kernelSteps)}, Y: &Axis{Label: "‖u − y‖² / first", Log: true}}
			ks := spaced(0, kernelSteps, kernelSteps+1)
			fig.Series = append(fig.Series, series("the theorem’s bound", LimitLine, Lines, ks, apply(ks, func(k float64) float64 { return real.Pow(bound, k) })))
			worst, moved := math.NaN(), math.NaN()
			var factors, want []float64
			for i := 0; i < seeds && i < len(done); i++ {
				if done[i] == nil {
					continue
				}
				l := done[i][5:]
				name := ""
				if i == 0 {
					name = fmt.Sprintf("m = %d", m)
				}
				ys := make([]float64, len(l))
				for k := range l {
					ys[k] = l[k] / l[0]
					if v := ys[k] / real.Pow(bound, float64(k)); !(worst >= v) {
						worst = v
					}
				}
				fig.Series = append(fig.Series, series(name, Measured, Lines, ks, ys))
				factors = append(factors, real.Pow(l[kernelSteps]/l[80], 1./(kernelSteps-80)))
				want = append(want, done[i][4])
				limit := 4 * math.Sqrt(float64(n)) * math.Sqrt(l[0]) / (math.Sqrt(float64(m)) * p.lo)
				if v := done[i][0] / limit; !(moved >= v) {
					moved = v
				}
			}
			names := []string{"largest movement of a neuron", "kernel’s distance from its limit", "kernel’s change", "activation flips"}
			tols := []float64{.12, .15, .25, .15}
			var ms []float64
			values := make([][]Estimate, 4)
			for k, width := range widths {
				var all []float64
				for i := range seeds {
					if at := (k+1)*seeds + i; at < len(done) && done[at] != nil {
						all = append(all, done[at]...)
					}
				}
				if len(all) == 5*seeds {
					ms = append(ms, float64(width))
					for f := range values {
						values[f] = append(values[f], mean(column(all, f, 5)))
					}
				}
			}
			rate := mean(factors)
			predicted := mean(want).Value
			if math.IsNaN(predicted) {
				f := 1 - p.lo/p.hi
				predicted = f * f // of the limit kernel, until there is one
			}
			r := &Report{Measures: []Measure{
				near("loss factor a step, steps 80 to 120", "", predicted, rate, .03).assuming(m >= 200, "the kernel moves too much at so small a width"),
				atMost("loss over the theorem’s bound, largest", "", 1, Estimate{worst, math.NaN()}).assuming(m >= 200, "so narrow a network is beyond the theorem, and the bound may fail"),
				atMost("largest movement of a neuron over its bound", "", 1, sure(moved)),
			}}
			// Rounding of the first ratio, which is exactly 1.
			r.Measures[1] = judge(Measure{Name: r.Measures[1].Name, Relation: AtMost}, 1, sure(worst), 1e-7).assuming(m >= 200, "so narrow a network is beyond the theorem, and the bound may fail")
			scaling := Figure{Title: "What moves, by width", Alt: "Movement, kernel distance, kernel change and flips against the width on log-log axes: four lines of about slope −1/2.", X: &Axis{Label: "m", Log: true}, Y: &Axis{Label: "", Log: true}}
			for f, name := range names {
				b := Estimate{math.NaN(), math.NaN()}
				if len(ms) == len(widths) {
					b = logSlopeOf(ms, values[f])
				}
				r.Measures = append(r.Measures, nearly(name+": slope against m", "", -.5, b, tols[f]))
				scaling.Series = append(scaling.Series, runner(name, f+1, Lines, ms, estimates(values[f])))
			}
			line := []float64{128, 2048}
			scaling.Series = append(scaling.Series, series("slope −½", Predicted, Lines, line, []float64{.5, .125}))
			r.Figures = []Figure{fig, scaling}
			n6 := 1.
			for range 6 {
				n6 *= float64(n)
			}
			r.Caption = fmt.Sprintf("λ₀ = %.3g. The theorem asks for a width of the order of n⁶/λ₀⁴ ≈ %.2g; %d is enough here.", p.lo, n6/(p.lo*p.lo*p.lo*p.lo), m)
			return r
		},
	}
}
