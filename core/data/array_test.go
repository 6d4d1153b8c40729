package data

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
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

func TestReadArrays(t *testing.T) {
	le := binary.LittleEndian
	var f4, f8, i2be []byte
	for _, v := range []float64{1.5, -2, 0.25, 8, 9, 10} {
		f4 = le.AppendUint32(f4, math.Float32bits(float32(v)))
		f8 = le.AppendUint64(f8, math.Float64bits(v))
	}
	for _, v := range []int16{1, -2, 300} {
		i2be = binary.BigEndian.AppendUint16(i2be, uint16(v))
	}
	// numpy.save of numpy.arange(6, dtype="u1").reshape(2, 3), byte by byte as NumPy 1.26 writes it.
	numpys := "\x93NUMPY\x01\x00v\x00{'descr': '|u1', 'fortran_order': False, 'shape': (2, 3), }" + strings.Repeat(" ", 118-60) + "\n\x00\x01\x02\x03\x04\x05"
	for _, c := range []struct {
		name  string
		b     []byte
		shape []int
		v     []float64
		whole bool
	}{
		{"IDX of bytes", idx(8, []int{2, 3}, []byte{0, 1, 2, 3, 4, 255}), []int{2, 3}, []float64{0, 1, 2, 3, 4, 255}, true},
		{"IDX, packed", packed(idx(8, []int{3}, []byte{7, 8, 9})), []int{3}, []float64{7, 8, 9}, true},
		{"IDX of 16 bits", idx(0x0b, []int{3}, i2be), []int{3}, []float64{1, -2, 300}, true},
		{"NumPy's own", []byte(numpys), []int{2, 3}, []float64{0, 1, 2, 3, 4, 5}, true},
		{"float32", npy("{'descr': '<f4', 'fortran_order': False, 'shape': (6,), }", f4), []int{6}, []float64{1.5, -2, .25, 8, 9, 10}, false},
		{"float64, columns first", npy("{'descr': '<f8', 'fortran_order': True, 'shape': (2, 3), }", f8), []int{2, 3}, []float64{1.5, .25, 9, -2, 8, 10}, false},
		{"float16", npy("{'descr': '<f2', 'fortran_order': False, 'shape': (4,), }", []byte{0, 0x3c, 0, 0xc0, 1, 0, 0xff, 0x7b}), []int{4}, []float64{1, -2, 0x1p-24, 65504}, false},
		{"int16, highest byte first", npy("{'descr': '>i2', 'fortran_order': False, 'shape': (3,), }", i2be), []int{3}, []float64{1, -2, 300}, true},
	} {
		a, err := ReadArrays(c.b)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := a[""]; !slices.Equal(got.Shape, c.shape) || !slices.Equal(got.V, c.v) || got.Whole != c.whole {
			t.Errorf("%s: %+v, want %v of shape %v", c.name, got, c.v, c.shape)
		}
	}
	var z bytes.Buffer
	w := zip.NewWriter(&z)
	for _, name := range []string{"x.npy", "y.npy", "notes.txt"} {
		f, _ := w.Create(name)
		f.Write(npy("{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }", []byte{3, 4}))
	}
	w.Close()
	a, err := ReadArrays(z.Bytes())
	if err != nil || len(a) != 2 || a["x"].V[1] != 4 {
		t.Errorf("NPZ: %v, %v", a, err)
	}
}

// What is damaged, forged or too large is refused with a sentence, and no memory is taken for it.
func TestArraysAreRefused(t *testing.T) {
	for _, c := range []struct {
		b    []byte
		want string
	}{
		{idx(8, []int{1 << 30, 1 << 30}, nil), "it says to have 1073741824×1073741824 numbers; at most 67108864 can be held"},
		{idx(8, []int{100}, []byte{1}), "it says to have 100 numbers of 1 bytes, and only 1 bytes follow"},
		{idx(8, []int{-5}, []byte{1}), "it says to have -5 numbers"},
		{[]byte{0, 0, 8, 3, 0}, "the file ends within its header"},
		{[]byte("hello, world"), "the file is neither IDX"},
		{npy("{'descr': 'O', 'fortran_order': False, 'shape': (1,), }", []byte{1}), "the NPY header says"},
		{npy("{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", make([]byte, 8)), "the NPY file has numbers of type \"<c8\""},
		{npy("{'descr': '<f8', 'fortran_order': False, 'shape': (9999999, 9999999), }", nil), "it says to have 9999999×9999999 numbers"},
		{[]byte("\x93NUMPY\x01\x00"), "the NPY file ends within its header"},
		{[]byte("\x1f\x8bgarbage"), "its gzip packing is damaged"},
		{packed(make([]byte, maxUnpacked+1)), "unpacked it has more than 256 MiB"},
		{[]byte("PK\x03\x04garbage"), "its zip packing is damaged"},
	} {
		if _, err := ReadArrays(c.b); err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%.40q: %v, want %s", c.b, err, c.want)
		}
	}
}

