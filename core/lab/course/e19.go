package course

import (
	"fmt"
	"math"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e19 = &Experiment{
	ID: "E19", Chapter: "avoid", Tag: Exact,
	Question: "Does it still work when the steps vanish?",
	Short:    "With steps that vanish",
	Claim:    "With steps Θ(1/k^p), 0 < p ≤ 1, and noise that is bounded and uniformly exciting (E⟨ξ, u⟩⁺ ≥ c for every unit u), SGD converges to a strict saddle with probability zero, from every start, the saddle itself among them. Noise along one direction alone is not exciting: it never leaves.",
	Source:   "Mertikopoulos, Hallak, Kavis, Cevher 2020 (NeurIPS), Theorem 3",
	Params: []param.Param{
		{Name: "c", Label: "c step scale", Help: "Steps are c/k^p.", Min: .3, Default: .5, Max: 1, Log: true},
		{Name: "sigma", Label: "σ noise", Help: "Standard deviation of each coordinate of the gradient’s noise.", Min: .2, Default: 1, Max: 1.5, Log: true},
		{Name: "chains", Label: "chains", Help: "How many independent runs are made with each of four exponents.", Min: 20, Default: 80, Max: 1000, Log: true, Int: true},
	},
	Plan: planE19,
}

// planE19 runs SGD on ½x² + W(y) from the saddle (0, 0); x does not matter for y, and is left out but for the noise that it alone gets.
func planE19(s *Setting) *Plan {
	c, sigma, n := s.Num("c"), s.Num("sigma"), s.Int("chains")
	exponents := []float64{.3, .5, .75, 1}
	lengths := []int{20000, 20000, 20000, 50000}
	const per, drawn, quiet = 5, 5, 20
	own := pieces(n, per)
	return &Plan{
		Pieces: own*len(exponents) + 1,
		Run: func(piece int) []float64 {
			var ends, paths []float64
			if piece == own*len(exponents) { // noise along x only
				for id := range quiet {
					rng := s.Rand(1<<20 + id)
					x, y := 0., 0.
					for k := 1; k <= 20000; k++ {
						g := c / math.Sqrt(float64(k))
						x -= g * (x + sigma*real.Normal(rng))
						y -= g * smoothWellSlope(y)
					}
					ends = append(ends, y)
				}
				return append([]float64{float64(len(ends))}, ends...)
			}
			e := piece % len(exponents)
			from, to := part(piece/len(exponents), n, per)
			steps := make([]float64, lengths[e]+1)
			for k := 1; k <= lengths[e]; k++ {
				steps[k] = c * real.Pow(float64(k), -exponents[e])
			}
			for id := from; id < to; id++ {
				rng := s.Rand(e*n + id)
				y, next := 0., 1.
				for k := 1; k <= lengths[e]; k++ {
					y -= steps[k] * (smoothWellSlope(y) + sigma*real.Normal(rng))
					if id < drawn && float64(k) >= next {
						paths = append(paths, float64(id), float64(k), y)
						next *= 1.07
					}
				}
				ends = append(ends, y)
			}
			return append(append([]float64{float64(len(ends))}, ends...), paths...)
		},
		Report: func(done [][]float64) *Report {
			r := &Report{}
			fig := Figure{Title: "Runs from the saddle itself", Alt: "Runs start at y = 0, between two wells, and settle at +1 or −1, later for faster vanishing steps.", X: &Axis{Label: "step k", Log: true}, Y: &Axis{Label: "y", From: at(-2), To: at(2)}, Rules: []Rule{level("saddle", LimitLine, 0), level("minimum", Predicted, 1), level("minimum", Predicted, -1)}}
			for e, p := range exponents {
				near, count := 0, 0
				paths := make([][2][]float64, drawn)
				for i := e; i < own*len(exponents) && i < len(done); i += len(exponents) {
					if done[i] == nil {
						continue
					}
					m := 1 + int(done[i][0])
					for _, y := range done[i][1:m] {
						if count++; math.Abs(math.Abs(y)-1) < .5 {
							near++
						}
					}
					for j := m; j < len(done[i]); j += 3 {
						l := &paths[int(done[i][j])]
						l[0], l[1] = append(l[0], done[i][j+1]), append(l[1], done[i][j+2])
					}
				}
				r.Measures = append(r.Measures, nearly(fmt.Sprintf("p = %g: share near a minimum after %d steps", p, lengths[e]), "", 1, sure(share(near, count).Value), .01).
					assuming(p < 1 || c >= .5, "at p = 1 the exit takes k^{1/(cλ)} steps: c is too small for this length").assuming(c*sigma <= 1.2, "so long steps and so much noise do not settle within this length"))
				for i, l := range paths {
					if len(l[0]) > 0 && (e == 1 || e == 3) {
						name := ""
						if i == 0 {
							name = fmt.Sprintf("p = %g", p)
						}
						fig.Series = append(fig.Series, runner(name, 1+e/2, Lines, l[0], l[1])) // 1 and 2
					}
				}
			}
			stuck := math.NaN()
			if at := own * len(exponents); at < len(done) && done[at] != nil {
				out := 0
				for _, y := range done[at][1:] {
					if math.Abs(y) > 1e-9 {
						out++
					}
				}
				stuck = float64(out) / quiet
			}
			r.Measures = append(r.Measures, equal("noise along x only: share that leaves", "", 0, stuck))
			r.Figures = []Figure{fig}
			r.Caption = "Every run leaves. How soon depends on p: the steps shrink while the saddle still has to be left."
			return r
		},
	}
}
