package data

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
)

// Examples are what array files and pictures hold, before they are split and scaled.
type Examples struct {
	N       int
	Shape   []int   // of one example: [n] or [channels, height, width]
	Labels  []int32 // of Labels and Values one is nil
	Values  []float32
	Classes []string

	read func(i int, to []float32) // the numbers of example i
}

// Size is how many numbers an example has.
func (e *Examples) Size() int {
	n := 1
	for _, k := range e.Shape {
		n *= k
	}
	return n
}

// Example writes the Size() numbers of example i, as the file has them.
func (e *Examples) Example(i int, to []float32) { e.read(i, to) }

// Counts are how many examples each class has; nil where numbers are to be predicted.
func (e *Examples) Counts() []Class {
	var all []Class
	for _, name := range e.Classes {
		all = append(all, Class{Name: name})
	}
	for _, k := range e.Labels {
		all[k].Count++
	}
	return all
}

// FromArrays makes examples of x, whose first index counts them, and y, a label or number for each. Three indices are grey images, four
// colour images, of which the channels, at most four, may stand first or last; others are lists. Labels are classes if they are whole
// numbers of at most MaxClasses kinds. task is auto, classes or regression.
func FromArrays(x, y *Array, task string) (*Examples, error) {
	if len(x.Shape) < 2 || x.Len() == 0 {
		return nil, fmt.Errorf("the inputs have the shape %s; the first index must count examples, and more must follow", times(x.Shape))
	}
	e := &Examples{N: x.Shape[0]}
	d := x.Len() / e.N
	if err := CheckMemory(e.N, d, 1, held); err != nil {
		return nil, err
	}
	channels := 1 // that stand last
	switch s := x.Shape[1:]; {
	case len(s) == 2:
		e.Shape = []int{1, s[0], s[1]}
	case len(s) == 3 && s[2] <= 4 && s[0] > 4:
		channels = s[2]
		e.Shape = []int{channels, s[0], s[1]}
	case len(s) == 3:
		e.Shape = s
	default:
		e.Shape = []int{d}
	}
	e.read = func(i int, to []float32) {
		if channels == 1 {
			x.row(i*d, to)
			return
		}
		for k := range to {
			to[k%channels*(d/channels)+k/channels] = float32(x.At(i*d + k))
		}
	}
	if !x.Whole {
		for i := range x.Len() {
			if v := x.At(i); math.IsNaN(v) || math.Abs(v) > math.MaxFloat32 {
				return nil, fmt.Errorf("input %d of example %d is %v, which is no number to train on", i%d+1, i/d+1, v)
			}
		}
	}
	return e, e.label(y, task)
}

// label makes classes or numbers to predict of y.
func (e *Examples) label(y *Array, task string) error {
	if y.Len() != e.N {
		return fmt.Errorf("there are %s and labels of shape %s; there must be one for each", plural(e.N, "example"), times(y.Shape))
	}
	kinds := map[float64]int32{}
	whole := true
	for i := range e.N {
		v := y.At(i)
		if math.IsNaN(v) || math.Abs(v) > math.MaxFloat32 {
			return fmt.Errorf("label %d is %v, which is no label", i+1, v)
		}
		whole = whole && v == math.Trunc(v) && math.Abs(v) < 1e9
		if len(kinds) <= MaxClasses {
			kinds[v] = 0
		}
	}
	if task == "regression" || task != "classes" && (!whole || !y.Whole && len(kinds) > 20 || len(kinds) > MaxClasses) {
		if len(kinds) < 2 {
			return fmt.Errorf("the number to predict is %v for all examples: there is nothing to learn", y.At(0))
		}
		e.Values = make([]float32, e.N)
		for i := range e.Values {
			e.Values[i] = float32(y.At(i))
		}
		return nil
	}
	if !whole || len(kinds) > MaxClasses {
		return fmt.Errorf("the labels are not whole numbers of at most %d kinds, as classes must be; predict numbers instead (task: regression)", MaxClasses)
	}
	if len(kinds) < 2 {
		return fmt.Errorf("all examples have the label %v; at least two classes are needed", y.At(0))
	}
	for k, v := range slices.Sorted(maps.Keys(kinds)) {
		kinds[v] = int32(k)
		e.Classes = append(e.Classes, strconv.FormatFloat(v, 'f', -1, 64))
	}
	e.Labels = make([]int32, e.N)
	for i := range e.Labels {
		e.Labels[i] = kinds[y.At(i)]
	}
	return nil
}

// Split makes a training and a test set, as Table.Split does: the given part of each class goes to the test set. Images are scaled by one
// mean and deviation, other features each by its own, found on the training set alone.
func (e *Examples) Split(testFraction float64, rng *rand.Rand) (train, test *Set, err error) {
	learn, keep := parts(e.N, e.Labels, len(e.Classes), testFraction, rng)
	train = e.set(learn)
	if len(keep) > 0 {
		test = e.set(keep)
	}
	if len(e.Shape) == 3 {
		standardizeAll(train, test)
	} else {
		standardize(train, test)
	}
	if e.Values != nil {
		standardizeValues(train, test)
	}
	return train, test, nil
}

func (e *Examples) set(rows []int) *Set {
	d := e.Size()
	s := &Set{N: len(rows), D: d, X: make([]float32, len(rows)*d), Classes: e.Classes}
	if len(e.Shape) == 3 {
		s.Channels, s.Height, s.Width = e.Shape[0], e.Shape[1], e.Shape[2]
	} else {
		s.Features = named("x", d)
	}
	for n, i := range rows {
		e.read(i, s.X[n*d:(n+1)*d])
		if e.Labels != nil {
			s.Labels = append(s.Labels, e.Labels[i])
		} else {
			s.Values = append(s.Values, e.Values[i])
		}
	}
	return s
}
