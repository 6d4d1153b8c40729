package data

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
)

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

// Pictures of every kind that Pillow writes are read as testdata/write.py says they were written.
func TestPicturesOfPillow(t *testing.T) {
	grey := func(k int) [3]int { return [3]int{20 * k, 20 * k, 20 * k} }
	rgb := func(k int) [3]int { return [3]int{20 * k, 255 - 20*k, 100} }
	whitened := func(f func(k int) [3]int) func(k int) [3]int { // the last column is transparent
		return func(k int) [3]int {
			if k%4 == 3 {
				return [3]int{255, 255, 255}
			}
			return f(k)
		}
	}
	for name, c := range map[string]struct {
		channels, off int
		want          func(k int) [3]int
	}{
		"grey.png": {1, 0, grey}, "grey16.png": {1, 0, grey}, "greyalpha.png": {1, 0, whitened(grey)},
		"bits.png": {1, 0, func(k int) [3]int { v := 255 * (k / 6); return [3]int{v, v, v} }},
		"rgb.png":  {3, 0, rgb}, "rgba.png": {3, 0, whitened(rgb)}, "palette.png": {3, 0, rgb},
		"grey.jpg": {1, 1, func(int) [3]int { return [3]int{77, 77, 77} }},
		"rgb.jpg":  {3, 2, func(int) [3]int { return [3]int{200, 100, 50} }},
	} {
		b, err := os.ReadFile("testdata/pictures/" + name)
		if err != nil {
			t.Fatal(err)
		}
		e, err := ReadImages(map[string][]byte{"p/a/" + name: b, "p/b/" + name: b})
		if err != nil || !slices.Equal(e.Shape, []int{c.channels, 3, 4}) {
			t.Errorf("%s: %+v, %v", name, e, err)
			continue
		}
		x := make([]float32, e.Size())
		for i := range 2 {
			e.Example(i, x)
			for k := range 12 {
				for p := range c.channels {
					if got, want := 255*float64(x[12*p+k]), float64(c.want(k)[p]); math.Abs(got-want) > float64(c.off)+1e-4 {
						t.Errorf("%s: pixel %d, plane %d is %.4g, want %g", name, k, p, got, want)
					}
				}
			}
		}
	}
}

func TestReadImages(t *testing.T) {
	files := map[string][]byte{}
	for i := range 3 {
		files[fmt.Sprintf("pets/cats/%d.png", i)] = picture(4, 3, color.Gray{51})
		files[fmt.Sprintf("pets/dogs/%d.PNG", i)] = picture(4, 3, color.Gray{255})
	}
	files["pets/readme.txt"] = []byte("x")
	files["pets/cats/._0.png"] = []byte("what some systems leave beside a file")
	e, err := ReadImages(files)
	if err != nil || e.N != 6 || !slices.Equal(e.Shape, []int{1, 3, 4}) || !slices.Equal(e.Counts(), []Class{{"cats", 3}, {"dogs", 3}}) {
		t.Fatalf("%+v, %v", e, err)
	}
	x := make([]float32, 12)
	if e.Example(0, x); x[0] != .2 || x[11] != .2 {
		t.Errorf("a cat is %v", x)
	}
	if e.Example(3, x); x[0] != 1 {
		t.Errorf("a dog is %v", x)
	}
	files["pets/dogs/9.png"] = picture(4, 3, color.RGBA{255, 0, 0, 255})
	x = make([]float32, 36)
	if e, err := ReadImages(files); err != nil || e.Shape[0] != 3 {
		t.Errorf("in colour: %+v, %v", e, err)
	} else if e.Example(6, x); x[0] != 1 || x[12] != 0 {
		t.Errorf("a red dog is %v", x)
	}
	mixed, err := ReadImages(map[string][]byte{"a/1.png": fixture(t, "pictures/grey.png"), "b/1.png": fixture(t, "pictures/rgb.png")})
	if err != nil || mixed.Shape[0] != 3 {
		t.Fatalf("grey and colour: %+v, %v", mixed, err)
	}
	if mixed.Example(0, x); !slices.Equal(x[:12], x[12:24]) || !slices.Equal(x[:12], x[24:]) || x[11] != float32(220)/255 {
		t.Errorf("a grey picture among colours is %v", x)
	}
	train, test, err := e.Split(.34, rng(1))
	if err != nil || train.N != 4 || test.N != 2 || train.Height != 3 || train.Width != 4 || train.Channels != 1 || len(train.Mean) != 1 {
		t.Errorf("%+v, %+v, %v", train, test, err)
	}
}

func TestPicturesAreRefused(t *testing.T) {
	white := picture(4, 3, color.White)
	forged := slices.Clone(white) // a header of 60000×60000 pixels
	copy(forged[16:], []byte{0, 0, 0xea, 0x60, 0, 0, 0xea, 0x60})
	many := map[string][]byte{}
	for i := range MaxPictures + 1 {
		many[fmt.Sprintf("a/%d.png", i)] = white
	}
	folders := map[string][]byte{}
	for i := range MaxClasses + 1 {
		folders[fmt.Sprintf("%d/1.png", i)] = white
	}
	for want, files := range map[string]map[string][]byte{
		"b/1.png has 5×3 pixels and a/1.png 4×3; bring all to one size first": {"a/1.png": white, "b/1.png": picture(5, 3, color.White)},
		"b/1.png is no picture that can be read":                              {"a/1.png": white, "b/1.png": []byte("not a picture")},
		"b/1.png is damaged":                                                  {"a/1.png": white, "b/1.png": white[:len(white)-20]},
		"all 2 pictures are in one folder, a":                                 {"a/1.png": white, "a/2.png": white},
		"there is no PNG or JPEG file among them":                             {"a/1.gif": white, ".png": white},
		"there are 50001 pictures; at most 50000 can be read":                 many,
		"there are 1001 folders with pictures; at most 1000 classes":          folders,
		"b/1.png has 3000×1 pixels; at most 2048 a side":                      {"b/1.png": picture(3000, 1, color.White), "c/1.png": white},
	} {
		if _, err := ReadImages(files); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
	if _, err := ReadImages(map[string][]byte{"a/1.png": forged, "b/1.png": forged}); err == nil {
		t.Error("a forged header was taken")
	}
}

// Whatever the bytes: an error, or pictures of the size that is said.
func FuzzReadImages(f *testing.F) {
	all, err := os.ReadDir("testdata/pictures")
	if err != nil {
		f.Fatal(err)
	}
	for _, entry := range all {
		b, err := os.ReadFile("testdata/pictures/" + entry.Name())
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		e, err := ReadImages(map[string][]byte{"a/1.png": b, "b/1.jpg": b})
		if err != nil {
			return
		}
		x, y := make([]float32, e.Size()), make([]float32, e.Size())
		e.Example(0, x)
		if e.Example(1, y); !slices.Equal(x, y) || e.N != 2 {
			t.Fatalf("one picture twice is two, or %d", e.N)
		}
		for _, v := range x {
			if !(v >= 0 && v <= 1) {
				t.Fatalf("a pixel is %v", v)
			}
		}
	})
}
