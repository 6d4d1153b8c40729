package nn

import (
	"saddlelab/core/param"
)

// Layer is an entry of the catalog of layers: its file has what it does to shapes and the four passes through it.
type Layer struct {
	ID     string        `json:"id"` // the field of a LayerSpec that makes one
	Name   string        `json:"name"`
	Help   string        `json:"help"`
	Source string        `json:"source,omitempty"`
	Params []param.Param `json:"params"`          // the numbers of its LayerSpec; that of its own name comes first
	Flags  []Flag        `json:"flags,omitempty"` // the fields that are true or false
	Words  []Word        `json:"words,omitempty"` // the fields that are one of several words

	plan  func(b *builder, n *node, p []float64) error // sets n.out and asks for parameters; p are the values of Params
	new32 func(n *node, max int) layer[float32]
	new64 func(n *node, max int) layer[float64]
}

// Flag is a field that is true or absent.
type Flag struct {
	Name string `json:"name"`
	Help string `json:"help"`
}

// Word is a field with its valid words.
type Word struct {
	Name  string   `json:"name"`
	Help  string   `json:"help"`
	Valid []string `json:"valid"`
}

// Layers is the catalog, in menu order.
var Layers = []*Layer{
	denseLayer, actLayer, conv2dLayer, maxPoolLayer, avgPoolLayer, flattenLayer, batchNormLayer, layerNormLayer,
	dropoutLayer, residualLayer, embeddingLayer, positionLayer, attentionLayer,
}

var (
	noBias  = Flag{"no_bias", "Without the numbers that are added at the end."}
	ntkFlag = Flag{"ntk", "NTK parametrization: the weights are drawn larger by √fan-in and what they make is divided by it."}
)

// layer is one layer of a network of numbers F, with the workspace it needs.
//
// Rows of x, y and their derivatives are examples. A dot is the change along the direction (v, ẋ), dy and dx the derivatives of the
// loss. backward and second may overwrite dy and dyd; a local layer must allow dx to be dy, and dxd to be dyd.
type layer[F Float] interface {
	habits() habits
	// forward sets y from x.
	forward(c *call[F], x, y []F)
	// backward sets its part of c.g and, unless dx is nil, dx.
	backward(c *call[F], x, y, dy, dx []F)
	// tangent sets ẏ; ẋ is nil where nothing before the layer changes.
	tangent(c *call[F], x, xd, y, yd []F)
	// second is the change of backward: it sets its part of c.hv and, unless they are nil, dx and dẋ.
	second(c *call[F], x, xd, y, yd, dy, dyd, dx, dxd []F)
}

// habits tell a chain which numbers a layer leaves alone.
type habits struct {
	inPlace bool // y may be x
	readsY  bool // backward reads y, which the layer that follows must not overwrite
	local   bool // dx may be dy
	view    bool // y is x, in another shape: no pass does anything
}

// call is what one pass through a network is given.
type call[F Float] struct {
	rows  int
	mode  mode
	w     []F // all parameters
	g     []F // the gradient by the trainable ones; backward passes without it find none
	v, hv []F // a direction, and the curvature along it
	state *StateOf[F]
}

// mode says what batch normalization and dropout do.
type mode int

const (
	inferring mode = iota // running statistics; nothing is dropped
	training              // the batch's statistics, which move the running ones; dropout draws
	measuring             // the batch's statistics; nothing is dropped: the function whose curvature is measured
)

// node is one layer of a model: its spec, its shapes, and where its parameters stand in the flat vector.
type node struct {
	kind    *Layer
	spec    *LayerSpec
	in, out Shape
	views   []*View // its parameters, in order
	frozen  bool
	act     *Activation // of an activation
	body    []*node     // of a residual block
	state   int         // where its running statistics stand
	conv    conv        // of a convolution
	pool    pool        // of a pooling
	ntk     float64     // what its outputs are multiplied by, if not 0
	init    *Init       // of its own, in place of the model's
}

// trainable tells whether the node has parameters that move.
func (n *node) trainable() bool {
	for _, b := range n.body {
		if b.trainable() {
			return true
		}
	}
	return len(n.views) > 0 && !n.frozen
}

// part is where one matrix of a layer stands in the parameter vector.
type part[F Float] struct {
	at, n  int
	frozen bool
}

// partOf is view i of a node; the zero part if it has none.
func partOf[F Float](n *node, i int) part[F] {
	if i >= len(n.views) {
		return part[F]{frozen: true}
	}
	v := n.views[i]
	return part[F]{v.Off, v.Rows * v.Cols, n.frozen}
}

// of is the part in a vector; nil in none.
func (p part[F]) of(x []F) []F {
	if p.n == 0 || x == nil {
		return nil
	}
	return x[p.at : p.at+p.n]
}

// moving is the part in a vector of the trainable parameters, c.g, c.v or c.hv; nil if it is frozen.
func (p part[F]) moving(x []F) []F {
	if p.frozen {
		return nil
	}
	return p.of(x)
}

func newLayer[F Float](n *node, max int) layer[F] {
	if single[F]() {
		return any(n.kind.new32(n, max)).(layer[F])
	}
	return any(n.kind.new64(n, max)).(layer[F])
}
