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
