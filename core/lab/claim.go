package lab

import (
	"runtime"

	"saddlelab/core/lab/course"
	"saddlelab/core/landscape"
)

// parseExperiment reads the Spec of one of the course's experiments.
func parseExperiment(f *fields, s *Spec) {
	s.ID = f.text("id", "")
	e, err := course.ByID(s.ID, "id")
	if err != nil {
		f.fail("%s", err)
		return
	}
	if f.has("params") {
		s.Params = f.object("params").params(e.Params)
		return
	}
	s.Params = object([]byte("{}"), f.err).params(e.Params)
}

// Plan prepares the experiment of a Spec of that kind.
func Plan(s *Spec) (*course.Plan, error) {
	e, err := course.ByID(s.ID, "id")
	if err != nil {
		return nil, err
	}
	set, err := course.NewSetting(e, s.Seed, s.Params, "params")
	if err != nil {
		return nil, err
	}
	return e.Plan(set), nil
}

// RunExperiment makes an experiment of the course on as many processors as there are; the result does not depend on how many.
// progress may be nil.
func RunExperiment(s *Spec, progress func(done, of int)) (*Result, error) {
	p, err := Plan(s)
	if err != nil {
		return nil, err
	}
	return &Result{Spec: s, Done: p.Pieces, Report: p.Execute(runtime.GOMAXPROCS(0), progress)}, nil
}

// Heights gives the paths on an experiment's surfaces their heights, for who draws them.
func Heights(r *course.Report) error {
	return r.Heights(func(s *course.Scene) (func(x, y float64) float64, error) {
		ref := &Surface{ID: s.Surface}
		if _, err := landscape.ByID(s.Surface, ""); err != nil {
			ref = &Surface{ID: typed, Formula: s.Surface, Box: []float64{-2, 2, -2, 2}}
			if s.Box != nil {
				ref.Box = s.Box[:]
			}
		}
		two, err := ref.Function()
		if err != nil {
			return nil, err
		}
		return two.F, nil
	})
}