func TestFromArrays(t *testing.T) {
	x := &Array{Shape: []int{4, 2, 3}, V: make([]float64, 24)}
	for i := range x.V {
		x.V[i] = float64(i)
	}
	y := &Array{Shape: []int{4}, V: []float64{7, 3, 7, 3}, Whole: true}
	e, err := FromArrays(x, y, "auto")
	if err != nil || !slices.Equal(e.Shape, []int{1, 2, 3}) || !slices.Equal(e.Labels, []int32{1, 0, 1, 0}) || !slices.Equal(e.Classes, []string{"3", "7"}) {
		t.Fatalf("%+v, %v", e, err)
	}
	train, test, err := e.Split(.5, rng(1))
	if err != nil || train.N != 2 || test.N != 2 || train.Height != 2 || len(train.Mean) != 1 {
		t.Errorf("%+v %+v %v", train, test, err)
	}
	m, v := 0.0, 0.0
	for _, p := range train.X {
		m, v = m+float64(p), v+float64(p)*float64(p)
	}
	if math.Abs(m) > 1e-5 || math.Abs(v/12-1) > 1e-5 {
		t.Errorf("training part has sum %g and square %g", m, v)
	}
	if e, err := FromArrays(x, &Array{Shape: []int{4}, V: []float64{.5, 1, 2, 3}}, "auto"); err != nil || e.Values == nil {
		t.Errorf("numbers to predict: %+v, %v", e, err)
	}
	// Channels last become channels first.
	rgb := &Array{Shape: []int{2, 5, 5, 3}, V: make([]float64, 150)}
	for i := range rgb.V {
		rgb.V[i] = float64(i % 3)
	}
	if e, err := FromArrays(rgb, &Array{V: []float64{0, 1}, Whole: true}, "auto"); err != nil || !slices.Equal(e.Shape, []int{3, 5, 5}) || e.X[0] != 0 || e.X[25] != 1 || e.X[74] != 2 || e.X[75] != 0 {
		t.Errorf("%+v, %v", e, err)
	}
	for _, c := range []struct {
		x, y *Array
		want string
	}{
		{&Array{Shape: []int{4}, V: make([]float64, 4)}, y, "the inputs have the shape 4"},
		{x, &Array{V: []float64{1, 2}}, "there are 4 examples and 2 labels"},
		{x, &Array{V: []float64{1, 1, 1, 1}, Whole: true}, "all examples have the label 1"},
		{&Array{Shape: []int{4, 1}, V: []float64{1, 2, math.NaN(), 4}}, y, "input 1 of example 3 is NaN"},
	} {
		if _, err := FromArrays(c.x, c.y, "auto"); err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%v, want %s", err, c.want)
		}
	}
}

func picture(w, h int, c color.Color) []byte {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.Set(x, y, c)
		}
	}
	var b bytes.Buffer
	png.Encode(&b, img)
	return b.Bytes()
}

func TestReadImages(t *testing.T) {
	files := map[string][]byte{}
	for i := range 3 {
		files[fmt.Sprintf("pets/cats/%d.png", i)] = picture(4, 3, color.Gray{51})
		files[fmt.Sprintf("pets/dogs/%d.PNG", i)] = picture(4, 3, color.Gray{255})
	}
	files["pets/readme.txt"] = []byte("x")
	e, err := ReadImages(files)
	if err != nil || e.N != 6 || !slices.Equal(e.Shape, []int{1, 3, 4}) || !slices.Equal(e.Classes, []string{"cats", "dogs"}) || math.Abs(float64(e.X[0])-.2) > 1e-6 || e.X[12*3] != 1 {
		t.Fatalf("%+v, %v", e, err)
	}
	files["pets/dogs/9.png"] = picture(4, 3, color.RGBA{255, 0, 0, 255})
	if e, err := ReadImages(files); err != nil || e.Shape[0] != 3 || e.X[36*6] != 1 || e.X[36*6+12] != 0 {
		t.Errorf("in colour: %v, %v", e.Shape, err)
	}
	files["pets/dogs/9.png"] = picture(5, 3, color.White)
	if _, err := ReadImages(files); err == nil || !strings.Contains(err.Error(), "pets/dogs/9.png has 5×3 pixels and pets/cats/0.png 4×3; bring all to one size") {
		t.Error(err)
	}
	files["pets/dogs/9.png"] = []byte("not a picture")
	if _, err := ReadImages(files); err == nil || !strings.Contains(err.Error(), "pets/dogs/9.png is no picture") {
		t.Error(err)
	}
	if _, err := ReadImages(map[string][]byte{"a/1.png": picture(2, 2, color.White), "a/2.png": picture(2, 2, color.White)}); err == nil || !strings.Contains(err.Error(), "all 2 pictures are in one folder, a") {
		t.Error(err)
	}
}

func FuzzReadArrays(f *testing.F) {
	f.Add(idx(8, []int{2, 3}, []byte{0, 1, 2, 3, 4, 255}))
	f.Add(packed(idx(8, []int{3}, []byte{7, 8, 9})))
	f.Add(npy("{'descr': '<f8', 'fortran_order': True, 'shape': (1, 1), }", make([]byte, 8)))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, b []byte) {
		arrays, err := ReadArrays(b)
		if err != nil {
			return
		}
		for _, a := range arrays {
			n := 1
			for _, d := range a.Shape {
				n *= d
			}
			if n != len(a.V) {
				t.Fatalf("%d numbers of shape %v", len(a.V), a.Shape)
			}
			FromArrays(a, a, "auto")
		}
	})
}
