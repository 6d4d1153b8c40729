//go:build js && wasm

package main

import (
	"fmt"
	"time"

	"saddlelab/core/lab"
	"saddlelab/core/lab/course"
	"saddlelab/wasm/bridge"
)

const (
	slice      = 8 * time.Millisecond   // work between two looks at the event loop: pause acts within it
	frameEvery = 33 * time.Millisecond  // about thirty frames a second
	probeEvery = 250 * time.Millisecond // boundary, samples, confusion: they cost forward passes
)

// maxRows bounds what a frame brings of each run, so that the page draws the fastest run without a pause.
const maxRows = 2048

// States of the experiment in hand, as frames name them.
const (
	running = "running"
	paused  = "paused"
	done    = "done"
	stopped = "stopped"
)

// engine holds one experiment and advances it in slices. It is the only place with a clock: what is computed never sees it.
type engine struct {
	files map[string][]byte

	exp        lab.Experiment
	spec       *lab.Spec
	generation int
	state      string
	target     int     // pause when this many steps are made
	rate       float64 // steps per second; 0: as fast as possible
	credit     float64 // steps that the rate allows now
	hurry      bool    // to the target whatever the rate
	last       time.Time
	burst      int // steps between two looks at the clock

	sent      []int // numbers of each run's rows that the page has
	due       bool  // a frame whatever the time
	lastFrame time.Time
	watch     string
	watchRun  int
	lastProbe time.Time

	spent   time.Duration // on steps since the start: told beside a race, never part of a number
	speed   speed
	network lab.Network // exp, when it is one

	flock   *lab.Flock // the cloud that was asked for last, and its Spec
	flockOf string
	places  []float64

	planned   *course.Plan // the experiment of the course that was asked for last, and its Spec
	plannedOf string

	held  held  // of who looks at weights
	given given // to who looks at weights that were trained elsewhere
}

// speed is measured over windows of half a second.
type speed struct {
	since time.Time
	n     int
	value float64
}

func (s *speed) add(n int, now time.Time) {
	s.n += n
	if d := now.Sub(s.since); d > 500*time.Millisecond {
		s.value, s.n, s.since = float64(s.n)/d.Seconds(), 0, now
	}
}

func newEngine() *engine { return &engine{files: map[string][]byte{}, state: stopped} }

// start replaces the experiment in hand, unless the Spec is refused.
func (e *engine) start(spec *lab.Spec, a startArgs) error {
	if a.Rate < 0 {
		return fmt.Errorf("rate: %g is below 0", a.Rate)
	}
	exp, err := lab.Start(spec, e.files)
	if err != nil {
		return err
	}
	e.take(spec, exp, a)
	return nil
}

// take replaces what was in hand.
func (e *engine) take(spec *lab.Spec, exp lab.Experiment, a startArgs) {
	now := time.Now()
	e.exp, e.spec, e.rate, e.watch, e.watchRun, e.spent = exp, spec, a.Rate, a.Watch, a.WatchRun, 0
	e.generation++
	e.sent, e.due, e.burst, e.credit, e.hurry = make([]int, len(spec.Runs)), true, 1, 0, false
	e.target, e.last, e.speed = exp.Total(), now, speed{since: now}
	e.lastProbe, e.lastFrame = time.Time{}, time.Time{}
	e.network, _ = exp.(lab.Network)
	e.state = running
	if a.Paused {
		e.state = paused
	}
}

// Tick implements bridge.Engine.
func (e *engine) Tick() int {
	if e.state != running {
		return -1
	}
	now := time.Now()
	end := now.Add(slice)
	timed := e.rate > 0 && !e.hurry
	if timed {
		e.credit = min(e.credit+e.rate*now.Sub(e.last).Seconds(), max(1, e.rate))
	}
	e.last = now
	before, begin := e.exp.Done(), now
	for e.state == running && now.Before(end) {
		n := e.burst
		if timed {
			n = min(n, int(e.credit))
		}
		if n = min(n, e.room()); n == 0 {
			break
		}
		made := e.advance(n)
		e.credit -= float64(made)
		then := now
		now = time.Now()
		e.pace(now.Sub(then))
	}
	e.spent += now.Sub(begin)
	per := 1
	if e.network != nil {
		per = e.network.Examples()
	}
	e.speed.add((e.exp.Done()-before)*per, now)
	if e.state != running {
		return -1
	}
	if timed {
		return max(1, min(33, int(1000*(1-e.credit)/e.rate)))
	}
	if e.room() == 0 {
		return max(1, int((frameEvery - now.Sub(e.lastFrame)).Milliseconds()))
	}
	return 0
}

// room is how many steps the next frame can still take.
func (e *engine) room() int {
	rows := 0
	for i, n := range e.sent {
		rows = max(rows, len(e.exp.Rows(i))-n)
	}
	return maxRows - rows/len(e.exp.Cols())
}

// advance makes at most n steps and says how many.
func (e *engine) advance(n int) int {
	for k := range n {
		if e.exp.Done() >= e.target {
			e.halt(paused)
			return k
		}
		if !e.exp.Step() {
			e.halt(done)
			return k + 1
		}
	}
	if e.exp.Done() >= e.target {
		e.halt(paused)
	}
	return n
}

