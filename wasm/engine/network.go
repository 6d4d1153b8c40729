//go:build js && wasm

package main

import (
	"encoding/json"

	"saddlelab/core/data"
	"saddlelab/core/lab"
	"saddlelab/core/nn"
	"saddlelab/wasm/bridge"
)

// outline tells the shapes and parameters of a model's layers, over examples of a shape.
func outline(r bridge.Request) (any, error) {
	a, err := bridge.Args[struct {
		Shape []int
		Model json.RawMessage
	}](r)
	if err != nil {
		return nil, err
	}
	layers, err := nn.ReadLayers(a.Model, "model")
	if err != nil {
		return nil, err
	}
	m, err := nn.NewModelOf(a.Shape, layers, "model")
	if err != nil {
		return nil, err
	}
	return map[string]any{"layers": m.Outline(), "params": m.NumParams(), "trainable": m.NumTrainable(), "out": m.OutShape()}, nil
}

// examples tells what an open array file, or a folder of pictures, holds.
func (e *engine) examples(r bridge.Request) (any, error) {
	a, err := bridge.Args[struct {
		Name    string
		Options lab.ReadOption
	}](r)
	if err != nil {
		return nil, err
	}
	x, err := lab.ReadExamples(e.files, a.Name, a.Options)
	if err != nil {
		return nil, err
	}
	task, classes := "regression", []data.Class{}
	if x.Classes != nil {
		task, classes = "classes", x.Counts()
	}
	return map[string]any{"file": x.File, "labels": x.LabelFile, "n": x.N, "shape": x.Shape, "task": task, "classes": classes}, nil
}
