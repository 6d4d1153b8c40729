package course

import (
	"encoding/json"
	"math"
	"os"
	"runtime"
	"testing"

	"saddlelab/core/param"
)

// run makes an experiment with some parameters and fails where a verdict is not that the prediction holds.
func run(t *testing.T, id string, seed uint64, given param.Values) *Report {
	t.Helper()
	e, err := ByID(id, "id")
	if err != nil {
		t.Fatal(err)
	}
	s, err := NewSetting(e, seed, given, "params")
	if err != nil {
		t.Fatal(err)
	}
	r := s.Of.Plan(s).Execute(runtime.GOMAXPROCS(0), nil)
	for _, m := range r.Measures {
		switch {
		case m.Relation == Shown || m.Outside != "":
		case m.Pass == nil:
			t.Errorf("%s %v: %s has no verdict: measured %v", id, given, m.Name, m.Measured)
		case !*m.Pass:
			t.Errorf("%s %v: %s is %v ± %v, predicted %s %v, tolerance %v", id, given, m.Name, m.Measured, m.CI95, m.Relation, m.Predicted, m.Tolerance)
		default:
			t.Logf("%s: %s is %v ± %v, predicted %s %v, tolerance %v", id, m.Name, m.Measured, m.CI95, m.Relation, m.Predicted, m.Tolerance)
		}
	}
	return r
}

// Every experiment at its text's parameters, within its tolerances; the long ones at the reduced size, or, with
// SADDLELAB_FULL=1 as build.sh bench sets it, at their own.
func TestClaims(t *testing.T) {
	full := os.Getenv("SADDLELAB_FULL") != ""
	for _, e := range Catalog {
		t.Run(e.ID, func(t *testing.T) {
			t.Parallel()
			given := e.Quick
			if full {
				given = nil
			}
			r := run(t, e.ID, 7, given)
			if len(r.Measures) == 0 || len(r.Figures) == 0 {
				t.Error("no measure or no figure")
			}
			for _, m := range r.Measures {
				if m.Relation != Shown && math.IsNaN(float64(m.Predicted)) {
					t.Errorf("%s has no prediction", m.Name)
				}
			}
		})
	}
}

// What an experiment comes to does not depend on how many workers there are, nor a piece on those before it.
func TestWorkers(t *testing.T) {
	for _, e := range Catalog {
		if e.Long {
			continue
		}
		t.Run(e.ID, func(t *testing.T) {
			t.Parallel()
			var first string
			for _, workers := range []int{1, 2, 5} {
				s, err := NewSetting(e, 3, few(e), "params")
				if err != nil {
					t.Fatal(err)
				}
				doc, err := json.Marshal(e.Plan(s).Execute(workers, nil))
				if err != nil {
					t.Fatal(err)
				}
				if first == "" {
					first = string(doc)
				} else if string(doc) != first {
					t.Errorf("%d workers: another result", workers)
				}
			}
		})
	}
}

// few are an experiment's parameters with as few repetitions as its sliders allow.
func few(e *Experiment) param.Values {
	v := param.Values{}
	for name, x := range e.Quick {
		v[name] = x
	}
	for _, p := range e.Params {
		switch p.Name {
		case "chains", "starts", "seeds", "repeats", "draws", "matrices", "runs":
			v[p.Name] = p.Min
		}
	}
	return v
}

// With no piece done an experiment says what is predicted, and with some it does not fail.
func TestReportsOnTheWay(t *testing.T) {
	for _, e := range Catalog {
		s, err := NewSetting(e, 7, e.Quick, "params")
		if err != nil {
			t.Fatal(err)
		}
		p := e.Plan(s)
		r := p.Report(make([][]float64, p.Pieces))
		if _, err := json.Marshal(r); err != nil {
			t.Errorf("%s: %v", e.ID, err)
		}
		for _, m := range r.Measures {
			if m.Pass != nil {
				t.Errorf("%s: %s has a verdict before anything was measured", e.ID, m.Name)
			}
		}
		if e.Long {
			continue
		}
		some := make([][]float64, p.Pieces)
		some[p.Pieces-1] = p.Run(p.Pieces - 1)
		if _, err := json.Marshal(p.Report(some)); err != nil {
			t.Errorf("%s, one piece: %v", e.ID, err)
		}
	}
}

// Each experiment says what it is about, and its parameters have limits, defaults within them, and help.
func TestCatalog(t *testing.T) {
	seen := map[string]bool{}
	chapter := map[string]bool{}
	for _, c := range Chapters {
		chapter[c.ID] = true
	}
	for _, e := range Catalog {
		if seen[e.ID] {
			t.Errorf("%s stands twice", e.ID)
		}
		seen[e.ID] = true
		if e.Question == "" || e.Short == "" || e.Claim == "" || e.Source == "" || e.Tag == "" || !chapter[e.Chapter] {
			t.Errorf("%s: something is not said", e.ID)
		}
		for _, p := range e.Params {
			if p.Help == "" || p.Label == "" || p.Min > p.Default || p.Default > p.Max || p.Min >= p.Max {
				t.Errorf("%s: parameter %+v", e.ID, p)
			}
		}
	}
}
