// Package trust holds the self-tests that run where the numbers are computed, in the visitor's browser: each compares what the
// engine computes with something that was worked out another way, and tells the largest deviation.
package trust

import (
	"errors"
	"math"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

// Check is one self-test. All texts are required.
type Check struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	What      string `json:"what"`      // what is compared with what, and why the two are independent
	Against   string `json:"against"`   // the other side in a few words
	Tolerance string `json:"tolerance"` // what a deviation is measured in, and why so much is allowed
	Reference bool   `json:"reference"` // it reads Given.Reference

	Run func(given Given) Outcome `json:"-"`
}

// Given is what checks are given.
type Given struct {
	Reference *Reference // values of PyTorch; nil where no check needs them
	Run       Runner     // runs a Spec
}

// Runner runs a Spec to its end and gives numbers that have all bits of it: of a network the CRC-32 of its weights and the training
// loss, of a surface the last iterate and f there.
type Runner func(spec string) ([]float64, error)

// Outcome is what a check came to.
type Outcome struct {
	Worst   real.Num `json:"worst"`   // the largest deviation; null where it is not finite
	Allowed real.Num `json:"allowed"` // what it may be at most
	Count   int      `json:"count"`   // comparisons made
	Pass    bool     `json:"pass"`
	Rows    []Row    `json:"rows"` // of each thing that was compared the worst comparison, the worst first; at most mostRows
}

// Row is one comparison.
type Row struct {
	Name      string   `json:"name"`
	Expected  real.Num `json:"expected"`
	Got       real.Num `json:"got"`
	Deviation real.Num `json:"deviation"`
}

const mostRows = 40

var errNoReference = errors.New("trust: the reference values are missing")

// Do runs the check. A check that compares nothing does not pass.
func (c *Check) Do(given Given) (Outcome, error) {
	if c.Reference && given.Reference == nil {
		return Outcome{}, errNoReference
	}
	return c.Run(given), nil
}

// ByID finds a check; at names the field in the error.
func ByID(id, at string) (*Check, error) {
	var have []string
	for _, c := range Catalog {
		if c.ID == id {
			return c, nil
		}
		have = append(have, c.ID)
	}
	return nil, param.Unknown(at, "check", id, have)
}

// deviation is |got − want| in units of size: 0 of equal numbers, infinite where one of them is no number.
func deviation(want, got, size float64) float64 {
	if want == got {
		return 0
	}
	return finite(math.Abs(got-want) / size)
}

// finite makes of what is no number an infinite deviation, which no check allows.
func finite(d float64) float64 {
	if d >= 0 {
		return d
	}
	return math.Inf(1)
}
