package data

import (
	"archive/zip"
	"bytes"
	"fmt"
	"slices"
	"strings"
)

// NPZ is a zip of NPY files, as numpy.savez writes it.

// The names that people give to inputs and labels, in the order in which they are looked for.
var (
	inputNames = []string{"x", "x_train", "train_x", "images", "train_images", "data", "inputs", "features", "arr_0"}
	labelNames = []string{"y", "y_train", "train_y", "labels", "train_labels", "targets", "target", "label", "arr_1"}
)

// readNPZ reads the inputs and the labels of an NPZ file, and nothing else that is in it.
func readNPZ(b []byte) (x, y *Array, err error) {
	z, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return nil, nil, fmt.Errorf("its zip packing is damaged: %w", err)
	}
	var files []*zip.File
	for _, f := range z.File {
		if strings.HasSuffix(f.Name, ".npy") {
			files = append(files, f)
		}
	}
	if len(files) == 0 {
		return nil, nil, fmt.Errorf("the zip file holds no NPY files")
	}
	in, out := fileNamed(files, inputNames), fileNamed(files, labelNames)
	if (in == nil || out == nil) && len(files) == 2 {
		if in, out, err = byShape(files[0], files[1]); err != nil {
			return nil, nil, err
		}
	}
	if in == nil || out == nil {
		var names []string
		for _, f := range files {
			names = append(names, strings.TrimSuffix(f.Name, ".npy"))
		}
		slices.Sort(names)
		return nil, nil, fmt.Errorf("it holds %s; name the inputs x and the labels y", listed(names, 12))
	}
	if x, err = unzip(in, len(b)); err == nil {
		y, err = unzip(out, len(b))
	}
	return x, y, err
}

// fileNamed finds the first file of one of the names.
func fileNamed(files []*zip.File, names []string) *zip.File {
	for _, name := range names {
		for _, f := range files {
			if strings.EqualFold(strings.TrimSuffix(f.Name, ".npy"), name) {
				return f
			}
		}
	}
	return nil
}

// byShape tells of two arrays which are the inputs, if one has a number for each first index of the other; nil where none has.
func byShape(f, g *zip.File) (in, out *zip.File, err error) {
	var shapes [2][]int
	for i, file := range []*zip.File{f, g} {
		r, err := file.Open()
		if err != nil {
			return nil, nil, fmt.Errorf("%s in it cannot be read: %w", file.Name, err)
		}
		head, err := front(r)
		r.Close()
		if err == nil {
			shapes[i], err = Peek(head)
		}
		if err != nil {
			return nil, nil, fmt.Errorf("%s in it: %w", file.Name, err)
		}
	}
	switch {
	case LabelShape(shapes[1], shapes[0]):
		return f, g, nil
	case LabelShape(shapes[0], shapes[1]):
		return g, f, nil
	}
	return nil, nil, nil
}

// LabelShape tells whether an array of shape y can be the labels of one of shape x: a number for each first index.
func LabelShape(y, x []int) bool {
	return len(x) >= 2 && (len(y) == 1 || len(y) == 2 && y[1] == 1) && y[0] == x[0]
}

// unzip reads one array of a zip file of so many bytes.
func unzip(f *zip.File, bytes int) (*Array, error) {
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%s in it cannot be read: %w", f.Name, err)
	}
	defer r.Close()
	a, err := take(r, deflated*int64(min(f.CompressedSize64, uint64(bytes))))
	if err != nil {
		return nil, fmt.Errorf("%s in it: %w", f.Name, err)
	}
	return a, nil
}
