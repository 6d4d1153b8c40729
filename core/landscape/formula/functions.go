package formula

import (
	"math"

	"saddlelab/core/real"
)

// function is one that a formula may name. derive gives value, first and second derivative.
type function struct {
	args   int
	kinks  bool
	one    func(x float64) float64
	derive func(x float64) (f, d, dd float64)
}

var functions = map[string]function{
	"sin": {args: 1, one: sin, derive: func(x float64) (float64, float64, float64) { s := sin(x); return s, cos(x), -s }},
	"cos": {args: 1, one: cos, derive: func(x float64) (float64, float64, float64) { c := cos(x); return c, -sin(x), -c }},
	"tan": {args: 1, one: tan, derive: func(x float64) (float64, float64, float64) { t := tan(x); return t, 1 + t*t, 2 * t * (1 + t*t) }},
	"atan": {args: 1, one: math.Atan, derive: func(x float64) (float64, float64, float64) {
		q := 1 + x*x
		return math.Atan(x), 1 / q, -2 * x / (q * q)
	}},
	"exp":  {args: 1, one: real.Exp, derive: func(x float64) (float64, float64, float64) { e := real.Exp(x); return e, e, e }},
	"log":  {args: 1, one: real.Log, derive: func(x float64) (float64, float64, float64) { return real.Log(x), 1 / x, -1 / (x * x) }},
	"sqrt": {args: 1, one: math.Sqrt, derive: func(x float64) (float64, float64, float64) { r := math.Sqrt(x); return r, .5 / r, -.25 / (r * x) }},
	"tanh": {args: 1, one: real.Tanh, derive: func(x float64) (float64, float64, float64) {
		t := real.Tanh(x)
		return t, 1 - t*t, -2 * t * (1 - t*t)
	}},
	"sinh": {args: 1, one: sinh, derive: func(x float64) (float64, float64, float64) { return sinh(x), cosh(x), sinh(x) }},
	"cosh": {args: 1, one: cosh, derive: func(x float64) (float64, float64, float64) { return cosh(x), sinh(x), cosh(x) }},
	"sigmoid": {args: 1, one: sigmoid, derive: func(x float64) (float64, float64, float64) {
		s := sigmoid(x)
		return s, s * (1 - s), s * (1 - s) * (1 - 2*s)
	}},
	"softplus": {args: 1, one: softplus, derive: func(x float64) (float64, float64, float64) {
		s := sigmoid(x)
		return softplus(x), s, s * (1 - s)
	}},
	"abs":  {args: 1, kinks: true, one: math.Abs, derive: func(x float64) (float64, float64, float64) { return math.Abs(x), sign(x), 0 }},
	"sign": {args: 1, kinks: true, one: sign, derive: func(x float64) (float64, float64, float64) { return sign(x), 0, 0 }},
	"relu": {args: 1, kinks: true, one: relu, derive: func(x float64) (float64, float64, float64) {
		if x > 0 {
			return x, 1, 0
		}
		return relu(x), 0, 0
	}},
	"min": {args: 2, kinks: true},
	"max": {args: 2, kinks: true},
}

// Beyond this the argument's last digit is a turn.
const far = 1 << 26

func sin(x float64) float64 {
	if !(math.Abs(x) < far) {
		return math.NaN()
	}
	return real.Sin(x)
}

func cos(x float64) float64 {
	if !(math.Abs(x) < far) {
		return math.NaN()
	}
	return real.Cos(x)
}

func tan(x float64) float64  { return sin(x) / cos(x) }
func sinh(x float64) float64 { return (real.Exp(x) - real.Exp(-x)) / 2 }
func cosh(x float64) float64 { return (real.Exp(x) + real.Exp(-x)) / 2 }

func sigmoid(x float64) float64 {
	if x < 0 {
		e := real.Exp(x)
		return e / (1 + e)
	}
	return 1 / (1 + real.Exp(-x))
}

// softplus is log(1 + eˣ) without overflow.
func softplus(x float64) float64 { return math.Max(x, 0) + real.Log(1+real.Exp(-math.Abs(x))) }

func relu(x float64) float64 {
	if x < 0 {
		return 0
	}
	return x // NaN stays
}

func sign(x float64) float64 {
	switch {
	case x > 0:
		return 1
	case x < 0:
		return -1
	}
	return 0 * x
}
