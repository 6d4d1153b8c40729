package nn

import (
	"saddlelab/core/kernel"
	"saddlelab/core/param"
)

// Activation is a function of one number with its first two derivatives.
type Activation struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Formula string `json:"formula"` // LaTeX
	Help    string `json:"help"`
	Source  string `json:"source,omitempty"`

	at32 func(x float32) (y, d, dd float32) // σ, σ', σ''
	at64 func(x float64) (y, d, dd float64)
	y32  func(y float32) (d, dd float32) // σ' and σ'' from y, where y tells them; else nil
	y64  func(y float64) (d, dd float64)

	straight bool // σ'' is 0 everywhere

	// Kernels, where there are some; they work in place.
	apply func(x, y []float32)                                   // y = σ(x)
	bias  func(rows, cols int, x []float32, ld int, b []float32) // x = σ(x + b)
	back  func(y, dy []float32)                                  // dy = dy·σ'(x), from y = σ(x)
}

// Activations is the catalog, in menu order.
var Activations = []*Activation{
	{
		ID: "relu", Name: "ReLU", Formula: `\max(x, 0)`,
		Help: "Passes what is positive; its derivative at 0 is taken as 0.",
		at32: relu[float32], at64: relu[float64], y32: reluY[float32], y64: reluY[float64], straight: true,
		apply: kernel.Relu, bias: kernel.BiasRelu, back: kernel.ReluBwd,
	},
	{
		ID: "tanh", Name: "tanh", Formula: `\tanh x`,
		Help: "Smooth, between −1 and 1; flat far from 0, where gradients vanish.",
		at32: tanhAt[float32], at64: tanhAt[float64], y32: tanhY[float32], y64: tanhY[float64],
		apply: kernel.Tanh, bias: kernel.BiasTanh, back: kernel.TanhBwd,
	},
	{
		ID: "leaky-relu", Name: "Leaky ReLU", Formula: `\max(x, 0.01\,x)`,
		Help:   "Lets a hundredth of what is negative through, so that no unit is dead for ever.",
		Source: "Maas, Hannun, Ng 2013 (PyTorch: LeakyReLU)",
		at32:   leaky[float32], at64: leaky[float64], y32: leakyY[float32], y64: leakyY[float64], straight: true,
	},
	{
		ID: "elu", Name: "ELU", Formula: `x>0:\; x,\quad x\le 0:\; e^x-1`,
		Help:   "Like ReLU where positive; bends smoothly to −1 where negative.",
		Source: "Clevert, Unterthiner, Hochreiter 2015, arXiv:1511.07289, α = 1",
		at32:   elu[float32], at64: elu[float64], y32: eluY[float32], y64: eluY[float64],
	},
	{
		ID: "sigmoid", Name: "Sigmoid", Formula: `\frac{1}{1+e^{-x}}`,
		Help: "Smooth, between 0 and 1; flat far from 0.",
		at32: sigmoid[float32], at64: sigmoid[float64], y32: sigmoidY[float32], y64: sigmoidY[float64],
	},
	{
		ID: "softplus", Name: "Softplus", Formula: `\log(1+e^x)`,
		Help: "A smooth ReLU; its derivative is the sigmoid.",
		at32: softplus[float32], at64: softplus[float64],
	},
	{
		ID: "silu", Name: "SiLU", Formula: `\frac{x}{1+e^{-x}}`,
		Help:   "x times its sigmoid, also called swish; dips below 0 before it goes flat.",
		Source: "Elfwing, Uchibe, Doya 2017, arXiv:1702.03118",
		at32:   silu[float32], at64: silu[float64],
	},
	{
		ID: "gelu", Name: "GELU", Formula: `x\,\Phi(x)`,
		Help:   "x times the probability that a standard normal number is below it.",
		Source: "Hendrycks & Gimpel 2016, arXiv:1606.08415",
		at32:   gelu[float32], at64: gelu[float64],
	},
	{
		ID: "gelu-tanh", Name: "GELU, tanh form", Formula: `\tfrac x2\left(1+\tanh\left(\sqrt{2/\pi}\,(x+0.044715\,x^3)\right)\right)`,
		Help:   "The approximation of GELU that is faster to compute.",
		Source: "Hendrycks & Gimpel 2016, arXiv:1606.08415, section 2",
		at32:   geluTanh[float32], at64: geluTanh[float64],
	},
	{
		ID: "sin", Name: "sin", Formula: `\sin x`,
		Help:   "Periodic: nets of it fit signals and their derivatives.",
		Source: "Sitzmann et al. 2020, arXiv:2006.09661",
		at32:   sine[float32], at64: sine[float64],
	},
	{
		ID: "identity", Name: "Identity", Formula: `x`,
		Help: "Nothing: the network is linear in what comes before.",
		at32: identity[float32], at64: identity[float64], y32: identityY[float32], y64: identityY[float64], straight: true,
	},
	{
		ID: "square", Name: "Square", Formula: `x^2`,
		Help: "With it the network is a polynomial of its inputs and weights.",
		at32: square[float32], at64: square[float64],
	},
	{
		ID: "cube", Name: "Cube", Formula: `x^3`,
		Help: "With it the network is a polynomial of its inputs and weights.",
		at32: cube[float32], at64: cube[float64],
	},
}

func formulas[F Float](a *Activation) (at func(x F) (y, d, dd F), ofY func(y F) (d, dd F)) {
	if single[F]() {
		return any(a.at32).(func(F) (F, F, F)), any(a.y32).(func(F) (F, F))
	}
	return any(a.at64).(func(F) (F, F, F)), any(a.y64).(func(F) (F, F))
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