func (e *engine) halt(state string) { e.state, e.due = state, true }

// pace chooses how many steps to make between two looks at the clock: about a millisecond's worth.
func (e *engine) pace(took time.Duration) {
	switch {
	case took < time.Millisecond/2:
		e.burst = min(2*e.burst, 1<<14)
	case took > 2*time.Millisecond && e.burst > 1:
		e.burst /= 2
	}
}

// frame is what the page is told; bridge.ts describes the fields.
type frame struct {
	Kind       string         `json:"kind"`
	State      string         `json:"state"`
	Generation int            `json:"generation"`
	Step       int            `json:"step"`
	Total      int            `json:"total"`
	Epoch      float64        `json:"epoch,omitempty"`
	Epochs     int            `json:"epochs,omitempty"`
	Rate       float64        `json:"rate"`
	Asked      []int          `json:"asked"`
	Spent      float64        `json:"spent"` // ms
	Cols       []string       `json:"cols"`
	Runs       []lab.RunState `json:"runs"`
	First      []int          `json:"first"`
	Rows       []bridge.Array `json:"rows"`
	Extra      any            `json:"extra,omitempty"`
}

// Frame implements bridge.Engine.
func (e *engine) Frame(out *bridge.Blob) any {
	if e.exp == nil {
		return nil
	}
	now := time.Now()
	if !e.due && (e.state != running || now.Sub(e.lastFrame) < frameEvery) {
		return nil
	}
	f := &frame{Kind: e.spec.Kind, State: e.state, Generation: e.generation, Step: e.exp.Done(), Total: e.exp.Total(), Cols: e.exp.Cols(), Runs: e.exp.State()}
	if e.state == running {
		f.Rate = e.speed.value
	}
	if e.network != nil {
		f.Epoch, f.Epochs = e.network.Epochs()
	}
	f.Spent = e.spent.Seconds() * 1e3
	for i := range e.sent {
		f.Asked = append(f.Asked, e.exp.Asked(i))
		rows := e.exp.Rows(i)
		f.First = append(f.First, e.sent[i]/len(f.Cols))
		f.Rows = append(f.Rows, out.F64(rows[e.sent[i]:]))
		e.sent[i] = len(rows)
	}
	if e.watch != "" && e.network != nil && (e.due || now.Sub(e.lastProbe) >= probeEvery) {
		f.Extra = e.probe(out)
		e.lastProbe = now
	}
	e.due, e.lastFrame = false, now
	return f
}

// probe looks at the network as the open tab asks; nil when the data have no such picture.
func (e *engine) probe(out *bridge.Blob) any {
	switch e.watch {
	case "boundary":
		if b := e.network.Boundary(e.watchRun, 96); b != nil {
			return map[string]any{"boundary": map[string]any{
				"run": e.watchRun, "n": b.N, "box": b.Box, "features": b.Features,
				"cls": out.U8(b.Class), "conf": out.F32(b.Conf), "points": out.F32(b.Points)}}
		}
	case "samples":
		if s := e.network.Samples(e.watchRun, 24); s != nil {
			return map[string]any{"samples": map[string]any{
				"run": e.watchRun, "h": s.Height, "w": s.Width, "items": s.Items, "classes": s.Classes, "set": set(s.Test), "pixels": out.F32(s.Pixels)}}
		}
	case "worst":
		if s := e.network.Worst(e.watchRun, 24); s != nil {
			return map[string]any{"worst": map[string]any{
				"run": e.watchRun, "h": s.Height, "w": s.Width, "items": s.Items, "classes": s.Classes, "set": set(s.Test), "pixels": out.F32(s.Pixels)}}
		}
	case "fit":
		if f := e.network.Fit(e.watchRun, 240); f != nil {
			return map[string]any{"fit": map[string]any{"run": e.watchRun, "x": out.F32(f.X), "y": out.F32(f.Y), "points": out.F32(f.Points)}}
		}
	case "inside":
		if in := e.network.Inside(e.watchRun, 28); in != nil {
			layers, maps := []any{}, []any{}
			for _, l := range in.Layers {
				layers = append(layers, map[string]any{"layer": l.Layer, "name": l.Name, "width": l.Width, "in": l.In, "weights": out.F32(l.Weights), "over": out.F32(l.Over)})
			}
			for _, m := range in.Maps {
				maps = append(maps, map[string]any{"layer": m.Layer, "shown": m.Shown, "kernel": m.Kernel, "filters": out.F32(m.Filters), "h": m.Height, "w": m.Width,
					"maps": out.F32(m.Maps), "picture": out.F32(m.Picture), "ph": m.PicH, "pw": m.PicW})
			}
			return map[string]any{"inside": map[string]any{"run": e.watchRun, "n": in.N, "layers": layers, "maps": maps}}
		}
	case "confusion":
		if c := e.network.Confusion(e.watchRun); c != nil {
			return map[string]any{"confusion": map[string]any{
				"run": e.watchRun, "classes": c.Classes, "set": set(c.Test), "of": c.Of, "counts": out.U32(c.Counts)}}
		}
	}
	return nil
}

func set(test bool) string {
	if test {
		return "test"
	}
	return "train"
}
