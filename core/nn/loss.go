package nn

import (
	"saddlelab/core/kernel"
	"saddlelab/core/param"
)

// Targets are what a network should say: class labels, or values of rows×outputs.
type Targets struct {
	Labels []int32
	Values []float32
}

// part are the targets of examples from … to−1, of cols outputs each.
func (y Targets) part(from, to, cols int) Targets {
	if y.Labels != nil {
		return Targets{Labels: y.Labels[from:to]}
	}
	return Targets{Values: y.Values[from*cols : to*cols]}
}

// Loss is a loss with its gradient.
type Loss struct {
	ID      string        `json:"id"`
	Name    string        `json:"name"`
	Formula string        `json:"formula"` // LaTeX
	Help    string        `json:"help"`
	Source  string        `json:"source"`
	Params  []param.Param `json:"params"`

	// apply replaces the outputs, rows×cols, by scale times the gradient of each example's loss, and returns the sum of those losses.
	apply func(out []float32, rows, cols int, y Targets, scale float32) float64
	// second replaces r, rows×cols, by scale times each example's Hessian by its outputs times r; d is what apply left.
	second func(d, r []float32, rows, cols int, y Targets, scale float32)
}

// Losses is the catalog, in menu order.
var Losses = []*Loss{
	{
		ID: "softmax-ce", Name: "Cross-entropy", Formula: `-\log\frac{e^{z_y}}{\sum_j e^{z_j}}`,
		Help:   "For classes: minus the logarithm of the probability given to the right one.",
		Source: "PyTorch: CrossEntropyLoss, mean over examples",
		Params: []param.Param{},
		apply: func(out []float32, rows, cols int, y Targets, scale float32) float64 {
			return kernel.SoftmaxXent(rows, cols, out, cols, y.Labels, scale)
		},
		second: crossed,
	},
	{
		ID: "mse", Name: "Mean squared error", Formula: `\frac1K\sum_j (z_j-t_j)^2`,
		Help:   "For values; for classes the target is 1 at the right output and 0 elsewhere.",
		Source: "PyTorch: MSELoss, mean over examples and outputs",
		Params: []param.Param{},
		apply:  squared,
		second: doubled,
	},
}

func squared(out []float32, rows, cols int, y Targets, scale float32) float64 {
	sum := 0.0
	k := 2 * scale / float32(cols)
	for r := range rows {
		for c := range cols {
			i := r*cols + c
			t := float32(0)
			switch {
			case y.Labels == nil:
				t = y.Values[i]
			case int(y.Labels[r]) == c:
				t = 1
			}
			d := out[i] - t
			sum += float64(float64(d) * float64(d))
			out[i] = k * d
		}
	}
	return sum / float64(cols)
}

// LossByID finds a loss; at names the field in the error.
func LossByID(id, at string) (*Loss, error) {
	for _, l := range Losses {
		if l.ID == id {
			return l, nil
		}
	}
	return nil, param.Unknown(at, "loss", id, ids(Losses, func(l *Loss) string { return l.ID }))
}
