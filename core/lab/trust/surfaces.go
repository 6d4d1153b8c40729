package trust

import (
	"math"
	"math/rand/v2"

	"saddlelab/core/landscape"
	"saddlelab/core/param"
)

// function is a function with its derivatives, and where to try them.
type function struct {
	name string
	*landscape.Space
	size  float64 // of its values where it is tried
	point func(rng *rand.Rand, x []float64)
}

// functions are the surfaces and, at their defaults, the families of any dimension.
func functions(surfaces []*landscape.Surface, families []*landscape.Family) []function {
	var all []function
	for _, s := range surfaces {
		size := 0.0
		for _, z := range landscape.Grid(s, 9) {
			size = max(size, math.Abs(z))
		}
		all = append(all, function{s.Name, s.Space(), size, func(rng *rand.Rand, x []float64) {
			for {
				x[0] = s.Box[0] + rng.Float64()*(s.Box[1]-s.Box[0])
				x[1] = s.Box[2] + rng.Float64()*(s.Box[3]-s.Box[2])
				if !s.Tip || x[0]*x[0]+x[1]*x[1] > .01 { // near a point without a gradient differences mean nothing
					return
				}
			}
		}})
	}
	for _, f := range families {
		p, err := param.Resolve(f.Params, nil, f.ID)
		if err != nil {
			panic("trust: " + err.Error())
		}
		sp := f.New(p)
		all = append(all, function{f.Name, sp, math.Abs(sp.F(sp.Start)), func(rng *rand.Rand, x []float64) {
			for i := range x {
				x[i] = sp.Reach * (2*rng.Float64() - 1)
			}
			if sp.Retract != nil {
				sp.Retract(x)
			}
		}})
	}
	return all
}

// Points at which each function is tried, and the step of the differences.
const (
	triedAt = 40
	step    = 1e-5
)

// each tries every function at seeded points.
func each(functions []function, allowed float64, try func(t *tally, f function, x []float64)) Outcome {
	t := &tally{allowed: allowed}
	for k, f := range functions {
		rng := rand.New(rand.NewPCG(1, uint64(k)))
		x := make([]float64, f.D)
		t.of(f.name)
		for range triedAt {
			f.point(rng, x)
			try(t, f, x)
		}
	}
	return t.outcome()
}

// gradientsOf compares gradients with central differences of values.
func gradientsOf(functions []function) Outcome {
	return each(functions, 1e-7, func(t *tally, f function, x []float64) {
		g := make([]float64, f.D)
		f.Grad(x, g)
		for i, at := range x {
			x[i] = at + step
			up := f.F(x)
			x[i] = at - step
			down := f.F(x)
			x[i] = at
			t.compare("∂f/∂"+name(i), (up-down)/(2*step), g[i], 1+f.size+math.Abs(g[i]))
		}
	})
}

// hessiansOf compares Hessians with central differences of gradients.
func hessiansOf(functions []function) Outcome {
	return each(functions, 2e-7, func(t *tally, f function, x []float64) {
		h, up, down := make([]float64, f.D*f.D), make([]float64, f.D), make([]float64, f.D)
		f.Hess(x, h)
		size := 1 + f.size
		for _, v := range h {
			size = max(size, math.Abs(v))
		}
		for i, at := range x {
			x[i] = at + step
			f.Grad(x, up)
			x[i] = at - step
			f.Grad(x, down)
			x[i] = at
			for j := range x {
				t.compare("∂²f/∂"+name(i)+"∂"+name(j), (up[j]-down[j])/(2*step), h[i*f.D+j], size)
			}
		}
	})
}

// name is the name of a coordinate: x₁, x₂, ….
func name(i int) string {
	s := ""
	for i++; i > 0; i /= 10 {
		s = string('₀'+rune(i%10)) + s
	}
	return "x" + s
}
