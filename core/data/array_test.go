package data

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"io"
	"math"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// idx is an IDX file by its definition: two zeros, type, dimensions, sizes and numbers, highest byte first.
func idx(kind byte, shape []int, body []byte) []byte {
	b := []byte{0, 0, kind, byte(len(shape))}
	for _, n := range shape {
		b = binary.BigEndian.AppendUint32(b, uint32(n))
	}
	return append(b, body...)
}

// npy is an NPY file by its definition (NEP 1): the header is padded with spaces to a multiple of 64 and ends with a newline.
func npy(header string, body []byte) []byte {
	h := header
	for (10+len(h)+1)%64 != 0 {
		h += " "
	}
	h += "\n"
	b := append([]byte("\x93NUMPY\x01\x00"), byte(len(h)), byte(len(h)>>8))
	return append(append(b, h...), body...)
}

func packed(b []byte) []byte {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	z.Write(b)
	z.Close()
	return out.Bytes()
}

func zipped(files ...string) []byte {
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := 0; i < len(files); i += 2 {
		f, _ := w.Create(files[i])
		f.Write([]byte(files[i+1]))
	}
	w.Close()
	return out.Bytes()
}

// array is one of float64, or of integers.
func array(whole bool, shape []int, v ...float64) *Array {
	a := &Array{Shape: shape, Whole: whole}
	a.numbers, _ = numbersOf('<', "f8")
	for _, x := range v {
		a.raw = binary.LittleEndian.AppendUint64(a.raw, math.Float64bits(x))
	}
	return a
}

func (a *Array) all() []float64 {
	v := make([]float64, a.Len())
	for i := range v {
		v[i] = a.At(i)
	}
	return v
}

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// entries are the files in a zip file.
func entries(t testing.TB, b []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if all[strings.TrimSuffix(f.Name, ".npy")], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// What NumPy wrote of every type, order and version is read as testdata/write.py says it was written, packed by gzip too.
func TestArraysOfNumPy(t *testing.T) {
	files := entries(t, fixture(t, "arrays.npz"))
	if len(files) != 12*4+3 {
		t.Fatalf("%d files", len(files))
	}
	for name, b := range files {
		want := make([]float64, 24)
		for i := range want {
			want[i] = map[byte]float64{'b': float64(i % 2), 'u': float64(3 * i), 'i': float64(3*i - 5), 'f': float64(3*i) - 4.75}[name[0]]
		}
		for _, b := range [][]byte{b, packed(b)} {
			x, y, err := ReadArrays(b)
			if err != nil || y != nil {
				t.Errorf("%s: %v, %v", name, y, err)
				continue
			}
			if !slices.Equal(x.Shape, []int{2, 3, 4}) || !slices.Equal(x.all(), want) || x.Whole != (name[0] != 'f') {
				t.Errorf("%s: %v of shape %v, whole %v", name, x.all(), x.Shape, x.Whole)
			}
			if s, err := Peek(b); err != nil || !slices.Equal(s, []int{2, 3, 4}) {
				t.Errorf("%s: peek %v, %v", name, s, err)
			}
		}
	}
}

// The corners of IEEE 754's 16 bits.
func TestHalf(t *testing.T) {
	for bits, want := range map[uint16]float64{0: 0, 1: 0x1p-24, 0x3ff: 0x3ffp-24, 0x400: 0x1p-14, 0x3555: 0x555p-12, 0x3c00: 1, 0xc000: -2, 0x7bff: 65504, 0x7c00: math.Inf(1), 0xfc00: math.Inf(-1)} {
		if got := half(bits); got != want {
			t.Errorf("%#x is %v, want %v", bits, got, want)
		}
	}
	if !math.IsNaN(half(0x7e00)) || !math.Signbit(half(0x8000)) {
		t.Errorf("%v, %v", half(0x7e00), half(0x8000))
	}
}

func TestOtherArraysOfNumPyAreRefused(t *testing.T) {
	files := entries(t, fixture(t, "refused.npz"))
	for name, want := range map[string]string{
		"complex": `the NPY file has numbers of type "<c8"; have b1, i1 to i8, u1 to u8, f2, f4, f8`,
		"fields":  `the NPY header says "{'descr': [('x', '<f4')`,
		"text":    `the NPY file has numbers of type "<U2"`,
		"dates":   `the NPY file has numbers of type "<M8[D]"`,
		"long":    `the NPY file has numbers of type "<f16"`,
	} {
		if _, _, err := ReadArrays(files[name]); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: %v, want %s", name, err, want)
		}
	}
}

