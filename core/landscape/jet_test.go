package landscape

import (
	"math"
	"math/rand/v2"
	"testing"
)

// The hand-written derivatives of five surfaces, and the automatic ones of their formulas, are the same.
func TestJetsAgreeWithHandWrittenDerivatives(t *testing.T) {
	forms := map[*Surface]func(x, y Jet) Jet{
		nesterov: func(x, y Jet) Jet { return x.Square().Times(.5).Add(y.Power(4).Times(.25)).Sub(y.Square().Times(.5)) },
		saddle:   func(x, y Jet) Jet { return x.Square().Sub(y.Square()) },
		monkey:   func(x, y Jet) Jet { return x.Power(3).Sub(x.Mul(y.Square()).Times(3)) },
		himmelblau: func(x, y Jet) Jet {
			return x.Square().Add(y).Plus(-11).Square().Add(x.Add(y.Square()).Plus(-7).Square())
		},
		camel6: func(x, y Jet) Jet {
			x2, y2 := x.Square(), y.Square()
			return Const(4).Sub(x2.Times(2.1)).Add(x2.Square().Times(1. / 3)).Mul(x2).Add(x.Mul(y)).Add(y2.Times(4).Plus(-4).Mul(y2))
		},
	}
	r := rand.New(rand.NewPCG(3, 3))
	for s, f := range forms {
		for range 100 {
			x := s.Box[0] + r.Float64()*(s.Box[1]-s.Box[0])
			y := s.Box[2] + r.Float64()*(s.Box[3]-s.Box[2])
			j := f(At(x, y))
			gx, gy := s.Grad(x, y)
			xx, xy, yy := s.Hess(x, y)
			for k, d := range []float64{j.V - s.F(x, y), j.X - gx, j.Y - gy, j.XX - xx, j.XY - xy, j.YY - yy} {
				if math.Abs(d) > 1e-11*(1+math.Abs(s.F(x, y))+math.Abs(xx)+math.Abs(yy)) {
					t.Errorf("%s: part %d at (%g, %g) is off by %g", s.ID, k, x, y, d)
				}
			}
		}
	}
}

// Quotient, root, exponential, sine and cosine, by identities that tie all six parts together.
func TestJetFunctions(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	for range 200 {
		x, y := At(r.Float64()*2+.1, r.Float64()*2+.1)
		a := x.Mul(y).Add(x.Square()) // anything positive that depends on both
		for what, pair := range map[string][2]Jet{
			"a/b·b = a":          {a.Div(y.Plus(2)).Mul(y.Plus(2)), a},
			"√a² = a":            {a.Sqrt().Square(), a},
			"sin² + cos² = 1":    {a.Sin().Square().Add(a.Cos().Square()), Const(1)},
			"eᵃe⁻ᵃ = 1":          {a.Exp().Mul(a.Times(-1).Exp()), Const(1)},
			"sin 2a = 2 sin cos": {a.Times(2).Sin(), a.Sin().Mul(a.Cos()).Times(2)},
			"eᵃ is its own":      {a.Exp().Div(a.Times(.5).Exp()), a.Times(.5).Exp()},
			"a⁵ = a·a²·a²":       {a.Power(5), a.Mul(a.Square()).Mul(a.Square())},
		} {
			p, q := pair[0], pair[1]
			size := 1 + math.Abs(q.V) + math.Abs(q.XX) + math.Abs(q.YY)
			for k, d := range []float64{p.V - q.V, p.X - q.X, p.Y - q.Y, p.XX - q.XX, p.XY - q.XY, p.YY - q.YY} {
				if !(math.Abs(d) < 1e-11*size) {
					t.Fatalf("%s: part %d is off by %g at %v, %v", what, k, d, x.V, y.V)
				}
			}
		}
	}
	if j := Const(1e9).Sin(); j.V == j.V {
		t.Errorf("sin 1e9 is %g, want nothing", j.V)
	}
}
