package landscape

import (
	"math"
	"math/rand/v2"
	"sort"
	"testing"

	"gonum.org/v1/gonum/mat"

	"saddlelab/core/param"
)

// make a family's space with its defaults but for the given values.
func space(t *testing.T, id string, v param.Values) *Space {
	t.Helper()
	f := FamilyByID(id)
	p, err := param.Resolve(f.Params, v, id)
	if err != nil {
		t.Fatal(err)
	}
	return f.New(p)
}

// somewhere is a point of the space, on its manifold.
func somewhere(sp *Space, rng *rand.Rand) []float64 {
	x := make([]float64, sp.D)
	for i := range x {
		x[i] = sp.Reach * (2*rng.Float64() - 1)
	}
	if sp.Retract != nil {
		sp.Retract(x)
	}
	return x
}

var variants = map[string][]param.Values{
	"quadratic":            {nil, {"d": 7, "low": -3, "turn": 45}, {"d": 20, "low": .1, "high": 1000}},
	"matrix-factorization": {nil, {"m": 2, "n": 4, "r": 2, "k": 2}, {"m": 3, "n": 2, "r": 3, "k": 1}},
	"deep-linear":          {nil, {"depth": 2}, {"depth": 5}},
	"phase-retrieval-d":    {nil, {"d": 2}, {"d": 25}},
	"tensor-sphere":        {nil, {"d": 2}, {"d": 10}},
	"octopus":              {nil, {"d": 3, "l": 3, "gamma": 1, "tau": 2.5}},
	"staircase":            {nil, {"d": 7, "l": 2, "tau": .5}},
}

// Gradients and Hessians agree with central differences of what they are derivatives of, and the Hessian is symmetric.
func TestSpaceDerivatives(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	for _, f := range Families {
		for _, v := range variants[f.ID] {
			sp := space(t, f.ID, v)
			d := sp.D
			x, g, up, down, h := make([]float64, d), make([]float64, d), make([]float64, d), make([]float64, d), make([]float64, d*d)
			for range 40 {
				copy(x, somewhere(sp, rng))
				sp.Grad(x, g)
				sp.Hess(x, h)
				size := 1 + math.Abs(sp.F(x)) + mat.Norm(mat.NewDense(d, d, h), 2)
				const e = 1e-5
				for i := range d {
					at := x[i]
					x[i] = at + e
					fu := sp.F(x)
					sp.Grad(x, up)
					x[i] = at - e
					fd := sp.F(x)
					sp.Grad(x, down)
					x[i] = at
					if diff := (fu - fd) / (2 * e); math.Abs(diff-g[i]) > 1e-7*size {
						t.Fatalf("%s %v: ∂f/∂x%d = %g, differences give %g", f.ID, v, i+1, g[i], diff)
					}
					for j := range d {
						if diff := (up[j] - down[j]) / (2 * e); math.Abs(diff-h[i*d+j]) > 1e-5*size {
							t.Fatalf("%s %v: Hessian %d, %d = %g, differences give %g, at %v", f.ID, v, i+1, j+1, h[i*d+j], diff, x)
						}
						if h[i*d+j] != h[j*d+i] && math.Abs(h[i*d+j]-h[j*d+i]) > 1e-12*size {
							t.Fatalf("%s %v: the Hessian is not symmetric", f.ID, v)
						}
					}
				}
			}
		}
	}
}

// At the points of the theory the gradient is 0, the value is what is said, and as many eigenvalues are negative.
func TestSpaceTheory(t *testing.T) {
	for _, f := range Families {
		if len(variants[f.ID]) == 0 {
			t.Errorf("%s is not tested", f.ID)
		}
		for _, v := range variants[f.ID] {
			sp := space(t, f.ID, v)
			d := sp.D
			g, h := make([]float64, d), make([]float64, d*d)
			for _, c := range sp.Theory {
				sp.Grad(c.Point, g)
				sp.Hess(c.Point, h)
				if norm := mat.Norm(mat.NewVecDense(d, g), 2); norm > 1e-12 || math.Abs(sp.F(c.Point)-c.F) > 1e-12 {
					t.Errorf("%s %v, %s: ‖∇f‖ = %g, f = %g, want 0 and %g", f.ID, v, c.What, norm, sp.F(c.Point), c.F)
				}
				var es mat.EigenSym
				es.Factorize(mat.NewSymDense(d, h), false)
				index := 0
				for _, l := range es.Values(nil) {
					if l < -1e-9 {
						index++
					}
				}
				if index != c.Index {
					t.Errorf("%s %v, %s: index %d, want %d", f.ID, v, c.What, index, c.Index)
				}
				lo, hi := NewSpectrum(sp).At(c.Point)
				want := map[Kind]bool{Minimum: lo >= -1e-9, Maximum: hi <= 1e-9 && lo < 0, Saddle: lo < -1e-9, Degenerate: math.Abs(lo) < 1e-9}[c.Kind]
				if !want {
					t.Errorf("%s %v, %s: a %s with eigenvalues from %g to %g", f.ID, v, c.What, c.Kind, lo, hi)
				}
			}
			if len(sp.Start) != d {
				t.Errorf("%s %v: the start has %d numbers", f.ID, v, len(sp.Start))
			}
		}
	}
}

