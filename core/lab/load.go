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
	return train, test, corrupt(s, train, test)
}

// corrupt does to the sets what a Spec asks for, each corruption with random numbers of its own.
func corrupt(s *Spec, train, test *data.Set) error {
	rng := stream(s, streamCorrupt)
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
		c.Apply(train, test, values(c.Params, d.Params), rng)
	}
	return nil
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
