package lab

import (
	"fmt"
	"math"

	"saddlelab/core/landscape"
	"saddlelab/core/optim"
)

// surfaceCols are the columns recorded at each iterate of a surface run; "off", the distance to the picture's plane, comes after them
// for more than two variables, and averageCols where a run has an average. cosine is that of the angle, up to 90°, between the
// gradient and the direction of the smallest eigenvalue; lipschitz is ‖Δ∇f‖/‖Δx‖ over the step before, 0 at the start.
var (
	surfaceCols = []string{"x", "y", "f", "grad_norm", "lambda_min", "lambda_max", "cosine", "lipschitz"}
	averageCols = []string{"mean_x", "mean_y", "mean_f"}
)

// tooFar ends a run on the way to infinity: beyond it f, its derivatives and their squares leave the finite numbers within a few steps.
const tooFar = 1e100

// surfaceExperiment runs optimizers on a function of the catalogs, in float64, with the exact gradient or an oracle's.
type surfaceExperiment struct {
	spec *Spec
	fn   function
	view *landscape.Surface // what is drawn
	runs []surfaceRun
	cols []string
	done int
	over bool // no run is left
}

type surfaceRun struct {
	runner[float64]
	problem  surfaceProblem
	fn       function
	spectrum *landscape.Spectrum
	plane    *landscape.Plane // nil: x itself is drawn
	x, g     []float64        // iterate; gradient there, then scratch
	x0, g0   []float64        // of the iterate recorded before
	rows     []float64        // cols at each iterate
	stride   int              // numbers in a row
	tiny     *Underflow
}

func startSurface(spec *Spec) (Experiment, error) {
	fn, err := spec.Surface.function()
	if err != nil {
		return nil, err
	}
	e := &surfaceExperiment{spec: spec, fn: fn, view: fn.two, runs: make([]surfaceRun, len(spec.Runs)), cols: surfaceCols}
	if fn.two == nil {
		if e.view, err = slice(spec, fn.sp); err != nil {
			return nil, err
		}
		e.cols = append(surfaceCols[:len(surfaceCols):len(surfaceCols)], "off")
	}
	own := len(e.cols)
	for i := range e.runs {
		r := &e.runs[i]
		if err := r.begin(spec, fn, i); err != nil {
			return nil, err
		}
		if fn.two == nil {
			r.plane = e.view.Plane
		}
		if r.averaged() {
			e.cols = append(e.cols[:own:own], averageCols...)
		}
	}
	for i := range e.runs {
		r := &e.runs[i]
		r.stride = len(e.cols)
		r.rows = make([]float64, 0, (spec.Steps+1)*r.stride)
		if !r.record() {
			return nil, fmt.Errorf("start: f is not finite at %s; choose a start nearer to the surface's box", tuple(spec.Start))
		}
	}
	return e, nil
}

// tuple writes a point for a sentence.
func tuple(x []float64) string {
	s := "("
	for i, v := range x {
		if i > 0 {
			s += ", "
		}
		s += digits(v, 3)
	}
	return s + ")"
}

// begin puts run i at its start.
func (r *surfaceRun) begin(spec *Spec, fn function, i int) (err error) {
	d := fn.sp.D
	all := make([]float64, d*d+5*d)
	r.fn, r.problem.sp = fn, fn.sp
	r.problem.h, all = all[:d*d], all[d*d:]
	r.problem.v, r.x, r.g, r.x0, r.g0 = all[:d], all[d:2*d], all[2*d:3*d], all[3*d:4*d], all[4*d:]
	if spec.Oracle != nil {
		o, err := optim.OracleByID(spec.Oracle.ID, "oracle.id")
		if err != nil {
			return err
		}
		r.problem.noise = o.New(values(o.Params, spec.Oracle.Params), stream(spec, streamOracle+uint64(i)<<8))
	}
	r.runner, err = prepare(spec, i, optim.Setup[float64]{N: d, Problem: &r.problem},
		func(m *optim.Method) func(optim.Setup[float64]) optim.Optimizer[float64] { return m.New64 },
		func(a *optim.Average) func([]float64, int) optim.Averager[float64] { return a.New64 })
	copy(r.x, spec.Start)
	if fn.sp.Retract != nil {
		fn.sp.Retract(r.x)
	}
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
			r.step(e.done)
			going = going || r.diverged == nil
		}
	}
	e.done++
	e.over = !going || e.done == e.spec.Steps
	return !e.over
}

