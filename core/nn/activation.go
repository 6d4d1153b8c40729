package nn

import (
	"saddlelab/core/kernel"
	"saddlelab/core/param"
)

// Activation is a function of one number with its derivative. Kernels work in place on rows.
type Activation struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Formula string `json:"formula"` // LaTeX
	Help    string `json:"help"`

	apply func(x, y []float32)                                   // y = σ(x)
	bias  func(rows, cols int, x []float32, ld int, b []float32) // x = σ(x + b)
	back  func(y, dy []float32)                                  // dy = dy·σ'(x), from y = σ(x)
	bend  func(y, ry, dy, r []float32)                           // r += dy·σ''(x)·Rx, from y = σ(x) and ry = σ'(x)·Rx; nil: σ'' is 0
}

// Activations is the catalog, in menu order.
var Activations = []*Activation{
	{
		ID: "relu", Name: "ReLU", Formula: `\max(x, 0)`,
		Help:  "Passes what is positive; its derivative at 0 is taken as 0.",
		apply: kernel.Relu, bias: kernel.BiasRelu, back: kernel.ReluBwd,
	},
	{
		ID: "tanh", Name: "tanh", Formula: `\tanh x`,
		Help:  "Smooth, between −1 and 1; flat far from 0, where gradients vanish.",
		apply: kernel.Tanh, bias: kernel.BiasTanh, back: kernel.TanhBwd, bend: bendTanh,
	},
}

func actByID(id, at string) (*Activation, error) {
	for _, a := range Activations {
		if a.ID == id {
			return a, nil
		}
	}
	return nil, param.Unknown(at, "activation", id, ids(Activations, func(a *Activation) string { return a.ID }))
}

func ids[T any](catalog []T, id func(T) string) []string {
	out := make([]string, len(catalog))
	for i, entry := range catalog {
		out[i] = id(entry)
	}
	return out
}
