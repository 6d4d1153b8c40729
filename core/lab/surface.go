package lab

import (
	"fmt"
	"math"

	"saddlelab/core/landscape"
	"saddlelab/core/optim"
)

// surfaceCols are the columns recorded at each iterate of a surface run; averageCols come after them where a run has an average.
var (
	surfaceCols = []string{"x", "y", "f", "grad_norm", "lambda_min", "lambda_max"}
	averageCols = []string{"mean_x", "mean_y", "mean_f"}
)

// tooFar ends a run on the way to infinity: beyond it f, its derivatives and their squares leave the finite numbers within a few steps.
const tooFar = 1e100

// surfaceExperiment runs optimizers in two dimensions, in float64, with the exact gradient.
type surfaceExperiment struct {
	spec *Spec
	s    *landscape.Surface
	runs []surfaceRun
	cols []string
	done int
	over bool // no run is left
}

type surfaceRun struct {
	runner[float64]
	problem surfaceProblem
	x, g    [2]float64 // iterate; gradient there, then scratch
	rows    []float64  // cols at each iterate
	stride  int        // numbers in a row
}

func startSurface(spec *Spec) (Experiment, error) {
	s, err := spec.Surface.Function()
	if err != nil {
		return nil, err
	}
	e := &surfaceExperiment{spec: spec, s: s, runs: make([]surfaceRun, len(spec.Runs)), cols: surfaceCols}
	for i := range e.runs {
		r := &e.runs[i]
		if err := r.begin(spec, s, i); err != nil {
			return nil, err
		}
		if r.averaged() {
			e.cols = append(surfaceCols[:len(surfaceCols):len(surfaceCols)], averageCols...)
		}
	}
	for i := range e.runs {
		r := &e.runs[i]
		r.stride = len(e.cols)
		r.rows = make([]float64, 0, (spec.Steps+1)*r.stride)
		if !r.record(s) {
			return nil, fmt.Errorf("start: f is not finite at (%g, %g); choose a start nearer to the surface's box", spec.Start[0], spec.Start[1])
		}
	}
	return e, nil
}

// begin puts run i at its start.
func (r *surfaceRun) begin(spec *Spec, s *landscape.Surface, i int) (err error) {
	r.problem.s = s
	if spec.Oracle != nil {
		o, err := optim.OracleByID(spec.Oracle.ID, "oracle.id")
		if err != nil {
			return err
		}
		r.problem.noise = o.New(values(o.Params, spec.Oracle.Params), stream(spec, streamOracle+uint64(i)<<8))
	}
	r.runner, err = prepare(spec, i, optim.Setup[float64]{N: 2, Problem: &r.problem},
		func(m *optim.Method) func(optim.Setup[float64]) optim.Optimizer[float64] { return m.New64 },
		func(a *optim.Average) func([]float64, int) optim.Averager[float64] { return a.New64 })
	r.x = [2]float64{spec.Start[0], spec.Start[1]}
	return err
}

func (e *surfaceExperiment) Step() bool {
	if e.over {
		return false
	}
	going := false
	for i := range e.runs {
		r := &e.runs[i]
		if r.diverged == nil {
			r.step(e.s, e.done)
			going = going || r.diverged == nil
		}
	}
	e.done++
	e.over = !going || e.done == e.spec.Steps
	return !e.over
}

// step makes step k, from iterate k to k+1.
func (r *surfaceRun) step(s *landscape.Surface, k int) {
	lr := r.lr(k)
	r.problem.asked++
	r.problem.disturb(r.g[:])
	r.runner.step(r.x[:], r.g[:], lr)
	if !r.record(s) {
		r.diverged = r.explain(s, k+1, lr)
	}
}

// record evaluates f and its derivatives at the iterate; false, and nothing kept, when they are not finite.
func (r *surfaceRun) record(s *landscape.Surface) bool {
	x, y := r.x[0], r.x[1]
	f := s.F(x, y)
	gx, gy := s.Grad(x, y)
	lo, hi := landscape.Eigen2(s.Hess(x, y))
	if !finite(f, gx, gy, lo, hi) || math.Abs(x) > tooFar || math.Abs(y) > tooFar || math.Abs(f) > tooFar {
		return false
	}
	r.g = [2]float64{gx, gy}
	r.rows = append(r.rows, x, y, f, math.Hypot(gx, gy), lo, hi)
	if r.stride > len(surfaceCols) {
		r.recordMean(s)
	}
	return true
}

