//go:build js && wasm

package main

import (
	"errors"

	"saddlelab/core/export"
	"saddlelab/core/lab"
	"saddlelab/wasm/bridge"
)

// export writes a Spec, or the run in hand, in a format of core/export: the bytes that the native command writes for the same Spec. result is
// the request of the same name, for what JSON holds.
func (e *engine) export(r bridge.Request, out *bridge.Blob) (any, error) {
	a, spec, err := about[struct {
		Format string
		specArg
		Run  int
		Page string
	}](r)
	if err != nil {
		return nil, err
	}
	needed, err := export.NeedsRun(a.Format)
	if err != nil {
		return nil, err
	}
	if needed {
		if e.exp == nil {
			return nil, errors.New("nothing has run yet")
		}
		spec = e.spec // what has run, changes by hand included
	}
	b, err := export.File(a.Format, export.Source{Spec: spec, Files: e.files, Run: e.exp, Result: func() (any, error) { return e.result(r) }, Which: a.Run, Page: a.Page})
	if err != nil {
		return nil, err
	}
	return map[string]any{"bytes": out.U8(b)}, nil
}

// carried finds the Spec in a file or a pasted text, and checks it; null where there is none.
func carried(r bridge.Request) (any, error) {
	doc, found, err := export.SpecIn(r.Blob)
	if err != nil || !found {
		return map[string]any{"spec": nil}, err
	}
	spec, err := lab.Parse(doc)
	if err != nil {
		return nil, err
	}
	return map[string]any{"spec": spec}, nil
}
