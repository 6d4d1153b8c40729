package lab

import (
	"bytes"
	"fmt"
	"math"

	"saddlelab/core/data"
	"saddlelab/core/nn"
	"saddlelab/core/optim"
)

// Cost is what a Spec asks of a device, told from the Spec alone before anything is started. One operation is a product of a dense layer with
// what belongs to it. Bytes are within a factor of two of what is held where it is much, evaluations within one of three (TestCost),
// but for methods that ask as often as a line or a noisy curvature makes them: backtracking, L-BFGS under a noisy oracle and saddle-free Newton
// may be off by seven to sixteen. How long an operation takes differs between devices by ten, and is measured where it matters.
type Cost struct {
	Ops   float64 `json:"ops"`   // all of it
	Start float64 `json:"start"` // of them, until the first step is made: what nobody can pause
	Bytes float64 `json:"bytes"` // held at a time

	asked float64 // evaluations of all runs
	most  string  // the field of the largest part of Bytes
}

// MaxMemory bounds what an experiment holds, in bytes. A page's WebAssembly has 4 GiB at most, of which Go's collector wants half.
const MaxMemory = 1536 << 20

// refuse is an error where a Spec needs more memory than can be had.
func (c *Cost) refuse() error {
	if c.Bytes <= MaxMemory {
		return nil
	}
	return fmt.Errorf("%s: the experiment would take about %.1f GiB of memory; at most %.1f GiB can be had, so make the model, the batch or the number of runs smaller", c.most, c.Bytes/(1<<30), float64(MaxMemory)/(1<<30))
}

// Estimate tells a Spec's cost. Of files that are not there it counts nothing.
func Estimate(s *Spec, files map[string][]byte) *Cost {
	c := &Cost{most: "runs"}
	switch s.Kind {
	case "surface":
		c.surface(s)
	case "network":
		c.network(s, files)
	default:
		c.experiment(s)
	}
	if s.Race != nil {
		one := (c.Ops - c.Start) / float64(max(1, len(s.Runs)))
		c.Ops += one * float64(len(s.Runs)*s.Race.Rates*s.Race.Seeds)
	}
	return c
}

// An experiment of the course is cut into pieces of some 10 to 100 ms, which is told here as 30 ms of a laptop's.
const pieceOps = 5e7

func (c *Cost) experiment(s *Spec) {
	if p, err := Plan(s); err == nil {
		c.Ops, c.Start = pieceOps*float64(p.Pieces), pieceOps
	}
}

// asks is about how many evaluations a method makes in one step on n numbers, each as dear as a gradient.
func asks(r *Run, n int) float64 {
	p := func(name string) float64 { return r.Params[name] }
	switch r.Optimizer {
	case "sam":
		return 2
	case "gd-backtracking":
		return 8
	case "newton", "cubic-newton":
		return 1 + float64(n)
	case "saddle-free-newton":
		return 1 + min(float64(n), 2.5*p("k"))
	case "negative-curvature":
		return 1 + min(float64(n), p("k"))
	case "trust-region":
		return 1 + min(float64(n), 3, p("k"))
	case "lbfgs":
		return 1 + 1.5*p("max_iter")
	}
	return 1
}

// held is about how many numbers a method keeps of each that it moves, those of its matrices apart.
func held(r *Run) float64 {
	switch r.Optimizer {
	case "lbfgs":
		return 2*r.Params["history_size"] + 8
	case "saddle-free-newton", "negative-curvature":
		return r.Params["k"] + 4
	case "trust-region":
		return 6
	case "sgd":
		return 0
	}
	return 3
}

// A step on a surface costs so much besides its derivatives and eigenvalues: of D variables some multiple of D³.
const (
	surfaceStep = 600
	cubeStep    = 6
	charStep    = 60 // for each character of a typed formula, and each pair of its variables
)

func (c *Cost) surface(s *Spec) {
	fn, err := s.Surface.function()
	if err != nil {
		return
	}
	d := float64(fn.sp.D)
	eval := 20*d*d + float64(charStep*len(s.Surface.Formula))*d*(d+1)/2
	look := surfaceStep + eval + cubeStep*d*d*d // a row: derivatives and the ends of the spectrum
	cols := len(surfaceCols)
	if fn.two == nil {
		cols++
	}
	for i := range s.Runs {
		r := &s.Runs[i]
		n := asks(r, fn.sp.D)
		c.asked += n * float64(s.Steps)
		move := n * eval
		switch r.Optimizer {
		case "adagrad-full", "shampoo", "newton", "cubic-newton", "saddle-free-newton":
			move += 2 * cubeStep * d * d * d
		}
		c.Ops += float64(s.Steps) * (look + move)
		if fn.two == nil && (s.Surface.Slice == nil || s.Surface.Slice.ID == "fit") { // the runs are made once beforehand
			c.Start += float64(s.Steps) * (eval + move)
		}
		c.Start += look + move
		if r.Average.ID != "none" {
			cols += len(averageCols)
		}
		c.Bytes += 8 * (float64((s.Steps+1)*(cols+3)) + 4*d*d) // the result has three of them again
	}
	c.Ops += c.Start
	if s.Cloud != nil {
		c.Ops += float64(s.Cloud.Starts) * float64(s.Steps) * (eval + surfaceStep/2)
		c.Bytes += 8 * float64(s.Cloud.Starts) * (4*d*d + 100)
	}
	if a := s.Analyse; a != nil {
		if a.Basins != nil {
			c.Ops += float64(a.Basins.Grid*a.Basins.Grid) * float64(s.Steps) * (eval + surfaceStep/2)
		}
		if a.StrictSaddle != nil {
			c.Ops += float64(a.StrictSaddle.Grid*a.StrictSaddle.Grid) * look
		}
		if a.Levels != nil {
			c.Ops += float64(a.Levels.Grid*a.Levels.Grid*a.Levels.Count) * 20
		}
	}
}

