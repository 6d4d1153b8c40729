package nn

import (
	"saddlelab/core/kernel"
	"saddlelab/core/param"
	"saddlelab/core/real"
)

// Softmax cross-entropy.  L = −Σ tⱼ log pⱼ,  p = softmax(z);  ∂L/∂z = (Σt)p − t,  ∂²L/∂z² = (Σt)(diag(p) − ppᵀ)
var softmaxCE = &Loss{
	ID: "softmax-ce", Name: "Cross-entropy", Formula: `-\log\frac{e^{z_y}}{\sum_j e^{z_j}}`,
	Help:   "For classes: minus the logarithm of the probability given to the right one.",
	Source: "PyTorch: CrossEntropyLoss, mean over examples",
	Params: []param.Param{
		{Name: "smoothing", Label: "label smoothing", Help: "How much of the probability is wanted evenly on all classes.", Min: 0, Default: 0, Max: .99}},
	Classes: true,
	m32:     crossEntropy[float32], m64: crossEntropy[float64],
}

func crossEntropy[F Float](p []float64, out, outd []F, rows, cols int, y TargetsOf[F], scale F) float64 {
	if p[0] == 0 && outd == nil && y.Labels != nil && y.counted(rows) == rows {
		if z, ok := any(out).([]float32); ok {
			return kernel.SoftmaxXent(rows, cols, z, cols, y.Labels, float32(scale))
		}
	}
	sum, even := 0.0, F(p[0])/F(cols)
	for r := range rows {
		z, zd := out[r*cols:(r+1)*cols], rowOf(outd, r, cols)
		if y.skipped(r, z, zd) {
			continue
		}
		l, total := crossRow(z, func(c int) F { return F((1-F(p[0]))*y.value(r, c, cols)) + even })
		sum += l
		if zd != nil {
			mean := F(0)
			for c := range zd {
				mean += F(z[c] * zd[c])
			}
			for c := range zd {
				zd[c] = scale * total * z[c] * (zd[c] - mean)
			}
		}
		for c := range z {
			t := F((1-F(p[0]))*y.value(r, c, cols)) + even
			z[c] = scale * (F(total*z[c]) - t)
		}
	}
	return sum
}

// crossRow replaces logits by their softmax and gives the cross-entropy with the targets t and the sum of those. The logarithm of
// the sum is taken of numbers below the largest, so that it is right however large they are.
func crossRow[F Float](z []F, t func(c int) F) (loss float64, total F) {
	top := z[0]
	for _, v := range z {
		if v > top {
			top = v
		}
	}
	sum := F(0)
	for _, v := range z {
		sum += exp(v - top)
	}
	logSum := real.Log(float64(sum))
	for c, v := range z {
		total += t(c)
		loss += float64(float64(t(c)) * (logSum - (float64(v) - float64(top))))
		z[c] = exp(v-top) / sum
	}
	return loss, total
}

func rowOf[F Float](x []F, r, cols int) []F {
	if x == nil {
		return nil
	}
	return x[r*cols : (r+1)*cols]
}
