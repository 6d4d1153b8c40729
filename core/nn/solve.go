package nn

import (
	"fmt"

	"saddlelab/core/eig"
)

// Limits of SolveLast: of its time, which grows with the cube of the smaller side, ten seconds at this one, and of its memory.
const (
	maxSolved  = 1500
	maxSolving = 1 << 26 // numbers: half a gigabyte
)

// SolveLast overwrites in w the weights and biases of the last layer, a dense one with no activation after it, with those of least
// mean squared error over rows examples: of all such the ones of least norm. What is before the layer
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
	if min(count, k) > maxSolved {
		return 0, 0, fmt.Errorf("the last layer cannot be solved for: %d features of %d examples; one of the two may be at most %d", k, count, maxSolved)
	}
	if numbers := count * (k + d.out); numbers > maxSolving {
		return 0, 0, fmt.Errorf("the last layer cannot be solved for: %d features of %d examples take %d MB; at most %d", k, count, numbers>>17, maxSolving>>17)
	}
	scaled := 1.0
	if d.ntk != 0 {
		scaled = float64(d.ntk)
	}
	features, wanted := make([]float64, count*k), make([]float64, count*d.out)
	in := n.m.In()
	for at := 0; at < rows; at += n.max {
		m := min(n.max, rows-at)
		n.Forward(w, x[at*in:(at+m)*in], m)
		for i, v := range n.chain.stages[last].x {
			features[(at*d.at+i/d.in)*k+i%d.in] = float64(v) * scaled
		}
	}
	kept := make([]int, 0, count) // rows with a label that counts; they close up
	for i := range count {
		if y.Labels != nil && y.Labels[i] < 0 {
			continue
		}
		to := len(kept)
		copy(features[to*k:(to+1)*k], features[i*k:(i+1)*k])
		if bias == 1 {
			features[to*k+d.in] = 1
		}
		for c := range d.out {
			wanted[to*d.out+c] = float64(y.value(i, c, d.out))
		}
		kept = append(kept, i)
	}
	if len(kept) == 0 {
		return 0, 0, fmt.Errorf("the last layer cannot be solved for: no example has a label")
	}
	best, rank, err := leastSquares(features, wanted, len(kept), k, d.out, single[F]())
	if err != nil {
		return 0, 0, err
	}
	for i := range kept {
		for c := range d.out {
			off := -wanted[i*d.out+c]
			for j := range k {
				off += float64(features[i*k+j] * best[j*d.out+c])
			}
			mse += float64(off*off) / float64(len(kept)*d.out)
		}
	}
	for i := range d.in {
		for c := range d.out {
			d.w.of(w)[i*d.out+c] = F(best[i*d.out+c])
		}
	}
	if bias == 1 {
		for c := range d.out {
			d.b.of(w)[c] = F(best[d.in*d.out+c])
		}
	}
	return rank, mse, nil
}

// leastSquares gives the k×cols X of least norm among those that minimize ‖AX − B‖, A n×k and B n×cols, row-major, and the rank of A as
// far as can be told. With the eigenvectors V of AᵀA, or U of AAᵀ where that is smaller, X = VΛ⁻¹VᵀAᵀB = AᵀUΛ⁻¹UᵀB over eigenvalues that
// stand above rounding.
func leastSquares(a, b []float64, n, k, cols int, single bool) (x []float64, rank int, err error) {
	m, wide := k, n < k
	if wide {
		m = n
	}
	gram, v := make([]float64, m*m), make([]float64, m*m)
	if wide {
		for i := range n {
			for j := range i + 1 {
				s := 0.0
				for p := range k {
					s += float64(a[i*k+p] * a[j*k+p])
				}
				gram[i*m+j], gram[j*m+i] = s, s
			}
		}
	} else {
		for r := range n {
			row := a[r*k : (r+1)*k]
			for i, p := range row {
				if p == 0 { // as half of what a ReLU says is
					continue
				}
				to := gram[i*m : i*m+i+1]
				for j, q := range row[:i+1] {
					to[j] += float64(p * q)
				}
			}
		}
		for i := range m {
			for j := range i {
				gram[j*m+i] = gram[i*m+j]
			}
		}
	}
	eig.Symmetric(gram, v, m)
	top := 0.0
	for i := range m {
		top = max(top, gram[i*m+i])
	}
	if top-top != 0 {
		return nil, 0, fmt.Errorf("the last layer cannot be solved for: what it sees is not finite")
	}
	// Singular values are the roots: below the largest times this nothing can be told from rounding, of the features or of the sums.
	ulp := 0x1p-26
	if single {
		ulp = 0x1p-23
	}
	least := top * ulp * ulp * float64(max(n, k))
	if single {
		least *= float64(max(n, k))
	}
	right := b // m×cols: B, or AᵀB
	if !wide {
		right = make([]float64, k*cols)
		for r := range n {
			for i, p := range a[r*k : (r+1)*k] {
				for c, q := range b[r*cols : (r+1)*cols] {
					right[i*cols+c] += float64(p * q)
				}
			}
		}
	}
	z := make([]float64, m*cols)
	for e := range m {
		l := gram[e*m+e]
		if !(l > least) {
			continue
		}
		rank++
		for c := range cols {
			dot := 0.0
			for i := range m {
				dot += float64(v[i*m+e] * right[i*cols+c])
			}
			dot /= l
			for i := range m {
				z[i*cols+c] += float64(v[i*m+e] * dot)
			}
		}
	}
	if !wide {
		return z, rank, nil
	}
	x = make([]float64, k*cols)
	for r := range n {
		for i, p := range a[r*k : (r+1)*k] {
			for c, q := range z[r*cols : (r+1)*cols] {
				x[i*cols+c] += float64(p * q)
			}
		}
	}
	return x, rank, nil
}
