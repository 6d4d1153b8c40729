//go:build js && wasm

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"saddlelab/core/data"
	"saddlelab/core/lab"
	"saddlelab/wasm/bridge"
)

// startArgs are how a Spec is run; none of it changes a number of the result.
type startArgs struct {
	Spec     json.RawMessage `json:"spec"`
	Paused   bool            `json:"paused"`
	Rate     float64         `json:"rate"`
	Watch    string          `json:"watch"`
	WatchRun int             `json:"watch_run"`
	Sure     bool            `json:"sure"` // however long it takes until the first step
}

// specArg is the argument of a call that is about a Spec.
type specArg struct{ Spec json.RawMessage }

func (a specArg) parsed() (*lab.Spec, error) { return lab.Parse(a.Spec) }

// about reads the arguments of such a call, and the Spec.
func about[T interface{ parsed() (*lab.Spec, error) }](r bridge.Request) (a T, spec *lab.Spec, err error) {
	if a, err = bridge.Args[T](r); err == nil {
		spec, err = a.parsed()
	}
	return a, spec, err
}

var errIdle = errors.New("nothing is running")

// Call implements bridge.Engine.
func (e *engine) Call(r bridge.Request, out *bridge.Blob) (any, error) {
	switch r.Name {
	case "device": // what it can hold, before anything else is asked
		a, err := bridge.Args[struct{ Bytes int64 }](r)
		if err == nil {
			data.Hold(a.Bytes)
		}
		return nil, err
	case "validate":
		_, spec, err := about[specArg](r)
		if err != nil {
			return nil, err
		}
		return map[string]any{"spec": spec, "cost": lab.Estimate(spec, e.files)}, nil
	case "surface":
		return surface(r, out)
	case "csv":
		return e.csv(r)
	case "data":
		return e.preview(r, out)
	case "file":
		return nil, e.file(r)
	case "outline":
		return outline(r)
	case "examples":
		return e.examples(r)
	case "forget":
		a, err := bridge.Args[struct{ Name string }](r)
		delete(e.files, a.Name)
		return nil, err
	case "export":
		return e.export(r, out)
	case "carried":
		return carried(r)
	case "anatomy":
		a, spec, err := about[struct {
			specArg
			Run, Step int
		}](r)
		if err != nil {
			return nil, err
		}
		return lab.Dissect(spec, a.Run, a.Step)
	case "field":
		return field(r, out)
	case "strict":
		return strict(r, out)
	case "cloud":
		return e.cloud(r, out)
	case "piece":
		return e.piece(r, out)
	case "report":
		return e.report(r)
	case "checkpoints":
		return e.checkpoints(r, out)
	case "draw":
		return e.draw(r, out)
	case "give":
		return nil, e.give(r)
	case "look":
		return e.look(r, out)
	case "basins":
		return basins(r, out)
	case "cell":
		return nil, e.startCell(r)
	case "score":
		return score(r)
	case "trust":
		a, err := bridge.Args[struct{ ID string }](r)
		if err != nil {
			return nil, err
		}
		return lab.Trust(a.ID, r.Blob)
	case "bits":
		_, spec, err := about[specArg](r)
		if err != nil {
			return nil, err
		}
		doc, err := lab.Bits(spec, e.files)
		return map[string]any{"json": out.U8(doc)}, err
	case "start":
		a, err := bridge.Args[startArgs](r)
		if err != nil {
			return nil, err
		}
		if err := checkWatch(a.Watch); err != nil {
			return nil, err
		}
		spec, err := lab.Parse(a.Spec)
		if err != nil {
			return nil, err
		}
		if s := wait(spec, e.files); s > patience && !a.Sure {
			return map[string]any{"wait": s}, nil
		}
		return map[string]any{"spec": spec}, e.start(spec, a)
	}
	if e.exp == nil {
		return nil, errIdle
	}
	if r.Name == "trajectory" {
		return e.trajectory(r, out)
	}
	return e.control(r)
}

