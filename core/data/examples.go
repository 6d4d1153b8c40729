package data

import (
	"fmt"
	"math"
	"math/rand/v2"
	"sort"
	"strconv"
	"strings"
)

// Examples are what array files and pictures hold, before they are split and scaled.
type Examples struct {
	N       int
	Shape   []int // of one example: [n] or [channels, height, width]
	X       []float32
	Labels  []int32 // of Labels and Values one is nil
	Values  []float32
	Classes []string
}

// FromArrays makes examples of x, whose first index counts them, and y, a label or number for each. Labels are classes if they are whole
// numbers of at most MaxClasses kinds. task is auto, classes or regression.
func FromArrays(x, y *Array, task string) (*Examples, error) {
	if len(x.Shape) < 2 || x.Shape[0] == 0 {
		return nil, fmt.Errorf("the inputs have the shape %s; the first index must count examples, and more must follow", times(x.Shape))
	}
	e := &Examples{N: x.Shape[0]}
	switch s := x.Shape[1:]; {
	case len(s) == 2: // grey images
		e.Shape = []int{1, s[0], s[1]}
	case len(s) == 3 && s[2] <= 4 && s[0] > 4: // height, width, channels
		e.Shape = []int{s[2], s[0], s[1]}
	case len(s) == 3:
		e.Shape = s
	default:
		d := 1
		for _, k := range s {
			d *= k
		}
		e.Shape = []int{d}
	}
	d := len(x.V) / e.N
	if d == 0 {
		return nil, fmt.Errorf("the inputs have the shape %s: no numbers", times(x.Shape))
	}
	e.X = make([]float32, len(x.V))
	turned := len(x.Shape) == 4 && e.Shape[0] == x.Shape[3] && x.Shape[1] > 4 && x.Shape[3] <= 4
	for i, v := range x.V {
		if v-v != 0 {
			return nil, fmt.Errorf("input %d of example %d is %v, which is no number to train on", i%d+1, i/d+1, v)
		}
		k := i
		if turned { // channels last become channels first
			c, p := i%e.Shape[0], i%d/e.Shape[0]
			k = i/d*d + c*(d/e.Shape[0]) + p
		}
		e.X[k] = float32(v)
	}
	if len(y.V) != e.N {
		return nil, fmt.Errorf("there are %d examples and %d labels; there must be as many of both", e.N, len(y.V))
	}
	count := map[float64]bool{}
	whole := true
	for i, v := range y.V {
		if v-v != 0 {
			return nil, fmt.Errorf("label %d is %v, which is no label", i+1, v)
		}
		whole = whole && v == math.Trunc(v) && math.Abs(v) < 1e9
		if len(count) <= MaxClasses {
			count[v] = true
		}
	}
	if task == "regression" || task != "classes" && (!whole || !y.Whole && len(count) > 20 || len(count) > MaxClasses) {
		e.Values = make([]float32, e.N)
		for i, v := range y.V {
			e.Values[i] = float32(v)
		}
		return e, nil
	}
	if !whole || len(count) > MaxClasses {
		return nil, fmt.Errorf("the labels are not whole numbers of at most %d kinds, as classes must be; predict numbers instead (task: regression)", MaxClasses)
	}
	if len(count) < 2 {
		return nil, fmt.Errorf("all examples have the label %v; at least two classes are needed", y.V[0])
	}
	levels := make([]float64, 0, len(count))
	for v := range count {
		levels = append(levels, v)
	}
	sort.Float64s(levels)
	of := map[float64]int32{}
	for k, v := range levels {
		of[v] = int32(k)
		e.Classes = append(e.Classes, strconv.FormatFloat(v, 'f', -1, 64))
	}
	e.Labels = make([]int32, e.N)
	for i, v := range y.V {
		e.Labels[i] = of[v]
	}
	return e, nil
}

// Pair finds inputs and labels among arrays by the names that people give them.
func Pair(arrays map[string]*Array) (x, y *Array, err error) {
	names := make([]string, 0, len(arrays))
	for name := range arrays {
		names = append(names, name)
	}
	sort.Strings(names)
	find := func(wanted ...string) *Array {
		for _, want := range wanted {
			for _, name := range names {
				if strings.EqualFold(name, want) {
					return arrays[name]
				}
			}
		}
		return nil
	}
	x = find("x", "x_train", "images", "train_images", "data", "inputs", "features")
	y = find("y", "y_train", "labels", "train_labels", "targets", "target", "label")
	if x == nil || y == nil {
		return nil, nil, fmt.Errorf("it holds %s; name the inputs x and the labels y", strings.Join(names, ", "))
	}
	return x, y, nil
}

// Split makes a training and a test set, as Table.Split does: the given part of each class goes to the test set. Images are scaled by one
// mean and deviation, other features each by its own, found on the training set alone.
func (e *Examples) Split(testFraction float64, rng *rand.Rand) (train, test *Set, err error) {
	group := make([][]int, max(1, len(e.Classes)))
	for i := range e.N {
		k := 0
		if e.Labels != nil {
			k = int(e.Labels[i])
		}
		group[k] = append(group[k], i)
	}
	var learn, keep []int
	for _, g := range group {
		shuffle(g, rng)
		n := min(int(math.Round(testFraction*float64(len(g)))), len(g)-1)
		keep, learn = append(keep, g[:n]...), append(learn, g[n:]...)
	}
	shuffle(learn, rng)
	shuffle(keep, rng)
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
	d := len(e.X) / e.N
	s := &Set{N: len(rows), D: d, X: make([]float32, len(rows)*d), Classes: e.Classes}
	if len(e.Shape) == 3 {
		s.Channels, s.Height, s.Width = e.Shape[0], e.Shape[1], e.Shape[2]
	} else {
		s.Features = named("x", d)
	}
	for n, i := range rows {
		copy(s.X[n*d:(n+1)*d], e.X[i*d:(i+1)*d])
		if e.Labels != nil {
			s.Labels = append(s.Labels, e.Labels[i])
		} else {
			s.Values = append(s.Values, e.Values[i])
		}
	}
	return s
}
