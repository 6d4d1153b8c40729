//go:build js && wasm

package main

import (
	"encoding/json"
	"fmt"
	"reflect"

	"saddlelab/core/data"
	"saddlelab/core/lab"
	"saddlelab/core/landscape/plane"
	"saddlelab/wasm/bridge"
)

// What is asked about a network's landscape. The worker that trains gives out its trajectory; others, which need not have trained, are
// given weights and look at them through a lens that they keep.

// lensArgs say which problem the weights in the blob belong to: rows of Params numbers each, then the running statistics. Without rows
// it is about the checkpoints of a run that is in training here.
type lensArgs struct {
	specArg
	Run    int
	Looked string // the examples that were given; "": those of the training that is here, or of data that are made anew
	Rows   int
	Params int
	Steps  []int
	LR     []float64

	Key   string // of a plane, to know it again
	Box   [4]float64
	N     int
	From  int
	To    int
	K     int
	Align bool   // of a line: match neurons
	Curve bool   // and bend one as well
	What  string // cut, way, line, cells; ends, density, traces, layer, along
}

// held is the lens that was used last.
type held struct {
	lens  *lab.Lens
	of    string
	slice *lab.Sliced
	key   string
}

// given are the examples that another worker has drawn.
type given struct {
	key    string
	looked *lab.Looked
}

// givenArgs describe them: the numbers of all examples are in the blob, with a label for each or a value to predict behind them.
type givenArgs struct {
	Key string
	Set *data.Set
	Of  int
}

// draw gives out the examples that a Spec's network is looked at with.
func (e *engine) draw(r bridge.Request, out *bridge.Blob) (any, error) {
	a, spec, err := about[struct {
		specArg
		Examples int
	}](r)
	if err != nil {
		return nil, err
	}
	k, err := e.drawn(spec, a.Examples)
	if err != nil {
		return nil, err
	}
	set := *k.Set
	labels := make([]float32, len(set.Labels))
	for i, l := range set.Labels {
		labels[i] = float32(l)
	}
	numbers := out.F32(set.X, labels, set.Values)
	set.X, set.Labels, set.Values = nil, nil, nil
	return map[string]any{"set": set, "of": k.Of, "numbers": numbers}, nil
}

func (e *engine) drawn(spec *lab.Spec, examples int) (*lab.Looked, error) {
	if e.network != nil && e.spec.Seed == spec.Seed && reflect.DeepEqual(e.spec.Data, spec.Data) {
		return e.network.Draw(examples), nil
	}
	return lab.Draw(spec, e.files, examples)
}

// give takes examples.
func (e *engine) give(r bridge.Request) error {
	a, err := bridge.Args[givenArgs](r)
	if err != nil {
		return err
	}
	s, all := a.Set, bridge.Float32s(r.Blob)
	n := s.N * s.D
	if n < 1 || len(all) < n+s.N {
		return fmt.Errorf("give: %d numbers for %d examples of %d", len(all), s.N, s.D)
	}
	s.X = clone(all[:n])
	if s.Classes == nil && s.Vocabulary == 0 {
		s.Values = clone(all[n:])
	} else {
		for _, l := range all[n:] {
			s.Labels = append(s.Labels, int32(l))
		}
	}
	e.given = given{a.Key, &lab.Looked{Set: s, Of: a.Of}}
	return nil
}

// trajectory gives out a run's checkpoints, or the last of them.
func (e *engine) trajectory(r bridge.Request, out *bridge.Blob) (any, error) {
	a, err := bridge.Args[struct {
		Run  int
		Last bool
	}](r)
	if err != nil {
		return nil, err
	}
	t, err := e.way(a.Run)
	if err != nil {
		return nil, err
	}
	if n := len(t.Points) - 1; a.Last {
		t.Steps, t.LR, t.Points = t.Steps[n:], t.LR[n:], t.Points[n:]
	}
	return flat(t, out), nil
}

func (e *engine) way(run int) (*lab.Trajectory, error) {
	if e.network == nil || run < 0 || run >= len(e.spec.Runs) {
		return nil, fmt.Errorf("trajectory: there is no run %d of a network", run)
	}
	return e.network.Trajectory(run), nil
}

// checkpoints reads those of open files that were trained elsewhere.
func (e *engine) checkpoints(r bridge.Request, out *bridge.Blob) (any, error) {
	a, spec, err := about[struct {
		specArg
		Files []string
	}](r)
	if err != nil {
		return nil, err
	}
	t, err := lab.ReadTrajectory(spec, e.files, a.Files)
	if err != nil {
		return nil, err
	}
	return flat(t, out), nil
}

// flat is a trajectory as the page gets it.
func flat(t *lab.Trajectory, out *bridge.Blob) any {
	parts := append(t.Points[:len(t.Points):len(t.Points)], t.Stats)
	return map[string]any{"steps": t.Steps, "lr": t.LR, "rows": len(t.Points), "params": len(t.Points[0]), "weights": out.F32(parts...)}
}

