package nn

import (
	"math"
	"math/rand/v2"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

// Init is an initialization: how the weights of a layer are drawn. Biases start at 0, the gains of normalizations at 1, an embedding
// and learned positions as standard normal numbers.
type Init struct {
	ID      string        `json:"id"`
	Name    string        `json:"name"`
	Formula string        `json:"formula"` // LaTeX
	Help    string        `json:"help"`
	Source  string        `json:"source"`
	Params  []param.Param `json:"params"`

	// draw gives weights one after the other, from fan-in, fan-out and the values of Params.
	draw func(p []float64, in, out int, rng *rand.Rand) float64
	// matrix, where it is there, gives all rows×cols at once.
	matrix func(p []float64, w []float64, rows, cols int, rng *rand.Rand)
	p      []float64
}

var gain = param.Param{Name: "gain", Label: "gain", Help: "What the standard deviation is multiplied by.", Min: 1e-3, Default: 1, Max: 1e3, Log: true}

// Inits is the catalog, in menu order.
var Inits = []*Init{
	{
		ID: "he", Name: "He", Formula: `W_{ij}\sim\mathcal N\!\left(0,\,2/n_{\mathrm{in}}\right)`,
		Help:   "Keeps the size of what passes through ReLU layers: variance 2 over the number of inputs.",
		Source: "He, Zhang, Ren, Sun 2015, arXiv:1502.01852, eq. 10 (PyTorch: kaiming_normal_, fan_in)",
		Params: []param.Param{gain},
		draw: func(p []float64, in, _ int, rng *rand.Rand) float64 {
			return real.Normal(rng) * math.Sqrt(2/float64(in)) * p[0]
		},
	},
	{
		ID: "xavier", Name: "Xavier", Formula: `W_{ij}\sim U(-a,a),\quad a=\sqrt{6/(n_{\mathrm{in}}+n_{\mathrm{out}})}`,
		Help:   "Keeps the size of what passes forward and back through tanh layers.",
		Source: "Glorot & Bengio 2010, eq. 16 (PyTorch: xavier_uniform_)",
		Params: []param.Param{gain},
		draw: func(p []float64, in, out int, rng *rand.Rand) float64 {
			return (2*rng.Float64() - 1) * math.Sqrt(6/float64(in+out)) * p[0]
		},
	},
	{
		ID: "lecun", Name: "LeCun", Formula: `W_{ij}\sim\mathcal N\!\left(0,\,1/n_{\mathrm{in}}\right)`,
		Help:   "Each sum has the variance of what it sums.",
		Source: "LeCun, Bottou, Orr, Müller 1998, Efficient BackProp, section 4.6",
		Params: []param.Param{gain},
		draw:   lecun,
	},
	{
		ID: "ntk", Name: "NTK", Formula: `W_{ij}\sim\mathcal N(0,1)\ \text{and}\ \tfrac{1}{\sqrt{n_{\mathrm{in}}}}W`,
		Help:   "As LeCun's; on layers with \"ntk\": true the weights themselves are standard normal, and the layer divides by √fan-in.",
		Source: "Jacot, Gabriel, Hongler 2018, arXiv:1806.07572, section 3",
		Params: []param.Param{gain},
		draw:   lecun,
	},
	{
		ID: "orthogonal", Name: "Orthogonal", Formula: `W^{\mathsf T}W=I\ \text{or}\ WW^{\mathsf T}=I`,
		Help:   "A random rotation: singular values are all alike, however deep the network.",
		Source: "Saxe, McClelland, Ganguli 2013, arXiv:1312.6120 (PyTorch: orthogonal_)",
		Params: []param.Param{gain},
		matrix: orthogonal,
	},
	{
		ID: "normal", Name: "Normal", Formula: `W_{ij}\sim\mathcal N(0,\sigma^2)`,
		Help:   "The same size whatever the width.",
		Params: []param.Param{{Name: "sigma", Label: "σ", Help: "Standard deviation of the weights.", Min: 1e-6, Default: .05, Max: 1e3, Log: true}},
		draw:   func(p []float64, _, _ int, rng *rand.Rand) float64 { return real.Normal(rng) * p[0] },
	},
	{
		ID: "uniform", Name: "Uniform", Formula: `W_{ij}\sim U(-a,a)`,
		Help:   "The same size whatever the width.",
		Params: []param.Param{{Name: "a", Label: "a", Help: "The largest weight there can be.", Min: 1e-6, Default: .1, Max: 1e3, Log: true}},
		draw:   func(p []float64, _, _ int, rng *rand.Rand) float64 { return (2*rng.Float64() - 1) * p[0] },
	},
	{
		ID: "signs", Name: "Signs", Formula: `W_{ij}=\pm\tfrac{1}{\sqrt{n_{\mathrm{in}}}}`,
		Help:   "Of one size, with random signs: on a layer with \"ntk\": true the weights are +1 and −1.",
		Source: "Du, Zhai, Póczos, Singh 2019, arXiv:1810.02054, section 3",
		Params: []param.Param{gain},
		draw: func(p []float64, in, _ int, rng *rand.Rand) float64 {
			return float64(1-2*int(rng.Uint64()>>63)) / math.Sqrt(float64(in)) * p[0]
		},
	},
	{
		ID: "constant", Name: "Constant", Formula: `W_{ij}=c`,
		Help:   "All units of a layer are alike and stay so: nothing breaks the symmetry.",
		Params: []param.Param{{Name: "value", Label: "c", Help: "Every weight.", Min: -1e3, Default: .1, Max: 1e3}},
		draw:   func(p []float64, _, _ int, _ *rand.Rand) float64 { return p[0] },
	},
	{
		ID: "zeros", Name: "Zeros", Formula: `W_{ij}=0`,
		Help:   "A saddle: with two layers or more no gradient leaves it.",
		Params: []param.Param{},
		draw:   func(_ []float64, _, _ int, _ *rand.Rand) float64 { return 0 },
	},
}

func lecun(p []float64, in, _ int, rng *rand.Rand) float64 {
	return real.Normal(rng) * math.Sqrt(1/float64(in)) * p[0]
}

// InitByID finds an initialization, with the default values of its parameters; at names the field in the error.
func InitByID(id, at string) (*Init, error) {
	for _, i := range Inits {
		if i.ID == id {
			return i.With(nil, "")
		}
	}
	return nil, param.Unknown(at, "initialization", id, ids(Inits, func(i *Init) string { return i.ID }))
}

// With is the initialization with values of its parameters. Errors name the field after at.
func (i *Init) With(given param.Values, at string) (*Init, error) {
	p, err := param.Resolve(i.Params, given, at)
	if err != nil {
		return nil, err
	}
	with := *i
	with.p = p
	return &with, nil
}

// Fill draws the parameters w of a model, in the order of its views. A layer with an initialization of its own has that.
func (i *Init) Fill(m *Model, w []float32, rng *rand.Rand) { fill(i, m, w, rng) }

// Fill64 draws the same numbers in float64.
func (i *Init) Fill64(m *Model, w []float64, rng *rand.Rand) { fill(i, m, w, rng) }

func fill[F Float](i *Init, m *Model, w []F, rng *rand.Rand) {
	if len(w) != m.params {
		panic("nn: Fill: length of the vector is not the model's")
	}
	for _, v := range m.views {
		part := w[v.Off : v.Off+v.Rows*v.Cols]
		switch how := v.node.init; {
		case v.role == biases:
			clear(part)
		case v.role == gains:
			for k := range part {
				part[k] = 1
			}
		case v.role == table && how == nil:
			for k := range part {
				part[k] = F(real.Normal(rng))
			}
		case how != nil:
			fillPart(how, &v, part, rng)
		default:
			fillPart(i, &v, part, rng)
		}
	}
}

func fillPart[F Float](i *Init, v *View, w []F, rng *rand.Rand) {
	p := i.p
	if p == nil { // an entry of the catalog itself
		p, _ = param.Resolve(i.Params, nil, "")
	}
	larger := 1.0
	if v.node.ntk != 0 {
		larger = 1 / v.node.ntk
	}
	if i.matrix != nil {
		all := make([]float64, len(w))
		i.matrix(p, all, v.Rows, v.Cols, rng)
		for k, x := range all {
			w[k] = F(x * larger)
		}
		return
	}
	for k := range w {
		w[k] = F(i.draw(p, v.FanIn, v.FanOut, rng) * larger)
	}
}
