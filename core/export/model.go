package export

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"saddlelab/core/lab"
	"saddlelab/core/nn"
	"saddlelab/core/param"
)

// model writes layers as modules of torch.nn, and goes through their parameters on the way.
type model struct {
	views           []nn.View // in the order of the layers
	dropout, normal bool      // the model has dropout, or batch norm over lists
	drawn           []drawn
	at              int // of views
}

// drawn is a matrix of parameters with the layer that it belongs to, and its name and shape in the module's state_dict.
type drawn struct {
	view  nn.View
	spec  *nn.LayerSpec
	layer string // its id
	name  string
	shape []int
}

// activations as torch.nn has them.
var activations = map[string]string{
	"relu": "nn.ReLU()", "tanh": "nn.Tanh()", "leaky-relu": "nn.LeakyReLU(0.01)", "elu": "nn.ELU()", "sigmoid": "nn.Sigmoid()",
	"softplus": "nn.Softplus(threshold=40)", "silu": "nn.SiLU()", "gelu": "nn.GELU()", "gelu-tanh": `nn.GELU(approximate="tanh")`,
	"sin": "Sin()", "identity": "nn.Identity()", "square": "Square()", "cube": "Cube()",
}

// list writes layers, one a line. Their names in the state_dict begin with prefix.
func (m *model) list(specs []nn.LayerSpec, info []nn.LayerInfo, indent, prefix, at string) (string, error) {
	var b strings.Builder
	index := 0
	for i := range specs {
		text, views, err := m.layer(&specs[i], info[i], indent, prefix+strconv.Itoa(index)+".", fmt.Sprintf("%s[%d]", at, i))
		if err != nil {
			return "", err
		}
		name := prefix + strconv.Itoa(index) + "."
		switch { // a module of its own stands before it
		case strings.HasPrefix(text, "nn.Flatten(),") || strings.HasPrefix(text, "Tokens(),"):
			index++
			name = prefix + strconv.Itoa(index) + "."
		case strings.HasPrefix(text, "nn.Sequential("):
			name += "1."
		}
		index++
		for k := range views {
			v := m.views[m.at]
			m.drawn = append(m.drawn, drawn{v, &specs[i], info[i].ID, name + arrayNames(info[i].ID, &specs[i])[k], arrayShape(v, info[i], &specs[i])})
			m.at++
		}
		if info[i].Frozen && info[i].Params > 0 {
			text = "frozen(" + text + ")"
		}
		b.WriteString(indent + text + ",\n")
	}
	return b.String(), nil
}

// arrayNames are those of a module's parameters in torch, in the order of the views.
func arrayNames(layer string, s *nn.LayerSpec) []string {
	switch {
	case layer == "attention" && s.NoBias:
		return []string{"qkv.weight", "out.weight"}
	case layer == "attention":
		return []string{"qkv.weight", "qkv.bias", "out.weight", "out.bias"}
	}
	return []string{"weight", "bias"}
}

// arrayShape is a parameter's shape in torch, where matrices are outputs × inputs.
func arrayShape(v nn.View, l nn.LayerInfo, s *nn.LayerSpec) []int {
	kind := strings.TrimRight(v.Name, "0123456789")
	switch {
	case l.ID == "conv2d" && kind == "W":
		k := max(1, s.Kernel)
		if s.Kernel == 0 {
			k = 3
		}
		return []int{v.Cols, v.Rows / (k * k), k, k}
	case kind == "W" || kind == "V":
		return []int{v.Cols, v.Rows}
	case kind == "E" || kind == "P":
		return []int{v.Rows, v.Cols}
	case l.ID == "layernorm" && len(l.In) == 3:
		return l.In
	}
	return []int{v.Cols}
}

