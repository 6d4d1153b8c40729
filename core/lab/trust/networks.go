package trust

import (
	"math"
	"math/rand/v2"

	"saddlelab/core/nn"
	"saddlelab/core/real"
)

// network is a preset with weights, data and targets, in float64.
type network struct {
	name string
	m    *nn.Model
	loss *nn.Loss
	w, x []float64
	y    nn.TargetsOf[float64]
	rng  *rand.Rand
}

const (
	examples = 3
	widest   = 64 // layers are no wider here: the formulas are the same
)

// networkOf gives a preset seeded weights and examples.
func networkOf(p *nn.Preset) (*network, error) {
	m, err := nn.NewModelOf(p.Input, tame(p.Layers, len(p.Input) == 3), p.ID)
	if err != nil {
		return nil, err
	}
	loss, err := nn.LossByID(p.Loss, p.ID)
	if err != nil {
		return nil, err
	}
	init, err := nn.InitByID(p.Init, p.ID)
	if err != nil {
		return nil, err
	}
	n := &network{name: p.Name, m: m, loss: loss, w: make([]float64, m.NumParams()), rng: rand.New(rand.NewPCG(1, 77))}
	init.Fill64(m, n.w, n.rng)
	for i := range n.w {
		n.w[i] += .05 * real.Normal(n.rng) // biases and gains too
	}
	n.x = make([]float64, examples*m.In())
	for i := range n.x {
		if n.x[i] = real.Normal(n.rng); m.Vocabulary() > 0 {
			n.x[i] = float64(n.rng.IntN(m.Vocabulary()))
		}
	}
	if loss.Classes || loss.ID == "logistic" {
		classes := m.Out()
		if s := m.OutShape(); len(s) > 1 {
			classes = s[len(s)-1]
		}
		for range examples * m.Out() / classes {
			n.y.Labels = append(n.y.Labels, int32(n.rng.IntN(max(classes, 2))))
		}
		return n, nil
	}
	for range examples * m.Out() {
		n.y.Values = append(n.y.Values, real.Normal(n.rng))
	}
	return n, nil
}

// tame narrows wide layers, and of images has gelu in place of relu: of thousands of relus some are within a step of their kink, where
// differences mean nothing.
func tame(layers []nn.LayerSpec, smooth bool) []nn.LayerSpec {
	layers = append([]nn.LayerSpec(nil), layers...)
	for i := range layers {
		l := &layers[i]
		l.Dense = min(l.Dense, widest)
		if smooth && l.Act == "relu" {
			l.Act = "gelu"
		}
		if l.Residual != nil {
			l.Residual = tame(l.Residual, smooth)
		}
	}
	return layers
}

// derivatives are those of a network that are checked; a test hands in others.
type derivatives struct {
	gradient func(n *nn.NetOf[float64], w, x []float64, y nn.TargetsOf[float64], rows int, g []float64) float64
	hessian  func(n *nn.NetOf[float64], w, x []float64, y nn.TargetsOf[float64], rows int, v, hv []float64)
}

var ours = derivatives{(*nn.NetOf[float64]).Gradient, (*nn.NetOf[float64]).HessianVector}

// along calls f for each preset and some unit directions in its parameters: three in each matrix of a small network, or in all of a
// large one, and a single one for images, where each takes long. f is given loss and gradient a step ahead and behind.
func along(t *tally, presets []*nn.Preset, d derivatives, f func(n *network, net *nn.NetOf[float64], v []float64, up, down float64, gUp, gDown []float64)) {
	for _, p := range presets {
		n, err := networkOf(p)
		if err != nil {
			t.of(p.Name)
			t.broken(err.Error())
			continue
		}
		net, size := nn.NewNetOf[float64](n.m, n.loss, examples), n.m.NumTrainable()
		net.Penalize(1e-3, 1e-2)
		w, v, up, down := make([]float64, len(n.w)), make([]float64, size), make([]float64, size), make([]float64, size)
		at := func(h float64) []float64 {
			copy(w, n.w)
			for i, x := range v {
				w[i] += h * x
			}
			return w
		}
		views := n.m.Views()
		if size > 5000 {
			views = []nn.View{{Name: "all parameters", Rows: 1, Cols: size}}
		}
		tries := 3
		if len(p.Input) == 3 {
			tries = 1
		}
		for _, view := range views {
			if view.Frozen {
				continue
			}
			t.of(n.name + ", " + view.Name)
			for range tries {
				n.direction(view, v)
				a := d.gradient(net, at(step), n.x, n.y, examples, up)
				b := d.gradient(net, at(-step), n.x, n.y, examples, down)
				f(n, net, v, a, b, up, down)
			}
		}
	}
}

// direction draws a unit vector v in one view of the parameters.
func (n *network) direction(view nn.View, v []float64) {
	clear(v)
	length := 0.0
	for k := view.Off; k < view.Off+view.Rows*view.Cols; k++ {
		v[k] = real.Normal(n.rng)
		length += v[k] * v[k]
	}
	for k := range v {
		v[k] /= math.Sqrt(length)
	}
}

// backpropagation compares gradients with central differences of the loss.
func backpropagation(presets []*nn.Preset, d derivatives) Outcome {
	t := &tally{allowed: 1e-8}
	along(t, presets, d, func(n *network, net *nn.NetOf[float64], v []float64, up, down float64, _, _ []float64) {
		g := make([]float64, len(v))
		d.gradient(net, n.w, n.x, n.y, examples, g)
		slope := 0.0
		for i := range g {
			slope += g[i] * v[i]
		}
		want := (up - down) / (2 * step)
		t.compare("slope along a direction", want, slope, 1+math.Abs(want))
	})
	return t.outcome()
}

// curvature compares Hessian-vector products with central differences of gradients: a deviation is the length of their difference.
func curvature(presets []*nn.Preset, d derivatives) Outcome {
	t := &tally{allowed: 1e-8}
	along(t, presets, d, func(n *network, net *nn.NetOf[float64], v []float64, _, _ float64, gUp, gDown []float64) {
		hv := make([]float64, len(v))
		d.hessian(net, n.w, n.x, n.y, examples, v, hv)
		var want, have, off float64
		for i, h := range hv {
			q := (gUp[i] - gDown[i]) / (2 * step)
			want, have, off = want+q*q, have+h*h, off+(q-h)*(q-h)
		}
		have = math.Sqrt(have)
		t.note("length of the Hessian times a direction", math.Sqrt(want), have, finite(math.Sqrt(off)/(1+have)))
	})
	return t.outcome()
}
