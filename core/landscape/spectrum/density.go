package spectrum

import (
	"math"
	"math/rand/v2"

	"saddlelab/core/real"
)

// Density is the spectrum as a whole: how the eigenvalues are spread, each counting 1/N, by stochastic Lanczos quadrature (Ubaru, Chen,
// Saad 2017, SIAM J. Matrix Anal. Appl. 38). The Ritz values of a random start and their shares of it are a Gauss quadrature of the
// spectrum as that start sees it; the mean over starts is that of all.
type Density struct {
	Nodes, Weights []float64 // of all probes; the weights' sum is 1
	Probes, Steps  int
	Sigma          float64 // of the Gaussian in whose place each node is drawn
}

// Spread estimates the density from a number of probes of so many products each. The broadening is a hundredth of the nodes' range.
// told is that of Ends.
func Spread[F Float](op Operator[F], probes, steps int, rng *rand.Rand, told func(products int) bool) *Density {
	d := &Density{Steps: min(steps, op.N)}
	start, made := make([]F, op.N), 0
	lo, hi := math.Inf(1), math.Inf(-1)
	for going := true; going && d.Probes < probes; d.Probes++ {
		signs(start, rng)
		p := newProcess(op, start, nil, rng)
		for range d.Steps {
			if going = told == nil || told(made); !going || !p.step() {
				break
			}
			made++
		}
		if !going { // half a probe is none
			break
		}
		p.ritz()
		for k, theta := range p.theta {
			d.Nodes, d.Weights = append(d.Nodes, theta), append(d.Weights, p.weight(k))
			lo, hi = min(lo, theta), max(hi, theta)
		}
	}
	for i := range d.Weights {
		d.Weights[i] /= float64(max(d.Probes, 1))
	}
	if d.Sigma = (hi - lo) / 100; !(d.Sigma > 0) {
		d.Sigma = max(math.Abs(hi)/100, 1e-12)
	}
	return d
}

// Moment is Σ wθᵏ, an estimate of tr(Hᵏ)/N.
func (d *Density) Moment(k int) float64 {
	s := 0.0
	for i, t := range d.Nodes {
		p := 1.0
		for range k {
			p *= t
		}
		s += d.Weights[i] * p
	}
	return s
}

// Below estimates the part of the eigenvalues that lie below x.
func (d *Density) Below(x float64) float64 {
	s := 0.0
	for i, t := range d.Nodes {
		if t < x {
			s += d.Weights[i]
		}
	}
	return s
}

// At is the density at x, broadened.
func (d *Density) At(x float64) float64 {
	s := 0.0
	for i, t := range d.Nodes {
		if z := (x - t) / d.Sigma; z > -9 && z < 9 {
			s += d.Weights[i] * real.Exp(-z*z/2)
		}
	}
	return s / (d.Sigma * math.Sqrt(2*math.Pi))
}

// Curve gives n evenly spaced places that hold all nodes with 4σ to both sides, and the density there.
func (d *Density) Curve(n int) (x, y []float64) {
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, t := range d.Nodes {
		lo, hi = min(lo, t), max(hi, t)
	}
	lo, hi = lo-4*d.Sigma, hi+4*d.Sigma
	x, y = make([]float64, n), make([]float64, n)
	for i := range x {
		x[i] = lo + (hi-lo)*float64(i)/float64(n-1)
		y[i] = d.At(x[i])
	}
	return x, y
}
