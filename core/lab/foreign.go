package lab

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"saddlelab/core/data"
	"saddlelab/core/nn"
)

// Checkpoints that were trained elsewhere, seen through the same lens.

// ReadTrajectory reads checkpoints of a Spec's model from files that hold PyTorch's state_dicts, NPZ or safetensors: arrays named
// "step/layer.weight" in one file, or one checkpoint a file whose name ends with its step.
func ReadTrajectory(s *Spec, files map[string][]byte, names []string) (*Trajectory, error) {
	train, _, err := load(s, files)
	if err != nil {
		return nil, err
	}
	m, _, err := build(s, train)
	if err != nil {
		return nil, err
	}
	steps := map[int][]data.NamedArray{}
	for _, name := range names {
		b, ok := files[name]
		if !ok {
			return nil, notOpen(name, files)
		}
		all, err := data.ReadNamed(b)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for _, a := range all {
			step := numberIn(name)
			if before, after, ok := strings.Cut(a.Name, "/"); ok {
				if step, err = strconv.Atoi(before); err != nil {
					return nil, fmt.Errorf("%s: the array %s begins with no step; name arrays as in 120/0.weight", name, a.Name)
				}
				a.Name = after
			}
			steps[step] = append(steps[step], a)
		}
	}
	order := make([]int, 0, len(steps))
	for step := range steps {
		order = append(order, step)
	}
	slices.Sort(order)
	if most := max(2, trailMemory/(4*m.NumParams())); len(order) > most {
		return nil, fmt.Errorf("%d checkpoints of %d parameters take too much memory; save at most %d", len(order), m.NumParams(), most)
	}
	t := &Trajectory{}
	lr := s.Runs[0].Params["lr"]
	for _, step := range order {
		w, state := make([]float32, m.NumParams()), nn.NewState(m, 0)
		if err := m.FromPyTorch(modules(steps[step]), w, state); err != nil {
			return nil, fmt.Errorf("step %d: %w", step, err)
		}
		for _, v := range w {
			if v-v != 0 {
				return nil, fmt.Errorf("step %d: a weight is not finite", step)
			}
		}
		t.Steps, t.Points, t.LR, t.Stats = append(t.Steps, step), append(t.Points, w), append(t.LR, lr), state.Stats()
	}
	return t, nil
}

// trajectory is a run's, or that of a file.
func trajectory(s *Spec, files map[string][]byte, e Network, run int, from string) (*Trajectory, error) {
	if from == "" {
		return e.Trajectory(run), nil
	}
	return ReadTrajectory(s, files, []string{from})
}

// numberIn is the last whole number in a file's name: 120 of model-120.safetensors; 0 where there is none.
func numberIn(name string) int {
	name = strings.TrimSuffix(strings.TrimSuffix(name, ".npz"), ".safetensors")
	digits := len(name) - len(strings.TrimRight(name, "0123456789"))
	n, _ := strconv.Atoi(name[len(name)-min(digits, 9):])
	return n
}

// modules gathers a state_dict's arrays by layer, in the order in which the layers come.
func modules(all []data.NamedArray) []nn.Module {
	var out []nn.Module
	at := map[string]int{}
	for _, a := range all {
		name, kind := "", a.Name
		if k := strings.LastIndexByte(a.Name, '.'); k >= 0 {
			name, kind = a.Name[:k], a.Name[k+1:]
		}
		i, ok := at[name]
		if !ok {
			i = len(out)
			at[name] = i
			out = append(out, nn.Module{Name: name, Arrays: map[string]nn.Tensor{}})
		}
		out[i].Arrays[kind] = nn.Tensor{Shape: a.Shape, At: a.At}
	}
	return out
}
