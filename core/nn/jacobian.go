package nn

import "fmt"

// PerExample overwrites row i of g, rows×NumTrainable, with the gradient of example i's own loss, without penalties, and losses[i]
// with that loss. Each example passes alone, as in evaluation: batch normalization uses its running statistics, nothing is dropped.
func (n *NetOf[F]) PerExample(w, x []F, y TargetsOf[F], rows int, g []F, losses []float64) {
	in, p := n.m.In(), n.m.trainable
	if len(g) < rows*p || len(losses) < rows {
		panic(fmt.Sprintf("nn: PerExample: %d numbers and %d losses for %d rows of %d", len(g), len(losses), rows, p))
	}
	for r := range rows {
		c := n.begin(w, x[r*in:(r+1)*in], 1, inferring)
		c.g = g[r*p : (r+1)*p]
		out := n.chain.forward(c, x[r*in:(r+1)*in])
		dy := n.dy[:len(out)]
		copy(dy, out)
		losses[r] = n.judge(dy, nil, y.part(r, r+1, n.rows, n.m.Out()))
		n.chain.backward(c, dy, nil)
	}
}

// Jacobian overwrites j with the derivatives of the outputs of rows examples by the trainable parameters: row r·Out + k, of
// NumTrainable numbers, is that of output k of example r. It takes a backward pass for each output: for small networks. Batch
// normalization uses its running statistics, nothing is dropped.
func (n *NetOf[F]) Jacobian(w, x []F, rows int, j []F) {
	in, out, p := n.m.In(), n.m.Out(), n.m.trainable
	if len(j) < rows*out*p {
		panic(fmt.Sprintf("nn: Jacobian: len(j)=%d, want %d outputs × %d parameters", len(j), rows*out, p))
	}
	for r := range rows {
		c := n.begin(w, x[r*in:(r+1)*in], 1, inferring)
		n.chain.forward(c, x[r*in:(r+1)*in])
		for k := range out {
			at := r*out + k
			c.g = j[at*p : (at+1)*p]
			dy := n.dy[:out]
			clear(dy)
			dy[k] = 1
			n.chain.backward(c, dy, nil)
		}
	}
}

// NTK gives the Gram matrix of the neural tangent kernel, JJᵀ of the Jacobian J: symmetric, of order rows·Out, row-major (Jacot,
// Gabriel, Hongler 2018, arXiv:1806.07572, section 4). Sums are in float64. It allocates the Jacobian.
func (n *NetOf[F]) NTK(w, x []F, rows int) []float64 {
	m, p := rows*n.m.Out(), n.m.trainable
	j := make([]F, m*p)
	n.Jacobian(w, x, rows, j)
	k := make([]float64, m*m)
	for a := range m {
		u := j[a*p : (a+1)*p]
		for b := range a + 1 {
			s := 0.0
			for i, v := range j[b*p : (b+1)*p] {
				s += float64(float64(u[i]) * float64(v))
			}
			k[a*m+b], k[b*m+a] = s, s
		}
	}
	return k
}
