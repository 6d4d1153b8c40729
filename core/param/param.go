// Package param describes the numbers that a user may set: of a method, a schedule, a data set. The page builds its sliders from
// them, a Spec is checked against them.
package param

import (
	"fmt"
	"math"
	"sort"
	"strconv"
	"strings"
)

// Param is one number that a user may set.
type Param struct {
	Name    string  `json:"name"`  // as in a Spec: lr, momentum, beta1, noise
	Label   string  `json:"label"` // as on a slider: lr, β₁, noise σ
	Help    string  `json:"help"`  // one sentence
	Min     float64 `json:"min"`   // inclusive, as Max is
	Default float64 `json:"default"`
	Max     float64 `json:"max"`
	Log     bool    `json:"log,omitempty"` // the slider moves in ratios; a Min of 0 is then its left end
	Int     bool    `json:"int,omitempty"` // whole numbers only
}

// Values are parameters by name.
type Values map[string]float64

// Resolve gives the values of ps in their order: the given one, else the default. Errors name the field after at, the
// value, and what is valid.
func Resolve(ps []Param, given Values, at string) ([]float64, error) {
	names := make([]string, len(ps))
	for i, p := range ps {
		names[i] = p.Name
	}
	var strange []string
next:
	for name := range given {
		for _, n := range names {
			if n == name {
				continue next
			}
		}
		strange = append(strange, name)
	}
	if sort.Strings(strange); len(strange) > 0 {
		return nil, Unknown(path(at, strange[0]), "parameter", strange[0], names)
	}
	out := make([]float64, len(ps))
	for i, p := range ps {
		v, ok := given[p.Name]
		if !ok {
			v = p.Default
		}
		if err := p.check(v, at); err != nil {
			return nil, err
		}
		out[i] = v
	}
	return out, nil
}

func (p Param) check(v float64, at string) error {
	kind := "a number"
	if p.Int {
		kind = "a whole number"
	}
	if math.IsNaN(v) || v < p.Min || v > p.Max || p.Int && v != math.Trunc(v) {
		return fmt.Errorf("%s: %s is not %s from %s to %s", path(at, p.Name), text(v), kind, text(p.Min), text(p.Max))
	}
	return nil
}

// Unknown is the error for a name that no catalog has.
func Unknown(at, what, id string, have []string) error {
	return fmt.Errorf("%s: unknown %s %q; have %s", at, what, id, strings.Join(have, ", "))
}

func path(at, name string) string {
	if at == "" {
		return name
	}
	return at + "." + name
}

// text is the shortest decimal of v; whole numbers are written out.
func text(v float64) string {
	if v == math.Trunc(v) && math.Abs(v) < 1e15 {
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}