// examples are how many there are of a Spec's data, both sets together, and of how many numbers each; what making them costs.
func examples(s *Spec, files map[string][]byte) (train, test float64, shape nn.Shape, ops float64) {
	if s.Data.File == "" {
		set, err := data.ByID(s.Data.ID, "")
		if err != nil {
			return 0, 0, nil, 0
		}
		p := values(set.Params, s.Data.Params)
		n, each, _ := set.Size(p)
		shape = set.Shape(p)
		train, test = float64(n), 0
		if v, ok := s.Data.Params["test_n"]; ok {
			train, test = float64(n)-v, v
		}
		per := 100. // of a number
		if s.Data.ID == "digits" {
			per = 1000 // strokes are drawn with soft edges
		}
		return train, test, shape, per * float64(n) * float64(each)
	}
	b := files[s.Data.File]
	n, each := 0, 1
	if shape, err := data.Peek(b); data.ArrayFile(b) && err == nil && len(shape) > 0 {
		n = shape[0]
		for _, k := range shape[1:] {
			each *= k
		}
	} else if head, _, ok := bytes.Cut(b, []byte("\n")); ok {
		n, each = bytes.Count(b, []byte("\n")), 1+bytes.Count(head, []byte(","))+bytes.Count(head, []byte(";"))+bytes.Count(head, []byte("\t"))
	}
	return float64(n) * (1 - s.Data.Read.Test), float64(n) * s.Data.Read.Test, nn.Shape{each}, 200 * float64(n) * float64(each)
}

// callOps are those of one pass through a network whatever its size, and numberOps those of a method for each number that it moves.
const (
	callOps   = 4000
	numberOps = 8
)

func (c *Cost) network(s *Spec, files map[string][]byte) {
	train, test, shape, made := examples(s, files)
	c.Start = made
	in := float64(shape.Size())
	c.Bytes, c.most = 4*(train+test)*(in+1), "data"
	m, err := nn.NewModelOf(shape, s.Model, "model")
	if err != nil || train < 1 {
		c.Ops = c.Start
		return
	}
	rows := min(float64(s.Batch), train)
	workspace := 4 * max(rows, chunk) * float64(m.Workspace())
	curved := false
	n, work := float64(m.NumParams()), float64(m.Work())
	steps := float64(s.Epochs) * math.Ceil(train/rows)
	sample := min(evaluated, max(200, mostLook/max(1, work)))
	look := (min(sample, train)+min(sample, test))*work + callOps
	looks := max(float64(s.Epochs), min(records, steps))
	if look > freeLook {
		looks = min(looks, steps*rows/(look/work))
	}
	pass := 3*rows*work + callOps
	var state float64
	for i := range s.Runs {
		r := &s.Runs[i]
		times := asks(r, m.NumTrainable())
		c.asked += times * steps
		step := times*pass + (numberOps+held(r))*n
		if m, err := optim.ByID(r.Optimizer, ""); err == nil && m.Needs == optim.NeedsCurvature {
			curved = true
		}
		if r.Optimizer == "muon" {
			step += r.Params["ns_steps"] * 3 * n * math.Sqrt(n)
		}
		c.Ops += steps*step + (looks+1)*look + 2*(train+test)*work
		c.Start += pass + look + step
		keeps := 3 + held(r)
		if r.Average.ID != "none" {
			keeps += 3
		}
		state += 4 * n * keeps
	}
	state += 4 * n * float64(len(s.Runs)*trailLength(m.NumParams(), len(s.Runs)))
	if curved {
		workspace *= 2
	}
	if l := s.Landscape; l != nil {
		c.Ops += float64(l.Grid*l.Grid)*float64(l.Examples)*work + 60*6*float64(l.Examples)*work
		workspace += 8 * n
	}
	if q := s.Spectrum; q != nil {
		products := 300 + float64(q.Steps*q.Probes+q.Trace) + 200*float64(q.Along)
		if q.Layers {
			products += 100 * float64(len(m.Views()))
		}
		c.Ops += products * 6 * float64(q.Examples) * work
		workspace += 2 * workspace
		state += max(64<<20, 4*n*float64(q.Top+q.Bottom+8))
	}
	c.Ops += c.Start
	c.Bytes += workspace + state
	switch {
	case state >= max(workspace, c.Bytes/2):
		c.most = "runs"
	case workspace >= c.Bytes/2 && s.Batch > chunk:
		c.most = "batch"
	case workspace >= c.Bytes/2:
		c.most = "model"
	}
}
