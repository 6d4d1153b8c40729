// Package data makes data sets: generated ones, one to a file, corruptions of them, and what a user's files hold: tables, arrays, pictures.
package data

import (
	"math"
	"math/rand/v2"

	"saddlelab/core/param"
)

// Set is a set of examples. X is N×D, row-major, standardized; of Labels and Values one is nil.
type Set struct {
	N, D          int
	X             []float32
	Labels        []int32   // class of each example
	Values        []float32 // number to predict, standardized
	Classes       []string
	Features      []string
	Height, Width int       // of images; 0 for other data
	Channels      int       // of images, planes one after the other; 0 is 1
	Vocabulary    int       // of sequences, whose X are tokens from 0 to Vocabulary−1, not standardized; 0 for other data
	Positions     int       // of sequences: so many labels for each example, negative where none is asked for; 0 is 1
	Mean, Std     []float64 // what was subtracted from each feature and divided by; of length 1 when one for all
	Redrawn       []bool    // labels replaced by chance; nil when none

	ValueMean, ValueStd float64 // what was subtracted from Values and divided by
}

// Shape is how the numbers of an example are laid out: [n], or [channels, height, width] of an image.
func (s *Set) Shape() []int {
	if s.Height > 0 {
		return []int{max(1, s.Channels), s.Height, s.Width}
	}
	return []int{s.D}
}

// LabelsOf are how many labels each example has.
func (s *Set) LabelsOf() int { return max(1, s.Positions) }

// Dataset is an entry of the catalog of generated sets.
type Dataset struct {
	ID     string        `json:"id"`
	Name   string        `json:"name"`
	Group  string        `json:"group"` // of the menu
	Help   string        `json:"help"`
	Source string        `json:"source"`
	Params []param.Param `json:"params"`

	// Layout is how an example is laid out, as Set.Shape; nil: two features.
	Layout func(p []float64) []int `json:"-"`
	// Gen makes a training and a test set by the same law; p are the values of Params in order.
	Gen func(p []float64, rng *rand.Rand) (train, test *Set) `json:"-"`
}

// Shape is how an example of the set is laid out.
func (d *Dataset) Shape(p []float64) []int {
	if d.Layout == nil {
		return []int{2}
	}
	return d.Layout(p)
}

// Catalog is in menu order.
var Catalog = func() (all []*Dataset) {
	for _, g := range []struct {
		name string
		sets []*Dataset
	}{
		{"Images", []*Dataset{glyphs, digits}},
		{"Points of two classes or more", []*Dataset{twoSpirals, circles, moons, xor, checkerboard, blobs, gaussians}},
		{"Numbers to predict", []*Dataset{sine, polynomial, teacherStudent}},
		{"Sequences", []*Dataset{copySequence, sortSequence, modularAddition}},
	} {
		for _, d := range g.sets {
			d.Group = g.name
			all = append(all, d)
		}
	}
	return all
}()

// ByID finds a data set; at names the field in the error.
func ByID(id, at string) (*Dataset, error) {
	have := make([]string, len(Catalog))
	for i, d := range Catalog {
		if d.ID == id {
			return d, nil
		}
		have[i] = d.ID
	}
	return nil, param.Unknown(at, "data set", id, have)
}

func counts(n, test float64) []param.Param {
	return []param.Param{
		{Name: "n", Label: "examples", Help: "How many examples to train on.", Min: 10, Default: n, Max: 50000, Log: true, Int: true},
		{Name: "test_n", Label: "test examples", Help: "How many further examples to test on.", Min: 10, Default: test, Max: 20000, Log: true, Int: true},
	}
}

func noiseParam(def, most float64) param.Param {
	return param.Param{Name: "noise", Label: "noise", Help: "Standard deviation of the Gaussian noise on each coordinate.", Min: 0, Default: def, Max: most}
}

// standardize makes each feature of train mean 0 and standard deviation 1, and applies the same to test, which may be
// nil: nothing of the test set is looked at. A constant feature becomes 0.
func standardize(train, test *Set) {
	train.Mean, train.Std = make([]float64, train.D), make([]float64, train.D)
	for j := range train.D {
		m := 0.0
		for i := range train.N {
			m += float64(train.X[i*train.D+j])
		}
		m /= float64(train.N)
		v := 0.0
		for i := range train.N {
			d := float64(train.X[i*train.D+j]) - m
			v += float64(d * d)
		}
		s := math.Sqrt(v / float64(train.N))
		if !(s > 1e-7*math.Abs(m)) || s == 0 { // constant but for float32 rounding
			s = 1
		}
		train.Mean[j], train.Std[j] = m, s
	}
	train.apply(train.Mean, train.Std)
	if test != nil {
		test.apply(train.Mean, train.Std)
	}
}

// apply subtracts a mean and divides by a deviation for each feature, or one for all.
func (s *Set) apply(mean, std []float64) {
	s.Mean, s.Std = mean, std
	for i, v := range s.X {
		j := 0
		if len(mean) > 1 {
			j = i % s.D
		}
		s.X[i] = float32((float64(v) - mean[j]) / std[j])
	}
}
