// Package formula turns a typed formula in x and y, or in x1, x2, …, into a function with exact first and second derivatives.
package formula

import (
	"math"
	"strconv"

	"saddlelab/core/landscape"
	"saddlelab/core/real"
)

type jet = landscape.Jet

// node is one operation of a formula's tree. A variable has op "x" or "y", or "many" with its index from 0; a number "const".
type node struct {
	op    string
	args  []*node
	value float64
	index int
}

func number(v float64) *node             { return &node{op: "const", value: v} }
func unary(op string, a *node) *node     { return &node{op: op, args: []*node{a}} }
func binary(op string, a, b *node) *node { return &node{op: op, args: []*node{a, b}} }

// MaxVariables bounds the variables x1, x2, … of a formula.
const MaxVariables = 8

// Formula is a compiled function of x and y, or of more variables.
type Formula struct {
	Source string
	D      int  // variables
	Kinks  bool // it has points without a derivative: of abs, relu, min, max or sign, where 0 or that of one side is taken

	tree  *node
	value func(x, y float64) float64
	jet   func(x, y jet) jet
	at    [MaxVariables]float64 // the variables where there are more than two
	jets  [MaxVariables]jet
}

// Compile reads a formula in x and y, or in x1 to x8, with pi, e and the given constants. Errors are *Error.
func Compile(src string, constants map[string]float64) (*Formula, error) {
	names := map[string]*node{"x": {op: "x"}, "y": {op: "y"}, "pi": number(math.Pi), "e": number(math.E)}
	for i := range MaxVariables {
		names["x"+strconv.Itoa(i+1)] = &node{op: "many", index: i}
	}
	for name, v := range constants {
		names[name] = number(v)
	}
	n, err := parse(src, names)
	if err != nil {
		return nil, err
	}
	f := &Formula{Source: src, D: 2}
	plain, highest := n.variables()
	switch {
	case plain && highest > 0:
		return nil, &Error{Column: 1, Message: "it mixes x and y with x1, x2, …; use one or the other"}
	case highest > 2:
		f.D = highest
	case highest > 0:
		n.rename()
	}
	f.tree = n
	f.value, f.jet = f.compile(n)
	return f, nil
}

// variables tells whether a tree has x or y, and the highest of x1, x2, … in it.
func (n *node) variables() (plain bool, highest int) {
	switch n.op {
	case "x", "y":
		return true, 0
	case "many":
		return false, n.index + 1
	}
	for _, a := range n.args {
		p, h := a.variables()
		plain, highest = plain || p, max(highest, h)
	}
	return plain, highest
}

// rename makes x and y of x1 and x2.
func (n *node) rename() {
	if n.op == "many" {
		n.op = [2]string{"x", "y"}[n.index]
	}
	for _, a := range n.args {
		a.rename()
	}
}

// At gives the value at a point; NaN where the formula has none.
func (f *Formula) At(x, y float64) float64 { return f.value(x, y) }

// Jet gives the value with its gradient and Hessian.
func (f *Formula) Jet(x, y float64) landscape.Jet { return f.jet(landscape.At(x, y)) }

// compile makes two closures of a tree, one for values alone. Neither allocates when called.
func (f *Formula) compile(n *node) (func(x, y float64) float64, func(x, y jet) jet) {
	switch n.op {
	case "const":
		v, j := n.value, landscape.Const(n.value)
		return func(_, _ float64) float64 { return v }, func(_, _ jet) jet { return j }
	case "x":
		return func(x, _ float64) float64 { return x }, func(x, _ jet) jet { return x }
	case "y":
		return func(_, y float64) float64 { return y }, func(_, y jet) jet { return y }
	case "many":
		v, j := &f.at[n.index], &f.jets[n.index]
		return func(_, _ float64) float64 { return *v }, func(_, _ jet) jet { return *j }
	}
	a, ja := f.compile(n.args[0])
	if len(n.args) == 1 {
		if n.op == "neg" {
			return func(x, y float64) float64 { return -a(x, y) }, func(x, y jet) jet { return ja(x, y).Times(-1) }
		}
		fn := functions[n.op]
		f.Kinks = f.Kinks || fn.kinks
		return func(x, y float64) float64 { return fn.one(a(x, y)) }, func(x, y jet) jet {
			j := ja(x, y)
			return j.Of(fn.derive(j.V))
		}
	}
	b, jb := f.compile(n.args[1])
	switch n.op {
	case "add":
		if n.args[1].op == "neg" {
			c, jc := f.compile(n.args[1].args[0])
			return func(x, y float64) float64 { return a(x, y) - c(x, y) }, func(x, y jet) jet { return ja(x, y).Sub(jc(x, y)) }
		}
		return func(x, y float64) float64 { return a(x, y) + b(x, y) }, func(x, y jet) jet { return ja(x, y).Add(jb(x, y)) }
	case "mul":
		return func(x, y float64) float64 { return a(x, y) * b(x, y) }, func(x, y jet) jet { return ja(x, y).Mul(jb(x, y)) }
	case "div":
		return func(x, y float64) float64 { return a(x, y) / b(x, y) }, func(x, y jet) jet { return ja(x, y).Div(jb(x, y)) }
	case "min", "max":
		f.Kinks = true
		less := n.op == "min"
		return func(x, y float64) float64 {
				if p, q := a(x, y), b(x, y); (p < q) == less {
					return p + 0*q // NaN if either is
				} else {
					return q + 0*p
				}
			}, func(x, y jet) jet {
				if p, q := ja(x, y), jb(x, y); (p.V < q.V) == less {
					return p.Plus(0 * q.V)
				} else {
					return q.Plus(0 * p.V)
				}
			}
	}
	return power(n.args[1], a, b, ja, jb)
}

// power is aᵇ: by products for a whole number b, else by x^b for a number b, else as e^(b log a).
func power(exponent *node, a, b func(x, y float64) float64, ja, jb func(x, y jet) jet) (func(x, y float64) float64, func(x, y jet) jet) {
	value := func(x, y float64) float64 { return real.Pow(a(x, y), b(x, y)) }
	c, fixed := constant(exponent)
	switch n := int(math.Abs(c)); {
	case fixed && c == math.Trunc(c) && math.Abs(c) <= 64:
		if c == 2 {
			return func(x, y float64) float64 { v := a(x, y); return v * v }, func(x, y jet) jet { return ja(x, y).Square() }
		}
		if c >= 0 {
			return func(x, y float64) float64 { return whole(a(x, y), n) }, func(x, y jet) jet { return ja(x, y).Power(n) }
		}
		return func(x, y float64) float64 { return 1 / whole(a(x, y), n) }, func(x, y jet) jet { return landscape.Const(1).Div(ja(x, y).Power(n)) }
	case fixed:
		return value, func(x, y jet) jet {
			j := ja(x, y)
			return j.Of(real.Pow(j.V, c), c*real.Pow(j.V, c-1), c*(c-1)*real.Pow(j.V, c-2))
		}
	}
	return value, func(x, y jet) jet {
		p := ja(x, y)
		l := real.Log(p.V)
		return jb(x, y).Mul(p.Of(l, 1/p.V, -1/(p.V*p.V))).Exp()
	}
}

// constant evaluates a tree without variables.
func constant(n *node) (v float64, ok bool) {
	switch n.op {
	case "const":
		return n.value, true
	case "neg":
		v, ok = constant(n.args[0])
		return -v, ok
	}
	return 0, false
}

// whole is xⁿ by squaring, in the order of Jet.Power.
func whole(x float64, n int) float64 {
	r := 1.0
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			r *= x
		}
		x *= x
	}
	return r
}
