package lab

import (
	"math"
	"sort"

	"saddlelab/core/real"
)

// Worst are the examples of the first 2000 of the pictured set that cost the most: the least probability for the right class; nil where
// Samples is.
func (e *networkExperiment) Worst(run, count int) *Samples {
	s, test := e.pictured()
	if s.Labels == nil || s.Positions > 0 || s.Height == 0 {
		return nil
	}
	n := min(s.N, evaluated)
	type one struct {
		Sample
		right float64
	}
	all := make([]one, n)
	e.forward(run, s.X[:n*s.D], n, func(i int, o []float32) {
		c, p := e.said(o)
		all[i] = one{Sample{Index: i, Label: s.Labels[i], Said: int32(c), Prob: Num(p), Redrawn: s.Redrawn != nil && s.Redrawn[i]}, confidence(o, int(s.Labels[i]))}
	})
	sort.SliceStable(all, func(i, j int) bool { return all[i].right < all[j].right })
	out := &Samples{Height: s.Height, Width: s.Width, Channels: max(1, s.Channels), Classes: s.Classes, Test: test}
	for _, x := range all[:min(count, n)] {
		out.Items = append(out.Items, x.Sample)
		out.Pixels = append(out.Pixels, s.X[x.Index*s.D:(x.Index+1)*s.D]...)
	}
	return out
}

// confidence is the part of the softmax that a class has; of a single output, by its sign, the logistic function.
func confidence(o []float32, class int) float64 {
	if len(o) == 1 {
		z := float64(o[0])
		if class == 0 {
			z = -z
		}
		return 1 / (1 + real.Exp(-z))
	}
	sum := 0.0
	for _, v := range o {
		sum += real.Exp(float64(v) - float64(o[class]))
	}
	return 1 / sum
}

// Fit is a network's function of one number, in the data's own units.
type Fit struct {
	X, Y   []float32 // the curve
	Points []float32 // training examples, (x, y) each, at most 500
}

// Fit is nil unless a number is predicted from one number.
func (e *networkExperiment) Fit(run, n int) *Fit {
	s := e.train
	if s.D != 1 || s.Values == nil {
		return nil
	}
	lo, hi := float32(math.Inf(1)), float32(math.Inf(-1))
	for _, v := range s.X {
		lo, hi = min(lo, v), max(hi, v)
	}
	pad := .06 * (hi - lo)
	x := make([]float32, n)
	for i := range x {
		x[i] = lo - pad + (hi-lo+2*pad)*float32(i)/float32(n-1)
	}
	f := &Fit{X: make([]float32, n), Y: make([]float32, n)}
	value := func(v float32) float32 { return float32(float64(v)*s.ValueStd + s.ValueMean) }
	e.forward(run, x, n, func(i int, o []float32) {
		f.X[i], f.Y[i] = float32(original(s, 0, float64(x[i]))), value(o[0])
	})
	for i := range min(s.N, 500) {
		f.Points = append(f.Points, float32(original(s, 0, float64(s.X[i]))), value(s.Values[i]))
	}
	return f
}

// Limits of what is shown of a network's inside.
const (
	maxNeurons = 16 // of a layer
	maxMaps    = 16
)

// Inside is what goes on in a network: of one over two features what each neuron says over their plane, of one over images its filters
// and what they make of a picture.
type Inside struct {
	Layers []Neurons
	Maps   []FeatureMaps
	N      int // points of the plane per side
}

// Neurons are those of one layer, with the weights that lead to them.
type Neurons struct {
	Layer   int       // in the model's list
	Name    string    // dense, or the activation after it
	Width   int       // neurons, of which at most maxNeurons are shown
	In      int       // neurons of the layer before
	Weights []float32 // In×Width
	Over    []float32 // shown×N×N, rows from ymin: what each says over the plane
}

// FeatureMaps are those of one convolution, of a picture of the set.
type FeatureMaps struct {
	Layer         int
	Shown         int // maps, at most maxMaps
	Kernel        int
	Filters       []float32 // shown×Kernel×Kernel, of the first input channel
	Height, Width int
	Maps          []float32 // shown×Height×Width
	Picture       []float32 // what they are of: the first channel
	PicH, PicW    int
}

