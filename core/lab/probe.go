package lab

import (
	"math"

	"saddlelab/core/data"
	"saddlelab/core/nn"
	"saddlelab/core/real"
)

// Network is what can be asked of a network experiment between two steps, beyond what every Experiment tells.
type Network interface {
	Experiment
	Examples() int
	Epochs() (done float64, total int)
	Boundary(run, n int) *Boundary
	Samples(run, count int) *Samples
	Confusion(run int) *Confusion
	Worst(run, count int) *Samples
	Fit(run, n int) *Fit
	Inside(run, n int) *Inside
	Trajectory(run int) *Trajectory
	Draw(examples int) *Looked
	Model() *nn.Model
}

// Boundary is the decision of a network over the plane of two features, in the features' own units.
type Boundary struct {
	N        int        // grid points per side
	Box      [4]float64 // xmin, xmax, ymin, ymax
	Class    []uint8    // N×N, rows from ymin: the class said
	Conf     []float32  // N×N: its probability (softmax of the outputs)
	Points   []float32  // training examples, (x, y, label) each, at most 2000
	Features []string
}

// Samples are examples with what the network says of them.
type Samples struct {
	Height, Width int
	Channels      int
	Items         []Sample
	Pixels        []float32 // Channels×Height×Width each, standardized
	Classes       []string
	Test          bool // from the test set
}

// Sample is one example: its place in the set, its label, the class said and that class's probability.
type Sample struct {
	Index   int   `json:"index"`
	Label   int32 `json:"label"`
	Said    int32 `json:"said"`
	Prob    Num   `json:"prob"`
	Redrawn bool  `json:"redrawn,omitempty"` // its label was replaced by chance
}

// Confusion counts examples by true class (row) and class said (column).
type Confusion struct {
	Classes []string
	Counts  []uint32 // K×K
	Test    bool
	Of      int // examples looked at
}

// maxConfusion bounds the examples of one confusion matrix.
const maxConfusion = 5000

// Boundary is nil unless the data are classes over two features.
func (e *networkExperiment) Boundary(run, n int) *Boundary {
	s := e.train
	if s.D != 2 || s.Labels == nil || len(s.Classes) > 256 {
		return nil
	}
	b := &Boundary{N: n, Class: make([]uint8, n*n), Conf: make([]float32, n*n), Features: s.Features}
	var lo, hi [2]float64 // in standardized units
	for j := range 2 {
		lo[j], hi[j] = math.Inf(1), math.Inf(-1)
		for i := range s.N {
			v := float64(s.X[2*i+j])
			lo[j], hi[j] = min(lo[j], v), max(hi[j], v)
		}
		pad := .12*(hi[j]-lo[j]) + 1e-3
		lo[j], hi[j] = lo[j]-pad, hi[j]+pad
		b.Box[2*j], b.Box[2*j+1] = original(s, j, lo[j]), original(s, j, hi[j])
	}
	x := make([]float32, 2*n)
	for j := range n {
		for i := range n {
			x[2*i] = float32(lo[0] + (hi[0]-lo[0])*float64(i)/float64(n-1))
			x[2*i+1] = float32(lo[1] + (hi[1]-lo[1])*float64(j)/float64(n-1))
		}
		e.forward(run, x, n, func(i int, out []float32) {
			c, p := e.said(out[:e.model.Out()])
			b.Class[j*n+i], b.Conf[j*n+i] = uint8(c), float32(p)
		})
	}
	b.Points = points(s, 2000)
	return b
}

// original undoes the standardization of feature j.
func original(s *data.Set, j int, v float64) float64 {
	if len(s.Mean) == 1 {
		j = 0
	}
	return v*s.Std[j] + s.Mean[j]
}

// forward runs the network over rows examples in chunks of its workspace and hands over each output.
func (e *networkExperiment) forward(run int, x []float32, rows int, each func(i int, out []float32)) {
	d, k := e.model.In(), e.model.Out()
	e.net.Use(e.runs[run].stats)
	for at := 0; at < rows; at += chunk {
		m := min(chunk, rows-at)
		out := e.net.Forward(e.runs[run].w, x[at*d:(at+m)*d], m)
		for i := range m {
			each(at+i, out[i*k:(i+1)*k])
		}
	}
}

// said gives the class that outputs stand for and its probability: of several the largest and its softmax, of a single one, for two
// classes, 1 if it is on that side, by the logistic function of it, or of its distance from ½ where it is a value to be met.
func (e *networkExperiment) said(out []float32) (class int, prob float64) {
	if len(out) == 1 {
		z := float64(out[0])
		if id := e.spec.Loss.ID; id == "mse" || id == "huber" {
			z = 4 * (z - .5)
		}
		if z > 0 {
			class = 1
		}
		return class, 1 / (1 + real.Exp(-math.Abs(z)))
	}
	for i, v := range out {
		if v > out[class] {
			class = i
		}
	}
	sum := 0.0
	for _, v := range out {
		sum += real.Exp(float64(v) - float64(out[class]))
	}
	return class, 1 / sum
}

// pictured is the set whose examples are shown: the test set if there is one.
func (e *networkExperiment) pictured() (s *data.Set, test bool) {
	if e.test != nil && e.test.N > 0 {
		return e.test, true
	}
	return e.train, false
}

// Samples are the first examples of the pictured set; nil for regression.
func (e *networkExperiment) Samples(run, count int) *Samples {
	s, test := e.pictured()
	if s.Labels == nil || s.Positions > 0 {
		return nil
	}
	n := min(count, s.N)
	out := &Samples{Height: s.Height, Width: s.Width, Channels: max(1, s.Channels), Classes: s.Classes, Test: test, Pixels: s.X[:n*s.D], Items: make([]Sample, n)}
	e.forward(run, s.X[:n*s.D], n, func(i int, o []float32) {
		c, p := e.said(o)
		out.Items[i] = Sample{Index: i, Label: s.Labels[i], Said: int32(c), Prob: Num(p), Redrawn: s.Redrawn != nil && s.Redrawn[i]}
	})
	return out
}

// Confusion is nil for regression.
func (e *networkExperiment) Confusion(run int) *Confusion {
	s, test := e.pictured()
	if s.Labels == nil {
		return nil
	}
	k, n := len(s.Classes), min(s.N, maxConfusion)
	c := &Confusion{Classes: s.Classes, Counts: make([]uint32, k*k), Test: test, Of: n}
	l := s.LabelsOf()
	wide := e.model.Out() / l
	e.forward(run, s.X[:n*s.D], n, func(i int, o []float32) {
		for t := range l {
			if want := s.Labels[i*l+t]; want >= 0 {
				say, _ := e.said(o[t*wide : (t+1)*wide])
				c.Counts[int(want)*k+say]++
			}
		}
	})
	return c
}