// layer writes one layer and tells how many matrices of parameters it has of its own.
func (m *model) layer(s *nn.LayerSpec, l nn.LayerInfo, indent, prefix, at string) (text string, views int, err error) {
	bias, plain := "", 2
	if s.NoBias {
		bias, plain = ", bias=False", 1
	}
	size := func(kernel int, def int) int {
		if kernel == 0 {
			return def
		}
		return kernel
	}
	switch l.ID {
	case "dense":
		in, before := l.In[len(l.In)-1], ""
		if len(l.In) == 3 {
			in, before = l.In.Size(), "nn.Flatten(),\n"+indent
		}
		class := "nn.Linear"
		if s.NTK {
			class = "NTKLinear"
		}
		text = fmt.Sprintf("%s(%d, %d%s)", class, in, l.Out[len(l.Out)-1], bias)
		if before != "" && l.Frozen {
			return "nn.Sequential(nn.Flatten(), " + text + ")", plain, nil
		}
		return before + text, plain, nil
	case "act":
		a, ok := activations[s.Act]
		if !ok {
			return "", 0, fmt.Errorf("%s: the activation %s cannot be exported as a script yet; export the Spec instead", at, s.Act)
		}
		return a, 0, nil
	case "conv2d":
		class := "nn.Conv2d"
		if s.NTK {
			class = "NTKConv2d"
		}
		return fmt.Sprintf("%s(%d, %d, %d, stride=%d, padding=%d, dilation=%d, groups=%d%s)", class, l.In[0], l.Out[0],
			size(s.Kernel, 3), size(s.Stride, 1), s.Padding, size(s.Dilation, 1), size(s.Groups, 1), bias), plain, nil
	case "maxpool":
		return fmt.Sprintf("nn.MaxPool2d(%d, %d)", s.MaxPool, size(s.Stride, s.MaxPool)), 0, nil
	case "avgpool":
		return fmt.Sprintf("nn.AvgPool2d(%d, %d)", s.AvgPool, size(s.Stride, s.AvgPool)), 0, nil
	case "flatten":
		return "nn.Flatten()", 0, nil
	case "batchnorm":
		switch len(l.In) {
		case 3:
			return fmt.Sprintf("nn.BatchNorm2d(%d)", l.In[0]), 2, nil
		case 2:
			return fmt.Sprintf("SequenceBatchNorm(%d)", l.In[1]), 2, nil
		}
		m.normal = true
		return fmt.Sprintf("nn.BatchNorm1d(%d)", l.In[0]), 2, nil
	case "layernorm":
		over := l.In
		if len(l.In) == 2 {
			over = l.In[1:]
		}
		return "nn.LayerNorm([" + strings.Trim(strings.ReplaceAll(fmt.Sprint([]int(over)), " ", ", "), "[]") + "])", 2, nil
	case "dropout":
		m.dropout = true
		return "Dropout(" + number(s.Dropout) + ")", 0, nil
	case "residual":
		body, err := m.list(s.Residual, l.Blocked, indent+"    ", prefix, at+".residual")
		return "Residual(\n" + body + indent + ")", 0, err
	case "embedding":
		text = fmt.Sprintf("nn.Embedding(%d, %d)", l.Params/l.Out[1], l.Out[1])
		if l.Frozen {
			return "nn.Sequential(Tokens(), " + text + ")", 1, nil
		}
		return "Tokens(),\n" + indent + text, 1, nil
	case "position":
		if s.Position == "learned" {
			return fmt.Sprintf("Learned(%d, %d)", l.In[0], l.In[1]), 1, nil
		}
		return fmt.Sprintf("Sinusoidal(%d, %d)", l.In[0], l.In[1]), 0, nil
	case "attention":
		causal := ""
		if s.Causal {
			causal = ", causal=True"
		}
		return fmt.Sprintf("Attention(%d, %d%s%s)", l.In[1], s.Attention, causal, bias), 2 * plain, nil
	}
	return "", 0, fmt.Errorf("%s: the layer %s cannot be exported as a script yet; export the Spec instead", at, l.ID)
}

// laws writes how the parameters are drawn at the start, in the order of drawing; false where they have to be written out.
func (m *model) laws(s *lab.Spec) (string, bool) {
	if s.Solve {
		return "", false
	}
	var b strings.Builder
	for _, d := range m.drawn {
		v, how := d.view, law{"constant", 0}
		switch kind := strings.TrimRight(v.Name, "0123456789"); kind {
		case "W", "V":
			id, given := s.Init.ID, s.Init.Params
			if own := d.spec.Init; own != nil {
				id, given = own.ID, own.Params
			}
			p, ok := initParams(id, given)
			if ok {
				how, ok = lawOf(id, p, v.FanIn, v.FanOut)
			}
			if !ok {
				return "", false
			}
			if d.spec.NTK {
				how.scale *= math.Sqrt(float64(v.FanIn))
			}
		case "gain":
			how.scale = 1
		case "E", "P":
			if d.spec.Init != nil {
				return "", false
			}
			how = law{"normal", 1}
		}
		fmt.Fprintf(&b, "    (%d, %d, \"%s\", %s),  # %s\n", v.Off, v.Rows*v.Cols, how.kind, number(how.scale), v.Name)
	}
	return b.String(), true
}

// initParams are the values of an initialization's parameters by name.
func initParams(id string, given param.Values) (map[string]float64, bool) {
	i, err := nn.InitByID(id, "init")
	if err != nil {
		return nil, false
	}
	p, err := param.Resolve(i.Params, given, "init")
	if err != nil {
		return nil, false
	}
	out := map[string]float64{}
	for k, q := range i.Params {
		out[q.Name] = p[k]
	}
	return out, true
}