// On the sphere there are 6 minima, 12 saddles and 8 maxima in three dimensions, whose alternating sum is 2 (Euler), and 59 048
// critical points in ten. Newton's search finds no other values.
func TestTensorCounts(t *testing.T) {
	sum, all := 0.0, 0.0
	for i, c := range space(t, "tensor-sphere", param.Values{"d": 3}).Theory {
		want := []float64{6, 12, 8}[i]
		if c.Count != want {
			t.Errorf("%s: %g of them, want %g", c.What, c.Count, want)
		}
		sum += c.Count * []float64{1, -1, 1}[i]
	}
	if sum != 2 {
		t.Errorf("6 − 12 + 8 = %g", sum)
	}
	for _, c := range space(t, "tensor-sphere", param.Values{"d": 10}).Theory {
		all += c.Count
	}
	if all != 59048 {
		t.Errorf("%g critical points for d = 10, want 59048", all)
	}
}

// From random starts Newton's method on the gradient ends at the values that theory lists, and at no other.
func TestSpaceCriticalValues(t *testing.T) {
	for _, c := range []struct {
		id string
		v  param.Values
	}{{"tensor-sphere", param.Values{"d": 4}}, {"matrix-factorization", param.Values{"m": 2, "n": 2, "r": 1, "k": 2}}, {"phase-retrieval-d", param.Values{"d": 4}}, {"staircase", param.Values{"d": 3}}, {"octopus", param.Values{"d": 3}}} {
		sp := space(t, c.id, c.v)
		d := sp.D
		values := map[string]bool{}
		var known []float64
		for _, th := range sp.Theory {
			known = append(known, th.F)
		}
		if c.id == "matrix-factorization" { // the other singular vector alone: a saddle, too
			known = append(known, .5*2*2)
		}
		sort.Float64s(known)
		rng := rand.New(rand.NewPCG(6, 6))
		g, h := make([]float64, d), make([]float64, d*d)
		ended, spectrum := 0, NewSpectrum(sp)
		for range 400 {
			x := somewhere(sp, rng)
			for range 200 {
				sp.Grad(x, g)
				sp.Hess(x, h)
				if sp.Retract != nil {
					copy(spectrum.h, h)
					spectrum.project(x)
					copy(h, spectrum.h)
				}
				var svd mat.SVD
				svd.Factorize(mat.NewDense(d, d, h), mat.SVDThin)
				if svd.Cond() == 0 {
					break
				}
				var step mat.VecDense
				rank := 0
				for _, s := range svd.Values(nil) {
					if s > 1e-9 {
						rank++
					}
				}
				if rank == 0 {
					break
				}
				svd.SolveVecTo(&step, mat.NewVecDense(d, g), rank)
				scale := math.Min(1, .3*sp.Reach/math.Max(1e-300, mat.Norm(&step, 2)))
				for i := range x {
					x[i] -= scale * step.AtVec(i)
				}
				if sp.Retract != nil {
					sp.Retract(x)
				}
			}
			sp.Grad(x, g)
			far := false
			for _, v := range x {
				far = far || math.Abs(v) > 4*sp.Reach
			}
			if mat.Norm(mat.NewVecDense(d, g), 2) > 1e-9 || far {
				continue
			}
			ended++
			f := sp.F(x)
			near := math.Inf(1)
			for _, k := range known {
				near = math.Min(near, math.Abs(k-f))
			}
			if lo, _ := spectrum.At(x); near > 1e-6 && c.id == "staircase" && lo < -.1 {
				continue // strict saddles off the walk, where a coordinate stays at 0 and a later one does not
			}
			if near > 1e-6 {
				t.Errorf("%s: a critical point with f = %g at %v, which theory does not know", c.id, f, x)
			}
			for i, k := range known {
				if math.Abs(k-f) <= 1e-6 {
					values[string(rune('a'+i))] = true
				}
			}
		}
		if ended < 100 || len(values) < 2 {
			t.Errorf("%s: %d of 400 starts ended, at %d values", c.id, ended, len(values))
		}
	}
}

