package nn

import (
	"math"
	"math/rand/v2"

	"saddlelab/core/param"
)

// Init is an initialization: how the weights of a dense layer are drawn. Biases start at 0.
type Init struct {
	ID      string        `json:"id"`
	Name    string        `json:"name"`
	Formula string        `json:"formula"` // LaTeX
	Help    string        `json:"help"`
	Source  string        `json:"source"`
	Params  []param.Param `json:"params"`

	draw func(in, out int, rng *rand.Rand) float64 // one weight, from fan-in and fan-out
}

// Inits is the catalog, in menu order.
var Inits = []*Init{
	{
		ID: "he", Name: "He", Formula: `W_{ij}\sim\mathcal N\!\left(0,\,2/n_{\mathrm{in}}\right)`,
		Help:   "Keeps the size of what passes through ReLU layers: variance 2 over the number of inputs.",
		Source: "He, Zhang, Ren, Sun 2015, arXiv:1502.01852, eq. 10 (PyTorch: kaiming_normal_, fan_in)",
		Params: []param.Param{},
		draw:   func(in, _ int, rng *rand.Rand) float64 { return rng.NormFloat64() * math.Sqrt(2/float64(in)) },
	},
	{
		ID: "xavier", Name: "Xavier", Formula: `W_{ij}\sim U(-a,a),\quad a=\sqrt{6/(n_{\mathrm{in}}+n_{\mathrm{out}})}`,
		Help:   "Keeps the size of what passes forward and back through tanh layers.",
		Source: "Glorot & Bengio 2010, eq. 16 (PyTorch: xavier_uniform_)",
		Params: []param.Param{},
		draw: func(in, out int, rng *rand.Rand) float64 {
			return (2*rng.Float64() - 1) * math.Sqrt(6/float64(in+out))
		},
	},
}

// InitByID finds an initialization; at names the field in the error.
func InitByID(id, at string) (*Init, error) {
	for _, i := range Inits {
		if i.ID == id {
			return i, nil
		}
	}
	return nil, param.Unknown(at, "initialization", id, ids(Inits, func(i *Init) string { return i.ID }))
}

// Fill draws the parameters w of a model.
func (i *Init) Fill(m *Model, w []float32, rng *rand.Rand) {
	if len(w) != m.params {
		panic("nn: Fill: length of the vector is not the model's")
	}
	for _, o := range m.ops {
		if !o.dense {
			continue
		}
		for k := o.w; k < o.b; k++ {
			w[k] = float32(i.draw(o.in, o.out, rng))
		}
		clear(w[o.b : o.b+o.out])
	}
}