// recordMean ends a row with the average and f there; the start is its own, and a run without an average has none.
func (r *surfaceRun) recordMean(s *landscape.Surface) {
	x, y := math.NaN(), math.NaN()
	switch {
	case r.averaged() && len(r.rows) < r.stride: // no iterate yet
		x, y = r.x[0], r.x[1]
	case r.averaged():
		m := r.middle()
		x, y = m[0], m[1]
	}
	r.rows = append(r.rows, x, y, s.F(x, y))
}

// explain says why step k diverged: a step beyond 2/L, or a function without a lower bound.
func (r *surfaceRun) explain(s *landscape.Surface, k int, lr float64) *Diverged {
	last := r.rows[len(r.rows)-r.stride:]
	if f := s.F(r.x[0], r.x[1]); math.IsNaN(f) && finite(r.x[0], r.x[1]) && math.Abs(r.x[0]) < 1e6 && math.Abs(r.x[1]) < 1e6 {
		return &Diverged{Step: k, Suggest: &Suggest{LR: twoDigits(lr / 4)}, Message: fmt.Sprintf("%s stepped out of the function's domain at step %d: it has no value at (%s, %s).", r.name, k, digits(r.x[0], 3), digits(r.x[1], 3))}
	}
	if s.Coercive || last[2] > r.rows[2] {
		first := math.Max(math.Abs(r.rows[4]), math.Abs(r.rows[5])) // |λ| at the start
		d := &Diverged{Step: k, Suggest: &Suggest{LR: twoDigits(min(1/first, lr/2))}}
		d.Message = fmt.Sprintf("%s diverged at step %d. Its step size %s is too large here: the curvature at the start is %[4]s, and gradient descent asks for less than 2/%[4]s ≈ %[5]s.",
			r.name, k, digits(lr, 3), digits(first, 3), digits(2/first, 2))
		return d
	}
	return &Diverged{Step: k, Message: fmt.Sprintf("%s went to −∞ at step %d: this function has no lower bound, so there is nothing to converge to.", r.name, k)}
}

func (e *surfaceExperiment) Done() int              { return e.done }
func (e *surfaceExperiment) Total() int             { return e.spec.Steps }
func (e *surfaceExperiment) Cols() []string         { return e.cols }
func (e *surfaceExperiment) Rows(run int) []float64 { return e.runs[run].rows }
func (e *surfaceExperiment) Asked(run int) int      { return e.runs[run].problem.asked }

func (e *surfaceExperiment) Change(run int, lr float64) error {
	return e.runs[run].change(&e.spec.Runs[run], e.done, lr)
}

func (e *surfaceExperiment) State() []RunState {
	states := make([]RunState, len(e.runs))
	for i := range e.runs {
		r := &e.runs[i]
		last := r.rows[len(r.rows)-r.stride:]
		f := Num(last[2])
		st := RunState{F: &f, GradNorm: Num(last[3]), Eigenvalues: &[2]Num{Num(last[4]), Num(last[5])}, Acted: r.state(), Diverged: r.diverged}
		if r.averaged() {
			mf := Num(last[8])
			st.Average = &Averaged{At: &[2]Num{Num(last[6]), Num(last[7])}, F: &mf}
		}
		st.Kind = landscape.Classify(last[3], last[4], last[5])
		if r.diverged != nil {
			st.Kind = "diverged"
		}
		states[i] = st
	}
	return states
}

func (e *surfaceExperiment) Result() *Result {
	res := &Result{Spec: e.spec, Done: e.done}
	for i, st := range e.State() {
		rows := e.runs[i].rows
		stride := len(e.cols)
		n := len(rows) / stride
		r := RunResult{Optimizer: e.spec.Runs[i].Optimizer, Asked: e.Asked(i), Path: make([][2]Num, n), Loss: make([]Num, n)}
		for k := range n {
			row := rows[k*stride:]
			r.Path[k] = [2]Num{Num(row[0]), Num(row[1])}
			r.Loss[k] = Num(row[2])
		}
		r.End = End{RunState: st, Step: n - 1, At: r.Path[n-1][:]}
		res.Runs = append(res.Runs, r)
	}
	return res
}
