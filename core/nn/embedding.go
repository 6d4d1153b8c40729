package nn

import (
	"fmt"

	"saddlelab/core/param"
)

// Embedding.  y[t] = E[x[t]]: a row of a table for each token, a whole number from 0 to vocabulary−1
var embeddingLayer = &Layer{
	ID: "embedding", Name: "Embedding", Help: "Gives each token, a whole number, a list of numbers of its own. Only the first layer can be one.",
	Source: "PyTorch: Embedding",
	Params: []param.Param{
		{Name: "embedding", Label: "features", Help: "How many numbers each token has.", Min: 1, Default: 32, Max: 4096, Log: true, Int: true},
		{Name: "vocabulary", Label: "vocabulary", Help: "How many different tokens there are.", Min: 1, Default: 16, Max: MaxWidth, Log: true, Int: true},
	},
	plan: planEmbedding, new32: newEmbedding[float32], new64: newEmbedding[float64],
}

func planEmbedding(b *builder, n *node, p []float64) error {
	if b.depth > 0 || b.m.vocabulary > 0 || len(n.in) != 1 || !n.in.Equal(b.m.in) {
		return fmt.Errorf("%s.embedding: only the first layer can be an embedding, of a list of tokens", b.at)
	}
	features, vocabulary := int(p[0]), int(p[1])
	n.out, b.m.vocabulary = Shape{n.in[0], features}, vocabulary
	b.need(n, "E", table, vocabulary, features, vocabulary, features)
	return nil
}

type embedding[F Float] struct {
	table                part[F]
	features, vocabulary int
}

func newEmbedding[F Float](n *node, _ int) layer[F] {
	return &embedding[F]{partOf[F](n, 0), n.views[0].Cols, n.views[0].Rows}
}

func (e *embedding[F]) habits() habits { return habits{} }

// row is the row of a table that a token stands for.
func (e *embedding[F]) row(of []F, token F) []F {
	k := int(token)
	if F(k) != token || k < 0 || k >= e.vocabulary {
		panic(fmt.Sprintf("nn: token %v, want a whole number from 0 to %d", token, e.vocabulary-1))
	}
	return of[k*e.features : (k+1)*e.features]
}

func (e *embedding[F]) look(of, x, y []F) {
	for i, token := range x {
		copy(y[i*e.features:(i+1)*e.features], e.row(of, token))
	}
}

// gather sets g to the sums over the places of each token.
func (e *embedding[F]) gather(g, x, dy []F) {
	if g == nil {
		return
	}
	clear(g)
	for i, token := range x {
		addTo(e.row(g, token), dy[i*e.features:(i+1)*e.features])
	}
}

func (e *embedding[F]) forward(c *call[F], x, y []F)         { e.look(e.table.of(c.w), x, y) }
func (e *embedding[F]) backward(c *call[F], x, _, dy, _ []F) { e.gather(e.table.moving(c.g), x, dy) }
func (e *embedding[F]) tangent(c *call[F], x, _, _, yd []F)  { e.look(e.table.moving(c.v), x, yd) }
func (e *embedding[F]) second(c *call[F], x, _, _, _, _, dyd, _, _ []F) {
	e.gather(e.table.moving(c.hv), x, dyd)
}
