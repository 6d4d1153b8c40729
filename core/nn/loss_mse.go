package nn

import "saddlelab/core/param"

// Mean squared error.  L = (1/K) Σ (zⱼ − tⱼ)²
var mse = &Loss{
	ID: "mse", Name: "Mean squared error", Formula: `\frac1K\sum_j (z_j-t_j)^2`,
	Help:   "For values; for classes the target is 1 at the right output and 0 elsewhere.",
	Source: "PyTorch: MSELoss, mean over examples and outputs",
	Params: []param.Param{},
	m32:    squared[float32], m64: squared[float64],
}

func squared[F Float](_ []float64, out, outd []F, rows, cols int, y TargetsOf[F], scale F) float64 {
	sum := 0.0
	k := 2 * scale / F(cols)
	if y.Labels == nil && outd == nil { // values, the most frequent case
		t := y.Values[:rows*cols]
		for i, z := range out[:len(t)] {
			d := z - t[i]
			sum += float64(float64(d) * float64(d))
			out[i] = k * d
		}
		return sum / float64(cols)
	}
	if cols == 1 && outd == nil { // two classes by one output
		for r, l := range y.Labels[:rows] {
			d := out[r] - F(l)
			if l < 0 {
				d = 0
			}
			sum += float64(float64(d) * float64(d))
			out[r] = k * d
		}
		return sum
	}
	for r := range rows {
		if y.skipped(r, out[r*cols:(r+1)*cols], rowOf(outd, r, cols)) {
			continue
		}
		for c := range cols {
			i := r*cols + c
			d := out[i] - y.value(r, c, cols)
			sum += float64(float64(d) * float64(d))
			out[i] = k * d
			if outd != nil {
				outd[i] *= k
			}
		}
	}
	return sum / float64(cols)
}
