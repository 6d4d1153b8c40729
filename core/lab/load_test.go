package lab

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"saddlelab/core/data"
)

func loaded(t *testing.T, dataSpec string, files map[string][]byte) (train, test *data.Set) {
	t.Helper()
	s, err := Parse([]byte(`{"v":1,"kind":"network","data":` + dataSpec + `,"model":[{"dense":2}],"loss":"mse","runs":[{"optimizer":"sgd"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	if train, test, err = load(s, files); err != nil {
		t.Fatal(err)
	}
	return train, test
}

// A file is corrupted as a generated set is: after the split, on the training part, and without a word to its inputs where only labels
// are meant.
func TestFilesAreCorrupted(t *testing.T) {
	var b strings.Builder
	b.WriteString("a,b,c,kind\n")
	for i := range 200 {
		fmt.Fprintf(&b, "%d,%d,%d,%s\n", i, i*i%17, i*7%11, []string{"odd", "even"}[i%2])
	}
	files := map[string][]byte{"t.csv": []byte(b.String())}
	clean, cleanTest := loaded(t, `{"file":"t.csv"}`, files)
	train, test := loaded(t, `{"file":"t.csv","corrupt":{"id":"label-noise","chance":0.4}}`, files)
	if !slices.Equal(train.X, clean.X) || !slices.Equal(test.Labels, cleanTest.Labels) || slices.Equal(train.Labels, clean.Labels) {
		t.Error("label noise on a file: inputs or test labels changed, or no label did")
	}
	n := 0
	for i := range train.N {
		if train.Redrawn[i] != (train.Labels[i] != clean.Labels[i]) {
			t.Fatalf("label %d is not marked as it is", i)
		}
		if train.Redrawn[i] {
			n++
		}
	}
	if m := float64(train.N); math.Abs(float64(n)-.4*m) > 4*math.Sqrt(.24*m) {
		t.Errorf("%d of %g labels changed", n, m)
	}
}

// Corruptions are composed in the order of the Spec, each by random numbers of its own: one more does not change what the others do.
func TestCorruptionsAreComposed(t *testing.T) {
	const set = `{"id":"glyphs","n":100,"test_n":50,"corrupt":[%s]}`
	labels, _ := loaded(t, fmt.Sprintf(set, `{"id":"random-labels","fraction":0.5}`), nil)
	both, _ := loaded(t, fmt.Sprintf(set, `{"id":"random-labels","fraction":0.5},{"id":"gaussian-inputs"}`), nil)
	if !slices.Equal(labels.Labels, both.Labels) || slices.Equal(labels.X, both.X) {
		t.Error("Gaussian inputs after random labels: other labels, or the same inputs")
	}
	twice, _ := loaded(t, fmt.Sprintf(set, `{"id":"shuffled-pixels"},{"id":"shuffled-pixels"}`), nil)
	clean, _ := loaded(t, `{"id":"glyphs","n":100,"test_n":50}`, nil)
	once, _ := loaded(t, fmt.Sprintf(set, `{"id":"shuffled-pixels"}`), nil)
	order := func(of, in []float32) []int {
		o := make([]int, 80)
		for j := range o {
			o[j] = slices.Index(in[:80], of[j])
		}
		return o
	}
	first, second := order(once.X, clean.X), order(twice.X, once.X)
	if slices.Equal(first, second) {
		t.Error("two corruptions in a row drew the same random numbers")
	}
}
