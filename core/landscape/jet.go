package landscape

import (
	"math"

	"saddlelab/core/real"
)

// Jet is a value with its gradient and Hessian by x and y: second-order forward automatic differentiation (Griewank & Walther
// 2008, Evaluating Derivatives, chapter 13). Derivatives are exact but for rounding. What is undefined is NaN and stays it.
type Jet struct {
	V          float64
	X, Y       float64 // ∂f/∂x, ∂f/∂y
	XX, XY, YY float64
}

// At gives the variables at a point.
func At(x, y float64) (Jet, Jet) { return Jet{V: x, X: 1}, Jet{V: y, Y: 1} }

// Const is a number that depends on nothing.
func Const(c float64) Jet { return Jet{V: c} }

// Add gives a + b.
func (a Jet) Add(b Jet) Jet {
	return Jet{a.V + b.V, a.X + b.X, a.Y + b.Y, a.XX + b.XX, a.XY + b.XY, a.YY + b.YY}
}

// Sub gives a − b.
func (a Jet) Sub(b Jet) Jet { return a.Add(b.Times(-1)) }

// Plus gives a + c.
func (a Jet) Plus(c float64) Jet { a.V += c; return a }

// Times gives c·a.
func (a Jet) Times(c float64) Jet {
	return Jet{c * a.V, c * a.X, c * a.Y, c * a.XX, c * a.XY, c * a.YY}
}

// Mul gives a·b.
func (a Jet) Mul(b Jet) Jet {
	return Jet{
		a.V * b.V,
		a.X*b.V + a.V*b.X,
		a.Y*b.V + a.V*b.Y,
		a.XX*b.V + 2*a.X*b.X + a.V*b.XX,
		a.XY*b.V + a.X*b.Y + a.Y*b.X + a.V*b.XY,
		a.YY*b.V + 2*a.Y*b.Y + a.V*b.YY,
	}
}

// Square gives a².
func (a Jet) Square() Jet { return a.Mul(a) }

// Div gives a/b.
func (a Jet) Div(b Jet) Jet { return a.Mul(b.Of(1/b.V, -1/(b.V*b.V), 2/(b.V*b.V*b.V))) }

// Of applies a function of one number, given its value and first two derivatives at a.V.
func (a Jet) Of(f, d, dd float64) Jet {
	return Jet{
		f,
		d * a.X, d * a.Y,
		d*a.XX + dd*a.X*a.X, d*a.XY + dd*a.X*a.Y, d*a.YY + dd*a.Y*a.Y,
	}
}

// Power gives aⁿ for a whole n ≥ 0 by products.
func (a Jet) Power(n int) Jet {
	r := Const(1)
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			r = r.Mul(a)
		}
		a = a.Mul(a)
	}
	return r
}

// Sin, Cos, Exp, Sqrt: the functions of those names.
func (a Jet) Sin() Jet { s, c := sinCos(a.V); return a.Of(s, c, -s) }
func (a Jet) Cos() Jet { s, c := sinCos(a.V); return a.Of(c, -s, -c) }
func (a Jet) Exp() Jet { e := real.Exp(a.V); return a.Of(e, e, e) }
func (a Jet) Sqrt() Jet {
	r := math.Sqrt(a.V)
	return a.Of(r, .5/r, -.25/(r*a.V))
}

// sinCos is not a number where a step of the argument's last digit is a turn: a run that far out has left the picture.
func sinCos(x float64) (s, c float64) {
	if !(math.Abs(x) < 1<<26) {
		return math.NaN(), math.NaN()
	}
	return real.Sin(x), real.Cos(x)
}

// smooth completes a surface from its formula over jets.
func smooth(s Surface, f func(x, y Jet) Jet) *Surface {
	s.F = func(x, y float64) float64 { return f(At(x, y)).V }
	s.Grad = func(x, y float64) (float64, float64) {
		j := f(At(x, y))
		return j.X, j.Y
	}
	s.Hess = func(x, y float64) (float64, float64, float64) {
		j := f(At(x, y))
		return j.XX, j.XY, j.YY
	}
	return &s
}