// Inside is nil for what has no picture.
func (e *networkExperiment) Inside(run, n int) *Inside {
	w := e.runs[run].w
	views := e.model.Views()
	outline := e.model.Outline()
	weights := func(layer int) int { // index of the weights of a layer of the list
		at := 0
		for _, l := range outline[:layer] {
			for at < len(views) && l.Params > 0 {
				l.Params -= views[at].Rows * views[at].Cols
				at++
			}
		}
		return at
	}
	in := &Inside{N: n}
	switch {
	case e.train.D == 2 && e.train.Vocabulary == 0:
		x := e.plane(n)
		for k, l := range outline {
			if l.ID != "dense" {
				continue
			}
			shown, name := k, "dense"
			if k+1 < len(outline) && outline[k+1].ID == "act" {
				shown, name = k+1, e.spec.Model[k+1].Act
			}
			v := views[weights(k)]
			in.Layers = append(in.Layers, Neurons{Layer: shown, Name: name, Width: v.Cols, In: v.Rows,
				Weights: append([]float32(nil), w[v.Off:v.Off+v.Rows*v.Cols]...), Over: make([]float32, min(v.Cols, maxNeurons)*n*n)})
		}
		for at := 0; at < n*n; at += chunk {
			m := min(chunk, n*n-at)
			e.net.Use(e.runs[run].stats)
			e.net.Forward(w, x[2*at:2*(at+m)], m)
			for i := range in.Layers {
				l := &in.Layers[i]
				y := e.net.Stage(l.Layer)
				for r := range m {
					for j := range min(l.Width, maxNeurons) {
						l.Over[j*n*n+at+r] = y[r*l.Width+j]
					}
				}
			}
		}
	case e.train.Height > 0:
		s, _ := e.pictured()
		e.net.Use(e.runs[run].stats)
		e.net.Forward(w, s.X[:s.D], 1)
		for k, l := range outline {
			if l.ID != "conv2d" || len(in.Maps) == 3 {
				continue
			}
			v := views[weights(k)]
			side := int(math.Round(math.Sqrt(float64(l.FanIn / max(1, l.In[0])))))
			groups := 1
			if side*side*l.In[0] != v.Rows { // with groups a filter sees a part of the channels
				groups = 0
			}
			shown := min(l.Out[0], maxMaps)
			f := FeatureMaps{Layer: k, Shown: shown, Height: l.Out[1], Width: l.Out[2], PicH: s.Height, PicW: s.Width, Picture: s.X[:s.Height*s.Width]}
			f.Maps = append(f.Maps, e.net.Stage(k)[:shown*l.Out[1]*l.Out[2]]...)
			if groups == 1 {
				f.Kernel = side
				for o := range shown {
					for p := range side * side {
						f.Filters = append(f.Filters, w[v.Off+p*v.Cols+o])
					}
				}
			}
			in.Maps = append(in.Maps, f)
		}
	}
	if len(in.Layers)+len(in.Maps) == 0 {
		return nil
	}
	return in
}

// plane are n×n points over two features, as Boundary has them.
func (e *networkExperiment) plane(n int) []float32 {
	s := e.train
	var lo, hi [2]float64
	for j := range 2 {
		lo[j], hi[j] = math.Inf(1), math.Inf(-1)
		for i := range s.N {
			v := float64(s.X[2*i+j])
			lo[j], hi[j] = min(lo[j], v), max(hi[j], v)
		}
		pad := .12*(hi[j]-lo[j]) + 1e-3
		lo[j], hi[j] = lo[j]-pad, hi[j]+pad
	}
	x := make([]float32, 2*n*n)
	for k := range n * n {
		x[2*k] = float32(lo[0] + (hi[0]-lo[0])*float64(k%n)/float64(n-1))
		x[2*k+1] = float32(lo[1] + (hi[1]-lo[1])*float64(k/n)/float64(n-1))
	}
	return x
}
