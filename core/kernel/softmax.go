package kernel

import "saddlelab/core/real"

// SoftmaxXent replaces each row of x, rows×cols logits, by scale·(softmax(x) − onehot(label)), the gradient of the
// cross-entropy, and returns the sum over rows of the cross-entropy −log softmax(x)[label] itself, unscaled. That is
// computed as log Σexp(x−max) − (x[label]−max), in float64, so that it is right however large the logits are; the sums, from 1 to cols,
// are multiplied together as far as they go before a logarithm is taken, since that costs as much as ten exponentials. Where scale is
// 0 only the sum is asked for, and x holds nothing of use afterwards.
func SoftmaxXent(rows, cols int, x []float32, ld int, labels []int32, scale float32) float64 {
	check(rows, cols, ld, x)
	loss, sums := 0.0, 1.0
	for r := range rows {
		row := x[r*ld : r*ld+cols]
		y := labels[r]
		at := float64(row[y])
		top, sum := softmaxRow(row)
		loss -= at - float64(top)
		if sums *= float64(sum); sums > 1e250 {
			loss, sums = loss+real.Log(sums), 1
		}
		if scale == 0 {
			continue
		}
		row[y] -= sum
		scaleRow(row, scale/sum)
	}
	return loss + real.Log(sums)
}

// plainSoftmax replaces a row by exp(x − top), top its largest element, and gives their sum, made in four lanes,
// element i in lane i mod 4, then (0+1)+(2+3).
func plainSoftmax(row []float32) (top, sum float32) {
	top = -3e38
	for _, v := range row {
		if v > top {
			top = v
		}
	}
	var s [4]float32
	for i, v := range row {
		row[i] = exp1(v - top)
		s[i&3] += row[i]
	}
	return top, (s[0] + s[1]) + (s[2] + s[3])
}

func plainScale(row []float32, k float32) {
	for i := range row {
		row[i] *= k
	}
}
