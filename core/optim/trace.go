package optim

import "slices"

// Traced is an Optimizer that tells what becomes of the gradient within a step. Trace makes the step as Step does.
type Traced[F Float] interface {
	Trace(x, g []F, lr float64, part func(name string, u []F))
}

// remembers is a rule with a running mean of gradients besides what it gives on: Adam's kind.
type remembers[F Float] interface{ first() []F }

// Trace tells the gradient, what each rule made of it, and at last the step. All but the step are in units of the gradient: what
// comes after the multiplication by −η is divided by it. A method that has no such multiplication tells the gradient and the step.
func (c chain[F]) Trace(x, g []F, lr float64, part func(name string, u []F)) {
	part("gradient", g)
	told := slices.ContainsFunc(c, func(r rule[F]) bool { _, ok := r.(scale[F]); return ok })
	unit := F(1)
	for _, r := range c {
		before := slices.Clone(g)
		r.apply(g, x, F(lr))
		if _, ok := r.(scale[F]); ok {
			unit = -1 / F(lr)
			continue
		}
		if m, ok := r.(remembers[F]); ok {
			part("mean gradient", m.first())
		}
		name := made(r)
		if !told || name == "" || slices.Equal(before, g) {
			continue
		}
		for i, u := range g {
			if name == "noise" {
				u -= before[i]
			}
			before[i] = u * unit
		}
		part(name, before)
	}
	part("step", g)
	for i, u := range g {
		x[i] += u
	}
}

// made names what a rule gives on; what is not named here divides or turns the gradient.
func made[F Float](r rule[F]) string {
	switch r.(type) {
	case decay[F]:
		return "with weight decay"
	case shrink[F]:
		return "" // of the step
	case noise[F], *ballNoise[F], *kick[F]:
		return "noise"
	case *heavyBall[F]:
		return "momentum"
	case *lookAhead[F]:
		return "momentum, looked ahead"
	case *ascentRule[F]:
		return "gradient uphill"
	}
	return "preconditioned"
}

func (r *moments[F]) first() []F    { return r.m }
func (r *adamaxRule[F]) first() []F { return r.m }
func (r *lionRule[F]) first() []F   { return r.m }

// Trace tells the gradient before it is clipped, the method's own parts, and the step as it is after projection.
func (w *wrapped[F]) Trace(x, g []F, lr float64, part func(name string, u []F)) {
	before := slices.Clone(x)
	inner, ok := w.method.(Traced[F])
	if !ok || w.o.Decay != 0 || w.o.boxed() || w.o.Ball != 0 || w.o.ClipNorm != 0 || w.o.ClipValue != 0 {
		part("gradient", g)
		clipped := slices.Clone(g)
		w.clip(clipped)
		if !slices.Equal(clipped, g) {
			part("clipped", clipped)
		}
		w.Step(x, g, lr)
		for i := range x {
			before[i] = x[i] - before[i]
		}
		part("step", before)
		return
	}
	inner.Trace(x, g, lr, part)
}
