package formula

import (
	"fmt"
	"math"
	"strconv"
)

// deepest is how many brackets within brackets Python reads, with room to spare.
const deepest = 90

// Python writes the formula as an expression over torch, whose variables are x[0], x[1], …. It is made of the tree, whose leaves are
// numbers and variables: no name that was typed comes through. The expression may call the functions smaller and larger, the minimum and
// maximum whose derivative is that of one of the two.
func (f *Formula) Python() (string, error) {
	text := python{}.write(f.tree, 0)
	depth := 0
	for _, r := range text {
		switch r {
		case '(':
			depth++
		case ')':
			depth--
		}
		if depth > deepest {
			return "", fmt.Errorf("the formula has brackets nested more than %d deep, which Python does not read", deepest)
		}
	}
	return text, nil
}

type python struct{}

// How tightly Python's operators bind.
const (
	adds = iota + 1
	multiplies
	negates
	raises
	atom
)

// torchNames are the functions by their names in torch, where these differ.
var torchNames = map[string]string{
	"softplus": "torch.nn.functional.softplus", "min": "smaller", "max": "larger",
}

// write gives a tree as text that stands where operators of this strength are around it.
func (w python) write(n *node, around int) string {
	text, own := w.bare(n)
	if own < around {
		return "(" + text + ")"
	}
	return text
}

// bare gives a tree as text, and how tightly its outermost operator binds. What has no variables is a number.
func (w python) bare(n *node) (text string, own int) {
	if n.fixed() {
		v, _ := new(Formula).compile(n)
		return literal(v(0, 0))
	}
	switch n.op {
	case "x":
		return "x[0]", atom
	case "y":
		return "x[1]", atom
	case "many":
		return "x[" + strconv.Itoa(n.index) + "]", atom
	}
	a := n.args[0]
	if len(n.args) == 1 {
		if n.op == "neg" {
			return "-" + w.write(a, negates), negates
		}
		name, ok := torchNames[n.op]
		if !ok {
			name = "torch." + n.op
		}
		rest := ")"
		if n.op == "softplus" {
			rest = ", threshold=40)"
		}
		return name + "(" + w.write(a, 0) + rest, atom
	}
	b := n.args[1]
	switch n.op {
	case "add":
		if b.op == "neg" && !b.fixed() {
			return w.write(a, adds) + " - " + w.write(b.args[0], multiplies), adds
		}
		return w.write(a, adds) + " + " + w.write(b, multiplies), adds
	case "mul":
		return w.write(a, multiplies) + " * " + w.write(b, negates), multiplies
	case "div":
		return w.write(a, multiplies) + " / " + w.write(b, negates), multiplies
	case "pow":
		return w.write(a, atom) + "**" + w.write(b, atom), raises
	}
	return torchNames[n.op] + "(" + w.write(a, 0) + ", " + w.write(b, 0) + ")", atom
}

// fixed tells that a tree has no variables.
func (n *node) fixed() bool {
	plain, highest := n.variables()
	return !plain && highest == 0
}

// literal is a number as Python reads it.
func literal(v float64) (string, int) {
	switch {
	case math.IsNaN(v):
		return "math.nan", atom
	case math.IsInf(v, 1):
		return "math.inf", atom
	case math.IsInf(v, -1):
		return "-math.inf", negates
	}
	own := atom
	if math.Signbit(v) {
		own = negates
	}
	return strconv.FormatFloat(v, 'g', -1, 64), own
}
