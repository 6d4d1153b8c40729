package data

import (
	"math"
	"sort"
	"strconv"
	"strings"
)

// rows is a parsed file, column by column. Row 0 may turn out to be a header.
type rows struct {
	sep   rune
	first []string
	head  [][]string // the first rows as they stand
	cols  []column
	line  []int32 // where each row begins
}

// column holds what its cells are: a number, one of texts, or nothing usable.
type column struct {
	num   []float64 // NaN where there is no number
	text  []int32   // index in levels where there is text, −1 elsewhere; nil while there is none
	level []string
	index map[string]int32
	bad   []badCell // missing or infinite
}

type badCell struct {
	row  int32
	line int32
	text string
}

const (
	maxLevels = 1 << 12 // texts told apart in one column; all further ones count as one
	maxValue  = 1e100   // beyond it squares overflow
	headRows  = 8
)

func (t *rows) add(rec []string, line int, fieldLine func(j int) int) {
	if len(t.head) < headRows+1 {
		t.head = append(t.head, append([]string(nil), rec...))
	}
	row := len(t.line)
	t.line = append(t.line, int32(line))
	for j, cell := range rec {
		c := &t.cols[j]
		v, ok := number(cell, t.sep == ';')
		switch {
		case missing(cell):
			what := "the value is missing"
			if cell != "" {
				what = strconv.Quote(cell) + " stands for a missing value"
			}
			c.bad = append(c.bad, badCell{int32(row), int32(fieldLine(j)), what})
			v = math.NaN()
		case ok && math.Abs(v) > maxValue:
			c.bad = append(c.bad, badCell{int32(row), int32(fieldLine(j)), strconv.Quote(cell) + " is infinite or too large"})
			v = math.NaN()
		case !ok:
			if c.text == nil {
				c.text, c.index = make([]int32, row, 2*row+16), map[string]int32{}
				for i := range c.text {
					c.text[i] = -1
				}
			}
			k, known := c.index[cell]
			if !known {
				if k = int32(len(c.level)); k < maxLevels {
					cell = strings.Clone(cell) // else the whole row stays in memory
					c.index[cell] = k
					c.level = append(c.level, cell)
				} else {
					k = maxLevels - 1
				}
			}
			c.num, c.text = append(c.num, math.NaN()), append(c.text, k)
			continue
		}
		c.num = append(c.num, v)
		if c.text != nil {
			c.text = append(c.text, -1)
		}
	}
}

func missing(s string) bool {
	switch s {
	case "", "?", "-":
		return true
	}
	if len(s) > 4 {
		return false
	}
	switch strings.ToLower(s) {
	case "na", "n/a", "nan", "null":
		return true
	}
	return false
}

// number reads a decimal number, infinities included.
func number(s string, comma bool) (v float64, ok bool) {
	digits := false
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			digits = true
		case c == '.' || c == '+' || c == '-' || c == 'e' || c == 'E' || c == ',' && comma:
		default:
			switch strings.ToLower(strings.TrimLeft(s, "+-")) {
			case "inf", "infinity":
				return math.Inf(1), true
			}
			return 0, false
		}
	}
	if !digits {
		return 0, false
	}
	if comma && strings.Count(s, ",") == 1 && !strings.Contains(s, ".") {
		s = strings.Replace(s, ",", ".", 1)
	}
	v, err := strconv.ParseFloat(s, 64)
	return v, err == nil || math.IsInf(v, 0)
}

// isText tells whether a cell holds text.
func (c *column) isText(row int) bool { return c.text != nil && c.text[row] >= 0 }

// cell gives a cell as text, "" where it is missing; numbers in their shortest form.
func (c *column) cell(row int) string {
	if c.isText(row) {
		return c.level[c.text[row]]
	}
	if math.IsNaN(c.num[row]) {
		return ""
	}
	return strconv.FormatFloat(c.num[row], 'g', -1, 64)
}

// counts tells of how many numbers and texts a column is, from row on.
func (c *column) counts(from int) (numbers, texts int) {
	for i := from; i < len(c.num); i++ {
		switch {
		case c.isText(i):
			texts++
		case !math.IsNaN(c.num[i]):
			numbers++
		}
	}
	return numbers, texts
}

// levels gives the different cells of the rows that are in use, numbers in order before texts in order, and how often each
// stands there; more than most of them give nil.
func (c *column) levels(use []int32, most int) (names []string, count []int, code []int32) {
	index := map[string]int32{}
	var isNum []float64
	code = make([]int32, len(use))
	for i, r := range use {
		s := c.cell(int(r))
		k, known := index[s]
		if !known {
			if k = int32(len(names)); int(k) == most {
				return nil, nil, nil
			}
			index[s] = k
			names, count, isNum = append(names, s), append(count, 0), append(isNum, c.num[r])
		}
		count[k]++
		code[i] = k
	}
	order := make([]int, len(names))
	for i := range order {
		order[i] = i
	}
	sort.Slice(order, func(a, b int) bool {
		x, y := isNum[order[a]], isNum[order[b]]
		if math.IsNaN(x) || math.IsNaN(y) {
			if math.IsNaN(x) && math.IsNaN(y) {
				return names[order[a]] < names[order[b]]
			}
			return !math.IsNaN(x)
		}
		return x < y
	})
	place, sorted, n := make([]int32, len(order)), make([]string, len(order)), make([]int, len(order))
	for to, from := range order {
		place[from], sorted[to], n[to] = int32(to), names[from], count[from]
	}
	for i, k := range code {
		code[i] = place[k]
	}
	return sorted, n, code
}

// header tells whether the first row names the columns: it has text above numbers, or, where no column is of numbers, texts
// that do not come again.
func (t *rows) header() bool {
	if len(t.line) < 2 {
		return false
	}
	numeric, again := false, false
	seen := map[string]bool{}
	for j := range t.cols {
		c := &t.cols[j]
		numbers, texts := c.counts(1)
		if numbers > texts {
			numeric = true
			if c.isText(0) {
				return true
			}
		}
		again = again || seen[t.first[j]] || !c.isText(0)
		seen[t.first[j]] = true
		for i := 1; i < len(c.num) && !again; i++ {
			again = c.isText(i) && c.text[i] == c.text[0]
		}
	}
	return !numeric && !again
}
