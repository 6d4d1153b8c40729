package lab

import (
	"fmt"
	"math"
	"os"
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

// MNIST's images and labels may be opened in either order, by any names, and as NumPy's files: the pair is found, and the Spec that names
// both makes the same sets.
func TestPairsAreFound(t *testing.T) {
	read := func(name string) []byte {
		b, err := os.ReadFile("../data/testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	const images, labels = "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"
	x, y := read(images), read(labels)
	for _, files := range []map[string][]byte{
		{images: x, labels: y},
		{"first": x, "second": y},
		{images: x, "other": y, "table.csv": []byte("a,b\n1,2\n")},
	} {
		for name := range files {
			if !strings.HasSuffix(name, "csv") {
				o, err := ReadExamples(files, name, ReadOption{})
				if err != nil {
					t.Errorf("%s: %v", name, err)
				} else if o.N != 12 || !slices.Equal(o.Shape, []int{1, 5, 4}) || string(files[o.File]) != string(x) || string(files[o.LabelFile]) != string(y) {
					t.Errorf("%s: inputs %s, labels %s", name, o.File, o.LabelFile)
				}
			}
		}
	}
	files := map[string][]byte{"t10k-images-idx3-ubyte": x, images: x, labels: y}
	if o, err := ReadExamples(files, labels, ReadOption{}); err != nil || o.File != images {
		t.Errorf("of two files of images: %+v, %v", o, err)
	}
	files = map[string][]byte{images: x, labels: y, "pair.npz": read("pair.npz")}
	train, test := loaded(t, `{"file":"`+images+`","labels":"`+labels+`","test":0.25}`, files)
	if train.N != 9 || test.N != 3 || train.Height != 5 || train.Width != 4 || len(train.Classes) != 3 {
		t.Errorf("%d and %d examples", train.N, test.N)
	}
	if train, _ = loaded(t, `{"file":"pair.npz","test":0}`, files); train.N != 6 || train.D != 6 {
		t.Errorf("%d examples of %d from an NPZ", train.N, train.D)
	}
	for want, c := range map[string]struct {
		files map[string][]byte
		name  string
	}{
		"a: it has inputs of shape 12×5×4 and no labels; open the file of its labels as well (data.labels)":         {map[string][]byte{"a": x}, "a"},
		"a: it has 12 numbers, which may be labels, and no inputs; open the file of the inputs as well":             {map[string][]byte{"a": y}, "a"},
		"a: the labels of its inputs may be in any of b, c; say in which (data.labels)":                             {map[string][]byte{"a": x, "b": y, "c": y}, "a"},
		`data.file: "b" is not here, since files never leave the device they are on; open it (open: a)`:             {map[string][]byte{"a": x}, "b"},
		`data.file: "pets/" is not here, since files never leave the device they are on; open it (no file is open)`: {nil, "pets/"},
		"a: the file begins with \"hello\" and is neither IDX, as MNIST’s own files are, nor NPY or NPZ":            {map[string][]byte{"a": []byte("hello")}, "a"},
	} {
		if _, err := ReadExamples(c.files, c.name, ReadOption{}); err == nil || err.Error() != want {
			t.Errorf("%v\nwant %s", err, want)
		}
	}
}

// More than fits into memory is refused before it is made.
func TestMemoryIsRefused(t *testing.T) {
	b := append([]byte{0, 0, 8, 3, 0, 4, 0, 0, 0, 0, 16, 0, 0, 0, 16, 0}, 1) // 262144 images of 4096×4096
	_, err := ReadExamples(map[string][]byte{"a": b}, "a", ReadOption{})
	if want := "a: its header has the shape 262144×4096×4096, more numbers than can be held: at most 201326592 (768 MiB)"; err == nil || err.Error() != want {
		t.Errorf("%v\nwant %s", err, want)
	}
}

// What is told of data before any training: classes counted, sequences with what is asked for, curves in their own units.
func TestLook(t *testing.T) {
	look := func(dataSpec string) *Preview {
		s, err := Parse([]byte(`{"v":1,"kind":"network","data":` + dataSpec + `,"model":[{"dense":2}],"loss":"mse","runs":[{"optimizer":"sgd"}]}`))
		if err != nil {
			t.Fatal(err)
		}
		p, err := Look(s, nil, 4)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	p := look(`{"id":"modular-addition","p":5,"fraction":0.6}`)
	if len(p.Tokens) != 12 || len(p.Wanted) != 12 || p.Task != "classes" || p.Vocabulary != 6 {
		t.Fatalf("%+v", p)
	}
	for i := range 4 {
		x, y := p.Tokens[3*i:3*i+3], p.Wanted[3*i:3*i+3]
		if x[2] != 5 || y[0] != -1 || y[1] != -1 || uint32(y[2]) != (x[0]+x[1])%5 {
			t.Errorf("%v asks for %v", x, y)
		}
	}
	n := uint32(0)
	for _, c := range p.Counts {
		n += c
	}
	if n != 15 || p.Counts[5] != 0 {
		t.Errorf("%v of 15 sums are of each class", p.Counts)
	}
	p = look(`{"id":"polynomial","degree":2,"n":30}`)
	if len(p.Points) != 90 || p.Task != "regression" {
		t.Fatalf("%+v", p)
	}
	for i := 0; i < 90; i += 3 { // T₂ = 2x² − 1
		if x, y := float64(p.Points[i]), float64(p.Points[i+1]); math.Abs(y-(2*x*x-1)) > 1e-6 || p.Points[i+2] != 0 {
			t.Errorf("(%g, %g)", x, y)
		}
	}
	p = look(`{"id":"xor","n":41,"corrupt":{"id":"label-noise","chance":1}}`)
	if !slices.Equal(p.Counts, []uint32{20, 21}) || p.Redrawn != 41 || len(p.Points) != 123 {
		t.Errorf("%v, %d redrawn", p.Counts, p.Redrawn)
	}
	if p = look(`{"id":"digits","n":10,"test_n":10}`); len(p.Pixels) != 4*784 || len(p.Labels) != 4 {
		t.Errorf("%d pixels", len(p.Pixels))
	}
}
