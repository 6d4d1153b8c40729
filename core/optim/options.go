package optim

import (
	"math"

	"saddlelab/core/param"
)

// Options are what may be done around any method's step. 0 leaves an option out.
type Options struct {
	ClipValue float64 // no part of the gradient is larger than this
	ClipNorm  float64 // nor is its norm: g ← g·min(1, c/‖g‖) (Pascanu, Mikolov, Bengio 2013, arXiv:1211.5063, Algorithm 1)
	Decay     float64 // decoupled weight decay λ: ηλx is taken off beside the step (Loshchilov & Hutter 2019, arXiv:1711.05101)
	Lo, Hi    float64 // after the step every coordinate is brought into [Lo, Hi]; both 0: not
	Ball      float64 // after the step x is brought into the ball of this radius about 0
}

// OptionParams describe Options, in the order of its fields.
var OptionParams = []param.Param{
	{Name: "clip_value", Label: "clip values", Help: "No part of the gradient that a step is given is larger; 0: not clipped.", Min: 0, Default: 0, Max: 1000, Log: true},
	{Name: "clip_norm", Label: "clip norm", Help: "The gradient that a step is given is shortened to this length; 0: not clipped.", Min: 0, Default: 0, Max: 1000, Log: true},
	{Name: "decay", Label: "decoupled decay λ", Help: "Every step shrinks x by ηλ of itself, whatever the method does to gradients.", Min: 0, Default: 0, Max: 1},
	{Name: "lo", Label: "box from", Help: "After every step, coordinates below are set to this; with both ends 0 there is no box.", Min: -1000, Default: 0, Max: 1000},
	{Name: "hi", Label: "box to", Help: "After every step, coordinates above are set to this.", Min: -1000, Default: 0, Max: 1000},
	{Name: "ball", Label: "ball", Help: "After every step, x is brought back to at most this distance from 0; 0: no ball.", Min: 0, Default: 0, Max: 1000, Log: true},
}

// NewOptions takes values by name; at names the field in the error.
func NewOptions(v param.Values, at string) (Options, error) {
	p, err := param.Resolve(OptionParams, v, at)
	if err != nil {
		return Options{}, err
	}
	o := Options{ClipValue: p[0], ClipNorm: p[1], Decay: p[2], Lo: p[3], Hi: p[4], Ball: p[5]}
	return o, o.check(at)
}

func (o Options) values() param.Values {
	return param.Values{"clip_value": o.ClipValue, "clip_norm": o.ClipNorm, "decay": o.Decay, "lo": o.Lo, "hi": o.Hi, "ball": o.Ball}
}

func (o Options) check(at string) error {
	if _, err := param.Resolve(OptionParams, o.values(), at); err != nil {
		return err
	}
	if !o.boxed() || o.Lo < o.Hi {
		return nil
	}
	// hi's range, given lo, in the words of every other range.
	hi := OptionParams[4]
	hi.Min = math.Nextafter(o.Lo, math.Inf(1))
	_, err := param.Resolve([]param.Param{hi}, param.Values{"hi": o.Hi}, at)
	return err
}

func (o Options) boxed() bool { return o.Lo != 0 || o.Hi != 0 }

// Acted is what the options did in a step, each as the length of the change; 0 is nothing.
type Acted struct {
	ClipValue float64 // how much was cut off the gradient
	ClipNorm  float64 // by how much it was shortened then
	Decay     float64 // ηλ‖x‖
	Box, Ball float64 // how far out the step had gone
}

// Acting is an Optimizer that tells what its options did in the last step.
type Acting interface{ Acted() Acted }

// Wrap puts options around a method; what it gives is Acting, and Averaged if the method is. In a step, in this order: the
// gradient is clipped, by value and then by norm; the method makes its step; ηλ times the iterate before it is taken off (as
// AdamW does); the iterate is projected, onto the box and then the ball. A method that asks its Problem for gradients gets
// those unclipped. Options out of range are the caller's bug.
func Wrap[F Float](o Optimizer[F], options Options) Optimizer[F] {
	if err := options.check("options"); err != nil {
		panic("optim: " + err.Error())
	}
	w := &wrapped[F]{method: o, o: options}
	if a, ok := o.(Averaged[F]); ok {
		return &wrappedAverage[F]{w, a}
	}
	return w
}

type wrapped[F Float] struct {
	method Optimizer[F]
	o      Options
	acted  Acted
	off    []F // ηλx of the iterate before the step
}

type wrappedAverage[F Float] struct {
	*wrapped[F]
	Averaged[F]
}

func (w *wrapped[F]) Acted() Acted { return w.acted }

// Step allocates once, in the first step, where weights decay.
func (w *wrapped[F]) Step(x, g []F, lr float64) {
	w.clip(g)
	if w.o.Decay != 0 {
		if w.off == nil {
			w.off = make([]F, len(x))
		}
		copy(w.off, x)
		multiply(w.off, lr*w.o.Decay)
		w.acted.Decay = size(w.off)
	}
	w.method.Step(x, g, lr)
	if w.o.Decay != 0 {
		toward(x, x, -1, w.off)
	}
	if w.o.boxed() {
		w.acted.Box = bound(x, F(w.o.Lo), F(w.o.Hi))
	}
	if w.o.Ball != 0 {
		w.acted.Ball = shorten(x, w.o.Ball)
	}
}

func (w *wrapped[F]) clip(g []F) {
	if c := F(w.o.ClipValue); c != 0 {
		w.acted.ClipValue = bound(g, -c, c)
	}
	if w.o.ClipNorm != 0 {
		w.acted.ClipNorm = shorten(g, w.o.ClipNorm)
	}
}

// bound brings every number into [lo, hi] and gives the length of the change.
func bound[F Float](a []F, lo, hi F) float64 {
	s := 0.0
	for i, v := range a {
		a[i] = min(max(v, lo), hi)
		s += float64(v-a[i]) * float64(v-a[i])
	}
	return math.Sqrt(s)
}

// shorten brings a into the ball of radius r and gives the length of the change.
func shorten[F Float](a []F, r float64) float64 {
	norm := size(a)
	if !(norm > r) {
		return 0
	}
	multiply(a, r/norm)
	return norm - r
}
