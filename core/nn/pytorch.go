package nn

import (
	"fmt"
	"strings"
)

// Tensor is an array of a state_dict: its shape, and number i, the last index running fastest.
type Tensor struct {
	Shape []int
	At    func(i int) float64
}

// Module is a layer of a PyTorch model: its name, and its arrays by the last part of theirs, such as weight and bias.
type Module struct {
	Name   string
	Arrays map[string]Tensor
}

// pytorchNames are what PyTorch calls the parameters of a layer, in the order of our views.
var pytorchNames = map[*Layer][]string{
	denseLayer: {"weight", "bias"}, conv2dLayer: {"weight", "bias"}, batchNormLayer: {"weight", "bias"}, layerNormLayer: {"weight", "bias"}, embeddingLayer: {"weight"},
}

// FromPyTorch writes the parameters of PyTorch's layers, in their order, into w, of NumParams numbers, and running statistics into s. Its
// matrices are transposed: PyTorch keeps out×in.
func (m *Model) FromPyTorch(modules []Module, w []float32, s *State) error {
	var nodes []*node
	var walk func(list []*node)
	walk = func(list []*node) {
		for _, n := range list {
			if len(n.views) > 0 {
				nodes = append(nodes, n)
			}
			walk(n.body)
		}
	}
	walk(m.nodes)
	if len(nodes) != len(modules) {
		return fmt.Errorf("the file has %d layers with parameters (%s), the network here has %d (%s)", len(modules), moduleNames(modules), len(nodes), nodeNames(nodes))
	}
	for i, n := range nodes {
		if err := n.read(modules[i], w, s); err != nil {
			return fmt.Errorf("%s, read as layer %d with parameters, %s: %w", modules[i].Name, i+1, strings.ToLower(n.kind.Name), err)
		}
	}
	return nil
}

func (n *node) read(from Module, w []float32, s *State) error {
	names, ok := pytorchNames[n.kind]
	if !ok {
		return fmt.Errorf("this kind of layer cannot be read; have dense, conv2d, batchnorm, layernorm, embedding")
	}
	for i, v := range n.views {
		t, ok := from.Arrays[names[i]]
		if !ok {
			return fmt.Errorf("it has no %s; it has %s", names[i], strings.Join(arrayNames(from), ", "))
		}
		want := []int{v.Cols}
		switch {
		case v.Rows > 1 && n.kind == conv2dLayer:
			k := n.conv.kernel
			want = []int{v.Cols, v.Rows / (k * k), k, k}
		case n.kind == embeddingLayer:
			want = []int{v.Rows, v.Cols}
		case i == 0 && (n.kind == denseLayer || n.kind == conv2dLayer):
			want = []int{v.Cols, v.Rows}
			if n.kind == conv2dLayer {
				want = []int{v.Cols, 1, 1, 1}
			}
		}
		if !Shape(t.Shape).Equal(want) {
			return fmt.Errorf("%s has the shape %s, here it is %s (as PyTorch writes it)", names[i], Shape(t.Shape), Shape(want))
		}
		part := w[v.Off : v.Off+v.Rows*v.Cols]
		for k := range part {
			at := k
			if len(want) > 1 && n.kind != embeddingLayer {
				at = k%v.Cols*v.Rows + k/v.Cols
			}
			part[k] = float32(t.At(at))
		}
	}
	if _, extra := from.Arrays["bias"]; extra && len(n.views) < 2 && len(names) > 1 {
		return fmt.Errorf("it has a bias, and here the layer has none")
	}
	if n.kind == batchNormLayer {
		c := n.views[0].Cols
		for k, name := range []string{"running_mean", "running_var"} {
			t, ok := from.Arrays[name]
			if !ok || !Shape(t.Shape).Equal([]int{c}) {
				return fmt.Errorf("its %s is missing or has another shape", name)
			}
			for i := range c {
				s.stats[n.state+k*c+i] = float32(t.At(i))
			}
		}
	}
	return nil
}

func moduleNames(all []Module) string {
	var names []string
	for _, m := range all {
		names = append(names, m.Name)
	}
	return strings.Join(names, ", ")
}

func nodeNames(all []*node) string {
	var names []string
	for _, n := range all {
		names = append(names, n.kind.ID)
	}
	return strings.Join(names, ", ")
}

func arrayNames(m Module) []string {
	var names []string
	for _, name := range []string{"weight", "bias", "running_mean", "running_var"} {
		if _, ok := m.Arrays[name]; ok {
			names = append(names, name)
		}
	}
	return names
}
