package trust

import (
	"encoding/json"
	"fmt"
	"strings"
)

// chosen is the reference as it is written.
type chosen struct {
	Torch    string                     `json:"torch"`
	Problems map[string]json.RawMessage `json:"problems"`
	Runs     []chosenRun                `json:"runs"`
	Cases    []chosenCase               `json:"cases"`
}

type chosenRun struct {
	ID        string         `json:"id"`
	Problem   string         `json:"problem"`
	Optimizer string         `json:"optimizer"`
	Hyper     map[string]any `json:"hyper"`
	Record    []int          `json:"record"`
	X         [][]float64    `json:"x"`
}

type chosenCase struct {
	Name   string                  `json:"name"`
	Inputs map[string]chosenTensor `json:"inputs"`
	Grads  map[string]chosenTensor `json:"grads"`
	V      map[string]chosenTensor `json:"v"`
	HVP    map[string]chosenTensor `json:"hvp"`
	Consts map[string]chosenTensor `json:"consts,omitempty"`
	Cot    *chosenTensor           `json:"cot,omitempty"`
	Out    *chosenTensor           `json:"out,omitempty"`
	Loss   float64                 `json:"loss"`
}

type chosenTensor struct {
	Shape []int     `json:"shape"`
	Data  []float64 `json:"data"`
}

// Choose makes the reference file of the page from the two of the tests, core/optim/testdata/optim.json and
// core/nn/testdata/layers.json, a third of their size.
//
// Of the optimizers all runs on the quadratic and on logistic regression are kept, after 1, 10 and 50 steps; on the network, whose
// iterates have 26 numbers, the end of the runs without options. Not L-BFGS, which PyTorch runs with an evaluation of its own, and not
// NAdam, of which version 1.13 has one factor twice where ours is Dozat's. Of the layers and losses those that the checks name; of the
// convolution, not its derivatives by the inputs.
func Choose(optimizers, layerFile []byte) ([]byte, error) {
	var from, with chosen
	if err := json.Unmarshal(optimizers, &from); err != nil {
		return nil, fmt.Errorf("optimizers: %w", err)
	}
	if err := json.Unmarshal(layerFile, &with); err != nil {
		return nil, fmt.Errorf("layers: %w", err)
	}
	to := chosen{Torch: from.Torch, Problems: from.Problems}
	for _, r := range from.Runs {
		plain := !strings.Contains(r.ID, "_")
		if r.Optimizer == "LBFGS" || r.Optimizer == "NAdam" || r.Problem == "mlp" && !plain {
			continue
		}
		kept := r
		kept.Record, kept.X = nil, nil
		for i, k := range r.Record {
			if k == 50 || r.Problem != "mlp" && (k == 1 || k == 10) {
				kept.Record, kept.X = append(kept.Record, k), append(kept.X, r.X[i])
			}
		}
		to.Runs = append(to.Runs, kept)
	}
	named, ends := map[string]bool{}, map[string]bool{}
	for _, l := range layers {
		named[l.name] = true
	}
	for _, w := range wholes {
		named[w.name], ends[w.name] = true, true
	}
	for _, c := range with.Cases {
		if !named[c.Name] {
			continue
		}
		if ends[c.Name] {
			c.Out, c.Cot = nil, nil
		}
		if strings.HasPrefix(c.Name, "conv2d") {
			delete(c.Grads, "x")
			delete(c.HVP, "x")
		}
		to.Cases = append(to.Cases, c)
	}
	return json.Marshal(to)
}
