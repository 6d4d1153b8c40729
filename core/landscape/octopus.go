package landscape

import (
	"math"

	"saddlelab/core/param"
)

var octopusParams = []param.Param{
	{Name: "d", Label: "d", Help: "Variables: saddles on the way.", Min: 2, Default: 5, Max: 12, Int: true},
	{Name: "l", Label: "L", Help: "Half the curvature of what holds a coordinate back until its turn comes.", Min: .1, Default: 1, Max: 10, Log: true},
	{Name: "gamma", Label: "γ", Help: "Half the curvature of each saddle’s one way down.", Min: .1, Default: 1, Max: 10, Log: true},
	{Name: "tau", Label: "τ", Help: "Where a saddle’s neighbourhood ends; the minima are at ±4τ.", Min: .1, Default: 1, Max: 10, Log: true},
}

// The octopus of Du et al. 2017: a walk past d saddles one after another.
//
// With i the first coordinate below 2τ in size, those before it are at their places, L(|xⱼ| − 4τ)² − ν; xᵢ falls by −γxᵢ², then by g₁(xᵢ);
// meanwhile xᵢ₊₁ is held back by Lx², which between τ and 2τ turns over to g₂(xᵢ)x²ᵢ₊₁; the others have Lx².
var octopus = &Family{
	ID: "octopus", Name: "Octopus",
	Formula: `\sum_{j<i}L(|x_j|-4\tau)^2-\gamma x_i^2+\sum_{j>i}Lx_j^2-(i-1)\nu,\quad i=\min\{j:|x_j|<2\tau\}`,
	Source:  "Du, Jin, Lee, Jordan, Póczos, Singh 2017, arXiv:1705.10412, section 4",
	Help:    "While one coordinate leaves its saddle the next one is pushed towards its own. Gradient descent needs twice as long at each saddle as at the one before, perturbed gradient descent always about as long.",
	Params:  octopusParams,
	New: func(p []float64) *Space {
		d, b := int(p[0]), bend{p[1], p[2], p[3]}
		l, gamma, tau := b.l, b.gamma, b.tau
		nu := b.nu()
		g2 := func(t float64) (f, fd, fdd float64) {
			u := (t - 2*tau) / tau
			k := l + gamma
			return -gamma - k*u*u*u*(10+u*(15+6*u)), -k * u * u * (30 + u*(60+30*u)) / tau, -k * u * (60 + u*(180+120*u)) / (tau * tau)
		}
		first := func(x []float64) int {
			for i := range d {
				if math.Abs(x[i]) < 2*tau {
					return i
				}
			}
			return d
		}
		sp := &Space{
			D: d,
			F: func(x []float64) float64 {
				i := first(x)
				sum := -float64(i) * nu
				for j := range i {
					e := math.Abs(x[j]) - 4*tau
					sum += l * e * e
				}
				if i == d {
					return sum
				}
				t := math.Abs(x[i])
				f, _, _ := b.at(t)
				sum += f
				for j := i + 1; j < d; j++ {
					a := l
					if j == i+1 && t > tau {
						a, _, _ = g2(t)
					}
					sum += a * x[j] * x[j]
				}
				return sum
			},
			Grad: func(x, g []float64) {
				i := first(x)
				for j := range i {
					g[j] = 2 * l * (math.Abs(x[j]) - 4*tau) * sign(x[j])
				}
				if i == d {
					return
				}
				t := math.Abs(x[i])
				_, slope, _ := b.at(t)
				for j := i + 1; j < d; j++ {
					a := l
					if j == i+1 && t > tau {
						f, fd, _ := g2(t)
						a, slope = f, slope+fd*x[j]*x[j]
					}
					g[j] = 2 * a * x[j]
				}
				g[i] = slope * sign(x[i])
			},
			Hess: func(x, h []float64) {
				clear(h[:d*d])
				i := first(x)
				for j := range d {
					h[j*d+j] = 2 * l
				}
				if i == d {
					return
				}
				t := math.Abs(x[i])
				_, _, bent := b.at(t)
				if j := i + 1; j < d && t > tau {
					f, fd, fdd := g2(t)
					h[j*d+j] = 2 * f
					bent += fdd * x[j] * x[j]
					h[i*d+j] = 2 * fd * x[j] * sign(x[i])
					h[j*d+i] = h[i*d+j]
				}
				h[i*d+i] = bent
			},
			Start:  octopusStart(d, tau),
			Theory: b.chain(d),
			Reach:  6 * tau,
		}
		return sp
	},
}

// octopusStart is a point near the first saddle, on no axis.
func octopusStart(d int, tau float64) []float64 {
	x := make([]float64, d)
	for i := range x {
		x[i] = tau * (.3 + .2*float64((i*2)%3))
	}
	return x
}
