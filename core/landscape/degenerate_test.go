package landscape

import (
	"math"
	"math/rand/v2"
	"testing"
)

// What higher orders say of a degenerate point, by hand. Every function is also turned and shifted, which changes nothing.
func TestHigherOrders(t *testing.T) {
	type form func(x, y Jet) Jet
	for _, c := range []struct {
		name  string
		f     form
		kind  Kind
		order int
		falls int
	}{
		{"x² + y⁴", func(x, y Jet) Jet { return x.Square().Add(y.Power(4)) }, Minimum, 4, 0},
		{"x² − y⁴", func(x, y Jet) Jet { return x.Square().Sub(y.Power(4)) }, Saddle, 4, 0},
		{"−x² + y⁴", func(x, y Jet) Jet { return y.Power(4).Sub(x.Square()) }, Saddle, 4, 0},
		{"−x² − y⁴", func(x, y Jet) Jet { return x.Square().Add(y.Power(4)).Times(-1) }, Maximum, 4, 0},
		{"x² + y³", func(x, y Jet) Jet { return x.Square().Add(y.Power(3)) }, Saddle, 3, 0},
		{"x² − y⁵", func(x, y Jet) Jet { return x.Square().Sub(y.Power(5)) }, Saddle, 5, 0},
		{"x² + y⁶", func(x, y Jet) Jet { return x.Square().Add(y.Power(6)) }, Minimum, 6, 0},
		{"Peano", func(x, y Jet) Jet { return y.Sub(x.Square()).Mul(y.Sub(x.Square().Times(3))) }, Saddle, 4, 0},
		{"(y − x²)² + y⁴", func(x, y Jet) Jet { return y.Sub(x.Square()).Square().Add(y.Power(4)) }, Minimum, 8, 0},
		{"monkey", func(x, y Jet) Jet { return x.Power(3).Sub(x.Mul(y.Square()).Times(3)) }, Saddle, 3, 3},
		{"x⁴ − y⁴", func(x, y Jet) Jet { return x.Power(4).Sub(y.Power(4)) }, Saddle, 4, 2},
		{"x⁴ + y⁴", func(x, y Jet) Jet { return x.Power(4).Add(y.Power(4)) }, Minimum, 4, 0},
		{"−x⁴ − y⁶", func(x, y Jet) Jet { return x.Power(4).Add(y.Power(6)).Times(-1) }, Maximum, 4, 0},
		{"x²", func(x, y Jet) Jet { return x.Square() }, Degenerate, 0, 0},
		{"(x² + y² − 1)² at (1, 0)", func(x, y Jet) Jet { return x.Plus(1).Square().Add(y.Square()).Plus(-1).Square() }, Degenerate, 0, 0},
	} {
		rng := rand.New(rand.NewPCG(4, 4))
		for range 8 {
			a, px, py := 2*math.Pi*rng.Float64(), rng.Float64(), rng.Float64()
			s := smooth(Surface{}, func(x, y Jet) Jet {
				u, v := x.Plus(-px), y.Plus(-py)
				return c.f(u.Times(math.Cos(a)).Add(v.Times(math.Sin(a))), v.Times(math.Cos(a)).Sub(u.Times(math.Sin(a))))
			})
			p := Critical{X: px, Y: py, Kind: Degenerate}
			p.at(s)
			if h := p.Higher; h.Kind != c.kind || h.Order != c.order || h.Falls != c.falls || h.Why == "" {
				t.Errorf("%s, turned by %.2f: %+v; want %s of order %d, falling in %d sectors", c.name, a, *h, c.kind, c.order, c.falls)
			}
		}
	}
}

// The eigenvector belongs to the smaller eigenvalue, and the index counts the negative ones.
func TestEigenvectors(t *testing.T) {
	for _, s := range Catalog {
		for _, c := range s.Critical {
			xx, xy, yy := s.Hess(c.X, c.Y)
			ux, uy := c.Axis[0], c.Axis[1]
			size := math.Abs(c.Eig[0]) + math.Abs(c.Eig[1]) + 1
			if d := math.Hypot(xx*ux+xy*uy-c.Eig[0]*ux, xy*ux+yy*uy-c.Eig[0]*uy); d > 1e-12*size || math.Abs(math.Hypot(ux, uy)-1) > 1e-12 {
				t.Errorf("%s (%g, %g): %v is no eigenvector of %g: %g off", s.ID, c.X, c.Y, c.Axis, c.Eig[0], d)
			}
			if want, ok := map[Kind]int{Minimum: 0, Saddle: 1, Maximum: 2}[c.Kind]; ok && c.Index != want {
				t.Errorf("%s (%g, %g): a %s of index %d", s.ID, c.X, c.Y, c.Kind, c.Index)
			}
		}
	}
}
