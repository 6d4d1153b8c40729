package data

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Table is what was read in a file: all that a preview tells, and the columns from which Split makes sets.
type Table struct {
	Rows        int       `json:"rows"` // usable ones
	Cols        int       `json:"cols"`
	HeaderFound bool      `json:"header_found"`
	Separator   string    `json:"separator"`
	Names       []string  `json:"names"` // of the columns, all different
	LabelColumn int       `json:"label_column"`
	Task        string    `json:"task"` // classes | regression
	Classes     []Class   `json:"classes"`
	Features    []string  `json:"features"` // columns of numbers, and one for each level of a category
	Columns     []Column  `json:"columns"`
	Ignored     []Ignored `json:"ignored"`

	Missing     []Problem  `json:"missing"`      // the first hundred
	MissingRows int        `json:"missing_rows"` // how many rows have any
	DroppedRows int        `json:"dropped_rows"` // how many of them were left out
	Head        [][]string `json:"head"`         // the first rows as they stand

	rows   *rows
	use    []int32 // rows without problems
	labels []int32 // of those, for classes
}

// Class is a label and how many usable rows have it.
type Class struct {
	Name  string `json:"name"`
	Count int    `json:"count"`
}

// Column says what a column is used as: number, categories, label or ignored; with the range of its numbers, or its levels.
type Column struct {
	Name   string   `json:"name"`
	Use    string   `json:"use"`
	Min    float64  `json:"min"`
	Max    float64  `json:"max"`
	Levels []string `json:"levels,omitempty"`

	codes []int32 // level of each usable row
}

// Ignored is a column that cannot be used and why.
type Ignored struct {
	Column string `json:"column"`
	Why    string `json:"why"`
}

// Problem is a cell without a usable value.
type Problem struct {
	Line   int    `json:"line"`
	Column string `json:"column"`
	Text   string `json:"text"`
}

// table decides what each column is and which rows can be used.
func (r *rows) table(o CSVOptions) (*Table, error) {
	t := &Table{Cols: len(r.cols), Separator: string(r.sep), rows: r}
	t.HeaderFound = o.Header == "yes" || o.Header != "no" && r.header()
	from := 0
	if t.HeaderFound {
		from = 1
	}
	if len(r.line) <= from {
		return nil, errors.New("the file has a line of names but no rows")
	}
	t.Head = r.head[from:min(len(r.head), from+headRows)]
	t.name(r)
	var err error
	if t.LabelColumn, err = t.find(o.Label, from); err != nil {
		return nil, err
	}
	if err := t.classify(o.Task, from); err != nil {
		return nil, err
	}
	t.sift(o.Missing, from)
	if t.Rows < 2 {
		return nil, fmt.Errorf("only %s can be used of %d; at least 2 are needed%s", plural(t.Rows, "row"), len(r.line)-from, t.firstProblem())
	}
	if err := t.label(); err != nil {
		return nil, err
	}
	return t, t.features()
}

// name takes the columns' names from the header, makes them up where there are none, and tells equal ones apart.
func (t *Table) name(r *rows) {
	seen := map[string]bool{}
	times := map[string]int{}
	for j, s := range r.first {
		if !t.HeaderFound || s == "" {
			s = "column " + strconv.Itoa(j+1)
		}
		name := s
		for seen[name] { // the number goes on where it was, lest many equal names take quadratic time
			times[s]++
			name = fmt.Sprintf("%s (%d)", s, times[s]+1)
		}
		seen[name] = true
		t.Names = append(t.Names, name)
		t.Columns = append(t.Columns, Column{Name: name, Use: "number"})
	}
}

// find gives the label column. The last one is the last that is not empty, since some programs end lines with a separator.
func (t *Table) find(label string, from int) (int, error) {
	switch label {
	case "", "last":
		for j := t.Cols - 1; j > 0; j-- {
			if numbers, texts := t.rows.cols[j].counts(from); numbers+texts > 0 {
				return j, nil
			}
		}
		return 0, nil
	case "first":
		return 0, nil
	}
	if j := slices.Index(t.Names, label); j >= 0 {
		return j, nil
	}
	if j := slices.IndexFunc(t.Names, func(s string) bool { return strings.EqualFold(s, label) }); j >= 0 {
		return j, nil
	}
	k, err := strconv.Atoi(label)
	if err == nil && k >= 1 && k <= t.Cols {
		return k - 1, nil
	}
	if err == nil {
		return 0, fmt.Errorf("label: there is no column %d; the columns are 1 to %d", k, t.Cols)
	}
	return 0, fmt.Errorf("label: there is no column %q; have %s", label, listed(t.Names, 12))
}

