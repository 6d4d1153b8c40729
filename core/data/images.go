package data

import (
	"bytes"
	"fmt"
	"image"
	_ "image/jpeg" // decoders
	_ "image/png"
	"path"
	"slices"
	"sort"
	"strings"
)

// maxSide bounds an image file: pixels per side.
const maxSide = 2048

// ImageName tells by its end whether a file is a picture that can be read.
func ImageName(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".png", ".jpg", ".jpeg":
		return true
	}
	return false
}

// ReadImages makes examples of pictures by path: the name of the folder that each is in is its label. All must be of one size; they are
// grey unless one of them is not. Values are 0 to 1.
func ReadImages(files map[string][]byte) (*Examples, error) {
	var names []string
	for name := range files {
		if ImageName(name) {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	if len(names) == 0 {
		return nil, fmt.Errorf("there is no PNG or JPEG file among them")
	}
	e := &Examples{N: len(names)}
	var first image.Config
	folder := make([]string, len(names))
	for i, name := range names {
		c, _, err := image.DecodeConfig(bytes.NewReader(files[name]))
		if err != nil {
			return nil, fmt.Errorf("%s is no picture that can be read: %w", name, err)
		}
		if i == 0 {
			first = c
		}
		switch {
		case c.Width > maxSide || c.Height > maxSide || c.Width < 1 || c.Height < 1:
			return nil, fmt.Errorf("%s has %d×%d pixels; at most %d a side", name, c.Width, c.Height, maxSide)
		case c.Width != first.Width || c.Height != first.Height:
			return nil, fmt.Errorf("%s has %d×%d pixels and %s %d×%d; bring all to one size first", name, c.Width, c.Height, names[0], first.Width, first.Height)
		}
		folder[i] = path.Base(path.Dir(name))
		if !slices.Contains(e.Classes, folder[i]) {
			e.Classes = append(e.Classes, folder[i])
		}
	}
	sort.Strings(e.Classes)
	switch {
	case len(e.Classes) < 2:
		return nil, fmt.Errorf("all %d pictures are in one folder, %s; put those of each class into a folder of their own, whose name is the label", len(names), e.Classes[0])
	case len(e.Classes) > MaxClasses:
		return nil, fmt.Errorf("there are %d folders; at most %d classes", len(e.Classes), MaxClasses)
	}
	h, w := first.Height, first.Width
	if _, err := room([]int{len(names), 3, h, w}, 1<<62, 1); err != nil {
		return nil, err
	}
	pixels := make([]float32, 3*h*w*len(names))
	colour := false
	for i, name := range names {
		img, _, err := image.Decode(bytes.NewReader(files[name]))
		if err != nil {
			return nil, fmt.Errorf("%s is damaged: %w", name, err)
		}
		e.Labels = append(e.Labels, int32(slices.Index(e.Classes, folder[i])))
		b, p := img.Bounds(), pixels[3*h*w*i:]
		for y := range h {
			for x := range w {
				r, g, bl, _ := img.At(b.Min.X+x, b.Min.Y+y).RGBA()
				colour = colour || r != g || g != bl
				k := y*w + x
				p[k], p[h*w+k], p[2*h*w+k] = float32(r)/65535, float32(g)/65535, float32(bl)/65535
			}
		}
	}
	e.Shape = []int{3, h, w}
	e.X = pixels
	if !colour { // one plane is all there is
		e.Shape = []int{1, h, w}
		e.X = make([]float32, h*w*len(names))
		for i := range names {
			copy(e.X[i*h*w:(i+1)*h*w], pixels[3*h*w*i:])
		}
	}
	return e, nil
}
