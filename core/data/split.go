package data

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
)

// Split makes a training and a test set (nil for testFraction 0) of a table. Of each class the same part goes to the
// test set; features, and values to predict, are standardized by the training part alone.
func (t *Table) Split(testFraction float64, rng *rand.Rand) (train, test *Set, err error) {
	if t.MissingRows > 0 && !t.drop {
		p := t.Missing[0]
		return nil, nil, fmt.Errorf("%d rows lack a value, the first in line %d, column %q; leave those rows out, or fill them in", t.MissingRows, p.Line, p.Column)
	}
	if t.Task == "classes" {
		filled := 0
		for _, c := range t.Classes {
			if c.Count > 0 {
				filled++
			}
		}
		if filled < 2 {
			return nil, nil, errors.New("after leaving out rows only one class is left; at least two are needed to tell apart")
		}
	}
	if t.Rows < 2 {
		return nil, nil, fmt.Errorf("there is only %d usable row; at least two are needed", t.Rows)
	}
	groups := make([][]int, max(1, len(t.Classes)))
	for i := range t.Rows {
		g := 0
		if t.labels != nil {
			g = int(t.labels[i])
		}
		groups[g] = append(groups[g], i)
	}
	var in, out []int
	for _, g := range groups {
		rng.Shuffle(len(g), func(i, j int) { g[i], g[j] = g[j], g[i] })
		k := int(math.Round(testFraction * float64(len(g))))
		if len(g) > 0 {
			k = min(k, len(g)-1)
		}
		out, in = append(out, g[:k]...), append(in, g[k:]...)
	}
	rng.Shuffle(len(in), func(i, j int) { in[i], in[j] = in[j], in[i] })
	rng.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	train = t.pick(in)
	if len(out) > 0 {
		test = t.pick(out)
	}
	standardize(train, test)
	if train.Values != nil {
		standardizeValues(train, test)
	}
	return train, test, nil
}

// pick makes a set of some rows.
func (t *Table) pick(rows []int) *Set {
	d := len(t.Features)
	s := &Set{N: len(rows), D: d, X: make([]float32, 0, len(rows)*d), Features: t.Features}
	for _, c := range t.Classes {
		s.Classes = append(s.Classes, c.Name)
	}
	for _, i := range rows {
		s.X = append(s.X, t.x[i*d:(i+1)*d]...)
		if t.labels != nil {
			s.Labels = append(s.Labels, t.labels[i])
		} else {
			s.Values = append(s.Values, t.values[i])
		}
	}
	return s
}

// standardizeValues does with the values to predict what standardize does with features, so that a loss of 1 is that of
// always saying the mean.
func standardizeValues(train, test *Set) {
	v := &Set{N: train.N, D: 1, X: train.Values}
	var w *Set
	if test != nil {
		w = &Set{N: test.N, D: 1, X: test.Values}
	}
	standardize(v, w)
}
