package plane

import (
	"math"
	"math/rand/v2"

	"saddlelab/core/real"
)

// Block is a matrix of weights in the parameter vector, row-major from Off; its columns are its filters: what one output is made of. A
// block that is Still gets no direction: biases and the gains of normalizations, as Li et al. leave them out, and what is frozen.
type Block struct {
	Off, Rows, Cols int
	Still           bool
}

// Normalize says how a random direction is scaled to the weights it starts from, since relu networks are the same function when a
// layer is scaled up and the next one down.
type Normalize string

// The ways of Li, Xu, Taylor, Studer, Goldstein 2018 (NeurIPS), section 4.
const (
	ByFilter Normalize = "filter" // each filter of the direction gets the length of the weights' filter
	ByLayer  Normalize = "layer"  // each matrix as a whole
	Plainly  Normalize = "none"   // the direction gets the length of all weights
)

// Random draws a direction at w, of normal numbers.
func Random(w []float32, blocks []Block, how Normalize, rng *rand.Rand) []float32 {
	d := make([]float32, len(w))
	all, own := 0.0, 0.0
	for _, b := range blocks {
		if b.Still {
			continue
		}
		n := b.Rows * b.Cols
		part, at := d[b.Off:b.Off+n], w[b.Off:b.Off+n]
		for i := range part {
			part[i] = float32(real.Normal(rng))
		}
		switch how {
		case ByFilter:
			for c := range b.Cols {
				match(part[c:], at[c:], b.Cols)
			}
		case ByLayer:
			match(part, at, 1)
		default:
			all, own = all+dot(at, at), own+dot(part, part)
		}
	}
	if how == Plainly && own > 0 {
		scale(d, math.Sqrt(all/own))
	}
	return d
}

// match gives every stride-th number of d the length that those of w have.
func match(d, w []float32, stride int) {
	var dd, ww float64
	for i := 0; i < len(d); i += stride {
		dd += float64(d[i]) * float64(d[i])
		ww += float64(w[i]) * float64(w[i])
	}
	if dd == 0 {
		return
	}
	k := math.Sqrt(ww / dd)
	for i := 0; i < len(d); i += stride {
		d[i] = float32(float64(d[i]) * k)
	}
}
