package data

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Table is a file that was read: what a preview shows, and the values behind it.
type Table struct {
	Rows        int        `json:"rows"` // usable ones
	Cols        int        `json:"cols"`
	HeaderFound bool       `json:"header_found"`
	Separator   string     `json:"separator"`
	Names       []string   `json:"names"`
	LabelColumn int        `json:"label_column"` // from 0
	Task        string     `json:"task"`         // classes | regression
	Classes     []Class    `json:"classes"`
	Features    []string   `json:"features"`     // columns of numbers, and one for each level of a category
	Ignored     []Ignored  `json:"ignored"`      // columns that cannot be features
	Missing     []Problem  `json:"missing"`      // the first hundred cells without a usable value
	MissingRows int        `json:"missing_rows"` // rows with such cells
	DroppedRows int        `json:"dropped_rows"` // those of them that were left out
	Head        [][]string `json:"head"`         // the first rows as they stand

	drop   bool
	x      []float32 // Rows×len(Features), raw
	labels []int32
	values []float32
}

// Class is a class with how many rows have it.
type Class struct {
	Name  string `json:"name"`
	Count int    `json:"count"`
}

// Ignored is a column that is no feature, and why.
type Ignored struct {
	Column string `json:"column"`
	Why    string `json:"why"`
}

// Problem is a cell without a usable value: missing, or a text among numbers.
type Problem struct {
	Line   int    `json:"line"`
	Column string `json:"column"`
	Text   string `json:"text"`
}

// feature is where a column's value goes: as it is, or spread over its levels.
type feature struct {
	col    int
	levels []string // nil for numbers
	at     int      // first of its features
}

// features decides what each column but the label becomes.
func (s *scan) features() (fs []feature, err error) {
	t := s.t
	for i := range s.cols {
		c, name := &s.cols[i], t.Names[i]
		switch {
		case i == s.lab:
		case c.numbers+c.texts == 0:
			t.Ignored = append(t.Ignored, Ignored{name, "it is empty"})
		case c.numeric():
			fs = append(fs, feature{col: i, at: len(t.Features)})
			t.Features = append(t.Features, name)
		case len(c.levels) <= maxLevels:
			fs = append(fs, feature{col: i, levels: c.levels, at: len(t.Features)})
			for _, level := range c.levels {
				t.Features = append(t.Features, name+" = "+level)
			}
		default:
			t.Ignored = append(t.Ignored, Ignored{name, "it holds more than " + strconv.Itoa(maxLevels) + " different texts"})
		}
	}
	if len(fs) == 0 {
		return nil, fmt.Errorf("no column besides the label %q holds numbers; there is nothing to learn from", t.Names[s.lab])
	}
	return fs, nil
}

// fill is the second pass: it takes the values.
func (s *scan) fill() error {
	t := s.t
	fs, err := s.features()
	if err != nil {
		return err
	}
	skip := t.HeaderFound
	err = s.rows(func(line int, rec []string) error {
		if skip {
			skip = false
			return nil
		}
		if len(t.Head) < 6 {
			row := make([]string, len(rec))
			for i, cell := range rec {
				row[i] = strings.Clone(cell)
			}
			t.Head = append(t.Head, row)
		}
		if !s.complete(line, rec, fs) {
			t.MissingRows++
			return nil
		}
		if (t.Rows+1)*len(t.Features) > maxValues {
			return fmt.Errorf("the table has more than %d values; take fewer rows or columns", maxValues)
		}
		s.take(rec, fs)
		return nil
	})
	if err != nil {
		return err
	}
	if t.drop {
		t.DroppedRows = t.MissingRows
	}
	switch {
	case t.Rows+t.MissingRows == 0:
		return errors.New("there is a header and nothing below it")
	case t.Rows == 0:
		return fmt.Errorf("every row lacks a value, the first in line %d, column %q", t.Missing[0].Line, t.Missing[0].Column)
	}
	return nil
}

// complete tells whether a row has all its values, and lists what it lacks.
func (s *scan) complete(line int, rec []string, fs []feature) bool {
	ok := true
	lack := func(col int) {
		ok = false
		if len(s.t.Missing) < maxTold {
			s.t.Missing = append(s.t.Missing, Problem{line, s.t.Names[col], strings.Clone(rec[col])})
		}
	}
	for _, f := range fs {
		if missing(rec[f.col]) {
			lack(f.col)
		} else if _, num := s.number(rec[f.col]); f.levels == nil && !num {
			lack(f.col)
		}
	}
	if missing(rec[s.lab]) {
		lack(s.lab)
	} else if _, num := s.number(rec[s.lab]); s.t.Task == "regression" && !num {
		lack(s.lab)
	}
	return ok
}

// take adds a complete row.
func (s *scan) take(rec []string, fs []feature) {
	t := s.t
	t.Rows++
	for _, f := range fs {
		if f.levels == nil {
			v, _ := s.number(rec[f.col])
			t.x = append(t.x, float32(v))
			continue
		}
		is := s.cols[f.col].seen[rec[f.col]]
		for k := range f.levels {
			v := float32(0)
			if k == is {
				v = 1
			}
			t.x = append(t.x, v)
		}
	}
	if t.Task == "regression" {
		v, _ := s.number(rec[s.lab])
		t.values = append(t.values, float32(v))
		return
	}
	k := s.cols[s.lab].seen[rec[s.lab]]
	t.labels = append(t.labels, int32(k))
	t.Classes[k].Count++
}
