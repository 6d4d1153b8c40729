// Package nn trains dense networks in float32 on the kernels of core/kernel. Parameters are one flat vector with named
// views, so that an optimizer, a landscape and an export see the same thing.
package nn

import (
	"fmt"
	"strconv"

	"saddlelab/core/param"
)

// Limits of a model.
const (
	MaxLayers = 64
	MaxWidth  = 65536
	MaxParams = 50_000_000 // 200 MB of weights, and as much for the gradient and each moment
)

// LayerSpec is one layer of a Spec: {"dense": 256} or {"act": "relu"}.
type LayerSpec struct {
	Dense int    `json:"dense,omitempty" jsonschema:"minimum=1,maximum=65536"`
	Act   string `json:"act,omitempty"`
}

// Layer is an entry of the catalog of layers.
type Layer struct {
	ID     string        `json:"id"`
	Name   string        `json:"name"`
	Help   string        `json:"help"`
	Params []param.Param `json:"params"`
}

// Layers is the catalog, in menu order.
var Layers = []*Layer{
	{ID: "dense", Name: "Dense", Help: "Every output is a weighted sum of every input plus a bias.", Params: []param.Param{
		{Name: "dense", Label: "width", Help: "How many outputs it has.", Min: 1, Default: 32, Max: MaxWidth, Log: true, Int: true}}},
	{ID: "act", Name: "Activation", Help: "A function of one number, applied to each.", Params: []param.Param{}},
}

// op is a dense layer with the activation that follows it, or an activation that follows none.
type op struct {
	dense   bool
	in, out int
	w, b    int // offsets of the weights, in×out row-major, and the biases
	act     *Activation
}

// Model is the shape of a network: which layers, and where their parameters stand in the flat vector.
type Model struct {
	in, out, params int
	ops             []op
	views           []View
}

// View names a matrix in the flat parameter vector: Rows×Cols, row-major, from Off. A bias has one row.
type View struct {
	Name            string
	Off, Rows, Cols int
}

// NewModel builds the model of layers over in inputs. Errors name the field under at.
func NewModel(in int, layers []LayerSpec, at string) (*Model, error) {
	if len(layers) == 0 || len(layers) > MaxLayers {
		return nil, fmt.Errorf("%s: %d layers; from 1 to %d", at, len(layers), MaxLayers)
	}
	m := &Model{in: in, out: in}
	for i, l := range layers {
		here := at + "[" + strconv.Itoa(i) + "]"
		switch {
		case l.Dense != 0 && l.Act != "" || l.Dense == 0 && l.Act == "":
			return nil, fmt.Errorf("%s: a layer is either {\"dense\": width} or {\"act\": name}", here)
		case l.Dense != 0:
			if l.Dense < 1 || l.Dense > MaxWidth {
				return nil, fmt.Errorf("%s.dense: %d is not a whole number from 1 to %d", here, l.Dense, MaxWidth)
			}
			m.dense(l.Dense)
			if m.params > MaxParams {
				return nil, fmt.Errorf("%s.dense: with %d the model has %d parameters; at most %d", here, l.Dense, m.params, MaxParams)
			}
		default:
			a, err := actByID(l.Act, here+".act")
			if err != nil {
				return nil, err
			}
			m.activation(a)
		}
	}
	return m, nil
}

func (m *Model) dense(out int) {
	o := op{dense: true, in: m.out, out: out, w: m.params, b: m.params + m.out*out}
	n := strconv.Itoa(len(m.views)/2 + 1)
	m.views = append(m.views, View{"W" + n, o.w, o.in, out}, View{"b" + n, o.b, 1, out})
	m.ops = append(m.ops, o)
	m.params, m.out = o.b+out, out
}

func (m *Model) activation(a *Activation) {
	if n := len(m.ops); n > 0 && m.ops[n-1].act == nil {
		m.ops[n-1].act = a
		return
	}
	m.ops = append(m.ops, op{in: m.out, out: m.out, act: a})
}

// In and Out are the numbers of inputs and outputs of an example.
func (m *Model) In() int  { return m.in }
func (m *Model) Out() int { return m.out }

// NumParams is the length of the parameter vector.
func (m *Model) NumParams() int { return m.params }

// Views are the matrices of the parameter vector, in order.
func (m *Model) Views() []View { return m.views }

// CheckOutputs tells whether the last layer fits what is to be predicted: a number for each class, or one value.
func (m *Model) CheckOutputs(want int, at string) error {
	if m.out == want {
		return nil
	}
	what := strconv.Itoa(want) + " classes"
	if want == 1 {
		what = "one value to predict"
	}
	return fmt.Errorf("%s: the last layer has %d outputs, the data have %s; make it {\"dense\": %d}", at, m.out, what, want)
}
