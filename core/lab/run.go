package lab

import (
	"bytes"
	"encoding/json"
	"io"
)

// Told hears how far a part of the work has come: steps, race, landscape. Calls do not overlap.
type Told func(what string, done, of int)

// of is a Told of one part; nil of nil.
func (t Told) of(what string) func(done, of int) {
	if t == nil {
		return nil
	}
	return func(done, of int) { t(what, done, of) }
}

// RunSpec makes all that a Spec asks for, on as many processors as there are: the result that `saddlelab run` prints. files holds the bytes of the
// files that it names; told may be nil.
func RunSpec(s *Spec, files map[string][]byte, told Told) (*Result, error) {
	res, _, err := runAll(s, files, told)
	return res, err
}

func runAll(s *Spec, files map[string][]byte, told Told) (*Result, Experiment, error) {
	if s.Kind == "experiment" {
		res, err := RunExperiment(s, told.of("pieces"))
		return res, nil, err
	}
	e, err := Start(s, files)
	if err != nil {
		return nil, nil, err
	}
	for k := 1; e.Step(); k++ {
		if told != nil {
			told("step", k, e.Total())
		}
	}
	res := e.Result()
	if s.Race != nil {
		if res.Race, err = RunRace(s, files, told.of("race")); err != nil {
			return nil, nil, err
		}
	}
	return res, e, res.Ask(s, files, e, told)
}

// Ask adds to an experiment's result what a Spec asks about it besides: landscape, spectrum, cloud, analysis. They touch no run.
func (r *Result) Ask(s *Spec, files map[string][]byte, e Experiment, told Told) (err error) {
	if n, ok := e.(Network); ok && s.Landscape != nil {
		if r.Landscape, err = RunLandscape(s, files, n, told.of("landscape")); err != nil {
			return err
		}
	}
	if n, ok := e.(Network); ok && s.Spectrum != nil {
		if r.Spectrum, err = RunSpectrum(s, files, n, told.of("spectrum")); err != nil {
			return err
		}
	}
	if s.Cloud != nil {
		if r.Cloud, err = RunCloud(s); err != nil {
			return err
		}
	}
	if s.Analyse != nil {
		r.Analyse, err = RunAnalysis(s, e, told.of("basins"))
	}
	return err
}

// Bits runs a Spec and writes down what must be the same everywhere: every number of its result and of the rows that were recorded, in their order.
// Sentences are left out, since they are worded anew more often than numbers move.
func Bits(s *Spec, files map[string][]byte) ([]byte, error) {
	res, e, err := runAll(s, files, nil)
	if err != nil {
		return nil, err
	}
	res.Spec = nil
	all := struct {
		*Result
		Rows [][]Num `json:"rows"`
	}{Result: res}
	for i := range res.Runs {
		all.Rows = append(all.Rows, nums(e.Rows(i)))
	}
	doc, err := json.Marshal(all)
	if err != nil {
		return nil, err
	}
	return numbers(doc)
}

// numbers are those of a JSON document as a list, null, true and false among them, and the hashes of weights.
func numbers(doc []byte) ([]byte, error) {
	dec := json.NewDecoder(bytes.NewReader(doc))
	dec.UseNumber()
	all, before := []any{}, json.Token(nil)
	for {
		t, err := dec.Token()
		if err == io.EOF {
			return json.Marshal(all)
		}
		if err != nil {
			return nil, err
		}
		switch t.(type) {
		case json.Number, bool, nil:
			all = append(all, t)
		case string:
			if before == "weights" {
				all = append(all, t)
			}
		}
		before = t
	}
}
