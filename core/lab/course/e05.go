package course

import (
	"fmt"
	"math"
	"math/bits"

	"saddlelab/core/eig"
	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e05 = &Experiment{
	ID: "E05", Chapter: "problem", Tag: Bound,
	Question: "Is convex easy, and non-convex hard?",
	Short:    "Convex but intractable",
	Claim:    "Maximizing a linear function over the cut polytope is convex and NP-hard: it is MAX-CUT, with 2^{n−1} vertices. Its relaxation is solved by a non-convex method, Burer and Monteiro’s, and rounded by random hyperplanes to a cut of at least 0.87856 times the optimum. And whether 0 is a local minimum of Σ Q_ij x_i²x_j² asks if Q is copositive, which no derivative up to the third can tell.",
	Source:   "Karp 1972; Goemans, Williamson 1995; Burer, Monteiro 2003; Murty, Kabadi 1987",
	Params: []param.Param{
		{Name: "n", Label: "n nodes", Help: "Of each graph; every node doubles the number of cuts.", Min: 6, Default: 12, Max: 16, Int: true},
		{Name: "p", Label: "p edges", Help: "The chance that two nodes are joined.", Min: .2, Default: .5, Max: .9},
		{Name: "graphs", Label: "graphs", Help: "How many are drawn.", Min: 5, Default: 30, Max: 60, Int: true},
	},
	Plan: planE05,
}

// goemansWilliamson is min over θ of (2/π) θ/(1 − cos θ).
const goemansWilliamson = .87856

// graph is an unweighted one: its adjacency as bits.
type graph []uint32

func newGraph(s *Setting, id, n int, p float64) graph {
	rng := s.Rand(id)
	g := make(graph, n)
	for i := range n {
		for j := range i {
			if rng.Float64() < p {
				g[i] |= 1 << j
				g[j] |= 1 << i
			}
		}
	}
	return g
}

// cut is the number of edges between the nodes in a set and the others.
func (g graph) cut(set uint32) int {
	sum := 0
	for i, near := range g {
		if set>>i&1 == 1 {
			sum += bits.OnesCount32(near &^ set)
		}
	}
	return sum
}

// burerMonteiro descends on ⟨W, VVᵀ⟩ over unit vectors v_i of R⁶, and gives them with the cut that they stand for, and a bound on
// every such cut by the dual: W + diag λ ⪰ −δI gives ⟨W, X⟩ ≥ −Σλ_i − nδ for all X ⪰ 0 with a diagonal of 1.
func (g graph) burerMonteiro(s *Setting, id int) (v [][6]float64, value, bound float64) {
	rng := s.Rand(1<<20 + id)
	v = make([][6]float64, len(g))
	next := make([][6]float64, len(g))
	unit := func(x *[6]float64) {
		size := math.Sqrt(dot(x[:], x[:]))
		for k := range x {
			x[k] /= size
		}
	}
	for i := range v {
		for k := range v[i] {
			v[i][k] = real.Normal(rng)
		}
		unit(&v[i])
	}
	for range 3000 {
		for i, near := range g {
			x := v[i]
			for ; near != 0; near &= near - 1 {
				for k, y := range v[bits.TrailingZeros32(near)] {
					x[k] -= .05 * y
				}
			}
			unit(&x)
			next[i] = x
		}
		v, next = next, v
	}
	for i, near := range g {
		for j := range i {
			if near>>j&1 == 1 {
				value += (1 - dot(v[i][:], v[j][:])) / 2
				bound += .5
			}
		}
	}
	n := len(g)
	dual := make([]float64, n*n)
	for i, near := range g {
		var sum [6]float64
		for ; near != 0; near &= near - 1 {
			j := bits.TrailingZeros32(near)
			dual[i*n+j] = 1
			for k, y := range v[j] {
				sum[k] += y
			}
		}
		lambda := math.Sqrt(dot(sum[:], sum[:]))
		dual[i*n+i] = lambda
		bound += lambda / 4
	}
	least, _ := extremes(dual, n)
	return v, value, bound + float64(n)*(max(0, -least)+1e-12)/4 // and the rounding of the eigenvalue
}

// copositive is Kaplan's test: no principal submatrix has an eigenvector of positive entries with a negative eigenvalue.
func copositive(q []float64, n int) bool {
	for set := 1; set < 1<<n; set++ {
		var at []int
		for i := range n {
			if set>>i&1 == 1 {
				at = append(at, i)
			}
		}
		m := len(at)
		a, v := make([]float64, m*m), make([]float64, m*m)
		for i, p := range at {
			for j, r := range at {
				a[i*m+j] = q[p*n+r]
			}
		}
		eig.Symmetric(a, v, m)
		for j := range m {
			plus, minus := 0, 0
			for i := range m {
				if v[i*m+j] > 1e-12 {
					plus++
				} else if v[i*m+j] < -1e-12 {
					minus++
				}
			}
			if a[j*m+j] < -1e-12 && (plus == m || minus == m) {
				return false
			}
		}
	}
	return true
}

func planE05(s *Setting) *Plan {
	n, p, graphs := s.Int("n"), s.Num("p"), s.Int("graphs")
	const rounds, matrices, size, samples, per = 200, 200, 4, 6000, 20
	return &Plan{
		Pieces: graphs + matrices/per,
		// Of a graph: cuts counted, the largest one, the relaxation's bound and value, mean and interval of the rounded cuts, and of the
		// first graph how many cuts there are of each size. Or of matrices: how often test and samples agree, how many are copositive.
		Run: func(piece int) []float64 {
			if piece >= graphs {
				agree, positive := 0., 0.
				for id := range per {
					rng := s.Rand(1<<21 + (piece-graphs)*per + id)
					q := make([]float64, size*size)
					for i := range size {
						for j := range size {
							v := .4 + real.Normal(rng)
							if i == j {
								v += 1.2
							}
							q[i*size+j] += v / 2
							q[j*size+i] += v / 2
						}
					}
					sampled := true
					var x [size]float64
					for range samples {
						// x_i² of normal x, as Dirichlet's of ½; its size does not matter.
						for i := range x {
							x[i] = real.Normal(rng)
							x[i] *= x[i]
						}
						form := 0.
						for i := range x {
							form += x[i] * dot(q[i*size:(i+1)*size], x[:])
						}
						if form < 0 {
							sampled = false
							break
						}
					}
					exact := copositive(q, size)
					if exact == sampled {
						agree++
					}
					if exact {
						positive++
					}
				}
				return []float64{agree, positive}
			}
			g := newGraph(s, piece, n, p)
			best, count := 0, 0
			sizes := make([]float64, n*n/4+1)
			for set := uint32(0); set < 1<<(n-1); set++ { // the last node is on the side of 0
				c := g.cut(set)
				best = max(best, c)
				sizes[c]++
				count++
			}
			v, value, bound := g.burerMonteiro(s, piece)
			rng := s.Rand(1<<22 + piece)
			cuts := make([]float64, rounds)
			for k := range cuts {
				var normal [6]float64
				for i := range normal {
					normal[i] = real.Normal(rng)
				}
				set := uint32(0)
				for i := range v {
					if dot(v[i][:], normal[:]) > 0 {
						set |= 1 << i
					}
				}
				cuts[k] = float64(g.cut(set))
			}
			m := mean(cuts)
			out := []float64{float64(count), float64(best), bound, value, m.Value, m.CI}
			if piece == 0 {
				out = append(out, sizes...)
			}
			return out
		},
		Report: func(done [][]float64) *Report {
			least := Estimate{math.NaN(), math.NaN()}
			counted, gap, duality, agree, positive := math.NaN(), math.NaN(), math.NaN(), 0, math.NaN()
			tested := 0
			var relaxed, bests, rounded, quality, tight []float64
			for i, d := range done {
				switch {
				case d == nil:
				case i >= graphs:
					agree, tested = agree+int(d[0]), tested+per
					if math.IsNaN(positive) {
						positive = 0
					}
					positive += d[1]
				default:
					counted = d[0]
					if d[2] == 0 {
						continue // a graph without an edge
					}
					if e := (Estimate{d[4] / d[2], d[5] / d[2]}); !(least.Value <= e.Value) {
						least = e
					}
					if g := d[2] - d[1]; !(gap <= g) {
						gap = g
					}
					if g := d[2] - d[3]; !(duality >= g) {
						duality = g
					}
					relaxed, bests, rounded = append(relaxed, d[2]), append(bests, d[1]), append(rounded, d[4])
					quality, tight = append(quality, d[4]/d[2]), append(tight, d[1]/d[2])
				}
			}
			fig := Figure{Title: "Each graph: largest cut, and mean rounded cut", Alt: "All dots lie between the relaxation’s value and 0.878 times it.", X: &Axis{Label: "value of the relaxation"}, Y: &Axis{Label: "edges cut"}}
			if len(relaxed) > 0 {
				lo, hi := math.Inf(1), 0.
				for _, v := range relaxed {
					lo, hi = min(lo, v), max(hi, v)
				}
				fig.Series = append(fig.Series, series("the relaxation", Predicted, Lines, []float64{lo, hi}, []float64{lo, hi}), series("0.87856 of it", LimitLine, Lines, []float64{lo, hi}, []float64{goemansWilliamson * lo, goemansWilliamson * hi}),
					runner("largest cut", 2, Dots, relaxed, bests), runner("rounded, mean of 200", 1, Dots, relaxed, rounded))
			}
			cuts := Figure{Title: "All cuts of the first graph", Alt: "The numbers of cuts by size form a bell; the largest cuts are few.", X: &Axis{Label: "edges cut"}, Y: &Axis{Label: "cuts"}}
			if d := done[0]; d != nil {
				sizes := d[6:]
				cuts.Series = []Series{runner("", 1, Bars, spaced(0, float64(len(sizes)-1), len(sizes)), sizes)}
				cuts.Rules = []Rule{upright("relaxation", LimitLine, d[2]), upright("rounded, mean", Measured, d[4])}
				cuts.X.From, cuts.X.To = at(0), at(math.Ceil(d[2])+1)
			}
			agreed := share(agree, tested)
			return &Report{
				Measures: []Measure{
					atLeast("least ratio of E[cut] to the relaxation", "", goemansWilliamson, least),
					atLeast("relaxation less the largest cut, least", "", 0, sure(gap)),
					atMost("what descent leaves of it, by the dual", "", .001, sure(duality)),
					equal("cuts to compare", "", real.Pow(2, float64(n-1)), counted),
					atLeast("Kaplan’s test and 6000 samples agree", "", .98, sure(agreed.Value)),
					shown("mean ratio of E[cut] to the relaxation", "", mean(quality)),
					shown("mean ratio of the largest cut to the relaxation", "", mean(tight)),
					shown("copositive, of 200 matrices", "", sure(positive)),
				},
				Figures: []Figure{fig, cuts},
				Caption: fmt.Sprintf("%d nodes have %.0f cuts, and 100 nodes more than 10²⁹. The relaxation takes a moment for either.", n, real.Pow(2, float64(n-1))),
			}
		},
	}
}
