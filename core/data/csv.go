package data

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Limits of a file. A larger one would not fit beside its weights on a phone.
const (
	MaxBytes   = 64 << 20
	maxValues  = 20_000_000 // numbers after categories are spread over columns
	maxLevels  = 32         // different texts in a column that is still a category
	maxClasses = 1000
	maxTold    = 100 // problems that are listed; all are counted
)

// CSVOptions says how a file is read; the zero value finds out by itself.
type CSVOptions struct {
	Label     string // last (default), first, a column's name, or its number from 1
	Header    string // auto (default), yes, no
	Separator string // auto (default), or the character
	Missing   string // refuse (default): told, and not trained on; drop: rows with missing values are left out
	Task      string // auto (default), classes, regression
}

// ReadCSV reads a table of numbers, with a header or without, whose label is a column of texts or numbers. Errors are
// sentences with the line. Missing values are no error here: the table lists them, and Split refuses unless they are dropped.
func ReadCSV(r io.Reader, o CSVOptions) (*Table, error) {
	text, err := slurp(r)
	if err != nil {
		return nil, err
	}
	t := &Table{Separator: o.Separator, drop: o.Missing == "drop"}
	if t.Separator == "" || t.Separator == "auto" {
		t.Separator = separator(text)
	}
	s := scan{t: t, text: text, options: o}
	if err := s.columns(); err != nil {
		return nil, err
	}
	if err := s.label(); err != nil {
		return nil, err
	}
	if err := s.fill(); err != nil {
		return nil, err
	}
	return t, nil
}

// slurp reads all of a text file of bounded size.
func slurp(r io.Reader) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	switch {
	case err != nil:
		return nil, err
	case len(b) > MaxBytes:
		return nil, fmt.Errorf("the file is larger than %d MB, the most that is read", MaxBytes>>20)
	}
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	head := b[:min(len(b), 4096)]
	switch {
	case len(bytes.TrimSpace(b)) == 0:
		return nil, errors.New("the file is empty; a table of numbers is expected, a row a line")
	case bytes.HasPrefix(b, []byte{0xff, 0xfe}) || bytes.HasPrefix(b, []byte{0xfe, 0xff}):
		return nil, errors.New("the file is in UTF-16; save it as UTF-8")
	case bytes.IndexByte(head, 0) >= 0:
		return nil, errors.New("this is not a text file; a table of numbers is expected, a row a line")
	}
	return b, nil
}

// separator is the one of , ; and tab that is most frequent in the first line, outside quotes.
func separator(text []byte) string {
	n := map[byte]int{}
	quoted := false
	for _, c := range text {
		if c == '"' {
			quoted = !quoted
		}
		if c == '\n' && !quoted {
			break
		}
		if !quoted {
			n[c]++
		}
	}
	best := byte(',')
	for _, c := range []byte{';', '\t'} {
		if n[c] > n[best] {
			best = c
		}
	}
	return string(best)
}

// rows calls each for every record with its line; the record is reused.
func (s *scan) rows(each func(line int, rec []string) error) error {
	r := csv.NewReader(bytes.NewReader(s.text))
	r.Comma, _ = utf8.DecodeRuneInString(s.t.Separator)
	r.FieldsPerRecord, r.ReuseRecord, r.TrimLeadingSpace = -1, true, s.t.Separator != "\t"
	for {
		rec, err := r.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return quoting(err)
		}
		line, _ := r.FieldPos(0)
		for i := range rec {
			rec[i] = strings.TrimSpace(rec[i])
		}
		if err := each(line, rec); err != nil {
			return err
		}
	}
}

// quoting says what encoding/csv found wrong; all its errors are about quotes.
func quoting(err error) error {
	var p *csv.ParseError
	if !errors.As(err, &p) {
		return err
	}
	if errors.Is(err, csv.ErrBareQuote) {
		return fmt.Errorf("line %d: a quote stands inside an unquoted value; quote the whole value and double the quotes in it", p.Line)
	}
	return fmt.Errorf("line %d: the quote that opens here is not closed before the next separator", p.StartLine)
}

// missing tells whether a cell says that there is no value.
func missing(cell string) bool {
	switch cell {
	case "", "NA", "N/A", "na", "n/a", "NaN", "nan", "NULL", "null", "None", "?":
		return true
	}
	return false
}

// number reads a cell; where ; separates values, a comma may stand for the decimal point.
func (s *scan) number(cell string) (v float64, ok bool) {
	if s.t.Separator != "," && strings.Count(cell, ",") == 1 && !strings.Contains(cell, ".") {
		cell = strings.Replace(cell, ",", ".", 1)
	}
	if len(cell) > 1 && (cell[1] == 'x' || cell[1] == 'X') { // hexadecimal: an identifier, not a measurement
		return 0, false
	}
	v, err := strconv.ParseFloat(cell, 64)
	if err != nil || math.IsInf(v, 0) || math.IsNaN(v) || math.Abs(v) > math.MaxFloat32 {
		return 0, false
	}
	return v, true
}
