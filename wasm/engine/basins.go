//go:build js && wasm

package main

import (
	"saddlelab/core/lab"
	"saddlelab/core/landscape"
	"saddlelab/wasm/bridge"
)

// basins runs some rows of a basin map to their ends; the page asks for few at a time.
func basins(r bridge.Request, out *bridge.Blob) (any, error) {
	a, spec, err := about[struct {
		specArg
		Run, N, From, To int
		Points           []landscape.Critical
	}](r)
	if err != nil {
		return nil, err
	}
	end, steps, err := lab.Basins(spec, a.Run, a.N, a.From, a.To, a.Points)
	if err != nil {
		return nil, err
	}
	return map[string]any{"end": out.U8(end), "steps": out.U32(steps)}, nil
}
