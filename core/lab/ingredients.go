package lab

import (
	"math/rand/v2"

	"saddlelab/core/data"
	"saddlelab/core/landscape"
	"saddlelab/core/nn"
)

// What a run is made of, for whoever writes it down in another language.

// Streams are the second numbers that the streams of a Spec's random numbers begin with, the first being its seed.
var Streams = struct{ Init, Batches, Oracle, Run uint64 }{streamInit, streamBatches, streamOracle, streamRun}

// StreamOf begins a stream of a Spec's random numbers.
func StreamOf(s *Spec, id uint64) *rand.Rand { return stream(s, id) }

// Space is the function that a surface names.
func (s *Surface) Space() (*landscape.Space, error) {
	f, err := s.function()
	return f.sp, err
}

// Python is the formula that was typed as an expression in Python; see formula.Formula.Python.
func (s *Surface) Python() (string, error) {
	f, err := s.compile()
	if err != nil {
		return "", err
	}
	return f.Python()
}

// Ingredients are what the runs of a network's Spec begin with.
type Ingredients struct {
	Model       *nn.Model
	Loss        *nn.Loss
	Train, Test *data.Set // Test is nil where there is none
	Weights     []float32 // at the start, the trainable ones first
	Batch       int       // examples of a step
	Steps       int       // at most; PerEpoch of them an epoch
	PerEpoch    int
	LookEvery   int // steps between looks at the sets,
	Sample      int // and at how many examples
}

// Prepare makes the ingredients of a network's Spec. files are as for Start.
func Prepare(s *Spec, files map[string][]byte) (*Ingredients, error) {
	if err := Estimate(s, files).refuse(); err != nil {
		return nil, err
	}
	e, err := startNetwork(s, files)
	if err != nil {
		return nil, err
	}
	n := e.(*networkExperiment)
	_, loss, err := build(s, n.train)
	if err != nil {
		return nil, err
	}
	return &Ingredients{
		Model: n.model, Loss: loss, Train: n.train, Test: n.test, Weights: n.runs[0].w,
		Batch: min(s.Batch, n.train.N), Steps: n.total, PerEpoch: n.perEp, LookEvery: n.every, Sample: n.sample,
	}, nil
}

// Model implements Network.
func (e *networkExperiment) Model() *nn.Model { return e.model }
