package data

import (
	"math"
	"slices"
	"strings"
	"testing"
)

func TestFromArrays(t *testing.T) {
	var v []float64
	for i := range 24 {
		v = append(v, float64(i))
	}
	x, y := array(true, []int{4, 2, 3}, v...), array(true, []int{4}, 7, 3, 7, 3)
	e, err := FromArrays(x, y, "auto")
	if err != nil || !slices.Equal(e.Shape, []int{1, 2, 3}) || !slices.Equal(e.Labels, []int32{1, 0, 1, 0}) || !slices.Equal(e.Counts(), []Class{{"3", 2}, {"7", 2}}) {
		t.Fatalf("%+v, %v", e, err)
	}
	train, test, err := e.Split(.5, rng(1))
	if err != nil || train.N != 2 || test.N != 2 || train.Height != 2 || len(train.Mean) != 1 {
		t.Errorf("%+v %+v %v", train, test, err)
	}
	m, q := 0.0, 0.0
	for _, p := range train.X {
		m, q = m+float64(p), q+float64(p)*float64(p)
	}
	if math.Abs(m) > 1e-5 || math.Abs(q/12-1) > 1e-5 {
		t.Errorf("training part has sum %g and square %g", m, q)
	}
	if e, err := FromArrays(x, array(false, []int{4, 1}, .5, 1, 2, 3), "auto"); err != nil || e.Values == nil || e.Counts() != nil {
		t.Errorf("numbers to predict: %+v, %v", e, err)
	}
	// Channels last become channels first, and channels first stay.
	v = nil
	for i := range 150 {
		v = append(v, float64(i%3))
	}
	to := make([]float32, 75)
	e, err = FromArrays(array(true, []int{2, 5, 5, 3}, v...), array(true, []int{2}, 0, 1), "auto")
	if err != nil || !slices.Equal(e.Shape, []int{3, 5, 5}) {
		t.Fatalf("%+v, %v", e, err)
	}
	for i := range 2 {
		e.Example(i, to)
		for k, got := range to {
			if int(got) != k/25 {
				t.Fatalf("number %d of example %d is %v", k, i, got)
			}
		}
	}
	if e, err := FromArrays(array(true, []int{2, 3, 5, 5}, v...), array(true, []int{2}, 0, 1), "auto"); err != nil || !slices.Equal(e.Shape, []int{3, 5, 5}) {
		t.Errorf("%+v, %v", e, err)
	} else if e.Example(1, to); to[1] != 1 || to[74] != 2 {
		t.Errorf("channels first: %v", to)
	}
	for _, c := range []struct {
		x, y *Array
		task string
		want string
	}{
		{array(true, []int{4}, 1, 2, 3, 4), y, "auto", "the inputs have the shape 4; the first index must count examples"},
		{array(true, []int{4, 0}), y, "auto", "the inputs have the shape 4×0"},
		{x, array(true, []int{2}, 1, 2), "auto", "there are 4 examples and labels of shape 2"},
		{x, array(true, []int{4}, 1, 1, 1, 1), "auto", "all examples have the label 1; at least two classes"},
		{x, array(true, []int{4}, 1, 1, 1, 1), "regression", "the number to predict is 1 for all examples"},
		{x, array(false, []int{4}, 1, 2, .5, 1), "classes", "the labels are not whole numbers of at most 1000 kinds"},
		{x, array(false, []int{4}, 1, 2, math.Inf(1), 1), "auto", "label 3 is +Inf, which is no label"},
		{array(false, []int{4, 1}, 1, 2, math.NaN(), 4), y, "auto", "input 1 of example 3 is NaN"},
		{array(false, []int{4, 1}, 1, 1e39, 3, 4), y, "auto", "input 1 of example 2 is 1e+39"},
	} {
		if _, err := FromArrays(c.x, c.y, c.task); err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%v, want %s", err, c.want)
		}
	}
}

// Lists are scaled feature by feature, by the training part alone, and a constant feature becomes 0.
func TestExamplesAreScaledByTheTrainingPart(t *testing.T) {
	const n = 40
	var x, y []float64
	for i := range n {
		x = append(x, float64(i), 1000-3*float64(i), 7)
		y = append(y, 100+.5*float64(i))
	}
	e, err := FromArrays(array(true, []int{n, 3}, x...), array(false, []int{n}, y...), "auto")
	if err != nil {
		t.Fatal(err)
	}
	train, test, err := e.Split(.25, rng(4))
	if err != nil || train.N != 30 || test.N != 10 {
		t.Fatal(train.N, test.N, err)
	}
	seen := map[int]bool{}
	sum := 0
	for _, s := range []*Set{train, test} {
		for i := range s.N {
			row := int(math.Round(s.feature(i, 0)))
			if v := float64(s.Values[i])*s.ValueStd + s.ValueMean; seen[row] || math.Abs(s.feature(i, 1)-float64(1000-3*row)) > 1e-3 || s.X[3*i+2] != 0 || math.Abs(v-100-.5*float64(row)) > 1e-4 {
				t.Errorf("row %d: %v, %v", row, s.X[3*i:3*i+3], v)
			}
			if seen[row] = true; s == train {
				sum += row
			}
		}
	}
	// A class of one example is learned from, whatever the part.
	e, _ = FromArrays(array(true, []int{4, 1}, 1, 2, 3, 4), array(true, []int{4}, 5, 5, 5, 6), "auto")
	if learn, keep, _ := e.Split(.9, rng(1)); learn.N != 2 || keep.N != 2 || learn.Labels[0]+learn.Labels[1] != 1 {
		t.Errorf("of a class of 3 and one of 1, %v are learned from", learn.Labels)
	}
	if mean := float64(sum) / 30; math.Abs(train.Mean[0]-mean) > 1e-9 || math.Abs(train.Mean[1]-(1000-3*mean)) > 1e-9 || math.Abs(train.ValueMean-(100+.5*mean)) > 1e-5 {
		t.Errorf("means %v and %g, of training rows %g", train.Mean, train.ValueMean, mean)
	}
}
