package data

import (
	"math/rand/v2"

	"saddlelab/core/param"
)

// Corruption is an entry of the catalog of corruptions: what is done to a training set to see whether it is learned all the same.
type Corruption struct {
	ID     string        `json:"id"`
	Name   string        `json:"name"`
	Help   string        `json:"help"`
	Source string        `json:"source"`
	Params []param.Param `json:"params"`

	Apply func(train *Set, p []float64, rng *rand.Rand) `json:"-"`
}

// Corruptions is in menu order.
var Corruptions = []*Corruption{randomLabels}

// CorruptionByID finds a corruption; at names the field in the error.
func CorruptionByID(id, at string) (*Corruption, error) {
	have := make([]string, len(Corruptions))
	for i, c := range Corruptions {
		if c.ID == id {
			return c, nil
		}
		have[i] = c.ID
	}
	return nil, param.Unknown(at, "corruption", id, have)
}

// randomLabels draws the labels of a random part of the examples anew, uniformly over all classes: by chance some stay as they were.
var randomLabels = &Corruption{
	ID: "random-labels", Name: "Random labels",
	Help:   "Draws labels anew by chance, so that there is nothing to learn but the examples themselves.",
	Source: "Zhang, Bengio, Hardt, Recht, Vinyals 2017, arXiv:1611.03530",
	Params: []param.Param{{Name: "fraction", Label: "fraction of labels", Help: "The part of the labels that is redrawn.", Min: 0, Default: 1, Max: 1}},
	Apply: func(s *Set, p []float64, rng *rand.Rand) {
		s.Redrawn = make([]bool, s.N)
		for _, i := range rng.Perm(s.N)[:int(p[0]*float64(s.N)+.5)] {
			s.Labels[i] = int32(rng.IntN(len(s.Classes)))
			s.Redrawn[i] = true
		}
	},
}
