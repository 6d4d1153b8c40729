package nn

import "saddlelab/core/param"

// Hinge loss.  Of several outputs and a label y: L = (1/K) Σ_{j≠y} max(0, 1 − z_y + z_j). Of one output, or of values: L = (1/K) Σ
// max(0, 1 − s z), s = 1 where the target is above ½ and −1 elsewhere.
var hinge = &Loss{
	ID: "hinge", Name: "Hinge", Formula: `\frac1K\sum_{j\ne y}\max(0,\,1-z_y+z_j)`,
	Help:   "For classes: asks only that the right output is the largest by 1. Piecewise linear: its curvature is 0.",
	Source: "Crammer & Singer 2001; Weston & Watkins 1999 (PyTorch: MultiMarginLoss)",
	Params: []param.Param{},
	m32:    margins[float32], m64: margins[float64],
}

func margins[F Float](_ []float64, out, outd []F, rows, cols int, y TargetsOf[F], scale F) float64 {
	sum := 0.0
	k := scale / F(cols)
	clear(outd)
	for r := range rows {
		z := out[r*cols : (r+1)*cols]
		if y.skipped(r, z, nil) {
			continue
		}
		if y.Labels == nil || cols == 1 {
			for c, v := range z {
				s := F(-1)
				if y.value(r, c, cols) > .5 {
					s = 1
				}
				z[c] = 0
				if short := 1 - s*v; short > 0 {
					sum += float64(short)
					z[c] = -k * s
				}
			}
			continue
		}
		right := int(y.Labels[r])
		at, missed := z[right], F(0)
		for c, v := range z {
			z[c] = 0
			if short := 1 - at + v; c != right && short > 0 {
				sum += float64(short)
				z[c] = k
				missed++
			}
		}
		z[right] = -k * missed
	}
	return sum / float64(cols)
}
