package nn

import "fmt"

// NetOf is a workspace that evaluates a model and its derivatives on up to a fixed number of examples at a time. After NewNet nothing
// allocates but the first call of each kind of derivative. It holds no parameters: every call is given its vector.
type NetOf[F Float] struct {
	m       *Model
	loss    *Loss
	measure measure[F]
	max     int
	chain   *chain[F]
	call    call[F]
	own     *StateOf[F]
	dy, dyd []F // derivatives by the outputs and what they change by
	l1, l2  F

	rows, cols int // an example's labels, and the outputs for each: more than one row for a sequence
}

// Net is the workspace of the networks that are trained, in float32.
type Net = NetOf[float32]

// NewNet makes the workspace for at most maxBatch examples at a time.
func NewNet(m *Model, loss *Loss, maxBatch int) *Net { return NewNetOf[float32](m, loss, maxBatch) }

// NewNetOf makes a workspace that computes in F.
func NewNetOf[F Float](m *Model, loss *Loss, maxBatch int) *NetOf[F] {
	if loss.p == nil { // an entry of the catalog itself
		loss, _ = loss.With(nil, "")
	}
	n := &NetOf[F]{
		m: m, loss: loss, measure: measureOf[F](loss), max: maxBatch,
		chain: newChain[F](m.nodes, maxBatch), own: NewStateOf[F](m, 0),
		dy: make([]F, maxBatch*m.Out()), rows: m.out.positions(), cols: m.out.features(),
	}
	n.call.state = n.own
	return n
}

// Use makes the calls that follow work with a state: a training's running statistics and its stream of dropouts. A network without
// batch normalization and dropout needs none; else give each training its own. nil is the workspace's own.
func (n *NetOf[F]) Use(s *StateOf[F]) {
	if s == nil {
		s = n.own
	}
	if len(s.stats) != n.m.stats {
		panic(fmt.Sprintf("nn: a state of %d statistics for a model of %d", len(s.stats), n.m.stats))
	}
	n.call.state = s
}

func (n *NetOf[F]) begin(w, x []F, rows int, how mode) *call[F] {
	if in := n.m.In(); len(w) != n.m.params || rows > n.max || len(x) < rows*in {
		panic(fmt.Sprintf("nn: %d weights, %d rows, %d inputs; want %d weights, at most %d rows, %d inputs a row", len(w), rows, len(x), n.m.params, n.max, in))
	}
	n.call = call[F]{rows: rows, mode: how, w: w, state: n.call.state}
	return &n.call
}

// Forward gives the outputs for rows examples, rows×Out. They stand in the workspace until the next call.
func (n *NetOf[F]) Forward(w, x []F, rows int) []F {
	return n.chain.forward(n.begin(w, x, rows, inferring), x)
}

// Stage gives the outputs of layer k of the list for the examples of the last Forward; of a layer that the next one works on in place,
// what that has made of them.
func (n *NetOf[F]) Stage(k int) []F {
	s := &n.chain.stages[k]
	if s.view {
		return s.x
	}
	return s.y[:n.call.rows*s.out]
}

// Gradient returns the mean loss over rows examples, with its penalties, and overwrites g, of length NumTrainable or NumParams, with
// its gradient by w: 0 where w is frozen.
func (n *NetOf[F]) Gradient(w, x []F, y TargetsOf[F], rows int, g []F) float64 {
	return n.gradient(w, x, y, rows, g, training)
}

// Slope is Gradient of the function whose curvature HessianVector gives: dropout drops nothing, and running statistics stay.
func (n *NetOf[F]) Slope(w, x []F, y TargetsOf[F], rows int, g []F) float64 {
	return n.gradient(w, x, y, rows, g, measuring)
}

// Loss is what Slope returns, without the gradient.
func (n *NetOf[F]) Loss(w, x []F, y TargetsOf[F], rows int) float64 {
	out := n.chain.forward(n.begin(w, x, rows, measuring), x)
	count := y.counted(rows * n.rows)
	if count == 0 {
		return n.penalize(w, nil)
	}
	return n.measure(n.loss.p, out, nil, rows*n.rows, n.cols, y, 0)/float64(count) + n.penalize(w, nil)
}

func (n *NetOf[F]) gradient(w, x []F, y TargetsOf[F], rows int, g []F, how mode) float64 {
	n.fits(len(g))
	c := n.begin(w, x, rows, how)
	c.g = g
	out := n.chain.forward(c, x)
	dy := n.dy[:len(out)]
	copy(dy, out)
	loss := n.judge(dy, nil, y)
	n.chain.backward(c, dy, nil)
	clear(g[n.m.trainable:])
	return loss + n.penalize(w, g)
}

func (n *NetOf[F]) fits(length int) {
	if length < n.m.trainable || length > n.m.params {
		panic(fmt.Sprintf("nn: a vector of %d for %d parameters, %d of them trainable", length, n.m.params, n.m.trainable))
	}
}

// judge replaces outputs by the mean loss's derivative by them, outd by its Hessian times that, and returns the loss.
func (n *NetOf[F]) judge(out, outd []F, y TargetsOf[F]) float64 {
	rows := n.call.rows * n.rows
	count := y.counted(rows)
	if count == 0 {
		clear(out)
		clear(outd)
		return 0
	}
	return n.measure(n.loss.p, out, outd, rows, n.cols, y, 1/F(count)) / float64(count)
}

// Evaluate gives the mean loss over any number of examples and how many the largest output gets right (labels only). Of a sequence each
// position with a label is counted: of Counted(y, rows) in all. Penalties are not part of it.
func (n *NetOf[F]) Evaluate(w, x []F, y TargetsOf[F], rows int) (loss float64, correct int) {
	in, out := n.m.In(), n.m.Out()
	for at := 0; at < rows; at += n.max {
		m := min(n.max, rows-at)
		o := n.Forward(w, x[at*in:(at+m)*in], m)
		part := y.part(at, at+m, n.rows, out)
		correct += n.right(o, part)
		loss += n.measure(n.loss.p, o, nil, m*n.rows, n.cols, part, 0)
	}
	return loss / float64(n.Counted(y, rows)), correct
}

// right counts the labels that the largest output is of.
func (n *NetOf[F]) right(o []F, y TargetsOf[F]) (correct int) {
	for r, want := range y.Labels {
		if want >= 0 && n.is(o[r*n.cols:(r+1)*n.cols], want) {
			correct++
		}
	}
	return correct
}

// is tells whether says gives want, and mostly sees early that it does not.
func (n *NetOf[F]) is(o []F, want int32) bool {
	if len(o) == 1 || int(want) >= len(o) || o[0] != o[0] || o[want] != o[want] {
		return n.says(o) == want
	}
	v := o[want]
	for _, u := range o[:want] {
		if u >= v {
			return false
		}
	}
	for _, u := range o[want:] {
		if u > v {
			return false
		}
	}
	return true
}

// says is the class that outputs stand for: the largest; of a single one, 1 if it is on the side of 1.
func (n *NetOf[F]) says(o []F) int32 {
	if len(o) == 1 {
		line := F(0)
		if n.loss.ID == mse.ID || n.loss.ID == huber.ID {
			line = .5
		}
		if o[0] > line {
			return 1
		}
		return 0
	}
	best := 0
	for c, v := range o {
		if v > o[best] {
			best = c
		}
	}
	return int32(best)
}

// Counted is how many labels of rows examples count: all but negative ones.
func (n *NetOf[F]) Counted(y TargetsOf[F], rows int) int { return y.counted(rows * n.rows) }
