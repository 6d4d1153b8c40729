package nn

import (
	"fmt"

	"saddlelab/core/param"
)

// Residual block.  y = x + f(x), f a list of layers that keeps the shape
var residualLayer = &Layer{
	ID: "residual", Name: "Residual block", Help: "Adds what a few layers make of their inputs to those inputs, so that deep networks train.",
	Source: "He, Zhang, Ren, Sun 2015, arXiv:1512.03385",
	Params: []param.Param{},
	plan:   planResidual, new32: newResidual[float32], new64: newResidual[float64],
}

// maxDepth bounds residual blocks within residual blocks.
const maxDepth = 4

func tooDeep(at string) error {
	return fmt.Errorf("%s: a block within %d blocks; at most %d", at, maxDepth, maxDepth)
}

func planResidual(b *builder, n *node, _ []float64) error {
	at := b.at + ".residual"
	if b.depth++; b.depth > maxDepth {
		return tooDeep(at)
	}
	body, out, err := b.chain(n.spec.Residual, n.in, n.frozen, at)
	b.depth--
	if err != nil {
		return err
	}
	if !out.Equal(n.in) {
		return fmt.Errorf("%s: its layers make %s of %s; they have to keep the shape", at, out, n.in)
	}
	n.body, n.out = body, out
	return nil
}

type residual[F Float] struct {
	body    *chain[F]
	dy, dyd []F  // what the body's backward pass may overwrite
	live    bool // something in the body moves
}

func newResidual[F Float](n *node, most int) layer[F] {
	return &residual[F]{body: newChain[F](n.body, most), dy: make([]F, most*n.in.Size()), live: n.trainable()}
}

func (b *residual[F]) habits() habits { return habits{} }

func (b *residual[F]) forward(c *call[F], x, y []F) {
	for i, v := range b.body.forward(c, x) {
		y[i] = x[i] + v
	}
}

func (b *residual[F]) backward(c *call[F], _, _, dy, dx []F) {
	to := b.dy[:len(dy)]
	copy(to, dy)
	b.body.backward(c, to, dx)
	if dx != nil {
		addTo(dx, dy)
	}
}

func (b *residual[F]) tangent(c *call[F], _, xd, _, yd []F) {
	copy(yd, b.body.tangent(c, xd))
	if xd != nil {
		addTo(yd, xd)
	}
}

func (b *residual[F]) second(c *call[F], _, _, _, _, dy, dyd, dx, dxd []F) {
	if b.dyd == nil {
		b.dyd = make([]F, len(b.dy))
	}
	to, tod := b.dy[:len(dy)], b.dyd[:len(dy)]
	copy(to, dy)
	copy(tod, dyd)
	b.body.second(c, to, tod, dx, dxd)
	if dx != nil {
		addTo(dx, dy)
		addTo(dxd, dyd)
	}
}
