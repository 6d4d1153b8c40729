package data

import (
	"math/rand/v2"
	"slices"
	"strconv"

	"saddlelab/core/param"
)

// Sequences of tokens 0 … vocabulary−1. At each position the label is the token that should follow; −1 where none is asked for.

var (
	lengthParam   = param.Param{Name: "length", Label: "length", Help: "Tokens to be read before the sign after which they are said.", Min: 1, Default: 6, Max: 32, Int: true}
	alphabetParam = param.Param{Name: "alphabet", Label: "alphabet", Help: "Different tokens besides the sign.", Min: 2, Default: 10, Max: 64, Int: true}
)

var copySequence = &Dataset{
	ID: "copy", Name: "Copy a sequence",
	Help:   "Read tokens, then say them again: attention has to look back by as many places.",
	Source: "Graves, Wayne, Danihelka 2014, arXiv:1410.5401, section 4.1",
	Params: append(counts(4000, 500), lengthParam, alphabetParam),
	Layout: readAndSay,
	Gen:    saying(func(seen, said []float32) { copy(said, seen) }),
}

var sortSequence = &Dataset{
	ID: "sort", Name: "Sort a sequence",
	Help:   "Read tokens, then say them in order.",
	Source: "Karpathy 2022, minGPT’s demonstration",
	Params: append(counts(4000, 500), lengthParam, alphabetParam),
	Layout: readAndSay,
	Gen: saying(func(seen, said []float32) {
		copy(said, seen)
		slices.Sort(said)
	}),
}

func readAndSay(p []float64) []int { return []int{2 * int(p[2])} }

// saying makes a Gen: k random tokens, the sign, and all but the last of what is to be said; labels from the sign on.
func saying(what func(seen, said []float32)) func(p []float64, rng *rand.Rand) (train, test *Set) {
	return func(p []float64, rng *rand.Rand) (train, test *Set) {
		k, a := int(p[2]), int(p[3])
		draw := func(n int) *Set {
			s := tokens(n, 2*k, a+1)
			said := make([]float32, k)
			for i := range n {
				x, y := s.X[i*2*k:(i+1)*2*k], s.Labels[i*2*k:(i+1)*2*k]
				for j := range k {
					x[j], y[j] = float32(rng.IntN(a)), -1
				}
				y[k-1] = -1
				what(x[:k], said)
				x[k] = float32(a)
				copy(x[k+1:], said)
				for j, v := range said {
					y[k+j] = int32(v)
				}
			}
			return s
		}
		return draw(int(p[0])), draw(int(p[1]))
	}
}

// modularAddition: a, b, = and, asked for after the last, a + b mod p. Of all p² sums a part is trained on, and the others test.
var modularAddition = &Dataset{
	ID: "modular-addition", Name: "Modular addition",
	Help:   "A table of sums with gaps: a network that has learned it by heart may find the rule much later.",
	Source: "Power, Burda, Edwards, Babuschkin, Misra 2022, arXiv:2201.02177: grokking",
	Params: []param.Param{
		{Name: "p", Label: "modulus p", Help: "Sums are taken modulo p.", Min: 3, Default: 31, Max: 113, Int: true},
		{Name: "fraction", Label: "part to train on", Help: "Of all p² sums.", Min: .1, Default: .5, Max: .9},
	},
	Layout: func([]float64) []int { return []int{3} },
	Gen: func(p []float64, rng *rand.Rand) (train, test *Set) {
		m := int(p[0])
		all := rng.Perm(m * m)
		n := min(max(int(p[1]*float64(m*m)+.5), 1), m*m-1)
		pick := func(which []int) *Set {
			s := tokens(len(which), 3, m+1)
			for i, k := range which {
				a, b := k/m, k%m
				copy(s.X[3*i:], []float32{float32(a), float32(b), float32(m)})
				copy(s.Labels[3*i:], []int32{-1, -1, int32((a + b) % m)})
			}
			return s
		}
		return pick(all[:n]), pick(all[n:])
	},
}

// tokens is an empty set of n sequences. The last token of the vocabulary is the sign.
func tokens(n, length, vocabulary int) *Set {
	s := &Set{N: n, D: length, X: make([]float32, n*length), Labels: make([]int32, n*length), Vocabulary: vocabulary, Positions: length, Features: named("t", length)}
	for v := range vocabulary - 1 {
		s.Classes = append(s.Classes, strconv.Itoa(v))
	}
	s.Classes = append(s.Classes, "=")
	return s
}
