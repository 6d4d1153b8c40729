package lab

import (
	"math"

	"saddlelab/core/data"
	"saddlelab/core/kernel"
	"saddlelab/core/nn"
)

// What is recorded of a training network: losses, accuracies and norms, of a part of large sets until the end.

// record evaluates a run, on a part of large sets until the end.
func (e *networkExperiment) record(r *networkRun) {
	e.net.Use(r.stats)
	r.trail.keep(e.done, r.w, e.trailed)
	row := e.measure(r.w)
	r.rows = append(r.rows, float64(e.done), float64(e.done)/float64(e.perEp), row[0], row[1], row[2], row[3], r.gradNorm)
	if e.means {
		e.recordMean(r, row)
	}
	for i, v := range e.norms {
		r.rows = append(r.rows, math.Sqrt(kernel.SumSquares(r.w[v.Off:v.Off+v.Rows*v.Cols])), r.parts[i])
	}
	if e.spec.Patience == 0 || math.IsNaN(row[2]) {
		return
	}
	if row[2] < r.best {
		r.best, r.bestAt = row[2], e.done
	} else if e.done-r.bestAt >= e.spec.Patience*e.perEp {
		r.stopped = &Stopped{e.done, r.bestAt, Num(r.best)}
	}
}

// recordMean goes on with what the average comes to.
func (e *networkExperiment) recordMean(r *networkRun, row [4]float64) {
	switch { // the start is its own average, and a run without one has none
	case !r.averaged():
		row = [4]float64{math.NaN(), math.NaN(), math.NaN(), math.NaN()}
	case e.done > 0:
		copy(r.mean, r.middle())
		row = e.measure(r.mean)
	}
	r.rows = append(r.rows, row[:]...)
}

// measure gives loss and accuracy on the training set and on the test set, NaN where there is none.
func (e *networkExperiment) measure(w []float32) [4]float64 {
	m := [4]float64{0, 0, math.NaN(), math.NaN()}
	m[0], m[1] = e.evaluate(w, e.train)
	if e.test != nil {
		m[2], m[3] = e.evaluate(w, e.test)
	}
	return m
}

// evaluate gives loss and accuracy (NaN for regression) of weights on a set.
func (e *networkExperiment) evaluate(w []float32, s *data.Set) (loss, acc float64) {
	n := s.N
	if !e.over {
		n = min(n, e.sample)
	}
	loss, correct := e.net.Evaluate(w, s.X[:n*s.D], targets(s, 0, n), n)
	if s.Labels == nil {
		return loss, math.NaN()
	}
	return loss, float64(correct) / float64(e.net.Counted(targets(s, 0, n), n))
}

// targets are those of examples from … to−1 of a set.
func targets(s *data.Set, from, to int) nn.Targets {
	if l := s.LabelsOf(); s.Labels != nil {
		return nn.Targets{Labels: s.Labels[from*l : to*l]}
	}
	return nn.Targets{Values: s.Values[from:to]}
}
