package optim

import (
	"math"

	"saddlelab/core/param"
)

// L-BFGS in PyTorch's form. A step is one call of its optimizer: up to max_iter iterations of
//
//	d = −Hg      x ← x + td
//
// where H, the inverse Hessian by the secant equations of the last pairs (s, y) of steps and gradient changes, is applied by
// the two-loop recursion. t is η, in the very first iteration η·min(1, 1/‖g‖₁), or where the line search that starts from it
// ends: at the strong Wolfe conditions. Pairs with yᵀs ≤ 1e-10 are left out, so that H stays positive definite.
var lbfgs = &Method{
	ID: "lbfgs", Name: "L-BFGS",
	Formula: `x \gets x - \text{@lr}\,t\,H\,\nabla f(x),\quad H \approx (\nabla^2 f)^{-1} \text{ from } y_i = \nabla f(x_{i+1}) - \nabla f(x_i),\; s_i = x_{i+1} - x_i`,
	Source:  "Liu & Nocedal 1989; Nocedal & Wright 2006, Numerical Optimization, Algorithms 7.4 and 7.5; PyTorch: LBFGS",
	Help:    "Learns curvature from how the gradient changed over the last steps, and steps nearly as Newton's method does.",
	Needs:   NeedsGradients,
	Params: []param.Param{
		lr(1),
		{Name: "max_iter", Label: "iterations a step", Help: "How many iterations one step may make; each takes a gradient at least.", Min: 1, Default: 1, Max: 100, Log: true, Int: true},
		{Name: "history_size", Label: "history", Help: "How many past steps are remembered.", Min: 1, Default: 10, Max: 100, Log: true, Int: true},
		{Name: "strong_wolfe", Label: "line search", Help: "1: a line search finds each step's length; 0: it is η.", Min: 0, Default: 1, Max: 1, Int: true},
		{Name: "tolerance_grad", Label: "gradient tolerance", Help: "Stops where no part of the gradient is larger.", Min: 0, Default: 1e-7, Max: 1, Log: true},
		{Name: "tolerance_change", Label: "change tolerance", Help: "Stops where neither x nor f changes by more.", Min: 0, Default: 1e-9, Max: 1, Log: true},
	},
	New64: newLBFGS[float64],
	New32: newLBFGS[float32],
}

func newLBFGS[F Float](s Setup[F]) Optimizer[F] {
	h := int(s.P[2])
	v := vectors[F](2*h, s.N)
	w := vectors[F](5, s.N)
	return &lbfgsState[F]{
		maxIter: int(s.P[1]), search: s.P[3] == 1, tolGrad: s.P[4], tolChange: s.P[5], problem: s.Problem,
		y: v[:h], s: v[h:], ro: make([]float64, h), al: make([]float64, h), diag: 1,
		d: w[0], prev: w[1], line: lineSearch[F]{problem: s.Problem, tolChange: s.P[5], x0: w[2], g: [3][]F{w[3], w[4], make([]F, s.N)}},
	}
}

type lbfgsState[F Float] struct {
	maxIter            int
	search             bool
	tolGrad, tolChange float64
	problem            Problem[F]

	y, s    [][]F     // pairs, the oldest first
	ro      []float64 // 1/yᵀs
	al      []float64
	pairs   int
	diag    float64 // H before its pairs is this times I
	d, prev []F     // last direction, gradient where it began
	t       float64 // last step along d
	iters   int     // iterations in all steps
	line    lineSearch[F]
}

func (o *lbfgsState[F]) Step(x, g []F, lr float64) {
	fit(x, g)
	if largest(g) <= o.tolGrad {
		return
	}
	f := 0.0
	if o.search || o.maxIter > 1 {
		f = o.problem.Value(x)
	}
	evals, maxEvals := 1, o.maxIter*5/4
	for n := 1; ; n++ {
		o.iters++
		o.direction(g)
		copy(o.prev, g)
		before := f
		o.t = lr
		if o.iters == 1 {
			sum := 0.0
			for _, v := range g {
				sum += math.Abs(float64(v))
			}
			o.t = math.Min(1, 1/sum) * lr
		}
		slope := inner(g, o.d)
		if slope > -o.tolChange {
			return
		}
		if o.search {
			used := 0
			f, o.t, used = o.line.wolfe(x, o.d, g, o.t, f, slope)
			evals += used
		} else {
			toward(x, x, o.t, o.d)
			if n < o.maxIter {
				f = o.problem.Gradient(x, g)
				evals++
			}
		}
		if n == o.maxIter || evals >= maxEvals || largest(g) <= o.tolGrad ||
			math.Abs(o.t)*largest(o.d) <= o.tolChange || math.Abs(f-before) < o.tolChange {
			return
		}
	}
}

// direction takes in the pair of the last iteration and writes d = −Hg.
func (o *lbfgsState[F]) direction(g []F) {
	if o.iters > 1 {
		o.remember(g)
	}
	for i, v := range g {
		o.d[i] = -v
	}
	for i := o.pairs - 1; i >= 0; i-- {
		o.al[i] = inner(o.s[i], o.d) * o.ro[i]
		toward(o.d, o.d, -o.al[i], o.y[i])
	}
	multiply(o.d, o.diag)
	for i := range o.pairs {
		be := inner(o.y[i], o.d) * o.ro[i]
		toward(o.d, o.d, o.al[i]-be, o.s[i])
	}
}

func (o *lbfgsState[F]) remember(g []F) {
	at := o.pairs
	if at == len(o.y) {
		at = 0 // the oldest pair, if this one is worth its place
	}
	ys, yy := 0.0, 0.0
	for i, v := range g {
		y, s := v-o.prev[i], o.d[i]*F(o.t)
		ys += float64(y) * float64(s)
		yy += float64(y) * float64(y)
	}
	if !(ys > 1e-10) {
		return
	}
	y, s := o.y[at], o.s[at]
	for i, v := range g {
		y[i], s[i] = v-o.prev[i], o.d[i]*F(o.t)
	}
	if o.pairs == len(o.y) {
		copy(o.y, o.y[1:])
		copy(o.s, o.s[1:])
		copy(o.ro, o.ro[1:])
	} else {
		o.pairs++
	}
	o.y[o.pairs-1], o.s[o.pairs-1], o.ro[o.pairs-1] = y, s, 1/ys
	o.diag = ys / yy
}

// largest is the largest |aᵢ|.
func largest[F Float](a []F) float64 {
	m := 0.0
	for _, v := range a {
		m = max(m, math.Abs(float64(v)))
	}
	return m
}
