//go:build js && wasm

package main

import (
	"encoding/json"
	"fmt"
	"slices"

	"saddlelab/core/lab"
	"saddlelab/core/lab/course"
	"saddlelab/wasm/bridge"
)

// plan is the experiment of a Spec. The one that was asked for last is kept: its pieces are asked for one by one.
func (e *engine) plan(doc json.RawMessage) (*course.Plan, error) {
	if e.planned == nil || string(doc) != e.plannedOf {
		spec, err := lab.Parse(doc)
		if err != nil {
			return nil, err
		}
		if spec.Kind != "experiment" {
			return nil, fmt.Errorf("kind: %s; pieces are those of an experiment", spec.Kind)
		}
		if e.planned, err = lab.Plan(spec); err != nil {
			return nil, err
		}
		e.plannedOf = string(doc)
	}
	return e.planned, nil
}

// piece does one piece of an experiment of the course.
func (e *engine) piece(r bridge.Request, out *bridge.Blob) (any, error) {
	a, err := bridge.Args[struct {
		Spec  json.RawMessage
		Piece int
	}](r)
	if err != nil {
		return nil, err
	}
	p, err := e.plan(a.Spec)
	if err != nil {
		return nil, err
	}
	if a.Piece < 0 || a.Piece >= p.Pieces {
		return nil, fmt.Errorf("piece: %d; from 0 to %d", a.Piece, p.Pieces-1)
	}
	return map[string]any{"data": out.F64(p.Run(a.Piece))}, nil
}

// report says what the pieces in the blob, one behind the other, come to. Lengths holds how many numbers each has; below 0: not there.
func (e *engine) report(r bridge.Request) (any, error) {
	a, err := bridge.Args[struct {
		Spec    json.RawMessage
		Lengths []int
	}](r)
	if err != nil {
		return nil, err
	}
	p, err := e.plan(a.Spec)
	if err != nil {
		return nil, err
	}
	done := make([][]float64, p.Pieces)
	rest := bridge.Float64s(r.Blob)
	for i, n := range a.Lengths {
		if n < 0 || i >= len(done) {
			continue
		}
		if n > len(rest) {
			return nil, fmt.Errorf("report: piece %d has %d numbers, %d are there", i, n, len(rest))
		}
		done[i], rest = slices.Clone(rest[:n]), rest[n:]
		if done[i] == nil {
			done[i] = []float64{}
		}
	}
	rep := p.Sum(done)
	if err := lab.Heights(rep); err != nil {
		return nil, err
	}
	return struct {
		*course.Report
		Pieces int `json:"pieces"`
	}{rep, p.Pieces}, nil
}