// Of an NPZ file the inputs and labels are read, whatever else is in it: by their names, or, of two, by their shapes.
func TestPairs(t *testing.T) {
	x, y, err := ReadArrays(fixture(t, "pair.npz"))
	if err != nil || !slices.Equal(x.Shape, []int{6, 2, 3}) || x.At(35) != 0 || x.At(34) != 6 || !slices.Equal(y.all(), []float64{0, 1, 2, 0, 1, 2}) {
		t.Fatalf("%+v, %+v, %v", x, y, err)
	}
	many := string(npy("{'descr': '|u1', 'fortran_order': False, 'shape': (3, 2), }", []byte{1, 2, 3, 4, 5, 6}))
	few := string(npy("{'descr': '|u1', 'fortran_order': False, 'shape': (3,), }", []byte{7, 8, 9}))
	for _, b := range [][]byte{zipped("a.npy", many, "b.npy", few), zipped("a.npy", few, "b.npy", many), zipped("Y.npy", few, "X.npy", many, "c.npy", "x"), zipped("a.txt", "x", "arr_1.npy", few, "arr_0.npy", many)} {
		if x, y, err := ReadArrays(b); err != nil || x.At(5) != 6 || y.At(2) != 9 {
			t.Errorf("%v", err)
		}
	}
	for want, b := range map[string][]byte{
		"it holds a, b, c; name the inputs x and the labels y": zipped("a.npy", many, "c.npy", few, "b.npy", many),
		"it holds a, b; name the inputs x and the labels y":    zipped("a.npy", few, "b.npy", few),
		"the zip file holds no NPY files":                      zipped("a.txt", "x"),
		"y.npy in it: the file begins with \"hello\"":          zipped("x.npy", many, "y.npy", "hello"),
		"its zip packing is damaged":                           []byte("PK\x03\x04garbage"),
	} {
		if _, _, err := ReadArrays(b); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

// MNIST's own layout: images and labels in two packed files.
func TestIDX(t *testing.T) {
	x, _, err := ReadArrays(fixture(t, "train-images-idx3-ubyte.gz"))
	if err != nil || !slices.Equal(x.Shape, []int{12, 5, 4}) || x.At(0) != 0 || x.At(239) != 239 || !x.Whole {
		t.Fatalf("%+v, %v", x, err)
	}
	y, _, err := ReadArrays(fixture(t, "train-labels-idx1-ubyte.gz"))
	if err != nil || !slices.Equal(y.all(), []float64{0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2}) {
		t.Fatalf("%+v, %v", y, err)
	}
	be := binary.BigEndian
	for kind, c := range map[byte]struct {
		body []byte
		v    []float64
	}{
		0x08: {[]byte{0, 255}, []float64{0, 255}}, 0x09: {[]byte{1, 255}, []float64{1, -1}},
		0x0b: {be.AppendUint16([]byte{0xff, 0xfe}, 300), []float64{-2, 300}},
		0x0c: {be.AppendUint32([]byte{0xff, 0xff, 0xff, 0xfd}, 70000), []float64{-3, 70000}},
		0x0d: {be.AppendUint32([]byte{0x3f, 0xc0, 0, 0}, math.Float32bits(-.25)), []float64{1.5, -.25}},
		0x0e: {be.AppendUint64([]byte{0x3f, 0xf8, 0, 0, 0, 0, 0, 0}, math.Float64bits(1e-300)), []float64{1.5, 1e-300}},
	} {
		a, _, err := ReadArrays(idx(kind, []int{2}, c.body))
		if err != nil || !slices.Equal(a.all(), c.v) || a.Whole != (kind < 0x0d) {
			t.Errorf("type %#x: %v, %v", kind, a, err)
		}
	}
}

// What is damaged, forged or too large is refused with a sentence, and no memory is taken for what it promises.
func TestArraysAreRefused(t *testing.T) {
	bytes4 := []byte{1, 2, 3, 4}
	huge := "{'descr': '<f8', 'fortran_order': False, 'shape': (200000000, 1), }"
	short := idx(8, []int{100}, []byte{1})
	noise := make([]byte, 1<<16) // nothing that packing makes smaller
	for i, r := 0, rng(1); i < len(noise); i++ {
		noise[i] = byte(r.Uint32())
	}
	damaged := packed(idx(8, []int{1 << 16}, noise))
	cut := damaged[:len(damaged)/2]
	damaged = slices.Clone(damaged)
	damaged[len(damaged)-6] ^= 1 // in the checksum
	for _, c := range []struct {
		name string
		b    []byte
		want string
	}{
		{"more than memory", idx(8, []int{1 << 30, 1 << 30}, nil), "its header has the shape 1073741824×1073741824, more numbers than can be held: at most 201326592 (768 MiB)"},
		{"sizes whose product overflows", idx(8, []int{1 << 30, 1 << 30, 1 << 30, 1 << 30}, nil), "its header has the shape 1073741824×1073741824×1073741824×1073741824, more"},
		{"sizes behind a zero", idx(8, []int{0, 1 << 30, 1 << 30}, bytes4), "its header has the shape 0×1073741824×1073741824, numbers of 1 bytes each, and at least 4 bytes follows"},
		{"a short body", short, "its header has the shape 100, numbers of 1 bytes each, and no more than 1 bytes follow: the file is cut off"},
		{"a short body, packed", packed(short), "its header has the shape 100, numbers of 1 bytes each, and no more than 1 bytes follow: the file is cut off"},
		{"a long body", idx(8, []int{3}, bytes4), "its header has the shape 3, numbers of 1 bytes each, and at least 1 byte follows after them"},
		{"a long body, packed", packed(idx(8, []int{3}, bytes4)), "its header has the shape 3, numbers of 1 bytes each, and at least 1 byte follows"},
		{"a bomb behind a small header", packed(idx(8, []int{1 << 14}, make([]byte, 1<<24))), "its header has the shape 16384, numbers of 1 bytes each, and at least 1 byte follows"},
		{"a promise that no packing keeps", packed(append(idx(8, []int{1 << 29}, nil), make([]byte, 8192)...)), "its header has the shape 536870912, more numbers than can be held"},
		{"a promise that this packing cannot keep", packed(append(idx(8, []int{1 << 27}, nil), make([]byte, 8192)...)), "its header has the shape 134217728, numbers of 1 bytes each, and no more than"},
		{"more bytes than memory", npy(huge, nil), "its header has the shape 200000000×1, numbers of 8 bytes each: 1.5 GiB, and"},
		{"a negative size", idx(8, []int{-5}, []byte{1}), "its header has the shape -5; no size can be below 0"},
		{"a negative size in NPY", npy("{'descr': '<f8', 'fortran_order': False, 'shape': (-1, -1), }", nil), "its header has the shape -1×-1; no size can be below 0"},
		{"half a header", []byte{0, 0, 8, 3, 0}, "the file ends after 5 bytes, within its IDX header of 3 sizes"},
		{"text", []byte("hello, world"), `the file begins with "hello, w" and is neither IDX`},
		{"NPY of version 9", []byte("\x93NUMPY\x09\x00\x04\x00{}  "), "the NPY file is of version 9.0; versions 1 to 3 can be read"},
		{"an object", npy("{'descr': 'O', 'fortran_order': False, 'shape': (1,), }", []byte{1}), "the NPY header says"},
		{"a size that is none", npy("{'descr': '<f8', 'fortran_order': False, 'shape': (a, b), }", nil), `the NPY header has "a" for a size`},
		{"a size beyond integers", npy("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999,), }", nil), `the NPY header has "99999999999999999999" for a size`},
		{"half an NPY header", []byte("\x93NUMPY\x01\x00"), "the file ends within its NPY header"},
		{"an endless NPY header", append([]byte("\x93NUMPY\x02\x00\xff\xff\xff\xff"), make([]byte, 8000)...), "the file ends within its NPY header, or the header has more than 4096 bytes"},
		{"no gzip", []byte("\x1f\x8bgarbage"), "its gzip packing is damaged"},
		{"a wrong checksum", damaged, "its packing is damaged at its end"},
		{"a packed file that is cut", cut, "its header has the shape 65536, numbers of 1 bytes each, and no more than"},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, _, err := ReadArrays(c.b)
		runtime.ReadMemStats(&after)
		if err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s: %v\nwant %s", c.name, err, c.want)
		}
		if took := after.TotalAlloc - before.TotalAlloc; took > 1<<20 {
			t.Errorf("%s: it took %d bytes to refuse it", c.name, took)
		}
	}
}

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

// Whatever the bytes: an error, or numbers of the shape that is said, of which examples can be made and split.
func FuzzReadArrays(f *testing.F) {
	for _, b := range entries(f, fixture(f, "arrays.npz")) {
		f.Add(b)
	}
	for _, b := range entries(f, fixture(f, "refused.npz")) {
		f.Add(b)
	}
	f.Add(fixture(f, "pair.npz"))
	f.Add(fixture(f, "train-images-idx3-ubyte.gz"))
	f.Add(idx(8, []int{2, 3}, []byte{0, 1, 2, 3, 4, 255}))
	f.Add(npy("{'descr': '<f8', 'fortran_order': True, 'shape': (1, 1), }", make([]byte, 8)))
	f.Add([]byte(zipMagic))
	f.Fuzz(func(t *testing.T, b []byte) {
		Peek(b)
		x, y, err := ReadArrays(b)
		if err != nil {
			return
		}
		if y == nil {
			y = x
		}
		for _, a := range []*Array{x, y} {
			n := 1
			for _, d := range a.Shape {
				n *= d
			}
			if n != a.Len() || len(a.raw) != n*a.each {
				t.Fatalf("%d numbers of shape %v", a.Len(), a.Shape)
			}
			for i := range n {
				a.At(i)
			}
		}
		e, err := FromArrays(x, y, "auto")
		if err != nil {
			return
		}
		train, _, err := e.Split(.3, rng(1))
		if err != nil || train.D != e.Size() {
			t.Fatal(train.D, err)
		}
		for _, v := range append(train.X, train.Values...) {
			if v-v != 0 {
				t.Fatalf("%v in a set", v)
			}
		}
	})
}
