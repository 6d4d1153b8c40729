package lab

import "saddlelab/core/data"

// Preview is what can be told of a Spec's data before any training.
type Preview struct {
	N, TestN, D   int
	Height, Width int
	Channels      int
	Vocabulary    int    // of sequences; 0 for other data
	Positions     int    // labels of each sequence
	Shape         []int  // of an example
	Task          string // classes | regression
	Classes       []string
	Features      []string
	Redrawn       int // labels replaced by chance
	First         int // examples in Labels, Flipped and Pixels
	Labels        []uint32
	Flipped       []uint8   // 1 where the label was redrawn
	Pixels        []float32 // First×D, for images
	Points        []float32 // (x, y, label) of at most 500 training examples, for two features, in their own units
}

// Look makes the data of a Spec, whose kind is network, and describes them with their first n training examples.
func Look(s *Spec, files map[string][]byte, n int) (*Preview, error) {
	train, test, err := load(s, files)
	if err != nil {
		return nil, err
	}
	p := &Preview{N: train.N, D: train.D, Height: train.Height, Width: train.Width, Channels: max(1, train.Channels), Vocabulary: train.Vocabulary, Positions: train.Positions, Shape: train.Shape(), Task: "regression", Features: train.Features}
	if test != nil {
		p.TestN = test.N
	}
	if train.Labels == nil {
		return p, nil
	}
	if train.Positions > 0 {
		p.Task, p.Classes = "classes", train.Classes
		return p, nil
	}
	p.Task, p.Classes = "classes", train.Classes
	p.First = min(n, train.N)
	for i := range train.N {
		redrawn := train.Redrawn != nil && train.Redrawn[i]
		if redrawn {
			p.Redrawn++
		}
		if i < p.First {
			p.Labels = append(p.Labels, uint32(train.Labels[i]))
			p.Flipped = append(p.Flipped, 0)
			if redrawn {
				p.Flipped[i] = 1
			}
		}
	}
	if train.Height > 0 {
		p.Pixels = train.X[:p.First*train.D]
	}
	if train.D == 2 {
		p.Points = points(train, 500)
	}
	return p, nil
}

// points are the first examples of a set over two features: (x, y, label) each, in the features' own units.
func points(s *data.Set, most int) []float32 {
	var p []float32
	for i := range min(s.N, most) {
		p = append(p, float32(original(s, 0, float64(s.X[2*i]))), float32(original(s, 1, float64(s.X[2*i+1]))), float32(s.Labels[i]))
	}
	return p
}
