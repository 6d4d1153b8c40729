package optim

import (
	"math"
	"math/rand/v2"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

// Perturbed gradient descent: a kick where the gradient is small and the last kick lies more than t_thres steps back.
//
//	‖g‖ ≤ g_thres and t > t_thres:  x ← x + ξ, ξ uniform in the ball of the given radius;  t ← 0
//	otherwise:                      x ← x − ηg;                                            t ← t + 1
//
// The paper asks for the gradient again after a kick and steps from there: here that is the next Step, so a kick is a step
// of its own. Its test for stopping, that f hardly fell in t_thres steps after a kick, is left out: at a minimum the kicks
// go on.
var perturbedGD = &Method{
	ID: "perturbed-gd", Name: "Perturbed GD",
	Formula: `x \gets x - \text{@lr}\,\nabla f(x);\quad \text{where }\|\nabla f(x)\|\text{ is small and the last kick long ago: } x \gets x + \xi,\ \|\xi\| \le \text{@radius}`,
	Source:  "Jin, Ge, Netrapalli, Kakade, Jordan 2017, arXiv:1703.00887, Algorithm 2, without its termination",
	Help:    "Gradient descent that is kicked only where the slope has nearly vanished: enough to leave a saddle, no noise elsewhere.",
	Params: []param.Param{
		lr(0.05),
		{Name: "radius", Label: "radius r", Help: "How far a kick goes at most.", Min: 0, Default: 0.05, Max: 100, Log: true},
		{Name: "g_thres", Label: "gradient below", Help: "A kick needs a gradient this short.", Min: 1e-9, Default: 0.01, Max: 100, Log: true},
		{Name: "t_thres", Label: "steps between", Help: "A kick needs more than so many steps since the last one.", Min: 0, Default: 50, Max: 1e6, Log: true, Int: true},
	},
	New64: newPerturbedGD[float64],
	New32: newPerturbedGD[float32],
}

func newPerturbedGD[F Float](s Setup[F]) Optimizer[F] {
	wait := int(s.P[3])
	return chain[F]{&kick[F]{radius: s.P[1], small: s.P[2], wait: wait, since: wait + 1, rng: s.RNG, xi: make([]float64, s.N)}}
}

type kick[F Float] struct {
	radius, small float64
	wait, since   int // steps since the last kick; the first may come at once
	rng           *rand.Rand
	xi            []float64
}

func (r *kick[F]) apply(u, _ []F, lr F) {
	if r.since > r.wait && squares(u) <= r.small*r.small {
		r.since = 0
		inBall(r.rng, r.radius, r.xi)
		for i, v := range r.xi {
			u[i] = F(v)
		}
		return
	}
	r.since++
	for i := range u {
		u[i] *= -lr
	}
}

// inBall fills x with a point uniform in the ball of that radius: n of the n+2 coordinates of a point uniform on the
// sphere in n+2 dimensions are uniform in the ball of n, and no n-th root is needed.
func inBall(rng *rand.Rand, radius float64, x []float64) {
	a, b := real.Normal(rng), real.Normal(rng)
	sum := a*a + b*b
	for i := range x {
		x[i] = real.Normal(rng)
		sum += x[i] * x[i]
	}
	k := radius / math.Sqrt(sum)
	for i := range x {
		x[i] *= k
	}
}
