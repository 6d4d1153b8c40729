package formula

import (
	"fmt"
	"sort"
	"strconv"
	"strings"
	"text/scanner"
)

// Error is what is wrong with a formula, and where: Column counts characters from 1.
type Error struct {
	Column  int
	Message string
}

func (e *Error) Error() string { return fmt.Sprintf("at character %d: %s", e.Column, e.Message) }

// MaxLength bounds a formula in characters, and with it the depth of its tree.
const MaxLength = 2000

// parser reads by precedence climbing:
//
//	sum     = product { ("+" | "-") product }
//	product = signed { ("*" | "/" | nothing) signed }
//	signed  = ("+" | "-") signed | power
//	power   = atom [ "^" signed ]
//	atom    = number | name | name "(" sum { "," sum } ")" | "(" sum ")"
//
// so that −x^2 is −(x²), 2^3^2 is 2⁹ and 2x sin y is a product. A formula is short and the grammar five lines: a library for
// expressions would add a tenth to what the page loads.
type parser struct {
	src   string
	s     scanner.Scanner
	tok   rune
	text  string
	at    int
	names map[string]*node // variables and constants
	depth int
	err   *Error
}

// plain writes what people type as the grammar has it; every replacement is one character for another, so that columns stay.
var plain = strings.NewReplacer("−", "-", "·", "*", "×", "*", "÷", "/", "π", "\x01", "²", "\x02", "³", "\x03")

func parse(src string, names map[string]*node) (*node, *Error) {
	if n := len([]rune(src)); n > MaxLength {
		return nil, &Error{MaxLength, fmt.Sprintf("the formula has %d characters; at most %d", n, MaxLength)}
	}
	p := &parser{names: names, src: plain.Replace(src)}
	p.s.Init(strings.NewReader(p.src))
	p.s.Mode = scanner.ScanIdents // numbers it would read its own way: 2exp(x) as one with an exponent
	p.s.Error = func(_ *scanner.Scanner, msg string) { p.fail("%s", msg) }
	p.next()
	if p.tok == scanner.EOF {
		return nil, &Error{1, "the formula is empty; try x^2 - y^2"}
	}
	n := p.sum()
	if p.err == nil && p.tok != scanner.EOF {
		p.fail("%s is not expected here", p.shown())
	}
	if p.err != nil {
		return nil, p.err
	}
	return n, nil
}

func (p *parser) next() {
	p.tok = p.s.Scan()
	p.text, p.at = p.s.TokenText(), p.s.Position.Column
	if digit(p.tok) || p.tok == '.' {
		p.text = numeral(p.src[p.s.Position.Offset:])
		for range len(p.text) - 1 {
			p.s.Next()
		}
		p.tok = digits
	}
}

// digits is the token of a number.
const digits = -100

// numeral is the number that s begins with: digits, a point, digits, and an exponent if digits follow its letter.
func numeral(s string) string {
	run := func(i int) int {
		for i < len(s) && digit(rune(s[i])) {
			i++
		}
		return i
	}
	n := run(0)
	if n < len(s) && s[n] == '.' {
		n = run(n + 1)
	}
	if n < len(s) && (s[n] == 'e' || s[n] == 'E') {
		from := n + 1
		if from < len(s) && (s[from] == '-' || s[from] == '+') {
			from++
		}
		if to := run(from); to > from {
			n = to
		}
	}
	return s[:n]
}

func digit(r rune) bool { return '0' <= r && r <= '9' }

func (p *parser) fail(format string, a ...any) {
	if p.err == nil {
		p.err = &Error{max(1, p.at), fmt.Sprintf(format, a...)}
	}
}

// shown is the current token as the user typed it.
func (p *parser) shown() string {
	switch p.tok {
	case scanner.EOF:
		return "the end"
	case 1:
		return "π"
	case 2:
		return "²"
	case 3:
		return "³"
	}
	return strconv.Quote(p.text)
}

func (p *parser) sum() *node {
	n := p.product()
	for p.err == nil && (p.tok == '+' || p.tok == '-') {
		op := p.tok
		p.next()
		m := p.product()
		if op == '-' {
			m = unary("neg", m)
		}
		n = binary("add", n, m)
	}
	return n
}

func (p *parser) product() *node {
	n := p.signed()
	for p.err == nil {
		switch p.tok {
		case '*', '/':
			op := map[rune]string{'*': "mul", '/': "div"}[p.tok]
			p.next()
			n = binary(op, n, p.signed())
		case scanner.Ident, '(', 1:
			n = binary("mul", n, p.power())
		default:
			return n
		}
	}
	return n
}

func (p *parser) signed() *node {
	switch p.tok {
	case '-':
		p.next()
		return unary("neg", p.deeper(p.signed))
	case '+':
		p.next()
		return p.deeper(p.signed)
	}
	return p.power()
}

// deeper keeps a hostile formula from using up the stack.
func (p *parser) deeper(f func() *node) *node {
	if p.depth++; p.depth > 200 {
		p.fail("the formula is nested more than 200 deep")
		return number(0)
	}
	defer func() { p.depth-- }()
	return f()
}

func (p *parser) power() *node {
	n := p.deeper(p.atom)
	for p.err == nil && (p.tok == 2 || p.tok == 3) {
		n = binary("pow", n, number(float64(p.tok)))
		p.next()
	}
	if p.tok == '*' && p.s.Peek() == '*' { // as in Python
		p.next()
		p.tok = '^'
	}
	if p.err == nil && p.tok == '^' {
		p.next()
		return binary("pow", n, p.deeper(p.signed))
	}
	return n
}

func (p *parser) atom() *node {
	switch p.tok {
	case digits:
		v, err := strconv.ParseFloat(p.text, 64)
		if err != nil {
			p.fail("%s is not a number", p.text)
		}
		p.next()
		return number(v)
	case 1:
		p.next()
		return p.names["pi"]
	case scanner.Ident:
		return p.name()
	case '(':
		p.next()
		n := p.sum()
		p.close()
		return n
	}
	p.fail("a number, a name or ( is wanted, not %s", p.shown())
	return number(0)
}

func (p *parser) close() {
	if p.tok != ')' {
		p.fail("a closing ) is missing")
	}
	p.next()
}

func (p *parser) name() *node {
	name, at := p.text, p.at
	p.next()
	if f, ok := functions[name]; ok {
		if p.tok != '(' {
			p.fail("%s wants its argument in brackets: %s(x)", name, name)
			return number(0)
		}
		p.next()
		args := []*node{p.sum()}
		for p.err == nil && p.tok == ',' {
			p.next()
			args = append(args, p.sum())
		}
		p.close()
		if p.err == nil && len(args) != f.args {
			p.at = at
			p.fail("%s has %d arguments here; it takes %d", name, len(args), f.args)
		}
		return &node{op: name, args: args}
	}
	if n, ok := p.names[name]; ok {
		return n
	}
	p.at = at
	p.fail("%q is not known; have %s", name, p.known())
	return number(0)
}

// known lists every name that may stand in a formula.
func (p *parser) known() string {
	var vars, fns []string
	for v, n := range p.names {
		if n.op != "many" {
			vars = append(vars, v)
		}
	}
	for f := range functions {
		fns = append(fns, f)
	}
	sort.Strings(vars)
	sort.Strings(fns)
	return strings.Join(vars, ", ") + ", x1 to x" + strconv.Itoa(MaxVariables) + " and the functions " + strings.Join(fns, ", ")
}