// A plane fitted to points is that of their two leading principal components.
func TestFit(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	const d, n = 6, 300
	points := make([]float64, n*d)
	scale := []float64{.1, 3, .2, .1, 1, .1}
	for k := range n {
		for i := range d {
			points[k*d+i] = float64(i) + scale[i]*rng.NormFloat64()
		}
	}
	pl := Fit(points, d, false)
	if math.Abs(pl.U[1]) < .99 || math.Abs(pl.V[4]) < .99 {
		t.Errorf("axes %v and %v", pl.U, pl.V)
	}
	var pc mat.SVD
	m := mat.NewDense(n, d, nil)
	for k := range n {
		for i := range d {
			m.Set(k, i, points[k*d+i]-pl.O[i])
		}
	}
	pc.Factorize(m, mat.SVDNone)
	s := pc.Values(nil)
	total := 0.0
	for _, v := range s {
		total += v * v
	}
	if want := (s[0]*s[0] + s[1]*s[1]) / total; math.Abs(pl.Explained-want) > 1e-12 {
		t.Errorf("%g of the variance, want %g", pl.Explained, want)
	}
	p := make([]float64, d)
	pl.Lift(.3, -1.2, p)
	if x, y, off := pl.Drop(p, false); math.Abs(x-.3)+math.Abs(y+1.2)+off > 1e-12 {
		t.Errorf("there and back: %g, %g, %g off", x, y, off)
	}
	// On the sphere: around e₃ the plane touches it there, and a point of the sphere comes back by its ray.
	for k := range n {
		q := points[k*d : k*d+d]
		for i := range q {
			q[i] = .2 * scale[i] * rng.NormFloat64()
		}
		q[2] = 1
		toSphere(q)
	}
	pl = Fit(points, d, true)
	if dot := pl.O[0]*pl.U[0] + pl.O[1]*pl.U[1] + pl.O[2]*pl.U[2] + pl.O[3]*pl.U[3] + pl.O[4]*pl.U[4] + pl.O[5]*pl.U[5]; math.Abs(dot) > 1e-12 || math.Abs(pl.O[2]) < .95 {
		t.Errorf("at %v, with a tilt of %g", pl.O, dot)
	}
	pl.Lift(.5, .25, p)
	toSphere(p)
	if x, y, off := pl.Drop(p, true); math.Abs(x-.5)+math.Abs(y-.25)+off > 1e-12 {
		t.Errorf("there and back on the sphere: %g, %g, %g off", x, y, off)
	}
}

// A slice's derivatives are the space's along the plane.
func TestSlice(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 8))
	for _, f := range Families {
		sp := space(t, f.ID, variants[f.ID][1])
		points := make([]float64, 0, 5*sp.D)
		for range 5 {
			points = append(points, somewhere(sp, rng)...)
		}
		s := sp.Slice(Fit(points, sp.D, sp.Retract != nil), [4]float64{-1, 1, -1, 1})
		for range 20 {
			x, y := rng.Float64()-.5, rng.Float64()-.5
			gx, gy := s.Grad(x, y)
			xx, xy, yy := s.Hess(x, y)
			size := 1 + math.Abs(s.F(x, y)) + math.Abs(xx) + math.Abs(yy)
			const e = 1e-5
			dx, dy := (s.F(x+e, y)-s.F(x-e, y))/(2*e), (s.F(x, y+e)-s.F(x, y-e))/(2*e)
			ax, ay := s.Grad(x+e, y)
			bx, by := s.Grad(x-e, y)
			_, cy := s.Grad(x, y+e)
			_, ey := s.Grad(x, y-e)
			if off := math.Abs(gx-dx) + math.Abs(gy-dy); off > 1e-7*size {
				t.Errorf("%s: the slice's gradient is %g off", f.ID, off)
			}
			if off := math.Abs(xx-(ax-bx)/(2*e)) + math.Abs(xy-(ay-by)/(2*e)) + math.Abs(yy-(cy-ey)/(2*e)); off > 1e-5*size {
				t.Errorf("%s: the slice's Hessian is %g off", f.ID, off)
			}
		}
	}
}

// Nothing allocates.
func TestSpaceAllocatesNothing(t *testing.T) {
	for _, f := range Families {
		sp := space(t, f.ID, nil)
		x, g, h := append([]float64(nil), sp.Start...), make([]float64, sp.D), make([]float64, sp.D*sp.D)
		s := NewSpectrum(sp)
		if n := testing.AllocsPerRun(20, func() {
			sp.F(x)
			sp.Grad(x, g)
			sp.Hess(x, h)
			s.At(x)
		}); n != 0 {
			t.Errorf("%s: %g allocations", f.ID, n)
		}
	}
}
