package nn

import (
	"fmt"

	"gonum.org/v1/gonum/mat"
)

// SolveLast overwrites in w the weights and biases of the last layer, a dense one with no activation after it, with those of least
// mean squared error over rows examples: of all such the ones of least norm, by singular values (gonum). What is before the layer
// stays as it is, evaluated as in inference: with frozen random features this is an extreme learning machine (Huang, Zhu, Siew 2006).
// Of labels the target is 1 at the right output and 0 elsewhere. It returns the rank of the features, as far as F can tell (singular
// values above the largest times ulp times the larger side), and the mean squared error, before the weights are rounded to F.
func (n *NetOf[F]) SolveLast(w, x []F, y TargetsOf[F], rows int) (rank int, mse float64, err error) {
	last := len(n.chain.stages) - 1
	d, ok := n.chain.stages[last].layer.(*dense[F])
	if !ok {
		return 0, 0, fmt.Errorf("model[%d]: only a dense layer can be solved for, and the last one is %s", last, n.m.nodes[last].kind.ID)
	}
	bias := 0
	if d.b.n > 0 {
		bias = 1
	}
	count, k := rows*d.at, d.in+bias
	scaled := 1.0
	if d.ntk != 0 {
		scaled = float64(d.ntk)
	}
	features, wanted := mat.NewDense(count, k, nil), mat.NewDense(count, d.out, nil)
	in := n.m.In()
	for at := 0; at < rows; at += n.max {
		m := min(n.max, rows-at)
		n.Forward(w, x[at*in:(at+m)*in], m)
		for i, v := range n.chain.stages[last].x {
			features.Set(at*d.at+i/d.in, i%d.in, float64(v)*scaled)
		}
	}
	kept := make([]int, 0, count) // rows with a label that counts
	for i := range count {
		if bias == 1 {
			features.Set(i, d.in, 1)
		}
		if y.Labels != nil && y.Labels[i] < 0 {
			continue
		}
		kept = append(kept, i)
		for c := range d.out {
			wanted.Set(i, c, float64(y.value(i, c, d.out)))
		}
	}
	if len(kept) < count {
		features, wanted = rowsOf(features, kept), rowsOf(wanted, kept)
	}
	var svd mat.SVD
	if len(kept) == 0 || !svd.Factorize(features, mat.SVDThin) {
		return 0, 0, fmt.Errorf("the features of the last layer have no singular values: are they finite?")
	}
	values, ulp := svd.Values(nil), 0x1p-52
	if single[F]() {
		ulp = 0x1p-23
	}
	for _, s := range values {
		if s > values[0]*ulp*float64(max(count, k)) {
			rank++
		}
	}
	var best mat.Dense
	if rank == 0 {
		best = *mat.NewDense(k, d.out, nil)
	} else {
		svd.SolveTo(&best, wanted, rank)
	}
	var off mat.Dense
	off.Mul(features, &best)
	off.Sub(&off, wanted)
	for _, v := range off.RawMatrix().Data {
		mse += v * v / float64(len(kept)*d.out)
	}
	for i := range d.in {
		for c := range d.out {
			d.w.of(w)[i*d.out+c] = F(best.At(i, c))
		}
	}
	if bias == 1 {
		for c := range d.out {
			d.b.of(w)[c] = F(best.At(d.in, c))
		}
	}
	return rank, mse, nil
}

func rowsOf(m *mat.Dense, rows []int) *mat.Dense {
	_, cols := m.Dims()
	out := mat.NewDense(len(rows), cols, nil)
	for i, r := range rows {
		out.SetRow(i, m.RawRowView(r))
	}
	return out
}
