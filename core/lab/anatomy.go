package lab

import (
	"fmt"
	"slices"

	"saddlelab/core/optim"
)

// Anatomy is one step of a run on a surface, taken apart.
type Anatomy struct {
	Run   int       `json:"run"`
	Step  int       `json:"step"` // from iterate Step to Step+1
	From  [2]Num    `json:"from"`
	To    [2]Num    `json:"to"`
	LR    Num       `json:"lr"`
	Parts []Vector2 `json:"parts"` // in the order in which they come about
}

// Vector2 is a named arrow at From. All but "step" are in units of the gradient, and point uphill: −LR·V is what they do to the step.
type Vector2 struct {
	Name string `json:"name"`
	V    [2]Num `json:"v"`
}

// Dissect makes a run again up to a step, which gives the same bits, and takes that step apart.
func Dissect(s *Spec, run, step int) (*Anatomy, error) {
	if s.Kind != "surface" {
		return nil, fmt.Errorf("kind: %s; a step is taken apart on a surface", s.Kind)
	}
	if run < 0 || run >= len(s.Runs) {
		return nil, fmt.Errorf("run: %d; from 0 to %d", run, len(s.Runs)-1)
	}
	if step < 0 || step >= s.Steps {
		return nil, fmt.Errorf("step: %d; from 0 to %d", step, s.Steps-1)
	}
	fn, err := s.Surface.function()
	if err != nil {
		return nil, err
	}
	var r surfaceRun
	if err := r.begin(s, fn, run); err != nil {
		return nil, err
	}
	if r.stride = len(surfaceCols); fn.two == nil {
		view, err := slice(s, fn.sp)
		if err != nil {
			return nil, err
		}
		r.plane = view.Plane
		r.stride++
	}
	if !r.record() {
		return nil, fmt.Errorf("start: f is not finite there")
	}
	for k := range step {
		r.rows = r.rows[:r.stride] // the start stays: what explains a divergence looks at it
		if r.step(k); r.diverged != nil {
			return nil, fmt.Errorf("step: %d; the run diverged at step %d", step, k+1)
		}
	}
	round := fn.sp.Retract != nil
	place := func(x []float64) [2]Num {
		if r.plane == nil {
			return [2]Num{Num(x[0]), Num(x[1])}
		}
		u, v, _ := r.plane.Drop(x, round)
		return [2]Num{Num(u), Num(v)}
	}
	a := &Anatomy{Run: run, Step: step, From: place(r.x)}
	part := func(name string, u []float64) {
		v := [2]Num{Num(u[0]), Num(u[1])}
		if r.plane != nil { // what of it lies in the picture's plane
			v = [2]Num{}
			for i := range u {
				v[0] += Num(u[i] * r.plane.U[i])
				v[1] += Num(u[i] * r.plane.V[i])
			}
		}
		a.Parts = append(a.Parts, Vector2{name, v})
	}
	lr := r.lr(step)
	a.LR = Num(lr)
	if r.problem.disturb(r.g); !slices.Equal(r.g, r.g0) {
		part("true gradient", r.g0)
	}
	if t, ok := r.opt.(optim.Traced[float64]); ok {
		t.Trace(r.x, r.g, lr, part)
	} else {
		part("gradient", r.g)
		r.opt.Step(r.x, r.g, lr)
		move := make([]float64, len(r.x))
		for i := range move {
			move[i] = r.x[i] - r.x0[i]
		}
		part("step", move)
	}
	if round {
		fn.sp.Retract(r.x)
	}
	a.To = place(r.x)
	return a, nil
}
