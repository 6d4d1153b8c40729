package data

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
)

// label makes the classes, or looks at the numbers to predict.
func (t *Table) label() error {
	c, k := &t.rows.cols[t.LabelColumn], &t.Columns[t.LabelColumn]
	if t.Task == "regression" {
		c.span(t.use, k)
		if k.Min == k.Max {
			return fmt.Errorf("column %q, which is to be predicted, is %v in all rows: there is nothing to learn", k.Name, k.Min)
		}
		return nil
	}
	names, count, codes := c.levels(t.use, MaxClasses)
	if names == nil {
		return fmt.Errorf("column %q, which is to be predicted, has more than %d different values, too many for classes; choose another column, or predict a number (task: regression)", k.Name, MaxClasses)
	}
	if len(names) == 1 {
		return fmt.Errorf("all rows are of one class: column %q is %q everywhere; at least two classes are needed", k.Name, names[0])
	}
	t.labels, k.Levels = codes, names
	for i, n := range names {
		t.Classes = append(t.Classes, Class{n, count[i]})
	}
	return nil
}

// span notes the range of a column of numbers.
func (c *column) span(use []int32, k *Column) {
	k.Min, k.Max = math.Inf(1), math.Inf(-1)
	for _, r := range use {
		k.Min, k.Max = min(k.Min, c.num[r]), max(k.Max, c.num[r])
	}
}

// features makes the list of features. One column of numbers at least must be among them.
func (t *Table) features() error {
	numbers := 0
	for j := range t.Columns {
		c, k := &t.rows.cols[j], &t.Columns[j]
		switch k.Use {
		case "number":
			c.span(t.use, k)
			if numbers++; k.Min == k.Max {
				t.Ignored = append(t.Ignored, Ignored{k.Name, fmt.Sprintf("it is %v in all rows, which tells nothing", k.Min)})
				k.Use = "ignored"
				continue
			}
			t.Features = append(t.Features, k.Name)
		case "categories":
			k.Levels, _, k.codes = c.levels(t.use, MaxOneHot+1)
			for _, l := range k.Levels {
				t.Features = append(t.Features, k.Name+" = "+l)
			}
		}
	}
	switch {
	case numbers == 0:
		return errors.New("no column but the one to predict holds numbers, so there is nothing to learn from")
	case len(t.Features) == 0:
		return errors.New("every column but the one to predict is the same in all rows, so there is nothing to learn from")
	case len(t.Features)*t.Rows > maxNumbers:
		return fmt.Errorf("%d rows of %d features are %d numbers; at most %d can be held, so take a part of the rows", t.Rows, len(t.Features), len(t.Features)*t.Rows, maxNumbers)
	}
	return nil
}

// Split makes a training and a test set of the usable rows, in an order drawn from rng. The given part of each class, or of all
// rows, goes to the test set, nil when that is none; a class keeps at least one training example. Features are standardized
// by the training set's means and deviations alone, as are numbers to predict. A Table with rows that miss values, read without
// leaving them out, is an error.
func (t *Table) Split(testFraction float64, rng *rand.Rand) (train, test *Set, err error) {
	if t.MissingRows > t.DroppedRows {
		have := "have values missing or unusable, first"
		if t.MissingRows == 1 {
			have = "has a value missing or unusable:"
		}
		p := t.Missing[0]
		return nil, nil, fmt.Errorf("%s %s line %d, column %q: %s; fill in what is missing or leave such rows out (missing: drop)", plural(t.MissingRows, "row"), have, p.Line, p.Column, p.Text)
	}
	learn, keep := parts(len(t.use), t.labels, len(t.Classes), testFraction, rng)
	scales := t.scales(learn)
	train = t.set(learn, scales)
	if len(keep) > 0 {
		test = t.set(keep, scales)
	}
	return train, test, nil
}

// parts draws which of n examples are learned from and which are kept for testing, both in random order: of each class, or of all where
// labels is nil, the given part is kept, and one at least is not.
func parts(n int, labels []int32, classes int, testFraction float64, rng *rand.Rand) (learn, keep []int) {
	if !(testFraction >= 0 && testFraction < 1) {
		panic(fmt.Sprintf("data: testFraction=%v, want 0 <= testFraction < 1", testFraction))
	}
	group := make([][]int, max(1, classes))
	for i := range n {
		k := 0
		if labels != nil {
			k = int(labels[i])
		}
		group[k] = append(group[k], i)
	}
	for _, g := range group {
		shuffle(g, rng)
		most := min(int(math.Round(testFraction*float64(len(g)))), len(g)-1)
		keep, learn = append(keep, g[:most]...), append(learn, g[most:]...)
	}
	shuffle(learn, rng)
	shuffle(keep, rng)
	return learn, keep
}

func shuffle(x []int, rng *rand.Rand) {
	rng.Shuffle(len(x), func(i, j int) { x[i], x[j] = x[j], x[i] })
}

// scale is what is subtracted from a feature and divided by.
type scale struct{ mean, std float64 }

// value gives one feature's value of a usable row.
type value func(i int) float64

// values are the features in order and, last, the number to predict.
func (t *Table) values() []value {
	var all []value
	for j := range t.Columns {
		c, k := &t.rows.cols[j], &t.Columns[j]
		switch k.Use {
		case "number":
			all = append(all, func(i int) float64 { return c.num[t.use[i]] })
		case "categories":
			for l := range k.Levels {
				all = append(all, func(i int) float64 {
					if int(k.codes[i]) == l {
						return 1
					}
					return 0
				})
			}
		}
	}
	if t.Task == "regression" {
		all = append(all, func(i int) float64 { return t.rows.cols[t.LabelColumn].num[t.use[i]] })
	}
	return all
}

// scales standardizes by the given rows. What is the same in all of them becomes 0.
func (t *Table) scales(rows []int) []scale {
	var all []scale
	for _, v := range t.values() {
		lo, sum := v(rows[0]), 0.0
		for _, i := range rows { // from the first value, so that what all share does not cost digits
			sum += v(i) - lo
		}
		m := sum / float64(len(rows))
		sq := 0.0
		for _, i := range rows {
			d := v(i) - lo - m
			sq += float64(d * d)
		}
		s := math.Sqrt(sq / float64(len(rows)))
		if s == 0 {
			s = 1
		}
		all = append(all, scale{lo + m, s})
	}
	return all
}

func (t *Table) set(rows []int, by []scale) *Set {
	d := len(t.Features)
	s := &Set{N: len(rows), D: d, X: make([]float32, len(rows)*d), Features: t.Features, Mean: make([]float64, d), Std: make([]float64, d)}
	for j, v := range t.values() {
		k := by[j]
		if j == d {
			s.Values, s.ValueMean, s.ValueStd = make([]float32, s.N), k.mean, k.std
			for n, i := range rows {
				s.Values[n] = float32((v(i) - k.mean) / k.std)
			}
			continue
		}
		s.Mean[j], s.Std[j] = k.mean, k.std
		for n, i := range rows {
			s.X[n*d+j] = float32((v(i) - k.mean) / k.std)
		}
	}
	if t.Task == "classes" {
		s.Classes, s.Labels = t.Columns[t.LabelColumn].Levels, make([]int32, s.N)
		for n, i := range rows {
			s.Labels[n] = t.labels[i]
		}
	}
	return s
}
