package lab

import (
	"bytes"
	"fmt"
	"sort"
	"strings"

	"saddlelab/core/data"
)

// Options says how a file is read, in the terms of core/data.
func (o ReadOption) Options() data.CSVOptions {
	return data.CSVOptions{Label: o.Label, Header: o.Header, Separator: o.Separator, Missing: o.Missing, Task: o.Task}
}

// load makes the training and the test set (nil when there is none) of a Spec.
func load(s *Spec, files map[string][]byte) (train, test *data.Set, err error) {
	d := s.Data
	if d.File != "" {
		return loadFile(s, files)
	}
	set, err := data.ByID(d.ID, "data.id")
	if err != nil {
		return nil, nil, err
	}
	p := make([]float64, len(set.Params))
	for i, q := range set.Params {
		p[i] = d.Params[q.Name]
	}
	train, test = set.Gen(p, stream(s, streamData))
	if d.Corrupt != nil {
		c, err := data.CorruptionByID(d.Corrupt.ID, "data.corrupt.id")
		if err != nil {
			return nil, nil, err
		}
		q := make([]float64, len(c.Params))
		for i, x := range c.Params {
			q[i] = d.Corrupt.Params[x.Name]
		}
		c.Apply(train, q, stream(s, streamCorrupt))
	}
	return train, test, nil
}

func loadFile(s *Spec, files map[string][]byte) (train, test *data.Set, err error) {
	b, ok := files[s.Data.File]
	if !ok {
		have := "no file is open"
		if len(files) > 0 {
			names := make([]string, 0, len(files))
			for name := range files {
				names = append(names, name)
			}
			sort.Strings(names)
			have = "open: " + strings.Join(names, ", ")
		}
		return nil, nil, fmt.Errorf("data.file: %q is not here, since files never leave the device they are on; open it (%s)", s.Data.File, have)
	}
	t, err := data.ReadCSV(bytes.NewReader(b), s.Data.Read.Options())
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", s.Data.File, err)
	}
	return t.Split(s.Data.Read.Test, stream(s, streamSplit))
}
