package optim

import (
	"math"

	"saddlelab/core/param"
)

// The trust-region method, its step by Steihaug's conjugate gradients.
//
//	p ≈ argmin  m(p) = gᵀp + ½ pᵀ∇²f(x)p,  ‖p‖ ≤ ηr
//	ρ = (f(x) − f(x+p)) / −m(p)
//
// r, which begins at 1, is divided by 4 where ρ < ¼, doubled where ρ > ¾ and the step reached the edge; x moves where ρ is
// above a threshold. So η is the first radius, and a schedule scales the radius.
var trustRegion = &Method{
	ID: "trust-region", Name: "Trust region",
	Formula: `x \gets x + \arg\min_p\; \nabla f(x)^{\mathsf T}p + \tfrac12 p^{\mathsf T}\nabla^2 f(x)\,p,\quad \|p\| \le \text{@lr}\,r`,
	Source:  "Steihaug 1983; Nocedal & Wright 2006, Numerical Optimization, Algorithms 4.1 and 7.2",
	Help:    "Trusts the quadratic model within a radius that grows where the model is right; where curvature is negative it goes to the edge.",
	Needs:   NeedsCurvature,
	Params: []param.Param{
		{Name: "lr", Label: "radius", Help: "The radius at first; it adapts from there.", Min: 1e-6, Default: 1, Max: 100, Log: true},
		{Name: "max_radius", Label: "largest radius", Help: "The radius never grows beyond this.", Min: 1e-6, Default: 10, Max: 1e6, Log: true},
		{Name: "accept", Label: "threshold", Help: "A step is made if f falls by more than this part of what the model promises.", Min: 0, Default: 0.1, Max: 0.2499},
		{Name: "k", Label: "CG steps k", Help: "How many Hessian-vector products a step may take.", Min: 1, Default: 50, Max: 1000, Log: true, Int: true},
	},
	New64: newTrustRegion[float64],
	New32: newTrustRegion[float32],
}

func newTrustRegion[F Float](s Setup[F]) Optimizer[F] {
	v := vectors[F](5, s.N)
	return &trust[F]{maxRadius: s.P[1], accept: s.P[2], k: int(s.P[3]), problem: s.Problem, factor: 1, p: v[0], r: v[1], d: v[2], hd: v[3], y: v[4]}
}

type trust[F Float] struct {
	maxRadius, accept float64
	k                 int
	problem           Problem[F]
	factor            float64 // the radius over η
	p, r, d, hd, y    []F     // step, residual g + Hp, direction, Hd, point tried
}

func (o *trust[F]) Step(x, g []F, lr float64) {
	fit(x, g)
	if !(size(g) > 0) {
		return
	}
	radius := math.Min(lr*o.factor, o.maxRadius)
	edge := o.steihaug(x, g, radius)
	// As Hp = r − g, the model's value is ½pᵀ(g + r).
	promised := -(inner(o.p, g) + inner(o.p, o.r)) / 2
	toward(o.y, x, 1, o.p)
	ratio := (o.problem.Value(x) - o.problem.Value(o.y)) / promised
	switch {
	case !(ratio >= .25): // NaN too
		radius /= 4
	case ratio > .75 && edge:
		radius *= 2
	}
	o.factor = radius / lr
	if ratio > o.accept {
		copy(x, o.y)
	}
}

// steihaug fills p and r and tells whether p ends at the edge: because it got there, or because curvature is negative along
// a direction.
func (o *trust[F]) steihaug(x, g []F, radius float64) (edge bool) {
	clear(o.p)
	copy(o.r, g)
	for i, v := range g {
		o.d[i] = -v
	}
	rr := inner(o.r, o.r)
	norm := math.Sqrt(rr)
	enough := math.Min(.5, math.Sqrt(norm)) * norm // superlinear convergence
	for range o.k {
		o.problem.HessianVector(x, o.d, o.hd)
		curvature := inner(o.d, o.hd)
		alpha := rr / curvature
		dd, pd, pp := inner(o.d, o.d), inner(o.p, o.d), inner(o.p, o.p)
		if !(curvature > 0) || pp+2*alpha*pd+alpha*alpha*dd >= radius*radius {
			// ‖p + τd‖ = radius, τ ≥ 0, in the form that does not cancel: pᵀd ≥ 0 throughout.
			rest := radius*radius - pp
			tau := rest / (pd + math.Sqrt(pd*pd+dd*rest))
			toward(o.p, o.p, tau, o.d)
			toward(o.r, o.r, tau, o.hd)
			return true
		}
		toward(o.p, o.p, alpha, o.d)
		toward(o.r, o.r, alpha, o.hd)
		next := inner(o.r, o.r)
		if math.Sqrt(next) <= enough {
			return false
		}
		beta := next / rr
		rr = next
		for i, r := range o.r {
			o.d[i] = F(beta)*o.d[i] - r
		}
	}
	return false
}
