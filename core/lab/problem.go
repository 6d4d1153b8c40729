package lab

import (
	"saddlelab/core/landscape"
	"saddlelab/core/optim"
)

// surfaceProblem is a surface as methods ask for it, its gradient through the oracle. It implements optim.Problem.
type surfaceProblem struct {
	sp    *landscape.Space
	noise optim.Noise // nil: the exact gradient
	asked int         // values, gradients and Hessian-vector products together
	h, v  []float64   // scratch: Hessian, and a direction that may be where the product goes
}

func (p *surfaceProblem) Value(x []float64) float64 {
	p.asked++
	return p.sp.F(x)
}

func (p *surfaceProblem) Gradient(x, g []float64) float64 {
	p.asked++
	p.sp.Grad(x, g)
	p.disturb(g)
	return p.sp.F(x)
}

func (p *surfaceProblem) HessianVector(x, v, hv []float64) {
	p.asked++
	d := p.sp.D
	p.sp.Hess(x, p.h)
	copy(p.v, v)
	for i := range d {
		sum := 0.0
		for j := range d {
			sum += p.h[i*d+j] * p.v[j]
		}
		hv[i] = sum
	}
}

// disturb makes of a true gradient what the oracle tells.
func (p *surfaceProblem) disturb(g []float64) {
	if p.noise != nil {
		p.noise(g)
	}
}

// networkProblem is the loss of the minibatch at hand, as a function of what is trained. It implements optim.Problem.
type networkProblem struct {
	e     *networkExperiment
	r     *networkRun
	all   []float32 // scratch: all parameters, where some are frozen
	asked int
}

// whole gives all parameters to the trainable ones.
func (p *networkProblem) whole(w []float32) []float32 {
	if len(w) == len(p.r.w) {
		return w
	}
	if p.all == nil {
		p.all = make([]float32, len(p.r.w))
	}
	copy(p.all, p.r.w)
	copy(p.all, w)
	return p.all
}

// Value is of the function whose gradient and curvature the others give, penalties and batch norm's own statistics of the batch
// included: a line search compares both. Only dropout, which draws anew for each gradient, drops nothing here.
func (p *networkProblem) Value(w []float32) float64 {
	p.asked++
	b := &p.e.batch
	p.e.net.Use(p.r.stats)
	return p.e.net.Loss(p.whole(w), b.x[:b.rows*p.e.train.D], b.y, b.rows)
}

func (p *networkProblem) Gradient(w, g []float32) float64 {
	p.asked++
	b := &p.e.batch
	p.e.net.Use(p.r.stats)
	return p.e.net.Gradient(p.whole(w), b.x, b.y, b.rows, g)
}

func (p *networkProblem) HessianVector(w, v, hv []float32) {
	p.asked++
	b := &p.e.batch
	p.e.net.Use(p.r.stats)
	p.e.net.HessianVector(p.whole(w), b.x, b.y, b.rows, v, hv)
}
