package lab

import (
	"bytes"
	"fmt"
	"sort"
	"strconv"
	"strings"

	"saddlelab/core/data"
)

// Options says how a file is read, in the terms of core/data.
func (o ReadOption) Options() data.CSVOptions {
	return data.CSVOptions{Label: o.Label, Header: o.Header, Separator: o.Separator, Missing: o.Missing, Task: o.Task}
}

// load makes the training and the test set (nil when there is none) of a Spec, corrupted as it says.
func load(s *Spec, files map[string][]byte) (train, test *data.Set, err error) {
	if s.Data.File != "" {
		train, test, err = loadFile(s, files)
	} else {
		train, test, err = generate(s)
	}
	if err == nil {
		err = corrupt(s, train, test)
	}
	if err != nil {
		return nil, nil, err
	}
	return train, test, nil
}

func generate(s *Spec) (train, test *data.Set, err error) {
	set, err := data.ByID(s.Data.ID, "data.id")
	if err != nil {
		return nil, nil, err
	}
	p := values(set.Params, s.Data.Params)
	if err := set.CheckMemory(p, data.Held(), "data"); err != nil {
		return nil, nil, err
	}
	train, test = set.Gen(p, stream(s, streamData))
	return train, test, nil
}

// corrupt does to the sets what a Spec asks for, each corruption with random numbers of its own: a stream for each place in the list.
func corrupt(s *Spec, train, test *data.Set) error {
	for i, d := range s.Data.Corrupt {
		at := "data.corrupt"
		if len(s.Data.Corrupt) > 1 {
			at += "[" + strconv.Itoa(i) + "]"
		}
		c, err := data.CorruptionByID(d.ID, at+".id")
		if err == nil {
			err = c.Fits(train, at)
		}
		if err != nil {
			return err
		}
		c.Apply(train, test, values(c.Params, d.Params), stream(s, streamCorrupt|uint64(i)<<8))
	}
	return nil
}

func loadFile(s *Spec, files map[string][]byte) (train, test *data.Set, err error) {
	name, rng := s.Data.File, stream(s, streamSplit)
	b, ok := files[name]
	if strings.HasSuffix(name, "/") || ok && data.ArrayFile(b) {
		o, err := ReadExamples(files, name, s.Data.Read)
		if err != nil {
			return nil, nil, err
		}
		return o.Split(s.Data.Read.Test, rng)
	}
	if !ok {
		return nil, nil, notOpen(name, files)
	}
	t, err := data.ReadCSV(bytes.NewReader(b), s.Data.Read.Options())
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", name, err)
	}
	return t.Split(s.Data.Read.Test, rng)
}

// Opened is what was found in open files: the examples, the file or folder of their inputs, and the file of their labels where that is
// another.
type Opened struct {
	*data.Examples
	File, LabelFile string
}

// ReadExamples reads a folder of pictures, whose name ends with a slash, or an array file. Its labels are in it, or in the open file that
// o.Labels names, or in the one open file that can hold them; name may be the file of the labels as well.
func ReadExamples(files map[string][]byte, name string, o ReadOption) (*Opened, error) {
	if strings.HasSuffix(name, "/") {
		in := map[string][]byte{}
		for path, b := range files {
			if strings.HasPrefix(path, name) {
				in[path] = b
			}
		}
		if len(in) == 0 {
			return nil, notOpen(name, files)
		}
		e, err := data.ReadImages(in)
		return &Opened{e, name, ""}, err
	}
	x, y, err := readArrays(files, name)
	if err != nil {
		return nil, err
	}
	labels := ""
	if y == nil {
		if labels = o.Labels; labels == "" {
			var inputs bool
			if labels, inputs, err = partner(name, x.Shape, files); err != nil {
				return nil, err
			}
			if inputs { // the labels were named first
				name, labels = labels, name
				if x, _, err = readArrays(files, name); err != nil {
					return nil, err
				}
			}
		}
		if y, _, err = readArrays(files, labels); err != nil {
			return nil, err
		}
	}
	e, err := data.FromArrays(x, y, o.Task)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return &Opened{e, name, labels}, nil
}

func readArrays(files map[string][]byte, name string) (x, y *data.Array, err error) {
	b, ok := files[name]
	if !ok {
		return nil, nil, notOpen(name, files)
	}
	if x, y, err = data.ReadArrays(b); err != nil {
		return nil, nil, fmt.Errorf("%s: %w", name, err)
	}
	return x, y, nil
}

// partner finds among the open files the labels of an array of inputs, or, if the array can only be labels, the inputs to it: by the
// names that MNIST's and NumPy's users give them, else by their shapes.
func partner(name string, shape []int, files map[string][]byte) (other string, inputs bool, err error) {
	if other = LabelsFor(name, files); other != "" && len(shape) > 1 {
		return other, false, nil
	}
	var labels, examples []string
	for file, b := range files {
		if file == name || !data.ArrayFile(b) {
			continue
		}
		s, err := data.Peek(b)
		switch {
		case err != nil:
		case data.LabelShape(s, shape):
			labels = append(labels, file)
		case data.LabelShape(shape, s):
			if LabelsFor(file, files) == name {
				return file, true, nil
			}
			examples = append(examples, file)
		}
	}
	sort.Strings(labels)
	sort.Strings(examples)
	switch {
	case len(labels) == 1:
		return labels[0], false, nil
	case len(labels) == 0 && len(examples) == 1:
		return examples[0], true, nil
	case len(labels) > 1:
		return "", false, fmt.Errorf("%s: the labels of its inputs may be in any of %s; say in which (data.labels)", name, strings.Join(labels, ", "))
	case len(shape) == 1:
		return "", false, fmt.Errorf("%s: it has %d numbers, which may be labels, and no inputs; open the file of the inputs as well", name, shape[0])
	}
	return "", false, fmt.Errorf("%s: it has inputs of shape %s and no labels; open the file of its labels as well (data.labels)", name, strings.ReplaceAll(strings.Trim(fmt.Sprint(shape), "[]"), " ", "×"))
}

// LabelsFor finds the open file with the labels of an array file by its name, as MNIST's and NumPy's users name them; empty for none.
func LabelsFor(name string, files map[string][]byte) string {
	for _, turn := range [][2]string{{"images-idx3", "labels-idx1"}, {"images.idx3", "labels.idx1"}, {"images", "labels"}, {"inputs", "labels"}, {"data", "labels"}, {"features", "labels"}, {"x", "y"}, {"X", "y"}, {"X", "Y"}} {
		if other := strings.Replace(name, turn[0], turn[1], 1); other != name {
			if _, ok := files[other]; ok {
				return other
			}
		}
	}
	return ""
}

func notOpen(name string, files map[string][]byte) error {
	have := "no file is open"
	if len(files) > 0 {
		names := make([]string, 0, len(files))
		for name := range files {
			names = append(names, name)
		}
		sort.Strings(names)
		if len(names) > 5 {
			names = append(names[:5], "…")
		}
		have = "open: " + strings.Join(names, ", ")
	}
	return fmt.Errorf("data.file: %q is not here, since files never leave the device they are on; open it (%s)", name, have)
}
