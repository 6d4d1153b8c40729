package data

import (
	"bytes"
	"fmt"
	"image"
	_ "image/jpeg" // decoders
	_ "image/png"
	"path"
	"sort"
	"strings"
)

// Limits of pictures.
const (
	MaxSide     = 2048   // pixels of a side
	MaxPictures = 50_000 // in all
)

// ImageName tells by its end whether a file is a picture that can be read. Files whose names begin with a dot are not: some systems
// leave such beside every file.
func ImageName(name string) bool {
	if strings.HasPrefix(path.Base(name), ".") {
		return false
	}
	switch strings.ToLower(path.Ext(name)) {
	case ".png", ".jpg", ".jpeg":
		return true
	}
	return false
}

// ReadImages makes examples of pictures by path: the name of the folder that each is in is its label. All must be of one size; they are
// grey unless one of them is not. Values are 0 to 1, in 256 steps; what is transparent is white, as on a page.
func ReadImages(files map[string][]byte) (*Examples, error) {
	var names []string
	for name := range files {
		if ImageName(name) {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	switch n := len(names); {
	case n == 0:
		return nil, fmt.Errorf("there is no PNG or JPEG file among them")
	case n > MaxPictures:
		return nil, fmt.Errorf("there are %d pictures; at most %d can be read", n, MaxPictures)
	}
	size, err := sameSize(files, names)
	if err != nil {
		return nil, err
	}
	e := &Examples{N: len(names)}
	if e.Classes, e.Labels, err = folders(names); err != nil {
		return nil, err
	}
	h, w := size.Y, size.X
	if err := CheckMemory(e.N, 3*h*w, 1, held); err != nil {
		return nil, fmt.Errorf("%d×%d pixels: %w", w, h, err)
	}
	plane := h * w
	pixels := make([]uint8, 3*plane*e.N) // red, green and blue planes of each
	colour := false
	for i, name := range names {
		img, _, err := image.Decode(bytes.NewReader(files[name]))
		if err != nil {
			return nil, fmt.Errorf("%s is damaged: %w", name, err)
		}
		if planes(img, pixels[3*plane*i:3*plane*(i+1)]) {
			colour = true
		}
	}
	e.Shape = []int{1, h, w}
	if colour {
		e.Shape[0] = 3
	}
	e.read = func(i int, to []float32) {
		for k, v := range pixels[3*plane*i:][:len(to)] {
			to[k] = float32(v) / 255
		}
	}
	return e, nil
}

// sameSize reads the headers alone, so that no picture is unpacked before its size is known, and gives the size of all.
func sameSize(files map[string][]byte, names []string) (image.Point, error) {
	var first image.Config
	for i, name := range names {
		c, _, err := image.DecodeConfig(bytes.NewReader(files[name]))
		if err != nil {
			return image.Point{}, fmt.Errorf("%s is no picture that can be read: %w", name, err)
		}
		if i == 0 {
			first = c
		}
		switch {
		case c.Width > MaxSide || c.Height > MaxSide || c.Width < 1 || c.Height < 1:
			return image.Point{}, fmt.Errorf("%s has %d×%d pixels; at most %d a side", name, c.Width, c.Height, MaxSide)
		case c.Width != first.Width || c.Height != first.Height:
			return image.Point{}, fmt.Errorf("%s has %d×%d pixels and %s %d×%d; bring all to one size first", name, c.Width, c.Height, names[0], first.Width, first.Height)
		}
	}
	return image.Point{X: first.Width, Y: first.Height}, nil
}

// folders gives the classes, sorted, that the paths' last folders are, and which of them each path is of.
func folders(names []string) (classes []string, labels []int32, err error) {
	of := map[string]int32{}
	for _, name := range names {
		of[path.Base(path.Dir(name))] = 0
	}
	for folder := range of {
		classes = append(classes, folder)
	}
	sort.Strings(classes)
	switch n := len(classes); {
	case n < 2:
		return nil, nil, fmt.Errorf("all %s are in one folder, %s; put those of each class into a folder of their own, whose name is the label", plural(len(names), "picture"), classes[0])
	case n > MaxClasses:
		return nil, nil, fmt.Errorf("there are %d folders with pictures; at most %d classes", n, MaxClasses)
	}
	for k, folder := range classes {
		of[folder] = int32(k)
	}
	for _, name := range names {
		labels = append(labels, of[path.Base(path.Dir(name))])
	}
	return classes, labels, nil
}

// planes writes a picture as its red, its green and its blue plane, over white, and tells whether these differ.
func planes(img image.Image, to []uint8) (colour bool) {
	b := img.Bounds()
	w, plane := b.Dx(), len(to)/3
	if g, ok := img.(*image.Gray); ok { // quicker
		for y := range b.Dy() {
			copy(to[y*w:], g.Pix[y*g.Stride:][:w])
		}
		copy(to[plane:], to[:plane])
		copy(to[2*plane:], to[:plane])
		return false
	}
	for y := range b.Dy() {
		for x := range w {
			red, green, blue, alpha := img.At(b.Min.X+x, b.Min.Y+y).RGBA() // times alpha, of 16 bits
			white, k := 0xffff-alpha, y*w+x
			r, g, bl := uint8((red+white)>>8), uint8((green+white)>>8), uint8((blue+white)>>8)
			to[k], to[plane+k], to[2*plane+k] = r, g, bl
			colour = colour || r != g || g != bl
		}
	}
	return colour
}
