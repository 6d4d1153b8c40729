// Package nn trains networks in float32 on the kernels of core/kernel, and in float64 by plain loops. Parameters are one flat
// vector with named views, so that an optimizer, a landscape and an export see the same thing.
package nn

import (
	"fmt"
	"strconv"
)

// Limits of a model.
const (
	MaxLayers  = 64 // in one list
	MaxWidth   = 65536
	MaxParams  = 50_000_000 // 200 MB of weights, and as much for the gradient and each moment
	MaxOutputs = 1 << 22    // numbers that one layer makes of one example: 16 MB
)

// Model is the shape of a network: which layers, and where their parameters stand in the flat vector. The trainable ones
// come first, in the order of the layers, the frozen ones after them: an optimizer is given w[:NumTrainable()].
type Model struct {
	in, out           Shape
	params, trainable int
	stats             int // running statistics
	vocabulary        int // of an embedding; else 0
	nodes             []*node
	views             []View
}

// View names a matrix in the flat parameter vector: Rows×Cols, row-major, from Off. A bias has one row.
type View struct {
	Name            string
	Off, Rows, Cols int
	FanIn, FanOut   int // of weights: how many numbers an output is made of, and an input goes to
	Frozen          bool

	role role
	node *node
}

// role says how parameters are initialized and whether penalties count them.
type role int

const (
	weights role = iota // drawn by the initialization, penalized
	biases              // start at 0
	gains               // start at 1
	table               // an embedding: standard normal
)

// NewModel builds the model of layers over in inputs. Errors name the field under at.
func NewModel(in int, layers []LayerSpec, at string) (*Model, error) {
	return NewModelOf(Shape{in}, layers, at)
}

// NewModelOf builds the model of layers over inputs of a shape: [n], an image [channels, height, width], or a sequence
// [positions, features]. A list [n] of tokens becomes a sequence by an embedding.
func NewModelOf(in Shape, layers []LayerSpec, at string) (*Model, error) {
	m := &Model{in: in}
	b := &builder{m: m}
	b.chain = b.list
	nodes, out, err := b.list(layers, in, false, at)
	if err != nil {
		return nil, err
	}
	m.nodes, m.out = nodes, out
	m.place(nodes, false)
	m.trainable = m.params
	m.place(nodes, true)
	m.name(nodes, new(int))
	return m, nil
}

// builder goes through the layers.
type builder struct {
	m     *Model
	depth int
	at    string // the layer being planned
	index int    // its place in its list
	total int    // parameters so far
	chain func(layers []LayerSpec, in Shape, frozen bool, at string) ([]*node, Shape, error)
}

func (b *builder) list(layers []LayerSpec, in Shape, frozen bool, at string) ([]*node, Shape, error) {
	if len(layers) == 0 || len(layers) > MaxLayers {
		return nil, nil, fmt.Errorf("%s: %d layers; from 1 to %d", at, len(layers), MaxLayers)
	}
	var nodes []*node
	for i := range layers {
		here := at + "[" + strconv.Itoa(i) + "]"
		kind, p, err := layers[i].kind(here)
		if err != nil {
			return nil, nil, err
		}
		n := &node{kind: kind, spec: &layers[i], in: in, frozen: frozen || layers[i].Frozen}
		if n.init, err = layers[i].Init.find(here + ".init"); err != nil {
			return nil, nil, err
		}
		b.at, b.index = here, i
		if err := kind.plan(b, n, p); err != nil {
			return nil, nil, err
		}
		if b.total > MaxParams {
			return nil, nil, fmt.Errorf("%s.%s: with %s the model has %d parameters; at most %d", here, kind.ID, layers[i].own(kind), b.total, MaxParams)
		}
		if n.out.Size() > MaxOutputs {
			return nil, nil, fmt.Errorf("%s.%s: it makes %d numbers (%s) of one example; at most %d", here, kind.ID, n.out.Size(), n.out, MaxOutputs)
		}
		nodes, in = append(nodes, n), n.out
	}
	return nodes, in, nil
}

// need asks for a matrix of parameters.
func (b *builder) need(n *node, name string, r role, rows, cols, fanIn, fanOut int) {
	n.views = append(n.views, &View{Name: name, Rows: rows, Cols: cols, FanIn: fanIn, FanOut: fanOut, Frozen: n.frozen, role: r, node: n})
	b.total += rows * cols
}

