package course

import (
	"math"

	"saddlelab/core/data"
	"saddlelab/core/param"
)

var e22d = &Experiment{
	ID: "E22d", Chapter: "global", Tag: Exact,
	Question: "Is an image with shuffled pixels pure noise?",
	Short:    "The ink survives",
	Claim:    "A permutation of its own for each image destroys every shape but not the sum of its pixels. Telling the digits apart by that one number, by the nearest class mean, is right about twice as often as chance, at a rate that follows from the font, the brightness and the noise.",
	Source:   "A remark on the case “random pixels” of Zhang, Bengio, Hardt, Recht, Vinyals 2017",
	Params: []param.Param{
		{Name: "noise", Label: "σ pixel noise", Help: "Standard deviation of the noise on each pixel.", Min: .05, Default: .25, Max: 1, Log: true},
		{Name: "n", Label: "images", Help: "For the class means, and as many again to be told apart, of each data set.", Min: 500, Default: 2000, Max: 5000, Log: true, Int: true},
		{Name: "seeds", Label: "data sets", Help: "How many are drawn.", Min: 2, Default: 6, Max: 20, Int: true},
	},
	Plan: planE22d,
}

// inkCells are the digits' ink in rising order without repeats, and where one nearest mean passes to the next.
func inkCells() (inks, edges []float64) {
	const brightness = .95 // mean of U(0.7, 1.2)
	var has [100]bool
	for d := range 10 {
		has[data.GlyphInk(d)] = true
	}
	for ink, ok := range has {
		if ok {
			inks = append(inks, float64(ink))
		}
	}
	edges = append(edges, math.Inf(-1))
	for i := 1; i < len(inks); i++ {
		edges = append(edges, brightness*(inks[i-1]+inks[i])/2)
	}
	return inks, append(edges, math.Inf(1))
}

// inkBelow is P(ink·B + σ√80·Z ≤ t) for B from U(0.7, 1.2).
func inkBelow(t, ink, noise float64) float64 {
	switch {
	case math.IsInf(t, -1):
		return 0
	case math.IsInf(t, 1):
		return 1
	}
	return integrate(func(b float64) float64 { return phi((t - b*ink) / (noise * math.Sqrt(80))) }, .7, 1.2, 200) / .5
}

func planE22d(s *Setting) *Plan {
	noise, n, seeds := s.Num("noise"), s.Int("n"), s.Int("seeds")
	inks, edges := inkCells()
	// Digits of one ink share a cell, and all but one of them lose it: together they get it right once.
	want := 0.
	for i, ink := range inks {
		want += (inkBelow(edges[i+1], ink, noise) - inkBelow(edges[i], ink, noise)) / 10
	}
	const images = 40
	return &Plan{
		Pieces: seeds,
		// The share that is told apart; of the first data set sums by class.
		Run: func(piece int) []float64 {
			train, test := glyphSets(n, n, noise, "random-pixels", nil, s.Rand(piece), s.Rand(1000+piece))
			ink := func(set *data.Set, i int) float64 {
				sum := 0.
				for _, v := range set.X[i*set.D : (i+1)*set.D] {
					sum += float64(v)
				}
				return sum
			}
			var sums, counts [10]float64
			for i := range train.N {
				sums[train.Labels[i]] += ink(train, i)
				counts[train.Labels[i]]++
			}
			right := 0
			var out []float64
			for i := range test.N {
				v, best, least := ink(test, i), 0, math.Inf(1)
				for c := range sums {
					if d := math.Abs(v - sums[c]/counts[c]); d < least {
						best, least = c, d
					}
				}
				if best == int(test.Labels[i]) {
					right++
				}
				if piece == 0 && i < 10*images {
					out = append(out, float64(test.Labels[i]), v)
				}
			}
			return append([]float64{float64(right)}, out...)
		},
		Report: func(done [][]float64) *Report {
			right, all := 0, 0
			for _, p := range done {
				if p != nil {
					right, all = right+int(p[0]), all+n
				}
			}
			e := share(right, all)
			fig := Figure{Title: "Sum of the pixels by digit", Alt: "For each digit a column of dots; the columns overlap, but a one has less ink than an eight.", X: &Axis{Label: "digit", From: at(-.6), To: at(9.6)}, Y: &Axis{Label: "sum, standardized pixels"}}
			if p := done[0]; p != nil {
				fig.Series = []Series{runner("test images", 1, Dots, column(p[1:], 0, 2), column(p[1:], 1, 2))}
			}
			noises := geometric(.05, 1, 25)
			law := apply(noises, func(v float64) float64 {
				sum := 0.
				for i, ink := range inks {
					sum += (inkBelow(edges[i+1], ink, v) - inkBelow(edges[i], ink, v)) / 10
				}
				return sum
			})
			return &Report{
				Measures: []Measure{
					near("share told apart by ink alone", "", want, e, .08),
					atLeast("and above chance by", "", .02, Estimate{e.Value - .1, e.CI}),
					shown("different amounts of ink among ten digits", "", sure(float64(len(inks)))),
				},
				Figures: []Figure{fig, {Title: "Share told apart, by noise", Alt: "The predicted share falls with the noise and stays above chance; the measurement lies on the line.", X: &Axis{Label: "σ", Log: true}, Y: &Axis{Label: "share", From: at(0), To: at(.4)},
					Series: []Series{series("predicted", Predicted, Lines, noises, law), series("measured", Measured, Dots, []float64{noise}, []float64{e.Value})}, Rules: []Rule{level("chance", LimitLine, .1)}}},
				Caption: "Before a network is said to have learned something from noise, ask what the noise still knows.",
			}
		},
	}
}
