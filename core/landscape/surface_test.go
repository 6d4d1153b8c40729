package landscape

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// Hand-written derivatives agree with central differences at random points of the box.
func TestDerivativesAgreeWithDifferences(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for _, s := range Catalog {
		size := 0.0
		for _, z := range Grid(s, 9) {
			size = math.Max(size, math.Abs(z))
		}
		for range 200 {
			x := s.Box[0] + rng.Float64()*(s.Box[1]-s.Box[0])
			y := s.Box[2] + rng.Float64()*(s.Box[3]-s.Box[2])
			const h = 1e-5
			gx, gy := s.Grad(x, y)
			dx, dy := (s.F(x+h, y)-s.F(x-h, y))/(2*h), (s.F(x, y+h)-s.F(x, y-h))/(2*h)
			if math.Abs(gx-dx)+math.Abs(gy-dy) > 1e-7*(1+size) {
				t.Errorf("%s: gradient (%g, %g) at (%g, %g), differences give (%g, %g)", s.ID, gx, gy, x, y, dx, dy)
			}
			xx, xy, yy := s.Hess(x, y)
			ax, ay := s.Grad(x+h, y)
			bx, by := s.Grad(x-h, y)
			_, cy := s.Grad(x, y+h)
			_, ey := s.Grad(x, y-h)
			if d := math.Abs(xx-(ax-bx)/(2*h)) + math.Abs(xy-(ay-by)/(2*h)) + math.Abs(yy-(cy-ey)/(2*h)); d > 1e-6*(1+size) {
				t.Errorf("%s: Hessian at (%g, %g) is off by %g", s.ID, x, y, d)
			}
		}
	}
}

// search finds critical points from scratch: Newton's method on the gradient from a grid of starts.
func search(s *Surface) [][2]float64 {
	var found [][2]float64
	for i := range 41 {
		for j := range 41 {
			x := s.Box[0] + (s.Box[1]-s.Box[0])*float64(i)/40
			y := s.Box[2] + (s.Box[3]-s.Box[2])*float64(j)/40
			for range 60 {
				gx, gy := s.Grad(x, y)
				xx, xy, yy := s.Hess(x, y)
				det := xx*yy - xy*xy
				if det == 0 {
					break
				}
				x, y = x-(yy*gx-xy*gy)/det, y-(xx*gy-xy*gx)/det
			}
			gx, gy := s.Grad(x, y)
			if !(math.Hypot(gx, gy) < 1e-8) || x < s.Box[0] || x > s.Box[1] || y < s.Box[2] || y > s.Box[3] {
				continue
			}
			known := false
			for _, p := range found {
				known = known || math.Hypot(p[0]-x, p[1]-y) < 1e-3
			}
			if !known {
				found = append(found, [2]float64{x, y})
			}
		}
	}
	return found
}

// All critical points, and no others, are found from scratch, and are what the catalog says.
func TestCriticalPointsFromScratch(t *testing.T) {
	for _, s := range Catalog {
		found := search(s)
		if len(found) != len(s.Critical) {
			t.Errorf("%s: %d critical points found, the catalog has %d", s.ID, len(found), len(s.Critical))
		}
		tol := 1e-6
		if s.ID == "monkey" {
			tol = 1e-3 // at a degenerate point Newton's method only halves the distance
		}
		for _, c := range s.Critical {
			near := math.Inf(1)
			for _, p := range found {
				near = math.Min(near, math.Hypot(p[0]-c.X, p[1]-c.Y))
			}
			if near > tol {
				t.Errorf("%s: (%g, %g) is %g away from what is found", s.ID, c.X, c.Y, near)
			}
			gx, gy := s.Grad(c.X, c.Y)
			if k := Classify(math.Hypot(gx, gy), c.Eig[0], c.Eig[1]); k != c.Kind {
				t.Errorf("%s: (%g, %g) is a %s, the catalog says %s", s.ID, c.X, c.Y, k, c.Kind)
			}
		}
	}
}

// On a coercive surface whose critical points are not degenerate, minima − saddles + maxima = 1 (Morse).
func TestMorseCount(t *testing.T) {
	for _, s := range Catalog {
		if !s.Coercive {
			continue
		}
		n := 0
		for _, c := range s.Critical {
			n += map[Kind]int{Minimum: 1, Saddle: -1, Maximum: 1}[c.Kind]
		}
		if n != 1 {
			t.Errorf("%s: minima − saddles + maxima = %d, want 1", s.ID, n)
		}
	}
}

