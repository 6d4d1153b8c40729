package lab

import (
	"saddlelab/core/landscape"
	"saddlelab/core/optim"
)

// surfaceProblem is a surface as methods ask for it, its gradient through the oracle. It implements optim.Problem.
type surfaceProblem struct {
	s     *landscape.Surface
	noise optim.Noise // nil: the exact gradient
	asked int         // values, gradients and Hessian-vector products together
}

func (p *surfaceProblem) Value(x []float64) float64 {
	p.asked++
	return p.s.F(x[0], x[1])
}

func (p *surfaceProblem) Gradient(x, g []float64) float64 {
	p.asked++
	g[0], g[1] = p.s.Grad(x[0], x[1])
	p.disturb(g)
	return p.s.F(x[0], x[1])
}

func (p *surfaceProblem) HessianVector(x, v, hv []float64) {
	p.asked++
	xx, xy, yy := p.s.Hess(x[0], x[1])
	a, b := v[0], v[1] // hv may be v
	hv[0], hv[1] = xx*a+xy*b, xy*a+yy*b
}

// disturb makes of a true gradient what the oracle tells.
func (p *surfaceProblem) disturb(g []float64) {
	if p.noise != nil {
		p.noise(g)
	}
}

// networkProblem is the loss of the minibatch at hand. It implements optim.Problem.
type networkProblem struct {
	e     *networkExperiment
	asked int
}

func (p *networkProblem) Value(w []float32) float64 {
	p.asked++
	b := &p.e.batch
	loss, _ := p.e.net.Evaluate(w, b.x[:b.rows*p.e.train.D], b.y, b.rows)
	return loss
}

func (p *networkProblem) Gradient(w, g []float32) float64 {
	p.asked++
	b := &p.e.batch
	return p.e.net.Gradient(w, b.x, b.y, b.rows, g)
}

func (p *networkProblem) HessianVector(w, v, hv []float32) {
	p.asked++
	b := &p.e.batch
	p.e.net.HessianVector(w, b.x, b.y, b.rows, v, hv)
}
