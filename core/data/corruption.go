package data

import (
	"fmt"
	"math"
	"math/rand/v2"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

// Corruption is an entry of the catalog of corruptions: what is done to a set to see whether it is learned all the same.
type Corruption struct {
	ID     string        `json:"id"`
	Name   string        `json:"name"`
	Help   string        `json:"help"`
	Source string        `json:"source"`
	Params []param.Param `json:"params"`
	Needs  string        `json:"needs"` // classes, images or numbers to predict: what a set must have

	// Apply changes the training set, and the test set, which may be nil, where that has to be of the same kind to mean anything.
	Apply func(train, test *Set, p []float64, rng *rand.Rand) `json:"-"`
}

// Corruptions is in menu order.
var Corruptions = []*Corruption{randomLabels, labelNoise, valueNoise, shuffledPixels, randomPixels, gaussianInputs}

const zhang = "Zhang, Bengio, Hardt, Recht, Vinyals 2017, arXiv:1611.03530"

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

// Fits tells whether a set has what the corruption needs; at names the field in the error.
func (c *Corruption) Fits(s *Set, at string) error {
	ok := true
	switch c.Needs {
	case "classes":
		ok = s.Labels != nil && s.Positions == 0
	case "numbers to predict":
		ok = s.Values != nil
	case "inputs that are numbers":
		ok = s.Vocabulary == 0
	}
	if !ok {
		return fmt.Errorf("%s: %s needs %s, and this set has none", at, c.ID, c.Needs)
	}
	return nil
}

// randomLabels draws the labels of a random part of the examples anew, uniformly over all classes: by chance some stay as they were.
var randomLabels = &Corruption{
	ID: "random-labels", Name: "Random labels",
	Help:   "Draws labels anew by chance, so that there is nothing to learn but the examples themselves.",
	Source: zhang, Needs: "classes",
	Params: []param.Param{{Name: "fraction", Label: "fraction of labels", Help: "The part of the labels that is redrawn.", Min: 0, Default: 1, Max: 1}},
	Apply: func(s, _ *Set, p []float64, rng *rand.Rand) {
		s.mark()
		for _, i := range rng.Perm(s.N)[:int(p[0]*float64(s.N)+.5)] {
			s.Labels[i] = int32(rng.IntN(len(s.Classes)))
			s.Redrawn[i] = true
		}
	},
}

// labelNoise makes each label, with a chance, one of the others.
var labelNoise = &Corruption{
	ID: "label-noise", Name: "Label noise",
	Help:   "Some labels are wrong, each by its own chance: what remains to be learned is the rule behind the noise.",
	Source: "Angluin & Laird 1988, Machine Learning 2", Needs: "classes",
	Params: []param.Param{{Name: "chance", Label: "chance", Help: "That a label is replaced by another one.", Min: 0, Default: .2, Max: 1}},
	Apply: func(s, _ *Set, p []float64, rng *rand.Rand) {
		s.mark()
		for i := range s.N {
			if rng.Float64() < p[0] {
				s.Labels[i] = (s.Labels[i] + 1 + int32(rng.IntN(len(s.Classes)-1))) % int32(len(s.Classes))
				s.Redrawn[i] = true
			}
		}
	},
}

// valueNoise adds Gaussian noise to the numbers to predict, which have deviation 1.
var valueNoise = &Corruption{
	ID: "value-noise", Name: "Noise on the values",
	Help:   "Adds Gaussian noise to the numbers to predict; without it they have deviation 1.",
	Source: "the linear model’s own noise", Needs: "numbers to predict",
	Params: []param.Param{{Name: "sigma", Label: "σ", Help: "Standard deviation of the noise.", Min: 0, Default: .3, Max: 10}},
	Apply: func(s, _ *Set, p []float64, rng *rand.Rand) {
		for i := range s.Values {
			s.Values[i] += float32(p[0] * real.Normal(rng))
		}
	},
}

// shuffledPixels puts the inputs of all examples, test examples too, into one random order. The colours of a pixel stay together.
var shuffledPixels = &Corruption{
	ID: "shuffled-pixels", Name: "Shuffled pixels",
	Help:   "One random order of the inputs for all examples. A dense network does not notice; a convolution loses what it is made for.",
	Source: zhang, Needs: "inputs that are numbers",
	Params: []param.Param{},
	Apply: func(train, test *Set, _ []float64, rng *rand.Rand) {
		order := rng.Perm(train.D / train.planes())
		was := make([]float32, len(order))
		for _, s := range both(train, test) {
			for i := range s.N {
				s.reorder(i, order, was)
			}
			if len(s.Mean) == s.D && s.D == len(order) {
				s.Mean, s.Std = reordered(s.Mean, order), reordered(s.Std, order)
			}
			if len(s.Features) == s.D {
				s.Features = reordered(s.Features, order)
			}
		}
	},
}

// randomPixels puts the inputs of every example into an order of its own.
var randomPixels = &Corruption{
	ID: "random-pixels", Name: "Random pixels",
	Help:   "Every example’s inputs in a random order of its own: the labels are true, and nothing of what they say is left in the inputs.",
	Source: zhang, Needs: "inputs that are numbers",
	Params: []param.Param{},
	Apply: func(train, test *Set, _ []float64, rng *rand.Rand) {
		order := make([]int, train.D/train.planes())
		was := make([]float32, len(order))
		for _, s := range both(train, test) {
			for i := range s.N {
				shuffleAnew(order, rng)
				s.reorder(i, order, was)
			}
		}
	},
}

// gaussianInputs replaces all inputs by Gaussian numbers with the training set's mean and variance.
var gaussianInputs = &Corruption{
	ID: "gaussian-inputs", Name: "Gaussian inputs",
	Help:   "Noise in place of the inputs, of the same mean and variance. Networks learn it by heart, and sooner than random labels.",
	Source: zhang, Needs: "inputs that are numbers",
	Params: []param.Param{},
	Apply: func(train, test *Set, _ []float64, rng *rand.Rand) {
		mean, sq := 0.0, 0.0
		for _, v := range train.X {
			mean += float64(v)
		}
		mean /= float64(len(train.X))
		for _, v := range train.X {
			d := float64(v) - mean
			sq += float64(d * d)
		}
		std := math.Sqrt(sq / float64(len(train.X)))
		for _, s := range both(train, test) {
			for i := range s.X {
				s.X[i] = float32(mean + float64(std*real.Normal(rng)))
			}
		}
	},
}

// mark makes room for which labels were replaced.
func (s *Set) mark() {
	if s.Redrawn == nil {
		s.Redrawn = make([]bool, s.N)
	}
}

func both(train, test *Set) []*Set {
	if test == nil {
		return []*Set{train}
	}
	return []*Set{train, test}
}

// planes are how many numbers a pixel has.
func (s *Set) planes() int { return max(1, s.Channels) }

// shuffleAnew makes order a random one, by the same draws as rng.Perm.
func shuffleAnew(order []int, rng *rand.Rand) {
	for i := range order {
		order[i] = i
	}
	rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
}

// reorder puts the inputs of example i into an order, each plane of an image into the same. was is room for one plane.
func (s *Set) reorder(i int, order []int, was []float32) {
	for x := s.X[i*s.D : (i+1)*s.D]; len(x) > 0; x = x[len(order):] {
		copy(was, x)
		for j, k := range order {
			x[j] = was[k]
		}
	}
}

func reordered[T any](x []T, order []int) []T {
	to := make([]T, len(x))
	for j, k := range order {
		to[j] = x[k]
	}
	return to
}
