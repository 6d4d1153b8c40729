package nn

import (
	"saddlelab/core/param"
)

// TargetsOf are what a network should say: a class for each example (and each position, for a sequence), or a number for each output.
// A negative label is not counted.
type TargetsOf[F Float] struct {
	Labels []int32
	Values []F
}

// Targets are those of the networks that are trained.
type Targets = TargetsOf[float32]

// part are the targets of examples from … to−1, of so many labels and outputs each.
func (y TargetsOf[F]) part(from, to, labels, cols int) TargetsOf[F] {
	if y.Labels != nil {
		return TargetsOf[F]{Labels: y.Labels[from*labels : to*labels]}
	}
	return TargetsOf[F]{Values: y.Values[from*cols : to*cols]}
}

// counted is how many of rows rows count.
func (y TargetsOf[F]) counted(rows int) int {
	if y.Labels == nil {
		return rows
	}
	n := 0
	for _, l := range y.Labels[:rows] {
		if l >= 0 {
			n++
		}
	}
	return n
}

// value is what output c of row r should be: of a label 1 at its class and 0 elsewhere, or, of a single output, the label itself.
func (y TargetsOf[F]) value(r, c, cols int) F {
	switch {
	case y.Labels == nil:
		return y.Values[r*cols+c]
	case cols == 1:
		return F(y.Labels[r])
	case int(y.Labels[r]) == c:
		return 1
	}
	return 0
}

// skipped tells whether row r does not count; its derivatives are then set to 0.
func (y TargetsOf[F]) skipped(r int, row, rowd []F) bool {
	if y.Labels == nil || y.Labels[r] >= 0 {
		return false
	}
	clear(row)
	clear(rowd)
	return true
}

// measure is a loss over rows of cols outputs. It replaces out by scale times the gradient of each row's loss, outd, unless it is
// nil, by scale times the Hessian of each row's loss times outd, and returns the sum of those losses. p are the values of Params.
type measure[F Float] func(p []float64, out, outd []F, rows, cols int, y TargetsOf[F], scale F) float64

// Loss is a loss with its gradient and curvature.
type Loss struct {
	ID      string        `json:"id"`
	Name    string        `json:"name"`
	Formula string        `json:"formula"` // LaTeX
	Help    string        `json:"help"`
	Source  string        `json:"source"`
	Params  []param.Param `json:"params"`
	Classes bool          `json:"classes,omitempty"` // for classes only

	p   []float64
	m32 measure[float32]
	m64 measure[float64]
}

// Losses is the catalog, in menu order.
var Losses = []*Loss{softmaxCE, mse, logisticLoss, hinge, huber}

// LossByID finds a loss, with the default values of its parameters; at names the field in the error.
func LossByID(id, at string) (*Loss, error) {
	for _, l := range Losses {
		if l.ID == id {
			return l.With(nil, "")
		}
	}
	return nil, param.Unknown(at, "loss", id, ids(Losses, func(l *Loss) string { return l.ID }))
}

// With is the loss with values of its parameters. Errors name the field after at.
func (l *Loss) With(given param.Values, at string) (*Loss, error) {
	p, err := param.Resolve(l.Params, given, at)
	if err != nil {
		return nil, err
	}
	with := *l
	with.p = p
	return &with, nil
}

func measureOf[F Float](l *Loss) measure[F] {
	if m, ok := any(l.m32).(measure[F]); ok {
		return m
	}
	return any(l.m64).(measure[F])
}