// place gives the trainable or the frozen parameters their offsets.
func (m *Model) place(nodes []*node, frozen bool) {
	for _, n := range nodes {
		for _, v := range n.views {
			if v.Frozen == frozen {
				v.Off = m.params
				m.params += v.Rows * v.Cols
			}
		}
		m.place(n.body, frozen)
	}
}

// name numbers the layers that have parameters: W1, b1, W2, …
func (m *Model) name(nodes []*node, count *int) {
	for _, n := range nodes {
		if len(n.views) > 0 {
			*count++
		}
		for _, v := range n.views {
			v.Name += strconv.Itoa(*count)
			m.views = append(m.views, *v)
		}
		m.name(n.body, count)
	}
}

// In and Out are the numbers of inputs and outputs of an example.
func (m *Model) In() int  { return m.in.Size() }
func (m *Model) Out() int { return m.out.Size() }

// OutShape is how the outputs are laid out: [k], or [t, k] for k outputs at each of t positions.
func (m *Model) OutShape() Shape { return m.out }

// NumParams is the length of the parameter vector.
func (m *Model) NumParams() int { return m.params }

// NumTrainable is how many of its first numbers are not frozen.
func (m *Model) NumTrainable() int { return m.trainable }

// Vocabulary is how many tokens the model's embedding knows, 0 to Vocabulary−1; 0 for a model over numbers.
func (m *Model) Vocabulary() int { return m.vocabulary }

// Views are the matrices of the parameter vector, in the order of the layers.
func (m *Model) Views() []View { return m.views }

// Work is about how many products one example costs going forward: each weight as often as it is used.
func (m *Model) Work() int { return work(m.nodes) }

func work(nodes []*node) (sum int) {
	for _, n := range nodes {
		times := n.out.positions()
		if len(n.out) == 3 { // an image: at every pixel
			times = n.out[1] * n.out[2]
		}
		for _, v := range n.views {
			if v.role == weights {
				sum += v.Rows * v.Cols * times
			}
		}
		sum += n.out.Size() + work(n.body)
	}
	return sum
}

// Workspace is about how many numbers a Net holds for each example of a batch: what passes between the layers and back.
func (m *Model) Workspace() int { return m.in.Size() + m.out.Size() + held(m.nodes) }

func held(nodes []*node) (sum int) {
	wide := 0
	for _, n := range nodes {
		in, out := n.in.Size(), n.out.Size()
		wide = max(wide, in, out)
		switch n.kind.ID {
		case "attention":
			t := n.in.positions()
			sum += 9*in + n.spec.Attention*t*t
		case "residual":
			sum += out + in + held(n.body)
		case "batchnorm", "layernorm", "maxpool", "dropout":
			sum += 2 * out
		case "act", "flatten": // they work where their inputs stand
		default:
			sum += out
		}
	}
	return sum + 2*wide
}

// LayerInfo is a layer as a page shows it.
type LayerInfo struct {
	ID      string      `json:"id"`
	In      Shape       `json:"in"`
	Out     Shape       `json:"out"`
	Params  int         `json:"params"` // of it and, for a residual block, of all layers in it
	Frozen  bool        `json:"frozen,omitempty"`
	FanIn   int         `json:"fan_in,omitempty"`
	FanOut  int         `json:"fan_out,omitempty"`
	Blocked []LayerInfo `json:"layers,omitempty"` // of a residual block
}

// Outline tells each layer's shapes and parameter counts, in the order of the Spec.
func (m *Model) Outline() []LayerInfo { return outline(m.nodes) }

func outline(nodes []*node) []LayerInfo {
	all := make([]LayerInfo, len(nodes))
	for i, n := range nodes {
		l := LayerInfo{ID: n.kind.ID, In: n.in, Out: n.out, Frozen: n.frozen, Blocked: nil}
		for _, v := range n.views {
			l.Params += v.Rows * v.Cols
			if v.role == weights && l.FanIn == 0 {
				l.FanIn, l.FanOut = v.FanIn, v.FanOut
			}
		}
		if n.body != nil {
			l.Blocked = outline(n.body)
			for _, b := range l.Blocked {
				l.Params += b.Params
			}
		}
		all[i] = l
	}
	return all
}

// CheckOutputs tells whether the last layer fits what is to be predicted: a number for each class, or one value.
func (m *Model) CheckOutputs(want int, at string) error {
	have := m.out.features()
	if have == want {
		return nil
	}
	what := strconv.Itoa(want) + " classes"
	if want == 1 {
		what = "one value to predict"
	}
	return fmt.Errorf("%s: the last layer has %d outputs, the data have %s; make it {\"dense\": %d}", at, have, what, want)
}
