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
	train, test = set.Gen(values(set.Params, s.Data.Params), stream(s, streamData))
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
		e, err := ReadExamples(files, name, s.Data.Read)
		if err != nil {
			return nil, nil, err
		}
		return e.Split(s.Data.Read.Test, rng)
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

// ReadExamples reads a folder of pictures, whose name ends with a slash, or an array file with its labels.
func ReadExamples(files map[string][]byte, name string, o ReadOption) (*data.Examples, error) {
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
		return data.ReadImages(in)
	}
	b, ok := files[name]
	if !ok {
		return nil, notOpen(name, files)
	}
	arrays, err := data.ReadArrays(b)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	x, y := arrays[""], (*data.Array)(nil)
	if x == nil {
		if x, y, err = data.Pair(arrays); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	} else {
		labels := o.Labels
		if labels == "" {
			labels = LabelsFor(name, files)
		}
		if labels == "" {
			return nil, fmt.Errorf("%s: it has inputs of shape %v and no labels; open the file of its labels as well (data.labels)", name, x.Shape)
		}
		b, ok := files[labels]
		if !ok {
			return nil, notOpen(labels, files)
		}
		arrays, err := data.ReadArrays(b)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", labels, err)
		}
		if y = arrays[""]; y == nil {
			return nil, fmt.Errorf("%s: it holds several arrays; labels are one", labels)
		}
	}
	e, err := data.FromArrays(x, y, o.Task)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return e, nil
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
