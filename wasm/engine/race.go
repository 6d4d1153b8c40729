//go:build js && wasm

package main

import (
	"math"

	"saddlelab/core/lab"
	"saddlelab/wasm/bridge"
)

// startCell starts one cell of a race in place of what was in hand, as fast as possible; its end is in the frame that says done.
func (e *engine) startCell(r bridge.Request) error {
	a, spec, err := about[struct {
		specArg
		Cell lab.Cell
	}](r)
	if err != nil {
		return err
	}
	one, err := lab.CellSpec(spec, a.Cell)
	if err != nil {
		return err
	}
	exp, err := lab.StartCell(spec, e.files, a.Cell)
	if err != nil {
		return err
	}
	e.take(one, exp, startArgs{})
	return nil
}

// score gathers the final losses of all cells, null where one diverged, into the result of the race.
func score(r bridge.Request) (any, error) {
	a, spec, err := about[struct {
		specArg
		Budget int
		Losses []*float64
		Steps  []int
	}](r)
	if err != nil {
		return nil, err
	}
	losses := make([]float64, len(a.Losses))
	for i, l := range a.Losses {
		if losses[i] = math.Inf(1); l != nil {
			losses[i] = *l
		}
	}
	return lab.Score(spec, a.Budget, losses, a.Steps)
}
