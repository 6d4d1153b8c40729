package lab

import (
	"fmt"
	"math"

	"saddlelab/core/landscape"
	"saddlelab/core/optim"
)

// surfaceCols are the columns recorded at each iterate of a surface run.
var surfaceCols = []string{"x", "y", "f", "grad_norm", "lambda_min", "lambda_max"}

// tooFar ends a run on the way to infinity: beyond it f, its derivatives and their squares leave the finite numbers within a few steps.
const tooFar = 1e100

// surfaceExperiment runs optimizers in two dimensions, in float64, with the exact gradient.
type surfaceExperiment struct {
	spec *Spec
	s    *landscape.Surface
	runs []surfaceRun
	done int
	over bool // no run is left
}

type surfaceRun struct {
	name     string
	opt      optim.Optimizer[float64]
	lr       func(k int) float64
	x, g     [2]float64 // iterate; gradient there, then scratch
	rows     []float64  // surfaceCols at each iterate
	lip      float64    // largest |λ| of the Hessian seen: the local Lipschitz constant of the gradient
	diverged *Diverged
}

func startSurface(spec *Spec) (Experiment, error) {
	s, err := landscape.ByID(spec.Surface.ID, "surface.id")
	if err != nil {
		return nil, err
	}
	e := &surfaceExperiment{spec: spec, s: s, runs: make([]surfaceRun, len(spec.Runs))}
	for i := range e.runs {
		m, p, lr, err := prepare(spec, i)
		if err != nil {
			return nil, err
		}
		e.runs[i] = surfaceRun{
			name: m.Name, lr: lr,
			opt:  m.New64(optim.Setup[float64]{P: p, N: 2, RNG: stream(spec, streamRun+uint64(i))}),
			x:    [2]float64{spec.Start[0], spec.Start[1]},
			rows: make([]float64, 0, (spec.Steps+1)*len(surfaceCols)),
		}
		if !e.runs[i].record(s) {
			return nil, fmt.Errorf("start: f is not finite at (%g, %g); choose a start nearer to the surface's box", spec.Start[0], spec.Start[1])
		}
	}
	return e, nil
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
	r.opt.Step(r.x[:], r.g[:], lr)
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
	r.lip = max(r.lip, math.Abs(lo), math.Abs(hi))
	r.rows = append(r.rows, x, y, f, math.Hypot(gx, gy), lo, hi)
	return true
}

// explain says why step k diverged: a step beyond 2/L, or a function without a lower bound.
func (r *surfaceRun) explain(s *landscape.Surface, k int, lr float64) *Diverged {
	last := r.rows[len(r.rows)-len(surfaceCols):]
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
func (e *surfaceExperiment) Cols() []string         { return surfaceCols }
func (e *surfaceExperiment) Rows(run int) []float64 { return e.runs[run].rows }

func (e *surfaceExperiment) State() []RunState {
	states := make([]RunState, len(e.runs))
	for i := range e.runs {
		r := &e.runs[i]
		last := r.rows[len(r.rows)-len(surfaceCols):]
		f := Num(last[2])
		st := RunState{F: &f, GradNorm: Num(last[3]), Eigenvalues: &[2]Num{Num(last[4]), Num(last[5])}, Diverged: r.diverged}
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
		n := len(rows) / len(surfaceCols)
		r := RunResult{Optimizer: e.spec.Runs[i].Optimizer, Path: make([][2]Num, n), Loss: make([]Num, n)}
		for k := range n {
			row := rows[k*len(surfaceCols):]
			r.Path[k] = [2]Num{Num(row[0]), Num(row[1])}
			r.Loss[k] = Num(row[2])
		}
		r.End = End{RunState: st, Step: n - 1, At: r.Path[n-1][:]}
		res.Runs = append(res.Runs, r)
	}
	return res
}