// look is a question about weights.
func (e *engine) look(r bridge.Request, out *bridge.Blob) (any, error) {
	a, spec, err := about[lensArgs](r)
	if err != nil {
		return nil, err
	}
	if a.Rows == 0 {
		t, err := e.way(a.Run)
		if err != nil {
			return nil, err
		}
		a.Rows = len(t.Points)
		return e.answer(spec, a, t, out)
	}
	t := &lab.Trajectory{Steps: a.Steps, LR: a.LR}
	rest := bridge.Float32s(r.Blob)
	if a.Rows < 1 || a.Params < 1 || a.Rows*a.Params > len(rest) {
		return nil, fmt.Errorf("%s: %d rows of %d weights, %d numbers are there", r.Name, a.Rows, a.Params, len(rest))
	}
	for range a.Rows {
		t.Points, rest = append(t.Points, rest[:a.Params:a.Params]), rest[a.Params:]
	}
	t.Stats = rest
	return e.answer(spec, a, t, out)
}

func (e *engine) answer(spec *lab.Spec, a lensArgs, t *lab.Trajectory, out *bridge.Blob) (any, error) {
	examples, ask := 0, spec.Spectrum
	switch {
	case a.What == "cut" || a.What == "cells" || a.What == "way" || a.What == "line":
		if spec.Landscape == nil {
			return nil, fmt.Errorf("landscape: the Spec asks for none")
		}
		examples = spec.Landscape.Examples
	case ask == nil:
		return nil, fmt.Errorf("spectrum: the Spec asks for none")
	default:
		examples = ask.Examples
	}
	l, err := e.lens(spec, examples, a.Looked)
	if err != nil {
		return nil, err
	}
	if a.What != "cells" {
		l.Use(t.Stats)
	}
	w := t.Points[a.Rows-1]
	switch a.What {
	case "cut":
		c, err := l.Cut(spec.Landscape, t)
		if err != nil {
			return nil, err
		}
		s := l.Slice(c.Plane)
		n := min(s.Coarse(), spec.Landscape.Grid)
		loss, right := s.Rows(c.Box, n, 0, n)
		return map[string]any{"cut": c, "origin": out.F32(c.Plane.Origin), "u": out.F32(c.Plane.U), "v": out.F32(c.Plane.V),
			"n": n, "loss": out.F32(single(loss)), "right": out.F32(single(right))}, nil
	case "way": // the plane's three vectors come first
		if a.Rows < 4 {
			return nil, fmt.Errorf("way: no checkpoint")
		}
		p, err := plane.New(t.Points[0], t.Points[1], t.Points[2])
		if err != nil {
			return nil, err
		}
		loss, shown := l.Way(p, t.Points[3:])
		return map[string]any{"loss": out.F64(loss), "shown": out.F64(shown)}, nil
	case "line":
		if a.Rows != 2 {
			return nil, fmt.Errorf("line: %d ends", a.Rows)
		}
		return l.Line(t.Points[0], t.Points[1], t.Stats, spec.Landscape.Grid, a.Align, a.Curve)
	case "cells":
		return e.cells(l, a, t, out)
	case "ends":
		return l.Ends(ask, w, nil)
	case "density":
		return l.Density(ask, w, nil)
	case "traces":
		return l.Traces(ask, w, nil)
	case "layer":
		c, _ := l.Layer(ask, w, a.K, nil)
		return map[string]any{"layer": c}, nil
	case "along":
		return l.Along(ask, w, a.Steps[0], a.LR[0])
	}
	return nil, fmt.Errorf("look: %q is not known; have cut, way, line, cells, ends, density, traces, layer, along", a.What)
}

// lens is that of a Spec's problem. The one that was asked for last is kept.
func (e *engine) lens(spec *lab.Spec, examples int, looked string) (*lab.Lens, error) {
	if looked != "" && looked != e.given.key {
		return nil, fmt.Errorf("look: the examples %s are not here", looked)
	}
	bare := *spec
	bare.Landscape, bare.Spectrum, bare.Race, bare.Runs = nil, nil, nil, nil
	doc, err := json.Marshal(&bare)
	if err != nil {
		return nil, err
	}
	of := fmt.Sprintf("%s %d %d %s", looked, e.generation, examples, doc)
	if e.held.lens == nil || e.held.of != of {
		k := e.given.looked
		if looked == "" {
			if k, err = e.drawn(spec, examples); err != nil {
				return nil, err
			}
		}
		l, err := k.Lens(spec)
		if err != nil {
			return nil, err
		}
		e.held = held{lens: l, of: of}
	}
	return e.held.lens, nil
}

// cells evaluates rows of a picture: the plane is the blob's origin and two directions.
func (e *engine) cells(l *lab.Lens, a lensArgs, t *lab.Trajectory, out *bridge.Blob) (any, error) {
	if a.Rows != 3 || a.N < 2 || a.From < 0 || a.From > a.To || a.To > a.N {
		return nil, fmt.Errorf("cells: rows %d to %d of %d of a plane of %d vectors", a.From, a.To, a.N, a.Rows)
	}
	if e.held.slice == nil || e.held.key != a.Key {
		p, err := plane.New(clone(t.Points[0]), clone(t.Points[1]), clone(t.Points[2]))
		if err != nil {
			return nil, err
		}
		l.Use(t.Stats)
		e.held.slice, e.held.key = l.Slice(p), a.Key
	}
	loss, right := e.held.slice.Rows(a.Box, a.N, a.From, a.To)
	return map[string]any{"loss": out.F32(single(loss)), "right": out.F32(single(right))}, nil
}

func clone(x []float32) []float32 { return append([]float32(nil), x...) }

func single(x []float64) []float32 {
	y := make([]float32, len(x))
	for i, v := range x {
		y[i] = float32(v)
	}
	return y
}
