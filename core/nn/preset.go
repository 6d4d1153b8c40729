package nn

// Preset is a network to begin with.
type Preset struct {
	ID     string      `json:"id"`
	Name   string      `json:"name"`
	Help   string      `json:"help"`
	Source string      `json:"source,omitempty"`
	Init   string      `json:"init"`
	Loss   string      `json:"loss"`
	Input  Shape       `json:"input"` // a shape that it is meant for: [n], an image, or a list of tokens
	Layers []LayerSpec `json:"layers"`
}

// For gives the preset's layers for so many outputs, and, where it begins with an embedding, for tokens of that vocabulary.
func (p *Preset) For(outputs, vocabulary int) []LayerSpec {
	layers := append([]LayerSpec(nil), p.Layers...)
	if layers[0].Embedding > 0 && vocabulary > 0 {
		layers[0].Vocabulary = vocabulary
	}
	for i := len(layers) - 1; i >= 0; i-- {
		if layers[i].Dense > 0 {
			layers[i].Dense = outputs
			break
		}
	}
	return layers
}

// Presets is the catalog, in menu order.
var Presets = []*Preset{
	{
		ID: "perceptron", Name: "Perceptron", Help: "One layer and nothing else: the boundary is a line, the loss convex.",
		Source: "Rosenblatt 1958", Init: "zeros", Loss: "logistic", Input: Shape{2},
		Layers: []LayerSpec{{Dense: 1}},
	},
	{
		ID: "2-4-2-1", Name: "2-4-2-1", Help: "A network small enough to draw every weight.",
		Init: "xavier", Loss: "mse", Input: Shape{2},
		Layers: []LayerSpec{{Dense: 4}, {Act: "tanh"}, {Dense: 2}, {Act: "tanh"}, {Dense: 1}, {Act: "tanh"}},
	},
	{
		ID: "mlp", Name: "MLP", Help: "Two hidden layers of ReLU: fits nearly anything of moderate size.",
		Init: "he", Loss: "softmax-ce", Input: Shape{80},
		Layers: []LayerSpec{{Dense: 64}, {Act: "relu"}, {Dense: 64}, {Act: "relu"}, {Dense: 10}},
	},
	{
		ID: "deep-linear", Name: "Deep linear", Help: "No activations: what it computes is linear, how it learns is not.",
		Source: "Saxe, McClelland, Ganguli 2013, arXiv:1312.6120", Init: "lecun", Loss: "mse", Input: Shape{10},
		Layers: []LayerSpec{{Dense: 16, NoBias: true}, {Dense: 16, NoBias: true}, {Dense: 16, NoBias: true}, {Dense: 10, NoBias: true}},
	},
	{
		ID: "lenet", Name: "LeNet", Help: "Two convolutions with pooling, then dense layers: what reads digits.",
		Source: "LeCun, Bottou, Bengio, Haffner 1998, with ReLU and max pooling", Init: "he", Loss: "softmax-ce", Input: Shape{1, 28, 28},
		Layers: []LayerSpec{
			{Conv2D: 8, Kernel: 5, Padding: 2}, {Act: "relu"}, {MaxPool: 2},
			{Conv2D: 16, Kernel: 5}, {Act: "relu"}, {MaxPool: 2},
			{Flatten: true}, {Dense: 64}, {Act: "relu"}, {Dense: 10},
		},
	},
	{
		ID: "resnet", Name: "Small ResNet", Help: "Residual blocks with batch norm at three sizes of image.",
		Source: "He, Zhang, Ren, Sun 2015, arXiv:1512.03385", Init: "he", Loss: "softmax-ce", Input: Shape{1, 28, 28},
		Layers: []LayerSpec{
			{Conv2D: 8, Kernel: 3, Padding: 1, NoBias: true}, {BatchNorm: true}, {Act: "relu"},
			block(8), {Act: "relu"},
			{Conv2D: 16, Kernel: 3, Stride: 2, Padding: 1, NoBias: true}, {BatchNorm: true}, {Act: "relu"},
			block(16), {Act: "relu"},
			{Conv2D: 32, Kernel: 3, Stride: 2, Padding: 1, NoBias: true}, {BatchNorm: true}, {Act: "relu"},
			block(32), {Act: "relu"},
			{AvgPool: 7}, {Flatten: true}, {Dense: 10},
		},
	},
	{
		ID: "transformer", Name: "Small transformer", Help: "Two blocks of causal attention over a sequence of tokens; at each position it says a token.",
		Source: "Vaswani et al. 2017, arXiv:1706.03762, with the norms before the blocks", Init: "xavier", Loss: "softmax-ce", Input: Shape{16},
		Layers: []LayerSpec{
			{Embedding: 32, Vocabulary: 16}, {Position: "sinusoidal"},
			attentionBlock(4), denseBlock(32, 64), attentionBlock(4), denseBlock(32, 64),
			{LayerNorm: true}, {Dense: 16},
		},
	},
	{
		ID: "two-layer-relu", Name: "Two-layer ReLU of Du et al.", Help: "Only the first layer is trained: the outputs are sums with fixed signs, over the root of the width.",
		Source: "Du, Zhai, Póczos, Singh 2019, arXiv:1810.02054, section 3", Init: "he", Loss: "mse", Input: Shape{10},
		Layers: []LayerSpec{
			{Dense: 1024, NoBias: true, Init: &LayerInit{ID: "normal", Params: map[string]float64{"sigma": 1}}}, {Act: "relu"},
			{Dense: 1, NoBias: true, NTK: true, Frozen: true, Init: &LayerInit{ID: "signs"}},
		},
	},
}

// block is a residual block of two convolutions of 3×3 that keeps so many channels.
func block(channels int) LayerSpec {
	half := []LayerSpec{{Conv2D: channels, Kernel: 3, Padding: 1, NoBias: true}, {BatchNorm: true}}
	return LayerSpec{Residual: append(append(append([]LayerSpec(nil), half...), LayerSpec{Act: "relu"}), half...)}
}

func attentionBlock(heads int) LayerSpec {
	return LayerSpec{Residual: []LayerSpec{{LayerNorm: true}, {Attention: heads, Causal: true}}}
}

func denseBlock(features, hidden int) LayerSpec {
	return LayerSpec{Residual: []LayerSpec{{LayerNorm: true}, {Dense: hidden}, {Act: "gelu-tanh"}, {Dense: features}}}
}
