//go:build js && wasm

package main

import (
	"encoding/json"
	"fmt"
	"math"

	"saddlelab/core/lab"
	"saddlelab/core/landscape"
	"saddlelab/wasm/bridge"
)

// surface evaluates what is drawn of a Spec, its surface or a slice of it, on a grid, with its critical points.
func surface(r bridge.Request, out *bridge.Blob) (any, error) {
	a, err := bridge.Args[struct {
		Spec json.RawMessage
		N    int
	}](r)
	if err != nil {
		return nil, err
	}
	if a.N < 2 || a.N > 512 {
		return nil, fmt.Errorf("surface: n = %d; from 2 to 512", a.N)
	}
	spec, s, err := picture(a.Spec)
	if err != nil {
		return nil, err
	}
	points, valley := lab.Points(s)
	grid := landscape.Grid(s, a.N)
	heights := make([]float32, len(grid))
	lo, hi := math.Inf(1), math.Inf(-1)
	for i, v := range grid {
		heights[i] = float32(v)
		if v-v == 0 { // finite
			lo, hi = min(lo, v), max(hi, v)
		}
	}
	if lo > hi {
		return nil, fmt.Errorf("surface.formula: it has no value anywhere from %g to %g and %g to %g", s.Box[0], s.Box[1], s.Box[2], s.Box[3])
	}
	reply := map[string]any{"n": a.N, "box": s.Box, "logHeight": s.LogHeight || landscape.Steep(grid), "heights": out.F32(heights),
		"zmin": lo, "zmax": hi, "critical": points, "valley": valley, "kinks": s.Tip, "start": spec.Start}
	if pl := s.Plane; pl != nil {
		reply["slice"] = map[string]any{"d": s.Of.D, "origin": pl.O, "u": pl.U, "v": pl.V, "explained": pl.Explained,
			"round": s.Of.Retract != nil, "theory": s.Of.Theory}
	}
	return reply, nil
}

// picture is what is drawn of a Spec.
func picture(doc json.RawMessage) (*lab.Spec, *landscape.Surface, error) {
	spec, err := lab.Parse(doc)
	if err != nil {
		return nil, nil, err
	}
	if spec.Kind != "surface" {
		return nil, nil, fmt.Errorf("kind: %s; a picture is that of a surface", spec.Kind)
	}
	if s := wait(spec, nil); s > fitting {
		return nil, nil, fmt.Errorf("surface.slice: the plane of the picture is fitted to the runs, which takes about %.0f s on this device; choose a plane along two coordinates, or fewer steps or runs", s)
	}
	s, err := lab.Picture(spec)
	return spec, s, err
}

// field gives the directions of the gradient and of Newton's step on n×n points of the picture.
func field(r bridge.Request, out *bridge.Blob) (any, error) {
	a, err := bridge.Args[struct {
		Spec json.RawMessage
		N    int
	}](r)
	if err != nil {
		return nil, err
	}
	if a.N < 1 || a.N > 64 {
		return nil, fmt.Errorf("field: n = %d; from 1 to 64", a.N)
	}
	_, s, err := picture(a.Spec)
	if err != nil {
		return nil, err
	}
	f := landscape.Directions(s, a.N)
	flat := func(v [][2]float64) []float32 {
		to := make([]float32, 0, 2*len(v))
		for _, p := range v {
			to = append(to, float32(p[0]), float32(p[1]))
		}
		return to
	}
	return map[string]any{"n": a.N, "at": out.F32(flat(f.At)), "gradient": out.F32(flat(f.Down)), "newton": out.F32(flat(f.Newton))}, nil
}

// strict gives the regions of the strict-saddle property that the Spec's analyse.strict_saddle asks for.
func strict(r bridge.Request, out *bridge.Blob) (any, error) {
	_, spec, err := about[specArg](r)
	if err != nil {
		return nil, err
	}
	if spec.Analyse == nil || spec.Analyse.StrictSaddle == nil {
		return nil, fmt.Errorf("analyse.strict_saddle: missing")
	}
	s, err := lab.Strict(spec, *spec.Analyse.StrictSaddle)
	if err != nil {
		return nil, err
	}
	finite := func(v float64) any {
		if v-v != 0 {
			return nil
		}
		return v
	}
	return map[string]any{"n": s.N, "regions": out.U8(s.Regions), "shares": s.Shares, "holds": s.Holds, "alpha": finite(s.Alpha), "epsilon": finite(s.Epsilon), "convex": s.Convex}, nil
}

// cloud gives the places of a Spec's cloud after a number of steps. The engine keeps the one it was asked for last, so that going on is
// cheap.
func (e *engine) cloud(r bridge.Request, out *bridge.Blob) (any, error) {
	a, err := bridge.Args[struct {
		Spec   json.RawMessage
		Step   int
		Census bool // also count what they are
	}](r)
	if err != nil {
		return nil, err
	}
	if e.flock == nil || string(a.Spec) != e.flockOf || e.flock.Done() > a.Step {
		spec, err := lab.Parse(a.Spec)
		if err != nil {
			return nil, err
		}
		if e.flock, err = lab.NewFlock(spec); err != nil {
			return nil, err
		}
		e.flockOf = string(a.Spec)
		e.places = make([]float64, 2*spec.Cloud.Starts)
	}
	e.flock.Advance(a.Step)
	e.flock.Places(e.places)
	to := make([]float32, len(e.places))
	for i, v := range e.places {
		to[i] = float32(v)
	}
	reply := map[string]any{"step": e.flock.Done(), "places": out.F32(to)}
	if a.Census {
		reply["census"] = e.flock.Census()
	}
	return reply, nil
}
