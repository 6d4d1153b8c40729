package nn

import "fmt"

// maxAligned bounds the neurons of a layer that are matched: the assignment takes their third power in time.
const maxAligned = 512

// Align gives b with the neurons of its hidden layers in the order that matches those of a best, which is the same function: weight
// matching of Ainsworth, Hayase, Srinivasa 2023 (ICLR), algorithm 1. It is for dense layers with activations between them.
func (m *Model) Align(a, b []float32) ([]float32, error) {
	var layers []*node
	for _, n := range m.nodes {
		switch {
		case n.kind == denseLayer && len(n.in) <= 1 || n.kind == denseLayer && len(layers) == 0 && len(n.in) == 3:
			layers = append(layers, n)
		case n.kind == actLayer || n.kind == dropoutLayer || n.kind == flattenLayer && len(layers) == 0:
		default:
			return nil, fmt.Errorf("neurons can be matched in networks of dense layers and activations; this one has %s", n.kind.ID)
		}
	}
	out := append([]float32(nil), b...)
	for l := range layers[:max(0, len(layers)-1)] {
		if n := layers[l].views[0].Cols; n > maxAligned {
			return nil, fmt.Errorf("neurons can be matched in layers of up to %d; this one has %d", maxAligned, n)
		}
	}
	for range 50 { // rounds; it ends when none changes, which the sum of likenesses, growing, makes sure of
		changed := false
		for l := 0; l+1 < len(layers); l++ {
			to := match(layers[l], layers[l+1], a, out)
			for i, j := range to {
				changed = changed || i != j
			}
			reorder(layers[l], layers[l+1], out, to)
		}
		if !changed {
			break
		}
	}
	return out, nil
}

// match says which neuron of b should take the place of each of a's: the assignment with the largest sum of the products of their weights.
func match(in, next *node, a, b []float32) []int {
	v, w := in.views[0], next.views[0]
	n := v.Cols
	like := make([]float64, n*n)
	add := func(i, j int, x, y float32) { like[i*n+j] += float64(x) * float64(y) }
	for i := range n {
		for j := range n {
			for r := range v.Rows {
				add(i, j, a[v.Off+r*n+i], b[v.Off+r*n+j])
			}
			for _, bias := range in.views[1:] {
				add(i, j, a[bias.Off+i], b[bias.Off+j])
			}
			for c := range w.Cols {
				add(i, j, a[w.Off+i*w.Cols+c], b[w.Off+j*w.Cols+c])
			}
		}
	}
	// Staying where one is wins a tie by a hair, so that what is equal does not go round.
	scale := 0.
	for _, x := range like {
		scale = max(scale, x, -x)
	}
	for i := range n {
		like[i*n+i] += 1e-12 * scale
	}
	return assign(like, n)
}

// reorder puts neuron to[i] of a layer in place i.
func reorder(in, next *node, w []float32, to []int) {
	n := len(to)
	row := make([]float32, n)
	for _, v := range in.views {
		for r := range v.Rows {
			part := w[v.Off+r*n : v.Off+(r+1)*n]
			copy(row, part)
			for i, j := range to {
				part[i] = row[j]
			}
		}
	}
	v := next.views[0]
	rows := append([]float32(nil), w[v.Off:v.Off+v.Rows*v.Cols]...)
	for i, j := range to {
		copy(w[v.Off+i*v.Cols:], rows[j*v.Cols:(j+1)*v.Cols])
	}
}

// assign gives the column of each row of an n×n matrix so that no two share one and the sum is largest: the Hungarian method with
// potentials, one shortest path a row (Jonker, Volgenant 1987, Computing 38).
func assign(value []float64, n int) []int {
	const none = -1
	u, v := make([]float64, n), make([]float64, n+1)
	owner, way := make([]int, n+1), make([]int, n+1) // column n is where a path begins
	least, seen := make([]float64, n+1), make([]bool, n+1)
	for j := range owner {
		owner[j] = none
	}
	for i := range n {
		owner[n] = i
		at := n
		for j := range least {
			least[j], seen[j] = 1e300, false
		}
		for owner[at] != none {
			seen[at] = true
			row, delta, next := owner[at], 1e300, none
			for j := range n {
				if seen[j] {
					continue
				}
				if c := -value[row*n+j] - u[row] - v[j]; c < least[j] {
					least[j], way[j] = c, at
				}
				if least[j] < delta {
					delta, next = least[j], j
				}
			}
			for j := range seen {
				if seen[j] {
					u[owner[j]] += delta
					v[j] -= delta
				} else {
					least[j] -= delta
				}
			}
			at = next
		}
		for at != n {
			owner[at] = owner[way[at]]
			at = way[at]
		}
	}
	out := make([]int, n)
	for j, i := range owner[:n] {
		out[i] = j
	}
	return out
}