// step makes step k, from iterate k to k+1.
func (r *surfaceRun) step(k int) {
	lr := r.move(k)
	if !r.record() {
		r.diverged = r.explain(k+1, lr)
	}
}

// move makes step k from the iterate x with its gradient g, and leaves the rest to record.
func (r *surfaceRun) move(k int) (lr float64) {
	lr = r.lr(k)
	r.problem.asked++
	r.problem.disturb(r.g)
	r.runner.step(r.x, r.g, lr)
	if r.fn.sp.Retract != nil {
		r.fn.sp.Retract(r.x)
	}
	if r.tiny == nil {
		r.tiny = underflow(r.x, k+1)
	}
	return lr
}

// record evaluates f and its derivatives at the iterate; false, and nothing kept, when they are not finite.
func (r *surfaceRun) record() bool {
	sp := r.fn.sp
	if r.spectrum == nil {
		r.spectrum = landscape.NewSpectrum(sp)
	}
	for _, v := range r.x {
		if !(math.Abs(v) <= tooFar) {
			return false
		}
	}
	f := sp.F(r.x)
	sp.Grad(r.x, r.g)
	lo, hi := r.spectrum.At(r.x)
	norm, along := 0.0, 0.0
	for i, v := range r.g {
		norm = math.Hypot(norm, v)
		along += v * r.spectrum.Low[i]
	}
	if !finite(f, norm, lo, hi) || math.Abs(f) > tooFar {
		return false
	}
	moved, changed := 0.0, 0.0
	for i, v := range r.x {
		moved = math.Hypot(moved, v-r.x0[i])
		changed = math.Hypot(changed, r.g[i]-r.g0[i])
	}
	cosine, lipschitz := 0.0, 0.0
	if norm > 0 {
		cosine = min(1, math.Abs(along)/norm)
	}
	if len(r.rows) > 0 && moved > 0 {
		lipschitz = changed / moved
	}
	copy(r.x0, r.x)
	copy(r.g0, r.g)
	x, y, off := r.x[0], r.x[1], 0.0
	if r.plane != nil {
		x, y, off = r.plane.Drop(r.x, sp.Retract != nil)
	}
	r.rows = append(r.rows, x, y, f, norm, lo, hi, cosine, lipschitz)
	if r.plane != nil {
		r.rows = append(r.rows, off)
	}
	if r.stride > 0 && len(r.rows)%r.stride != 0 {
		r.recordMean()
	}
	return true
}

// recordMean ends a row with the average and f there; the start is its own, and a run without an average has none.
func (r *surfaceRun) recordMean() {
	x, y, f := math.NaN(), math.NaN(), math.NaN()
	if r.averaged() {
		m := r.x
		if len(r.rows) > r.stride { // there is an iterate besides the start
			m = r.middle()
		}
		f = r.fn.sp.F(m)
		if x, y = m[0], m[1]; r.plane != nil {
			x, y, _ = r.plane.Drop(m, r.fn.sp.Retract != nil)
		}
	}
	r.rows = append(r.rows, x, y, f)
}

// explain says why step k diverged: a step beyond 2/L, or a function without a lower bound.
func (r *surfaceRun) explain(k int, lr float64) *Diverged {
	last := r.rows[len(r.rows)-r.stride:]
	inside := true
	for _, v := range r.x {
		inside = inside && math.Abs(v) < 1e6
	}
	if inside && math.IsNaN(r.fn.sp.F(r.x)) {
		return &Diverged{Step: k, Suggest: &Suggest{LR: twoDigits(lr / 4)}, Message: fmt.Sprintf("%s stepped out of the function's domain at step %d: it has no value at %s.", r.name, k, tuple(r.x))}
	}
	if r.fn.two != nil && r.fn.two.Coercive || last[2] > r.rows[2] {
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
		st := RunState{F: &f, GradNorm: Num(last[3]), Eigenvalues: &[2]Num{Num(last[4]), Num(last[5])}, Acted: r.state(), Underflow: r.tiny, Diverged: r.diverged}
		if r.averaged() {
			m := last[r.stride-len(averageCols):]
			mf := Num(m[2])
			st.Average = &Averaged{At: &[2]Num{Num(m[0]), Num(m[1])}, F: &mf}
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
	res := &Result{Spec: e.spec, Done: e.done, Slice: sliceOf(e.view)}
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
		r.End = End{RunState: st, Step: n - 1, At: nums(e.runs[i].x0)}
		res.Runs = append(res.Runs, r)
	}
	return res
}
