// Package optim holds the optimization methods, one to a file, and the schedules of their step sizes.
//
// A method is what it does to a gradient: a chain of rules through which the gradient becomes the step, written once for
// float64 (surfaces) and float32 (networks). Where networks use it, float32 has a fused form on core/kernel instead, which
// the tests hold against the chain.
package optim

import (
	"fmt"
	"math/rand/v2"

	"saddlelab/core/param"
)

// Float is the type of an iterate's numbers.
type Float interface{ float32 | float64 }

// Optimizer moves an iterate. Step makes one step of size lr from x, where the gradient is g; g is scratch afterwards.
// It allocates nothing.
type Optimizer[F Float] interface {
	Step(x, g []F, lr float64)
}

// Averaged is an Optimizer whose result is another point than the iterate that Step moves: a mean of iterates, or the
// sequence that the theorem is about where Step's x is only where the gradient is asked.
type Averaged[F Float] interface {
	Average(dst []F) // writes that point; call it after a Step
}

// Method is an entry of the catalog.
type Method struct {
	ID      string        `json:"id"`
	Name    string        `json:"name"`
	Group   string        `json:"group"`   // of the menu
	Formula string        `json:"formula"` // the update in LaTeX; \text{@name} stands for the value of a parameter
	Source  string        `json:"source"`
	Help    string        `json:"help"`
	Params  []param.Param `json:"params"`          // the first is lr, the step size, which a schedule multiplies
	Needs   string        `json:"needs,omitempty"` // what it asks of Setup.Problem: nothing, or one of the constants below

	New64 func(Setup[float64]) Optimizer[float64] `json:"-"`
	New32 func(Setup[float32]) Optimizer[float32] `json:"-"`
}

// What a method asks of its Problem beyond the gradient that Step is given. Each includes those before it.
const (
	NeedsValues    = "values"    // Value
	NeedsGradients = "gradients" // Gradient, at points of the method's choice
	NeedsCurvature = "curvature" // HessianVector
)

// Setup is what a method's state is made from.
type Setup[F Float] struct {
	P   []float64  // values of Params in order
	N   int        // how many numbers the iterate has
	RNG *rand.Rand // of this run alone

	Shapes  []Shape    // the iterate's matrices; none on a surface
	Problem Problem[F] // the function, for methods that ask more than the gradient that Step is given
}

// Shape is a matrix within the iterate, row by row.
type Shape struct{ At, Rows, Cols int }

// Problem is a function with its derivatives; on a network, over the minibatch of the step at hand.
type Problem[F Float] interface {
	Value(x []F) float64
	Gradient(x, g []F) float64  // writes ∇f(x), gives f(x)
	HessianVector(x, v, hv []F) // writes ∇²f(x)v
}

// families are the catalog in menu order, by what the methods have in common.
var families = []struct {
	name    string
	methods []*Method
}{
	{"Gradient", []*Method{sgd, momentum, nesterov, nesterovAGD, sam, asgd}},
	{"Noise", []*Method{perturbedSGD, perturbedGD, sgld}},
	{"A scale for each coordinate", []*Method{adagrad, rmsprop, adam, amsgrad, adamw, adadelta, adamax, nadam, radam, rprop, lion}},
	{"One scale for all", []*Method{adagradNorm, adgd, unixgrad, accelegrad, gdBacktracking}},
	{"Matrices", []*Method{adagradFull, shampoo, muon}},
	{"Curvature", []*Method{newton, saddleFreeNewton, cubicNewton, trustRegion, negativeCurvature, lbfgs}},
}

// Catalog is in menu order.
var Catalog = func() (all []*Method) {
	for _, f := range families {
		for _, m := range f.methods {
			m.Group = f.name
			all = append(all, m)
		}
	}
	return all
}()

// ByID finds a method; at names the field in the error.
func ByID(id, at string) (*Method, error) {
	have := make([]string, len(Catalog))
	for i, m := range Catalog {
		if m.ID == id {
			return m, nil
		}
		have[i] = m.ID
	}
	return nil, param.Unknown(at, "optimizer", id, have)
}

// rule turns what comes in u, at first the gradient at x, into what goes on to the next rule, at last the step.
type rule[F Float] interface {
	apply(u, x []F, lr F)
}

// chain applies its rules in order and adds the step.
type chain[F Float] []rule[F]

func (c chain[F]) Step(x, g []F, lr float64) {
	fit(x, g)
	for _, r := range c {
		r.apply(g, x, F(lr))
	}
	for i, u := range g {
		x[i] += u
	}
}

// fit panics where a gradient has another length than the iterate.
func fit[F Float](x, g []F) {
	if len(g) != len(x) {
		panic(fmt.Sprintf("optim: len(g)=%d, want %d", len(g), len(x)))
	}
}

// lr is the parameter that every method has first.
func lr(def float64) param.Param {
	return param.Param{Name: "lr", Label: "lr", Help: "The step size η (learning rate).", Min: 1e-6, Default: def, Max: 100, Log: true}
}

// weightDecay is PyTorch's: an L2 penalty ½λ‖x‖², whose gradient is added.
var weightDecay = param.Param{Name: "weight_decay", Label: "weight decay", Help: "Adds λx to the gradient, which pulls towards 0: an L2 penalty.", Min: 0, Default: 0, Max: 1}

var eps = param.Param{Name: "eps", Label: "ε", Help: "Keeps the division finite where gradients have been 0.", Min: 1e-12, Default: 1e-8, Max: 1, Log: true}
