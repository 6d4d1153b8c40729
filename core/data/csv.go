package data

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// Limits of a file.
const (
	MaxBytes    = 64 << 20 // of the file
	MaxColumns  = 16384
	MaxClasses  = 1000 // different labels
	MaxOneHot   = 32   // different texts of a column that is made into features, one for each
	maxNumbers  = 1 << 26
	maxProblems = 100 // listed in a Table
)

// CSVOptions says how a file is read. The zero value finds out by itself.
type CSVOptions struct {
	Label     string // last (default), first, a column's name, or its number from 1
	Header    string // auto (default) | yes | no
	Separator string // auto (default) or one of , ; tab, as the character
	Missing   string // refuse (default) | drop: rows with missing values are left out
	Task      string // auto (default) | classes | regression
}

// ReadCSV reads a table of one example per line: numbers, texts, and a label, which is a class or a number to predict.
// Separator, header and task are found out unless given; quoted fields, a byte order mark, any line ends and, between
// semicolons, decimal commas are understood. Missing values are not an error here but listed in the Table, and refused by Split.
func ReadCSV(r io.Reader, o CSVOptions) (*Table, error) {
	if err := o.check(); err != nil {
		return nil, err
	}
	text, err := readText(r)
	if err != nil {
		return nil, err
	}
	sep := ','
	if o.Separator == "" || o.Separator == "auto" {
		sep = separator(text)
	} else {
		sep = rune(o.Separator[0])
	}
	rows, err := readRows(text, sep)
	if err != nil {
		return nil, err
	}
	return rows.table(o)
}

func (o CSVOptions) check() error {
	for _, f := range []struct {
		field, value string
		have         []string
	}{
		{"header", o.Header, []string{"auto", "yes", "no"}},
		{"separator", o.Separator, []string{"auto", ",", ";", "\t"}},
		{"missing", o.Missing, []string{"refuse", "drop"}},
		{"task", o.Task, []string{"auto", "classes", "regression"}},
	} {
		known := f.value == ""
		for _, h := range f.have {
			known = known || f.value == h
		}
		if !known {
			return fmt.Errorf("%s: %q is not known; have %s", f.field, f.value, strings.ReplaceAll(strings.Join(f.have, " "), "\t", "tab"))
		}
	}
	return nil
}

// readText gives the file as UTF-8 without byte order mark, its lines ended by \n or \r\n.
func readText(r io.Reader) ([]byte, error) {
	if l, ok := r.(interface{ Len() int }); ok && l.Len() > MaxBytes {
		return nil, fmt.Errorf("the file has %.1f MiB; at most %d MiB can be read, so take a part of its rows", float64(l.Len())/(1<<20), MaxBytes>>20)
	}
	text, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("the file cannot be read: %w", err)
	}
	if len(text) > MaxBytes {
		return nil, fmt.Errorf("the file has more than %d MiB, which is the most that can be read; take a part of its rows", MaxBytes>>20)
	}
	if bytes.HasPrefix(text, []byte("\xff\xfe")) || bytes.HasPrefix(text, []byte("\xfe\xff")) {
		return nil, errors.New("the file is text in UTF-16; save it as UTF-8")
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	for i, c := range text {
		if c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' {
			return nil, fmt.Errorf("the file is not text: line %d holds the byte %d; a spreadsheet must be exported as CSV first", 1+bytes.Count(text[:i], []byte("\n")), c)
		}
	}
	if len(bytes.TrimSpace(text)) == 0 {
		return nil, errors.New("the file is empty")
	}
	if !utf8.Valid(text) { // Latin-1, as older spreadsheets write
		b := make([]byte, 0, len(text)+len(text)/8)
		for _, c := range text {
			b = utf8.AppendRune(b, rune(c))
		}
		text = b
	}
	if !bytes.Contains(text, []byte("\n")) {
		text = bytes.ReplaceAll(text, []byte("\r"), []byte("\n"))
	}
	return text, nil
}

// separator guesses the separator: the one by which most of the first lines have as many fields, two or more, as the
// first. In doubt tab, then semicolon: commas stand inside numbers and texts.
func separator(text []byte) rune {
	best, most := ',', 0
	for _, sep := range "\t;," {
		r := newReader(text, sep)
		first, same := 0, 0
		for range 50 {
			rec, err := r.Read()
			if err != nil {
				break
			}
			if first == 0 {
				first = len(rec)
			}
			if len(rec) == first && first > 1 {
				same++
			}
		}
		if same > most {
			best, most = sep, same
		}
	}
	return best
}

func newReader(text []byte, sep rune) *csv.Reader {
	r := csv.NewReader(bytes.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.ReuseRecord = sep, -1, true
	return r
}

// readRows parses the whole text into columns. All rows must be of one length; rows of nothing are passed over.
func readRows(text []byte, sep rune) (*rows, error) {
	t := &rows{sep: sep}
	r := newReader(text, sep)
	width, firstLine := 0, 0
	for {
		rec, err := r.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, quoteError(text, err)
		}
		blank := true
		for j, c := range rec {
			rec[j] = strings.TrimSpace(c)
			blank = blank && rec[j] == ""
		}
		if blank {
			continue
		}
		line, _ := r.FieldPos(0)
		if width == 0 {
			if width, firstLine = len(rec), line; width > MaxColumns {
				return nil, fmt.Errorf("line %d has %d columns; at most %d can be read", line, width, MaxColumns)
			}
			t.first = append([]string(nil), rec...)
			t.cols = make([]column, width)
		} else if len(rec) != width {
			return nil, fmt.Errorf("line %d has %s, but line %d has %d", line, plural(len(rec), "field"), firstLine, width)
		}
		t.add(rec, line, func(j int) int { l, _ := r.FieldPos(j); return l })
	}
	if width == 1 {
		return nil, errors.New("the file has one column only; a column to learn from and one to predict are needed, separated by comma, semicolon or tab")
	}
	return t, nil
}

// quoteError says in which line what is wrong with a quote, of which alone the parser complains.
func quoteError(text []byte, err error) error {
	var p *csv.ParseError
	if !errors.As(err, &p) {
		return err
	}
	if errors.Is(p.Err, csv.ErrBareQuote) {
		return fmt.Errorf("line %d has a quote (\") in the middle of a field; put the field in quotes and double the quote inside", p.Line)
	}
	line := text
	for range p.Line - 1 {
		line = line[bytes.IndexByte(line, '\n')+1:]
	}
	if end := bytes.IndexByte(line, '\n'); end >= 0 {
		line = line[:end]
	}
	if p.Column <= len(line) && line[p.Column-1] == '"' {
		return fmt.Errorf("line %d goes on after a closing quote (\"); a quote inside a quoted field must be doubled", p.Line)
	}
	return fmt.Errorf("line %d opens a quote (\") that is never closed", p.StartLine)
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
