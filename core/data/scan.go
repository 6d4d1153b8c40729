package data

import (
	"errors"
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// scan goes through a file twice: once to learn what its columns are, once to take their values.
type scan struct {
	t       *Table
	text    []byte
	options CSVOptions
	cols    []column
	lab     int // the label's column
}

// column is what the first pass learns of one.
type column struct {
	numbers, texts int
	whole          bool     // all numbers are whole
	levels         []string // different values, at most maxClasses+1
	seen           map[string]int
}

func (c *column) add(s *scan, cell string) {
	if missing(cell) {
		return
	}
	if v, ok := s.number(cell); ok {
		c.numbers++
		c.whole = c.whole && v == float64(int64(v))
	} else {
		c.texts++
	}
	if _, ok := c.seen[cell]; !ok && len(c.levels) <= maxClasses {
		c.seen[cell] = len(c.levels)
		c.levels = append(c.levels, strings.Clone(cell))
	}
}

// numeric tells whether the column is one of numbers; a few texts in it are then mistakes.
func (c *column) numeric() bool { return c.numbers > 0 && c.numbers >= c.texts }

// columns is the first pass.
func (s *scan) columns() error {
	t := s.t
	var first []string
	err := s.rows(func(line int, rec []string) error {
		if first == nil {
			for _, cell := range rec {
				first = append(first, strings.Clone(cell))
			}
			s.cols = make([]column, len(rec))
			for i := range s.cols {
				s.cols[i] = column{whole: true, seen: map[string]int{}}
			}
			return nil
		}
		if len(rec) != len(first) {
			return fmt.Errorf("line %d has %d values, the first line has %d", line, len(rec), len(first))
		}
		for i, cell := range rec {
			s.cols[i].add(s, cell)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if len(first) < 2 {
		return errors.New("there is only one column; a label and at least one column of numbers are needed, separated by commas, semicolons or tabs")
	}
	t.Cols = len(first)
	if t.HeaderFound = s.header(first); t.HeaderFound {
		t.Names = first
	} else {
		for i, cell := range first {
			t.Names = append(t.Names, "column "+strconv.Itoa(i+1))
			s.cols[i].add(s, cell)
		}
	}
	for i, name := range t.Names {
		if name == "" {
			t.Names[i] = "column " + strconv.Itoa(i+1)
		}
	}
	return nil
}

// header tells whether the first line names the columns: it does when, over numbers, it holds a text, or when, in a file
// without numbers, none of its values comes again.
func (s *scan) header(first []string) bool {
	switch s.options.Header {
	case "yes":
		return true
	case "no":
		return false
	}
	anyNumbers := false
	for i, cell := range first {
		c := &s.cols[i]
		anyNumbers = anyNumbers || c.numbers > 0
		if _, ok := s.number(cell); !ok && !missing(cell) && c.numbers > 0 && c.texts == 0 {
			return true
		}
	}
	if anyNumbers {
		return false
	}
	for i, cell := range first {
		if _, again := s.cols[i].seen[cell]; again {
			return false
		}
	}
	return true
}

// label finds the label's column, the task, and the classes' names.
func (s *scan) label() error {
	t := s.t
	at, err := s.find(s.options.Label)
	if err != nil {
		return err
	}
	s.lab, t.LabelColumn = at, at
	c := &s.cols[at]
	t.Task = s.options.Task
	if t.Task == "" || t.Task == "auto" {
		t.Task = "classes"
		if c.numeric() && c.texts == 0 && (!c.whole || len(c.levels) > 20) {
			t.Task = "regression"
		}
	}
	name := t.Names[at]
	switch {
	case c.numbers+c.texts == 0:
		return fmt.Errorf("the label column %q has no value in any row; choose another", name)
	case t.Task == "regression" && !c.numeric():
		return fmt.Errorf("the label column %q holds texts such as %q, and a number is to be predicted; choose another column, or classes", name, c.levels[0])
	case t.Task == "regression":
		return nil
	case len(c.levels) == 1:
		return fmt.Errorf("the label column %q has only one class, %q; at least two are needed to tell apart", name, c.levels[0])
	case len(c.levels) > maxClasses:
		return fmt.Errorf("the label column %q has more than %d different values; choose another column, or predict numbers", name, maxClasses)
	}
	sort.Slice(c.levels, func(i, j int) bool {
		a, aok := s.number(c.levels[i])
		b, bok := s.number(c.levels[j])
		if aok && bok && a != b {
			return a < b
		}
		if aok != bok {
			return aok
		}
		return c.levels[i] < c.levels[j]
	})
	for i, level := range c.levels {
		c.seen[level] = i
		t.Classes = append(t.Classes, Class{Name: level})
	}
	return nil
}

// find gives the column that an option names.
func (s *scan) find(label string) (int, error) {
	switch i := slices.Index(s.t.Names, label); {
	case i >= 0:
		return i, nil
	case label == "" || label == "last":
		return s.t.Cols - 1, nil
	case label == "first":
		return 0, nil
	}
	if n, err := strconv.Atoi(label); err == nil && n >= 1 && n <= s.t.Cols {
		return n - 1, nil
	}
	return 0, fmt.Errorf("there is no column %q; have %s, or a number from 1 to %d", label, strings.Join(s.t.Names, ", "), s.t.Cols)
}