// classify settles the task, and what each column may be used as by what most of its cells are.
func (t *Table) classify(task string, from int) error {
	for j := range t.Columns {
		c, name := &t.rows.cols[j], t.Names[j]
		numbers, texts := c.counts(from)
		if j == t.LabelColumn {
			t.Columns[j].Use = "label"
			switch {
			case numbers+texts == 0:
				return fmt.Errorf("column %q, which is to be predicted, is empty", name)
			case task == "classes" || task != "regression" && (texts > 0 || c.few(from)):
				t.Task = "classes"
			case numbers < 9*texts:
				return fmt.Errorf("column %q holds text, so it is no number to predict; predict a class (task: classes)", name)
			default:
				t.Task = "regression"
			}
			continue
		}
		switch {
		case numbers+texts == 0:
			t.ignore(j, "it is empty")
		case texts > 0 && numbers < 9*texts: // a stray text among numbers is a problem of its row instead
			t.Columns[j].Use = "categories"
			if c.different(from) > MaxOneHot {
				t.ignore(j, fmt.Sprintf("it holds text with more than %d different values, too many to be made into numbers", MaxOneHot))
			}
		}
	}
	return nil
}

func (t *Table) ignore(j int, why string) {
	t.Columns[j].Use = "ignored"
	t.Ignored = append(t.Ignored, Ignored{t.Names[j], why})
}

// few tells whether a column of numbers looks like classes: whole ones, at most 20 different.
func (c *column) few(from int) bool {
	seen := map[float64]bool{}
	for _, v := range c.num[from:] {
		if math.IsNaN(v) {
			continue
		}
		if seen[v] = true; v != math.Trunc(v) || len(seen) > 20 {
			return false
		}
	}
	return true
}

// different counts the different cells, up to a little above MaxOneHot.
func (c *column) different(from int) int {
	seen := map[string]bool{}
	for i := from; i < len(c.num) && len(seen) <= MaxOneHot; i++ {
		if s := c.cell(i); s != "" {
			seen[s] = true
		}
	}
	return len(seen)
}

// sift lists the problems in the columns in use and keeps the rows without.
func (t *Table) sift(how string, from int) {
	bad := make([]bool, len(t.rows.line))
	for j := range t.Columns {
		c, k := &t.rows.cols[j], &t.Columns[j]
		if k.Use == "ignored" {
			continue
		}
		at := len(t.Missing)
		note := func(row, line int32, text string) {
			if int(row) < from {
				return
			}
			if bad[row] = true; len(t.Missing)-at < maxProblems {
				t.Missing = append(t.Missing, Problem{int(line), k.Name, text})
			}
		}
		for _, b := range c.bad {
			note(b.row, b.line, b.text)
		}
		if k.Use == "number" || k.Use == "label" && t.Task == "regression" {
			for i := range c.text {
				if c.text[i] >= 0 {
					note(int32(i), t.rows.line[i], strconv.Quote(c.level[c.text[i]])+" is not a number")
				}
			}
		}
	}
	slices.SortStableFunc(t.Missing, func(a, b Problem) int { return a.Line - b.Line })
	t.Missing = t.Missing[:min(len(t.Missing), maxProblems)]
	for i := from; i < len(bad); i++ {
		if bad[i] {
			t.MissingRows++
		} else {
			t.use = append(t.use, int32(i))
		}
	}
	t.Rows = len(t.use)
	if how == "drop" {
		t.DroppedRows = t.MissingRows
	}
}

func (t *Table) firstProblem() string {
	if len(t.Missing) == 0 {
		return ""
	}
	p := t.Missing[0]
	return fmt.Sprintf(" (line %d, column %q: %s)", p.Line, p.Column, p.Text)
}

func listed(names []string, most int) string {
	if len(names) > most {
		return strings.Join(names[:most], ", ") + ", …"
	}
	return strings.Join(names, ", ")
}
