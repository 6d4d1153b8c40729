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
	Counts        []uint32 // of the training examples of each class; of tokens that are asked for, in sequences
	Redrawn       int      // labels replaced by chance
	First         int      // examples in Labels, Flipped and Pixels, or in Tokens and Wanted
	Labels        []uint32
	Flipped       []uint8   // 1 where the label was redrawn
	Pixels        []float32 // First×D, for images
	Tokens        []uint32  // First×D, of sequences
	Wanted        []int32   // First×Positions: the token asked for at each position, −1 where none is
	Points        []float32 // (x, y, label) of at most 500 training examples, in their own units: of two features, or of one and the number to predict, under label 0
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
	p.First = min(n, train.N)
	if train.Height > 0 {
		p.Pixels = train.X[:p.First*train.D]
	}
	if train.Labels == nil {
		if train.D == 1 {
			p.Points = points(train, 500)
		}
		return p, nil
	}
	p.Task, p.Classes, p.Counts = "classes", train.Classes, make([]uint32, len(train.Classes))
	for _, k := range train.Labels {
		if k >= 0 {
			p.Counts[k]++
		}
	}
	if train.Positions > 0 {
		for _, token := range train.X[:p.First*train.D] {
			p.Tokens = append(p.Tokens, uint32(token))
		}
		p.Wanted = train.Labels[:p.First*train.Positions]
		return p, nil
	}
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
	if train.D == 2 {
		p.Points = points(train, 500)
	}
	return p, nil
}

// points are the first examples of a set over two features: (x, y, label) each, in the features' own units; of a set over one feature
// (x, the number to predict, 0).
func points(s *data.Set, most int) []float32 {
	var p []float32
	for i := range min(s.N, most) {
		if s.D == 1 {
			p = append(p, float32(original(s, 0, float64(s.X[i]))), float32(float64(float64(s.Values[i])*s.ValueStd)+s.ValueMean), 0)
			continue
		}
		p = append(p, float32(original(s, 0, float64(s.X[2*i]))), float32(original(s, 1, float64(s.X[2*i+1]))), float32(s.Labels[i]))
	}
	return p
}
