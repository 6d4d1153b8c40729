package lab

import (
	"fmt"

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
	surf, err := s.Surface.Function()
	if err != nil {
		return nil, err
	}
	var r surfaceRun
	if err := r.begin(s, surf, run); err != nil {
		return nil, err
	}
	r.stride = len(surfaceCols)
	if !r.record(surf) {
		return nil, fmt.Errorf("start: f is not finite there")
	}
	for k := range step {
		r.rows = r.rows[:r.stride] // the start stays: what explains a divergence looks at it
		if r.step(surf, k); r.diverged != nil {
			return nil, fmt.Errorf("step: %d; the run diverged at step %d", step, k+1)
		}
	}
	a := &Anatomy{Run: run, Step: step, From: [2]Num{Num(r.x[0]), Num(r.x[1])}}
	part := func(name string, u []float64) {
		a.Parts = append(a.Parts, Vector2{name, [2]Num{Num(u[0]), Num(u[1])}})
	}
	lr := r.lr(step)
	a.LR = Num(lr)
	true0 := r.g
	if r.problem.disturb(r.g[:]); r.g != true0 {
		part("true gradient", true0[:])
	}
	before := r.x
	if t, ok := r.opt.(optim.Traced[float64]); ok {
		t.Trace(r.x[:], r.g[:], lr, part)
	} else {
		part("gradient", r.g[:])
		r.opt.Step(r.x[:], r.g[:], lr)
		part("step", []float64{r.x[0] - before[0], r.x[1] - before[1]})
	}
	a.To = [2]Num{Num(r.x[0]), Num(r.x[1])}
	return a, nil
}
