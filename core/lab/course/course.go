// Package course holds the claims of a lecture on non-convex optimization, each as a live experiment: the statement with its assumptions
// and source, parameters named as in the text, the prediction as code, the measurement, and the verdict. One experiment is one file.
package course

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"saddlelab/core/param"
)

// Tag says what kind of statement a prediction is.
type Tag string

// The kinds of statement.
const (
	Exact      Tag = "exact"      // a closed form: equality up to Monte-Carlo error
	Asymptotic Tag = "asymptotic" // a formula in a limit, with a stated tolerance at finite size
	Bound      Tag = "bound"      // a theorem of one side
	Empirical  Tag = "empirical"  // a regularity that was observed; no formula
)

// Experiment is one claim with what puts it to the test.
type Experiment struct {
	ID       string        `json:"id"`      // E18, E15b: as the claims are numbered
	Chapter  string        `json:"chapter"` // a Chapter's ID
	Question string        `json:"question"`
	Short    string        `json:"short"`  // in a list of the chapter's pages
	Claim    string        `json:"claim"`  // the statement with its assumptions
	Source   string        `json:"source"` // paper and theorem
	Tag      Tag           `json:"tag"`
	Params   []param.Param `json:"params"`
	// Quick are parameters with which the tests run an experiment that takes long at its own.
	Quick param.Values `json:"-"`
	// Long says that it takes more than a few seconds.
	Long bool `json:"long,omitempty"`
	// Plan prepares the experiment at some parameters. It does no work that takes longer than some milliseconds.
	Plan func(s *Setting) *Plan `json:"-"`
}

// Chapter is one of the lecture's questions.
type Chapter struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Help  string `json:"help"` // one sentence
}

// Chapters in the lecture's order.
var Chapters = []Chapter{
	{"problem", "What is the problem?", "What is minimized, what a gradient costs, and where convexity ends."},
	{"critical", "What do critical points look like?", "Minima, maxima, strict saddles, and those that no second derivative decides."},
	{"converge", "Does SGD converge?", "With a constant step it bounces; with a shrinking one it settles."},
	{"avoid", "Does it avoid saddles?", "Almost surely, and the time it takes has an exact law."},
	{"fast", "How fast to a minimum?", "Rates as slopes: each line is a prediction, each dot a measurement."},
	{"global", "Can it reach global minima?", "Wide networks fit anything, and gradient descent finds the fit."},
	{"generalise", "Does a fit generalise?", "No error on the training set says nothing by itself."},
	{"adaptive", "What do adaptive methods add?", "They take badly scaled axes as they come. Turn the axes, and look again."},
	{"sampling", "What if noise is the point?", "Noise of the right size turns descent into sampling."},
}

// Setting is an experiment with its parameters and its seed.
type Setting struct {
	Of   *Experiment
	Seed uint64
	vals []float64
}

// NewSetting checks the given parameters and completes them; errors name a field after at.
func NewSetting(e *Experiment, seed uint64, given param.Values, at string) (*Setting, error) {
	vals, err := param.Resolve(e.Params, given, at)
	if err != nil {
		return nil, err
	}
	return &Setting{e, seed, vals}, nil
}

// Num is the value of a parameter of the experiment; it panics for one that there is not.
func (s *Setting) Num(name string) float64 {
	for i, p := range s.Of.Params {
		if p.Name == name {
			return s.vals[i]
		}
	}
	panic("course: " + s.Of.ID + " has no parameter " + name)
}

// Int is the same for a whole number.
func (s *Setting) Int(name string) int { return int(s.Num(name)) }

// Values are all parameters by name.
func (s *Setting) Values() param.Values {
	v := make(param.Values, len(s.vals))
	for i, p := range s.Of.Params {
		v[p.Name] = s.vals[i]
	}
	return v
}

// Rand is the stream of chain i: the same whoever runs it, and independent of every other.
func (s *Setting) Rand(i int) *rand.Rand { return rand.New(rand.NewPCG(s.Seed, 1<<32+uint64(i))) }

// ByID finds an experiment; at names the field in the error.
func ByID(id, at string) (*Experiment, error) {
	var have []string
	for _, e := range Catalog {
		if e.ID == id {
			return e, nil
		}
		have = append(have, e.ID)
	}
	if id == "" {
		return nil, fmt.Errorf("%s: missing; have %s", at, strings.Join(have, ", "))
	}
	return nil, param.Unknown(at, "experiment", id, have)
}
