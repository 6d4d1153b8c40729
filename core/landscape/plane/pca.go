package plane

import (
	"fmt"
	"math"

	"saddlelab/core/eig"
)

// Principal are the two directions, of length 1, in which points differ most, and which parts of their variance lie along them. It
// takes the eigenvectors of the points' products, which are few, instead of those of the parameters' covariances, which are many
// (Turk, Pentland 1991, section 2).
func Principal(points [][]float32) (u, v []float32, explained [2]float64, err error) {
	m := len(points)
	if m < 3 {
		return nil, nil, explained, fmt.Errorf("plane: %d points have no principal plane; at least 3 are wanted", m)
	}
	n := len(points[0])
	mean := make([]float64, n)
	for _, p := range points {
		for i, x := range p {
			mean[i] += float64(x)
		}
	}
	centred := make([][]float32, m)
	for k, p := range points {
		c := make([]float32, n)
		for i, x := range p {
			c[i] = float32(float64(x) - mean[i]/float64(m))
		}
		centred[k] = c
	}
	gram, vec := make([]float64, m*m), make([]float64, m*m)
	total := 0.0
	for i := range m {
		for j := range i + 1 {
			g := dot(centred[i], centred[j])
			gram[i*m+j], gram[j*m+i] = g, g
		}
		total += gram[i*m+i]
	}
	eig.Symmetric(gram, vec, m)
	first, second := -1, -1
	for k := range m {
		switch l := gram[k*m+k]; {
		case first < 0 || l > gram[first*m+first]:
			first, second = k, first
		case second < 0 || l > gram[second*m+second]:
			second = k
		}
	}
	if l := gram[second*m+second]; !(l > 1e-9*total) {
		return nil, nil, explained, fmt.Errorf("plane: the points lie on one line, so that no second direction is theirs")
	}
	dirs := [2][]float32{}
	for d, k := range [2]int{first, second} {
		sum := make([]float64, n)
		for j, c := range centred {
			t := vec[j*m+k]
			for i, x := range c {
				sum[i] += float64(t * float64(x))
			}
		}
		length := math.Sqrt(gram[k*m+k])
		if along(centred[m-1], sum) < 0 { // the run goes to the right, and away
			length = -length
		}
		dir := make([]float32, n)
		for i, x := range sum {
			dir[i] = float32(x / length)
		}
		dirs[d], explained[d] = dir, gram[k*m+k]/total
	}
	return dirs[0], dirs[1], explained, nil
}

func along(x []float32, y []float64) float64 {
	s := 0.0
	for i, v := range x {
		s += float64(float64(v) * y[i])
	}
	return s
}
