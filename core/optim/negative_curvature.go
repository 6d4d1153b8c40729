package optim

import (
	"math/rand/v2"

	"saddlelab/core/eig"
	"saddlelab/core/param"
)

// Negative-curvature descent: a gradient step, unless the Hessian's smallest eigenvalue λ, by Lanczos from a random vector,
// is below −τ: then a step along its eigenvector v, to the side that goes down.
//
//	x ← x − η∇f(x)            if λ ≥ −τ
//	x ← x − s|λ| sgn(gᵀv) v   otherwise
//
// Where gᵀv = 0 the side is random. If M bounds how fast the Hessian changes, f falls for any s < 3/M, most surely at 2/M. A
// schedule changes η, not s.
var negativeCurvature = &Method{
	ID: "negative-curvature", Name: "Negative curvature",
	Formula: `x \gets \begin{cases} x - \text{@lr}\,\nabla f(x) & \lambda_{\min} \ge -\text{@tolerance} \\ x \pm \text{@escape}\,|\lambda_{\min}|\,v_{\min} & \text{else}\end{cases}`,
	Source:  "Carmon, Duchi, Hinder, Sidford 2018, arXiv:1611.00756: negative-curvature descent; Lanczos: Kuczyński & Woźniakowski 1992",
	Help:    "Gradient descent that looks for a way down along which the surface bends away, and takes it: it leaves strict saddles at once.",
	Needs:   NeedsCurvature,
	Params: []param.Param{
		lr(0.05),
		{Name: "tolerance", Label: "tolerance τ", Help: "Curvatures above −τ count as not negative.", Min: 0, Default: 0.01, Max: 1e3},
		{Name: "escape", Label: "escape s", Help: "The step along the eigenvector, for each unit of curvature.", Min: 1e-6, Default: 0.5, Max: 100, Log: true},
		{Name: "k", Label: "Lanczos steps k", Help: "How many Hessian-vector products the search for the eigenvector may take.", Min: 1, Default: 10, Max: 64, Int: true},
	},
	New64: newNegativeCurvature[float64],
	New32: newNegativeCurvature[float32],
}

func newNegativeCurvature[F Float](s Setup[F]) Optimizer[F] {
	k := min(int(s.P[3]), s.N)
	return &negativeDescent[F]{
		tolerance: s.P[1], escape: s.P[2], problem: s.Problem, rng: s.RNG, lanczos: newLanczos[F](k, s.N),
		a: make([]float64, k*k), v: make([]float64, k*k), y: make([]float64, k), dir: make([]F, s.N),
	}
}

type negativeDescent[F Float] struct {
	tolerance, escape float64
	problem           Problem[F]
	rng               *rand.Rand
	lanczos           *lanczos[F]
	a, v, y           []float64
	dir               []F
}

func (o *negativeDescent[F]) Step(x, g []F, lr float64) {
	fit(x, g)
	lambda := o.lowest(x)
	if !(lambda < -o.tolerance) {
		toward(x, x, -lr, g)
		return
	}
	t := -o.escape * lambda
	if inner(g, o.dir) > 0 {
		t = -t
	}
	toward(x, x, t, o.dir)
}

// lowest gives the smallest Ritz value and writes its vector into dir.
func (o *negativeDescent[F]) lowest(x []F) float64 {
	for i := range o.dir {
		o.dir[i] = F(2*o.rng.Float64() - 1)
	}
	m := o.lanczos.run(o.problem, x, o.dir)
	if m == 0 {
		return 0
	}
	o.lanczos.matrix(o.a, m)
	eig.Symmetric(o.a, o.v, m)
	low := 0
	for i := range m {
		if o.a[i*m+i] < o.a[low*m+low] {
			low = i
		}
	}
	for i := range m {
		o.y[i] = o.v[i*m+low]
	}
	o.lanczos.combine(o.dir, o.y[:m])
	return o.a[low*m+low]
}
