package lab

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"sort"
	"strconv"
	"strings"

	"saddlelab/core/param"
)

// fields reads one JSON object name by name, keeping the first error. What nobody asked for is unknown.
// encoding/json alone would say neither where a wrong value stands nor what would be right.
type fields struct {
	at    string // place of the object: "" or "runs[0]"
	m     map[string]json.RawMessage
	known []string
	err   *error // shared by the objects of one document
}

// object opens a JSON document.
func object(doc []byte, err *error) *fields {
	f := &fields{err: err, m: map[string]json.RawMessage{}}
	dec := json.NewDecoder(bytes.NewReader(doc))
	if e := dec.Decode(&f.m); e != nil {
		f.fail("%s", syntax(doc, e))
	} else if _, e := dec.Token(); e != io.EOF {
		f.fail("the Spec goes on after its closing brace, at character %d", dec.InputOffset())
	}
	return f
}

// syntax says what is wrong with a document that is not a JSON object.
func syntax(doc []byte, e error) string {
	var se *json.SyntaxError
	switch {
	case len(bytes.TrimSpace(doc)) == 0:
		return "the Spec is empty; it begins with {\"v\":1"
	case errors.Is(e, io.ErrUnexpectedEOF) || errors.Is(e, io.EOF):
		return fmt.Sprintf("the Spec is cut off after %d characters", len(doc))
	case errors.As(e, &se) && strings.Contains(se.Error(), "unexpected end"):
		return fmt.Sprintf("the Spec is cut off after %d characters", len(doc))
	case errors.As(e, &se):
		return fmt.Sprintf("the Spec is not JSON: %v, at character %d", se, se.Offset)
	}
	return "the Spec is not a JSON object; it begins with {\"v\":1"
}

func (f *fields) fail(format string, a ...any) {
	if *f.err == nil {
		*f.err = fmt.Errorf(format, a...)
	}
}

// path is the full name of a field.
func (f *fields) path(name string) string {
	if f.at == "" {
		return name
	}
	return f.at + "." + name
}

// has tells whether the field is there, and makes its name known.
func (f *fields) has(name string) bool {
	f.known = append(f.known, name)
	raw, ok := f.m[name]
	return ok && string(raw) != "null"
}

// short is a value as it is quoted in a refusal.
func short(raw json.RawMessage) string {
	s := string(raw)
	if len(s) > 40 {
		s = s[:37] + "…"
	}
	return s
}

func (f *fields) text(name, def string, valid ...string) string {
	if !f.has(name) {
		return def
	}
	var s string
	if json.Unmarshal(f.m[name], &s) != nil {
		f.fail("%s: %s is not a text; text stands in quotes", f.path(name), short(f.m[name]))
		return def
	}
	for _, v := range valid {
		if s == v {
			return s
		}
	}
	if len(valid) > 0 {
		f.fail("%s: %q is not known; have %s", f.path(name), s, strings.Join(valid, ", "))
	}
	return s
}

func (f *fields) number(name string, def, lo, hi float64) float64 {
	if !f.has(name) {
		return def
	}
	return f.float(f.path(name), f.m[name], lo, hi)
}

func (f *fields) float(at string, raw json.RawMessage, lo, hi float64) float64 {
	v, err := strconv.ParseFloat(string(raw), 64)
	if err != nil || math.IsInf(v, 0) || v < lo || v > hi {
		f.fail("%s: %s is not a number from %g to %g", at, short(raw), lo, hi)
		return lo
	}
	return v
}

// flag is true or, where it is absent, false.
func (f *fields) flag(name string) (v bool) {
	if f.has(name) && json.Unmarshal(f.m[name], &v) != nil {
		f.fail("%s: %s is not true or false", f.path(name), short(f.m[name]))
	}
	return v
}

func (f *fields) whole(name string, def, lo, hi uint64) uint64 {
	if !f.has(name) {
		return def
	}
	v, err := strconv.ParseUint(string(f.m[name]), 10, 64)
	if err != nil || v < lo || v > hi {
		f.fail("%s: %s is not a whole number from %d to %d", f.path(name), short(f.m[name]), lo, hi)
		return lo
	}
	return v
}

// object opens the object in a field; an absent one is empty.
func (f *fields) object(name string) *fields {
	g := &fields{at: f.path(name), err: f.err}
	if f.has(name) && json.Unmarshal(f.m[name], &g.m) != nil {
		f.fail("%s: %s is not an object; it begins with {", g.at, short(f.m[name]))
	}
	return g
}

// list opens the array in a field; nil when absent.
func (f *fields) list(name string) []json.RawMessage {
	if !f.has(name) {
		return nil
	}
	var l []json.RawMessage
	if json.Unmarshal(f.m[name], &l) != nil {
		f.fail("%s: %s is not a list; it begins with [", f.path(name), short(f.m[name]))
	}
	return l
}

// item opens element i of the list in a field.
func (f *fields) item(name string, i int, raw json.RawMessage) *fields {
	g := &fields{at: fmt.Sprintf("%s[%d]", f.path(name), i), err: f.err}
	if json.Unmarshal(raw, &g.m) != nil || g.m == nil {
		f.fail("%s: %s is not an object; it begins with {", g.at, short(raw))
	}
	return g
}

// rest gives the fields that nobody asked for, sorted: the catalog's parameters stand beside the id.
func (f *fields) rest() []string {
	var names []string
	for name := range f.m {
		if !slices.Contains(f.known, name) {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	return names
}

// params reads every remaining field as a parameter of ps and fills in defaults.
func (f *fields) params(ps []param.Param) param.Values {
	names := make([]string, len(ps))
	for i, p := range ps {
		names[i] = p.Name
	}
	given := param.Values{}
	for _, name := range f.rest() {
		if !slices.Contains(names, name) {
			f.fail("%s", param.Unknown(f.path(name), "parameter", name, names))
			return nil
		}
		v, err := strconv.ParseFloat(string(f.m[name]), 64)
		if err != nil {
			f.fail("%s: %s is not a number", f.path(name), short(f.m[name]))
			return nil
		}
		given[name] = v
	}
	p, err := param.Resolve(ps, given, f.at)
	if err != nil {
		f.fail("%s", err)
		return nil
	}
	all := param.Values{}
	for i := range ps {
		all[ps[i].Name] = p[i]
	}
	return all
}

// done refuses what nobody asked for.
func (f *fields) done() {
	if r := f.rest(); len(r) > 0 {
		f.fail("%s", param.Unknown(f.path(r[0]), "field", r[0], f.known))
	}
}
