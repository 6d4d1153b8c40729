package nn

import "saddlelab/core/param"

// Huber loss.  L = (1/K) Σ h(zⱼ − tⱼ),  h(d) = ½d² where |d| ≤ δ, else δ(|d| − ½δ)
var huber = &Loss{
	ID: "huber", Name: "Huber", Formula: `\frac1K\sum_j h(z_j-t_j),\quad |d|\le\delta:\ \tfrac12 d^2,\quad |d|>\delta:\ \delta\left(|d|-\tfrac12\delta\right)`,
	Help:   "For values: square for small errors, linear for large ones, so that outliers do not rule.",
	Source: "Huber 1964 (PyTorch: HuberLoss, mean over examples and outputs)",
	Params: []param.Param{
		{Name: "delta", Label: "δ", Help: "Where the square becomes a line.", Min: 1e-3, Default: 1, Max: 1e3, Log: true}},
	m32: robust[float32], m64: robust[float64],
}

func robust[F Float](p []float64, out, outd []F, rows, cols int, y TargetsOf[F], scale F) float64 {
	sum := 0.0
	k, delta := scale/F(cols), F(p[0])
	for r := range rows {
		if y.skipped(r, out[r*cols:(r+1)*cols], rowOf(outd, r, cols)) {
			continue
		}
		for c := range cols {
			i := r*cols + c
			d, curve := out[i]-y.value(r, c, cols), k
			if size := max(d, -d); size <= delta {
				sum += .5 * float64(float64(d)*float64(d))
				out[i] = k * d
			} else {
				sum += float64(float64(delta) * (float64(size) - .5*float64(delta)))
				out[i], curve = k*delta, 0
				if d < 0 {
					out[i] = -k * delta
				}
			}
			if outd != nil {
				outd[i] *= curve
			}
		}
	}
	return sum / float64(cols)
}
