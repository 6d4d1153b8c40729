package trust

import (
	"encoding/json"
	"fmt"
)

// Reference holds what PyTorch computed: the part of the tests' reference values that site/reference.mjs chooses.
type Reference struct {
	Torch    string // its version
	Problems map[string]*objective
	Runs     []run
	Cases    []layerCase
}

// run is a path of an optimizer on a problem: its iterates after some steps.
type run struct {
	ID, Problem, Optimizer string
	Hyper                  map[string]any
	Record                 []int
	X                      [][]float64
}

// layerCase is a layer, loss or network at one point, in one direction. Of a layer it is about Σ output·cot.
type layerCase struct {
	Name          string
	Inputs, Grads map[string]tensor
	V, HVP        map[string]tensor
	Consts        map[string]tensor
	Cot           *tensor
	Out           *tensor
	Loss          float64
}

type tensor struct {
	Shape []int
	Data  []float64
}

// ReadReference reads the file that the build makes.
func ReadReference(b []byte) (*Reference, error) {
	var r Reference
	if err := json.Unmarshal(b, &r); err != nil {
		return nil, fmt.Errorf("the reference values cannot be read: %w", err)
	}
	for name, p := range r.Problems {
		if err := p.ready(); err != nil {
			return nil, fmt.Errorf("the reference values cannot be read: %s: %w", name, err)
		}
	}
	return &r, nil
}
