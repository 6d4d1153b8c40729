package nn

import "saddlelab/core/param"

// Logistic loss.  L = (1/K) Σ log(1 + e^z) − tz;  its derivative by z is σ(z) − t
var logisticLoss = &Loss{
	ID: "logistic", Name: "Logistic", Formula: `\frac1K\sum_j \log\left(1+e^{z_j}\right)-t_j z_j`,
	Help:   "Each output is the log-odds of a yes: for two classes and one output, or a yes or no for each output.",
	Source: "PyTorch: BCEWithLogitsLoss, mean over examples and outputs",
	Params: []param.Param{},
	m32:    logOdds[float32], m64: logOdds[float64],
}

func logOdds[F Float](_ []float64, out, outd []F, rows, cols int, y TargetsOf[F], scale F) float64 {
	sum := 0.0
	k := scale / F(cols)
	for r := range rows {
		if y.skipped(r, out[r*cols:(r+1)*cols], rowOf(outd, r, cols)) {
			continue
		}
		for c := range cols {
			i := r*cols + c
			t := y.value(r, c, cols)
			l, d, dd := softplus(out[i])
			sum += float64(l) - float64(float64(t)*float64(out[i]))
			out[i] = k * (d - t)
			if outd != nil {
				outd[i] *= k * dd
			}
		}
	}
	return sum / float64(cols)
}
