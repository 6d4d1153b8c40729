package lab

import (
	"fmt"
	"math"

	"saddlelab/core/data"
	"saddlelab/core/landscape/plane"
	"saddlelab/core/landscape/spectrum"
	"saddlelab/core/nn"
)

// Lens is the problem of a network held still: its loss, with penalties where curvature is measured, on a fixed part of the training set.
type Lens struct {
	spec  *Spec
	model *nn.Model
	judge *nn.Loss
	net   *nn.Net
	x     []float32
	y     nn.Targets
	rows  int // examples looked at
	of    int // examples that there are
}

// MaxLooked bounds the examples that a landscape or a spectrum is measured on.
const MaxLooked = 10_000

// Looked are the examples that a lens measures on. Who is given them need not make or read the data of a training once more.
type Looked struct {
	*data.Set
	Of int // so many there were to draw from
}

// NewLens prepares a Spec's network on so many of its training examples, drawn at random: the same ones for a seed.
func NewLens(s *Spec, files map[string][]byte, examples int) (*Lens, error) {
	k, err := Draw(s, files, examples)
	if err != nil {
		return nil, err
	}
	return k.Lens(s)
}

// Draw makes the data of a Spec and chooses so many of its training examples.
func Draw(s *Spec, files map[string][]byte, examples int) (*Looked, error) {
	train, _, err := load(s, files)
	if err != nil {
		return nil, err
	}
	return draw(s, train, examples), nil
}

// Draw implements Network.
func (e *networkExperiment) Draw(examples int) *Looked { return draw(e.spec, e.train, examples) }

func draw(s *Spec, train *data.Set, examples int) *Looked {
	some := *train
	some.N = min(examples, train.N)
	some.X, some.Labels, some.Values, some.Redrawn = make([]float32, 0, some.N*some.D), nil, nil, nil
	per := train.LabelsOf()
	for _, k := range stream(s, streamLens).Perm(train.N)[:some.N] {
		some.X = append(some.X, train.X[k*train.D:(k+1)*train.D]...)
		if train.Labels != nil {
			some.Labels = append(some.Labels, train.Labels[k*per:(k+1)*per]...)
		} else {
			some.Values = append(some.Values, train.Values[k])
		}
	}
	return &Looked{&some, train.N}
}

// Lens prepares the network of the Spec that the examples belong to.
func (k *Looked) Lens(s *Spec) (*Lens, error) {
	m, loss, err := build(s, k.Set)
	if err != nil {
		return nil, err
	}
	l := &Lens{spec: s, model: m, judge: loss, x: k.X, y: nn.Targets{Labels: k.Labels, Values: k.Values}, rows: k.N, of: k.Of}
	return l.another(), nil
}

// another is the same problem with a workspace of its own.
func (l *Lens) another() *Lens {
	o := *l
	o.net = nn.NewNet(l.model, l.judge, min(l.rows, chunk))
	if p := l.spec.Penalty; p != nil {
		o.net.Penalize(p.L1, p.L2)
	}
	return &o
}

// Use makes what follows work with a training's running statistics.
func (l *Lens) Use(stats []float32) { l.net.Use(stateOf(l.model, stats)) }

// blocks are the model's matrices, for random directions.
func (l *Lens) blocks() []plane.Block {
	var all []plane.Block
	for _, v := range l.model.Views() {
		all = append(all, plane.Block{Off: v.Off, Rows: v.Rows, Cols: v.Cols, Still: v.Frozen || v.Rows == 1})
	}
	return all
}

// loss is that of weights on the examples, without penalties.
func (l *Lens) loss(w []float32) float64 {
	v, _ := l.net.Evaluate(w, l.x, l.y, l.rows)
	return v
}

// spread is the standard error of the loss that comes from looking at a part of the examples; 0 where all are looked at.
func (l *Lens) spread(w []float32) float64 {
	if l.rows == l.of || l.rows < 2 {
		return 0
	}
	in := l.model.In()
	var sum, squares float64
	for r := range l.rows {
		v, _ := l.net.Evaluate(w, l.x[r*in:(r+1)*in], l.targets(r, r+1), 1)
		sum, squares = sum+v, squares+float64(v*v)
	}
	n := float64(l.rows)
	vary := max(0, squares/n-float64(sum/n*(sum/n))) * n / (n - 1)
	return math.Sqrt(vary / n * (1 - n/float64(l.of)))
}

// targets are those of examples from … to−1.
func (l *Lens) targets(from, to int) nn.Targets {
	if l.y.Labels != nil {
		per := len(l.y.Labels) / l.rows
		return nn.Targets{Labels: l.y.Labels[from*per : to*per]}
	}
	return nn.Targets{Values: l.y.Values[from:to]}
}

// parts goes through the examples in parts that the workspace takes, and says which share of the loss each has.
func (l *Lens) parts(do func(x []float32, y nn.Targets, rows int, share float64)) {
	in, all := l.model.In(), float64(l.net.Counted(l.y, l.rows))
	for r := 0; r < l.rows; r += chunk {
		m := min(chunk, l.rows-r)
		y := l.targets(r, r+m)
		do(l.x[r*in:(r+m)*in], y, m, float64(l.net.Counted(y, m))/all)
	}
}

// gradient of the loss with its penalties.
func (l *Lens) gradient(w []float32) []float32 {
	g, part := make([]float32, l.model.NumTrainable()), make([]float32, l.model.NumTrainable())
	l.parts(func(x []float32, y nn.Targets, rows int, share float64) {
		l.net.Slope(w, x, y, rows, part)
		for i, v := range part {
			g[i] += float32(share * float64(v))
		}
	})
	return g
}

// operator is the Hessian at w, or the Gauss–Newton matrix, over the trainable parameters from … to−1.
func (l *Lens) operator(w []float32, gaussNewton bool, from, to int) spectrum.Operator[float32] {
	n := l.model.NumTrainable()
	v, part := make([]float32, n), make([]float32, n)
	product := l.net.HessianVector
	if gaussNewton {
		product = l.net.GaussNewtonVector
	}
	return spectrum.Operator[float32]{N: to - from, Apply: func(in, out []float32) {
		copy(v[from:to], in)
		clear(out)
		l.parts(func(x []float32, y nn.Targets, rows int, share float64) {
			product(w, x, y, rows, v, part)
			for i, h := range part[from:to] {
				out[i] += float32(share * float64(h))
			}
		})
	}}
}

// check refuses weights of another model.
func (l *Lens) check(w []float32) error {
	if n := l.model.NumParams(); len(w) != n {
		return fmt.Errorf("weights: %d numbers; the model has %d parameters", len(w), n)
	}
	return nil
}