// Values and eigenvalues that were computed elsewhere, by second-order automatic differentiation.
func TestPublishedValues(t *testing.T) {
	for _, c := range []struct {
		id             string
		x, y, f        float64
		lo, hi, within float64
	}{
		{"nesterov", 0, 0, 0, -1, 1, 1e-12},
		{"nesterov", 0, 1, -.25, 1, 2, 1e-12},
		{"saddle", 0, 0, 0, -2, 2, 1e-12},
		{"rosenbrock", 1, 1, 0, 0.39936, 1001.6, 1e-3},
		{"himmelblau", 3.38515418, 0.07385188, 13.3119, math.NaN(), math.NaN(), 1e-4},
		{"himmelblau", 0.08667750, 2.88425470, 67.7192, math.NaN(), math.NaN(), 1e-4},
		{"himmelblau", -3.07302575, -0.08135304, 104.0152, math.NaN(), math.NaN(), 1e-4},
		{"himmelblau", -0.12796135, -1.95371498, 178.3372, math.NaN(), math.NaN(), 1e-4},
		{"himmelblau", -0.27084459, -0.92303856, 181.6165, math.NaN(), math.NaN(), 1e-4},
		{"camel6", 0.08984201, -0.71265640, -1.03162845, math.NaN(), math.NaN(), 1e-8},
		{"camel6", 1.70360671, -0.79608357, -0.21546382, math.NaN(), math.NaN(), 1e-8},
		{"camel6", 1.60710475, 0.56865145, 2.10425031, math.NaN(), math.NaN(), 1e-8},
		{"camel6", 1.10920534, -0.76826809, 0.5437, math.NaN(), math.NaN(), 1e-4},
		{"camel6", 1.23022988, 0.16233458, 2.49630, math.NaN(), math.NaN(), 1e-5},
	} {
		s, err := ByID(c.id, "")
		if err != nil {
			t.Fatal(err)
		}
		if f := s.F(c.x, c.y); math.Abs(f-c.f) > c.within {
			t.Errorf("%s: f(%g, %g) = %.9g, want %g", c.id, c.x, c.y, f, c.f)
		}
		lo, hi := Eigen2(s.Hess(c.x, c.y))
		if math.Abs(lo-c.lo) > c.within || math.Abs(hi-c.hi) > math.Max(c.within, 1e-4*math.Abs(c.hi)) {
			t.Errorf("%s: eigenvalues (%g, %g) at (%g, %g), want (%g, %g)", c.id, lo, hi, c.x, c.y, c.lo, c.hi)
		}
	}
}

func TestEigen2AgainstGonum(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	for k := range 1000 {
		a, b, c := rng.NormFloat64(), rng.NormFloat64(), rng.NormFloat64()
		if k%3 == 0 {
			a, b = a*1e6, b*1e3
		}
		lo, hi := Eigen2(a, b, c)
		var e mat.EigenSym
		e.Factorize(mat.NewSymDense(2, []float64{a, b, b, c}), false)
		want := e.Values(nil)
		size := math.Max(math.Abs(want[0]), math.Abs(want[1]))
		if math.Abs(lo-want[0]) > 1e-14*size || math.Abs(hi-want[1]) > 1e-14*size {
			t.Errorf("Eigen2(%g, %g, %g) = (%g, %g), want %v", a, b, c, lo, hi, want)
		}
	}
	for _, c := range [][5]float64{{0, 0, 0, 0, 0}, {2, 0, -2, -2, 2}, {-3, 0, -5, -5, -3}, {1, 1, 1, 0, 2}, {-1, 1, -1, -2, 0}} {
		if lo, hi := Eigen2(c[0], c[1], c[2]); lo != c[3] || hi != c[4] {
			t.Errorf("Eigen2(%v) = (%g, %g)", c, lo, hi)
		}
	}
}

func TestClassify(t *testing.T) {
	for _, c := range []struct {
		g, lo, hi float64
		want      Kind
	}{
		{0, 1, 2, Minimum}, {0, -1, 1, Saddle}, {0, -2, -1, Maximum}, {0, 0, 1, Degenerate}, {0, -1, 0, Degenerate}, {0, 0, 0, Degenerate},
		{1e-2, 1, 2, Moving}, {1e-2, 100, 200, Minimum}, {1e-9, 1e-9, 1, Degenerate}, {math.NaN(), 1, 2, Moving}, {1e-3, 0, 0, Moving},
	} {
		if k := Classify(c.g, c.lo, c.hi); k != c.want {
			t.Errorf("Classify(%g, %g, %g) = %s, want %s", c.g, c.lo, c.hi, k, c.want)
		}
	}
}

// Each entry is complete: a page is built from it.
func TestCatalogIsComplete(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range Catalog {
		if seen[s.ID] || s.Name == "" || s.Formula == "" || s.Source == "" || s.Help == "" || len(s.Critical) == 0 {
			t.Errorf("%+v is incomplete or listed twice", s)
		}
		seen[s.ID] = true
		in := func(x, y float64) bool { return x > s.Box[0] && x < s.Box[1] && y > s.Box[2] && y < s.Box[3] }
		if !in(s.Start[0], s.Start[1]) {
			t.Errorf("%s: the start is outside the box", s.ID)
		}
		for _, c := range s.Critical {
			if !in(c.X, c.Y) {
				t.Errorf("%s: (%g, %g) is outside the box", s.ID, c.X, c.Y)
			}
		}
	}
	if _, err := ByID("himelblau", "surface.id"); err == nil {
		t.Error("an unknown surface was found")
	}
}