// control is what can be asked of the experiment in hand.
func (e *engine) control(r bridge.Request) (any, error) {
	switch r.Name {
	case "pause":
		if e.state == running {
			e.halt(paused)
		}
	case "resume":
		e.resume(e.exp.Total(), false)
	case "step":
		a, err := bridge.Args[struct{ N int }](r)
		if err != nil {
			return nil, err
		}
		if a.N < 1 {
			return nil, fmt.Errorf("step: n = %d; at least 1", a.N)
		}
		e.resume(min(e.exp.Done()+a.N, e.exp.Total()), true)
	case "stop":
		if e.state != done {
			e.halt(stopped)
		}
	case "rate":
		a, err := bridge.Args[struct{ Rate float64 }](r)
		if err != nil || a.Rate < 0 {
			return nil, fmt.Errorf("rate: %g; a number of steps per second, 0 for as fast as possible", a.Rate)
		}
		e.rate, e.credit = a.Rate, 0
	case "change":
		a, err := bridge.Args[struct {
			Run int
			LR  float64
		}](r)
		if err != nil {
			return nil, err
		}
		if a.Run < 0 || a.Run >= len(e.spec.Runs) {
			return nil, fmt.Errorf("change: run %d; from 0 to %d", a.Run, len(e.spec.Runs)-1)
		}
		if err := e.exp.Change(a.Run, a.LR); err != nil {
			return nil, err
		}
		return map[string]any{"spec": e.spec}, nil
	case "watch":
		a, err := bridge.Args[struct {
			Watch string
			Run   int
		}](r)
		if err == nil {
			err = checkWatch(a.Watch)
		}
		if err == nil && (a.Run < 0 || a.Run >= len(e.spec.Runs)) {
			err = fmt.Errorf("watch: run %d; from 0 to %d", a.Run, len(e.spec.Runs)-1)
		}
		if err != nil {
			return nil, err
		}
		e.watch, e.watchRun, e.due = a.Watch, a.Run, true
	case "result":
		return e.result(r)
	default:
		return nil, fmt.Errorf("the engine has no call %q", r.Name)
	}
	return nil, nil
}

// result is what `saddlelab run` prints, with what the given Spec asks about the function or the weights besides: that may have been chosen after
// the start, since it touches no run.
func (e *engine) result(r bridge.Request) (any, error) {
	a, err := bridge.Args[struct{ Spec json.RawMessage }](r)
	if err != nil {
		return nil, err
	}
	res := e.exp.Result()
	if len(a.Spec) == 0 {
		return res, nil
	}
	asked, err := lab.Parse(a.Spec)
	if err != nil {
		return nil, err
	}
	whole := *e.spec
	res.Spec = &whole
	whole.Analyse, whole.Cloud, whole.Landscape, whole.Spectrum = asked.Analyse, asked.Cloud, asked.Landscape, asked.Spectrum
	if l, s := whole.Landscape, whole.Spectrum; l != nil && l.Run >= len(whole.Runs) || s != nil && s.Run >= len(whole.Runs) {
		return nil, fmt.Errorf("run: the training that is there has %d", len(whole.Runs))
	}
	err = res.Ask(&whole, e.files, e.exp, nil)
	return res, err
}

// resume runs on to step target; in a hurry, whatever the rate.
func (e *engine) resume(target int, hurry bool) {
	if e.state == done || e.state == stopped {
		return
	}
	e.target, e.hurry = target, hurry
	if e.state != running {
		now := time.Now()
		e.state, e.due, e.credit, e.last, e.speed = running, true, 0, now, speed{since: now}
	}
}

func checkWatch(w string) error {
	switch w {
	case "", "boundary", "samples", "worst", "confusion", "fit", "inside":
		return nil
	}
	return fmt.Errorf("watch: %q is not known; have boundary, samples, worst, confusion, fit, inside", w)
}

func (e *engine) file(r bridge.Request) error {
	a, err := bridge.Args[struct{ Name string }](r)
	if err != nil {
		return err
	}
	e.files[a.Name] = bytes.Clone(r.Blob)
	return nil
}

// csv reads a file for its preview. Without bytes it reads again, with other options, those last given under that name.
func (e *engine) csv(r bridge.Request) (any, error) {
	a, err := bridge.Args[struct {
		Name    string
		Options lab.ReadOption
	}](r)
	if err != nil {
		return nil, err
	}
	if len(r.Blob) > 0 {
		e.files[a.Name] = bytes.Clone(r.Blob)
	} else if _, ok := e.files[a.Name]; !ok {
		return nil, fmt.Errorf("%s: the file is empty", a.Name)
	}
	t, err := data.ReadCSV(bytes.NewReader(e.files[a.Name]), a.Options.Options())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", a.Name, err)
	}
	return t, nil
}

// preview describes the data of a network Spec.
func (e *engine) preview(r bridge.Request, out *bridge.Blob) (any, error) {
	a, s, err := about[struct {
		specArg
		N int
	}](r)
	if err != nil {
		return nil, err
	}
	if s.Kind != "network" {
		return nil, fmt.Errorf("kind: %q has no data; network has", s.Kind)
	}
	p, err := lab.Look(s, e.files, max(0, min(a.N, 100)))
	if err != nil {
		return nil, err
	}
	return map[string]any{
		"n": p.N, "test_n": p.TestN, "d": p.D, "height": p.Height, "width": p.Width, "channels": p.Channels, "vocabulary": p.Vocabulary, "positions": p.Positions, "shape": p.Shape, "task": p.Task,
		"classes": p.Classes, "features": p.Features, "redrawn": p.Redrawn, "tokens": p.Tokens, "wanted": p.Wanted, "counts": p.Counts,
		"labels": out.U32(p.Labels), "flipped": out.U8(p.Flipped), "pixels": out.F32(p.Pixels), "points": out.F32(p.Points),
	}, nil
}
