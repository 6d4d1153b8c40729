package trust

import (
	"fmt"
	"math"

	"saddlelab/core/eig"
	"saddlelab/core/landscape"
	"saddlelab/core/param"
)

// sphere builds the function −Σuᵢ⁴ on the unit sphere of ℝᵈ; a test hands in another.
type sphere func(d int) (*landscape.Space, error)

func tensorSphere(d int) (*landscape.Space, error) {
	f := landscape.FamilyByID("tensor-sphere")
	p, err := param.Resolve(f.Params, param.Values{"d": float64(d)}, f.ID)
	if err != nil {
		return nil, err
	}
	return f.New(p), nil
}

// onSphere goes through all 3ᵈ − 1 sign patterns of ±1 and 0: each, shortened to the sphere, is a critical point by symmetry. It
// compares gradients there with 0, and the number of points with each number of falling directions, as the eigenvalues of the
// Hessian have it, with C(d, r)·2ʳ; their alternating sum is the Euler characteristic of the sphere.
func onSphere(build sphere) Outcome {
	t := &tally{allowed: 1e-12}
	for d := 2; d <= 5; d++ {
		t.of(fmt.Sprintf("d = %d", d))
		sp, err := build(d)
		if err != nil {
			t.broken(err.Error())
			continue
		}
		byIndex := make([]float64, d+1)
		x, g, h, v := make([]float64, d), make([]float64, d), make([]float64, d*d), make([]float64, d*d)
		all := 1
		for range d {
			all *= 3
		}
		points := 0
		for code := range all {
			r := 0
			for i, c := 0, code; i < d; i, c = i+1, c/3 {
				x[i] = float64(c%3) - 1
				if x[i] != 0 {
					r++
				}
			}
			if r == 0 { // the centre is not on the sphere
				continue
			}
			for i := range x {
				x[i] /= math.Sqrt(float64(r))
			}
			points++
			sp.Grad(x, g)
			norm := 0.0
			for _, c := range g {
				norm += c * c
			}
			t.compare("‖∇f‖ at a sign pattern", 0, math.Sqrt(norm), 1)
			sp.Hess(x, h) // f is constant along rays: across the sphere the eigenvalue is 0
			eig.Symmetric(h, v, d)
			index := 0
			for i := range d {
				if h[i*d+i] < -1e-9 {
					index++
				}
			}
			byIndex[index]++
		}
		t.exact("critical points", float64(all-1), float64(points))
		alternating, choose := 0.0, 1.0
		for r := 1; r <= d; r++ {
			choose = choose * float64(2*(d-r+1)) / float64(r) // C(d, r)·2ʳ
			t.exact(fmt.Sprintf("points with %d falling directions", r-1), choose, byIndex[r-1])
			alternating += float64(1-2*((r-1)%2)) * byIndex[r-1]
		}
		t.exact("alternating sum", float64(2*(d%2)), alternating)
	}
	return t.outcome()
}
