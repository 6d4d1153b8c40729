package export

import (
	"fmt"

	"saddlelab/core/lab"
	"saddlelab/core/nn"
)

// Weights are the parameters that a run of a network has come to, as the state_dict of the script's model: names, shapes and the order of
// numbers are PyTorch's, running statistics of batch norm among them.
func Weights(s *lab.Spec, e lab.Network, run int) ([]Array, error) {
	if run < 0 || run >= len(s.Runs) {
		return nil, fmt.Errorf("run: %d; this Spec has %d, counted from 0", run, len(s.Runs))
	}
	shape := e.Model()
	m := &model{views: shape.Views()}
	if _, err := m.list(s.Model, shape.Outline(), "", "", "model"); err != nil {
		return nil, err
	}
	t := e.Trajectory(run)
	w, stats, steps := t.Points[len(t.Points)-1], t.Stats, int64(t.Steps[len(t.Steps)-1])
	var all []Array
	for _, d := range m.drawn {
		all = append(all, Array{Name: d.name, Shape: d.shape, F: asTorch(d.view, d.shape, w)})
		if kind := d.view.Name[:len(d.view.Name)-len(digitsOf(d.view.Name))]; d.layer == "batchnorm" && kind == "shift" {
			c, layer := d.view.Cols, d.name[:len(d.name)-len("bias")]
			all = append(all, Array{Name: layer + "running_mean", Shape: []int{c}, F: stats[:c]}, Array{Name: layer + "running_var", Shape: []int{c}, F: stats[c : 2*c]},
				Array{Name: layer + "num_batches_tracked", Shape: []int{}, I: &steps})
			stats = stats[2*c:]
		}
	}
	return all, nil
}

// asTorch gives a matrix of the parameter vector in the order of torch: weights transposed, all else as it stands.
func asTorch(v nn.View, shape []int, w []float32) []float32 {
	part := w[v.Off : v.Off+v.Rows*v.Cols]
	out := append([]float32(nil), part...)
	if kind := v.Name[0]; kind == 'W' || kind == 'V' {
		for k, x := range part {
			out[k%v.Cols*v.Rows+k/v.Cols] = x
		}
	}
	return out
}

func digitsOf(name string) string {
	n := len(name)
	for n > 0 && name[n-1] >= '0' && name[n-1] <= '9' {
		n--
	}
	return name[n:]
}
