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
			if s.Tip && math.Hypot(x, y) < .1 {
				continue // derivatives grow like 1/r there, and the error of a difference like h²/r³
			}
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

// All critical points, and no others, are found from scratch, and are what the catalog says.
func TestCriticalPointsFromScratch(t *testing.T) {
	for _, s := range Catalog {
		found := Find(s)
		if s.Tip { // a gradient of 0 at the tip is a convention
			for i, p := range found.Points {
				if p.X == 0 && p.Y == 0 {
					found.Points = append(found.Points[:i], found.Points[i+1:]...)
					break
				}
			}
		}
		if len(found.Points) != len(s.Critical) || found.Valley != s.Valley {
			t.Errorf("%s: %d critical points found, valley %v; the catalog has %d, %v", s.ID, len(found.Points), found.Valley, len(s.Critical), s.Valley)
		}
		for _, c := range s.Critical {
			tol := 1e-6
			if c.Kind == Degenerate {
				tol = 1e-2 // where the Hessian is 0 a gradient of 1e-9 is a distance of its root
			}
			near, kind := math.Inf(1), Moving
			for _, p := range found.Points {
				if d := math.Hypot(p.X-c.X, p.Y-c.Y); d < near {
					near, kind = d, p.Kind
				}
			}
			if near > tol {
				t.Errorf("%s: (%g, %g) is %g away from what is found", s.ID, c.X, c.Y, near)
			}
			gx, gy := s.Grad(c.X, c.Y)
			if k := Classify(math.Hypot(gx, gy), c.Eig[0], c.Eig[1]); k != c.Kind || kind != c.Kind {
				t.Errorf("%s: (%g, %g) is a %s, found as %s, the catalog says %s", s.ID, c.X, c.Y, k, kind, c.Kind)
			}
		}
	}
}

// On a coercive surface whose critical points stand alone and are not degenerate, minima − saddles + maxima = 1 (Morse).
func TestMorseCount(t *testing.T) {
	for _, s := range Catalog {
		if !s.Coercive || s.Valley {
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
		{"beale", 3, .5, 0, .30146, 48.980, 1e-3},
		{"beale", 0, 1, 14.203125, -27.75, 27.75, 1e-9},
		{"beale", 0.10053794, -2.64451359, 9.86451228, math.NaN(), math.NaN(), 1e-8},
		{"styblinski-tang", -2.90353403, -2.90353403, -78.33233141, math.NaN(), math.NaN(), 1e-8},
		{"styblinski-tang", -2.90353403, 2.74680277, -64.19561236, math.NaN(), math.NaN(), 1e-8},
		{"styblinski-tang", 0.15673126, 0.15673126, 0.39122472, math.NaN(), math.NaN(), 1e-8},
		{"goldstein-price", 0, -1, 3, math.NaN(), math.NaN(), 1e-9},
		{"goldstein-price", -.6, -.4, 30, math.NaN(), math.NaN(), 1e-9},
		{"goldstein-price", 1.8, .2, 84, math.NaN(), math.NaN(), 1e-9},
		{"goldstein-price", 1.2, .8, 840, math.NaN(), math.NaN(), 1e-9},
		{"goldstein-price", 1.4, .6, 980, math.NaN(), math.NaN(), 1e-9},
		{"goldstein-price", .8, .2, 1155, math.NaN(), math.NaN(), 1e-9},
		{"camel3", 1.74755235, -0.87377617, .29863844, math.NaN(), math.NaN(), 1e-8},
		{"camel3", 1.07054229, -0.53527115, .87736, math.NaN(), math.NaN(), 1e-5},
		{"ackley", 0.95216655, 0, 2.57992756, math.NaN(), math.NaN(), 1e-7},
		{"ackley", 0.67309652, 0.67309652, 4.60893240, math.NaN(), math.NaN(), 1e-7},
		{"mccormick", -0.54719755, -1.54719755, -1.91322295, math.NaN(), math.NaN(), 1e-8},
		{"mccormick", 2.59439510, 1.59439510, 1.22836970, math.NaN(), math.NaN(), 1e-8},
		{"scalar-product", 0, 0, .5, -1, 1, 1e-12},
		{"balanced-product", 1, 1, 0, 2, 4, 1e-12},
		{"rank-one", 1.41421356, 0, .25, 1, 4, 1e-7},
		{"rank-one", 0, 1, 1, -1, 2, 1e-12},
		{"rank-one", 0, 0, 1.25, -2, -1, 1e-12},
		{"phase-retrieval", 1, 0, 0, 2, 6, 1e-12},
		{"phase-retrieval", 0, 0.57735027, 2. / 3, -2, 2, 1e-7},
		{"phase-retrieval", 0, 0, .75, -3, -1, 1e-12},
		{"cubic", 0, 0, 0, 0, 2, 1e-12},
		{"ill-conditioned", 0, 0, 0, 1, 100, 1e-9},
		{"smooth-well", 0, 0, math.Sqrt2 - 1, -math.Sqrt2, 1, 1e-12},
		{"smooth-well", 1, 0, 0, 1, 4, 1e-12},
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
