package optim

import (
	"fmt"
	"math"
	"math/rand/v2"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

// Oracle is an entry of the catalog of noises on a surface's gradient: what a method sees instead of it.
type Oracle struct {
	ID      string        `json:"id"`
	Name    string        `json:"name"`
	Formula string        `json:"formula"` // of what is given for ∇f(x), in LaTeX
	Source  string        `json:"source"`
	Help    string        `json:"help"`
	Params  []param.Param `json:"params"`

	New func(p []float64, rng *rand.Rand) Noise `json:"-"`
}

// Noise adds itself to g. All have mean 0 (Student's for ν > 1), and their numbers the same bits everywhere.
type Noise func(g []float64)

// Oracles is in menu order.
var Oracles = []*Oracle{exactOracle, gaussianOracle, studentOracle, alongOracle, ballOracle}

// OracleByID finds an oracle; at names the field in the error.
func OracleByID(id, at string) (*Oracle, error) {
	have := make([]string, len(Oracles))
	for i, o := range Oracles {
		if o.ID == id {
			return o, nil
		}
		have[i] = o.ID
	}
	return nil, param.Unknown(at, "oracle", id, have)
}

var exactOracle = &Oracle{
	ID: "exact", Name: "exact", Formula: `\nabla f(x)`, Source: "",
	Help:   "The gradient itself.",
	Params: []param.Param{},
	New:    func([]float64, *rand.Rand) Noise { return func([]float64) {} },
}

var gaussianOracle = &Oracle{
	ID: "gaussian", Name: "Gaussian", Formula: `\nabla f(x) + \text{@sigma}\,\xi,\quad \xi \sim N(0, I)`,
	Source: "the stochastic first-order oracle with bounded variance",
	Help:   "Gaussian noise in every direction alike.",
	Params: []param.Param{sigma("Standard deviation of the noise on each coordinate.")},
	New: func(p []float64, rng *rand.Rand) Noise {
		return func(g []float64) {
			for i := range g {
				g[i] += p[0] * gauss(rng)
			}
		}
	},
}

// Student's t: density ∝ (1 + ξ²/ν)^(−(ν+1)/2), variance ν/(ν−2) for ν > 2, infinite otherwise.
var studentOracle = &Oracle{
	ID: "student", Name: "Student", Formula: `\nabla f(x) + \text{@sigma}\,\xi,\quad \xi_i \sim t_{\text{@nu}}`,
	Source: "heavy-tailed gradient noise: Şimşekli, Sagun, Gürbüzbalaban 2019, arXiv:1901.06053; drawn by Bailey 1994, Math. Comp. 62",
	Help:   "Heavy tails: now and then the noise is very large; at ν ≤ 2 its variance is infinite.",
	Params: []param.Param{
		sigma("What the noise on each coordinate is multiplied by."),
		{Name: "nu", Label: "degrees of freedom ν", Help: "The smaller, the heavier the tails; the Gaussian is at infinity.", Min: 0.5, Default: 3, Max: 100, Log: true},
	},
	New: func(p []float64, rng *rand.Rand) Noise {
		return func(g []float64) {
			for i := range g {
				g[i] += p[0] * student(rng, p[1])
			}
		}
	},
}

var alongOracle = &Oracle{
	ID: "along", Name: "along a line", Formula: `\nabla f(x) + \text{@sigma}\,\xi\,(\cos\text{@angle}^\circ, \sin\text{@angle}^\circ),\quad \xi \sim N(0, 1)`,
	Source: "noise that is not uniformly exciting: Mertikopoulos, Hallak, Kavis, Cevher 2020, arXiv:2006.11144, ask for noise in every direction",
	Help:   "Noise along one line only: where that is not the way down from a saddle, it does not help to leave it.",
	Params: []param.Param{
		sigma("Standard deviation of the noise along the line."),
		{Name: "angle", Label: "angle", Help: "Degrees from the x axis to the line.", Min: 0, Default: 0, Max: 180},
	},
	New: func(p []float64, rng *rand.Rand) Noise {
		c, s := real.Cos(p[1]*(math.Pi/180)), real.Sin(p[1]*(math.Pi/180))
		if p[1] == 90 {
			c = 0 // and not that of the float nearest π/2
		} else if p[1] == 180 {
			s = 0
		}
		return func(g []float64) {
			if len(g) != 2 {
				panic(fmt.Sprintf("optim: noise along a line in %d dimensions, want 2", len(g)))
			}
			z := p[0] * gauss(rng)
			g[0] += c * z
			g[1] += s * z
		}
	},
}

var ballOracle = &Oracle{
	ID: "ball", Name: "uniform in a ball", Formula: `\nabla f(x) + \xi,\quad \|\xi\| \le \text{@radius}`,
	Source: "Jin, Ge, Netrapalli, Kakade, Jordan 2017, arXiv:1703.00887, Algorithm 2: the perturbation of perturbed gradient descent",
	Help:   "Bounded noise, uniform in a ball: no step is thrown far.",
	Params: []param.Param{{Name: "radius", Label: "radius", Help: "The largest length of the noise.", Min: 0, Default: 0.1, Max: 100, Log: true}},
	New: func(p []float64, rng *rand.Rand) Noise {
		var z []float64
		return func(g []float64) {
			if len(z) != len(g) {
				z = make([]float64, len(g))
			}
			for i := range z {
				z[i] = gauss(rng)
			}
			n := float64(len(z))
			r := p[0] * real.Pow(rng.Float64(), 1/n) / size(z)
			for i := range g {
				g[i] += r * z[i]
			}
		}
	},
}

func sigma(help string) param.Param {
	return param.Param{Name: "sigma", Label: "noise σ", Help: help, Min: 0, Default: 0.1, Max: 100, Log: true}
}

// disc draws u from a uniform point (u, v) of the unit disc, and w = u² + v², which is never 0.
func disc(rng *rand.Rand) (u, w float64) {
	for {
		u, v := 2*rng.Float64()-1, 2*rng.Float64()-1
		if w := u*u + v*v; w > 0 && w <= 1 {
			return u, w
		}
	}
}

// gauss draws from N(0, 1) by Marsaglia's polar method. rand's own NormFloat64 takes logarithms from package math in its tails,
// where processors differ in the last bit.
func gauss(rng *rand.Rand) float64 {
	u, w := disc(rng)
	return u * math.Sqrt(-2*real.Log(w)/w)
}

// student draws Student's t with ν degrees of freedom by Bailey's polar method.
func student(rng *rand.Rand, nu float64) float64 {
	u, w := disc(rng)
	return u * math.Sqrt(nu*(real.Pow(w, -2/nu)-1)/w)
}
