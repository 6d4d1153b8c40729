package nn

import (
	"fmt"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

// Positional encoding.  y[t] = x[t] + P[t], P learned, or P[t, 2i] = sin(t/10000^{2i/d}), P[t, 2i+1] = cos(t/10000^{2i/d})
var positionLayer = &Layer{
	ID: "position", Name: "Positional encoding", Help: "Adds to each position of a sequence numbers that tell where it is.",
	Source: "Vaswani et al. 2017, arXiv:1706.03762, section 3.5",
	Params: []param.Param{},
	Words:  []Word{{"position", "Waves of fixed lengths, or numbers that are learned.", []string{"sinusoidal", "learned"}}},
	plan:   planPosition, new32: newPosition[float32], new64: newPosition[float64],
}

func planPosition(b *builder, n *node, _ []float64) error {
	if len(n.in) != 2 {
		return fmt.Errorf("%s.position: it needs a sequence, and is given %s numbers; begin with {\"embedding\": features}", b.at, n.in)
	}
	n.out = n.in
	if n.spec.Position == "learned" {
		b.need(n, "P", table, n.in[0], n.in[1], n.in[0], n.in[1])
	}
	return nil
}

type position[F Float] struct {
	learned part[F]
	waves   []F // nil if learned
}

func newPosition[F Float](n *node, _ int) layer[F] {
	p := &position[F]{learned: partOf[F](n, 0)}
	if p.learned.n > 0 {
		return p
	}
	d := n.in[1]
	p.waves = make([]F, n.in.Size())
	for i := range p.waves {
		t, k := i/d, i%d
		angle := float64(t) * real.Exp(-real.Log(10000)*float64(k-k%2)/float64(d))
		p.waves[i] = sin(F(angle))
		if k%2 == 1 {
			p.waves[i] = cos(F(angle))
		}
	}
	return p
}

func (p *position[F]) habits() habits { return habits{inPlace: true, local: true} }

func (p *position[F]) forward(c *call[F], x, y []F) {
	add := p.waves
	if add == nil {
		add = p.learned.of(c.w)
	}
	for r := range c.rows {
		part := y[r*len(add) : (r+1)*len(add)]
		for i, v := range x[r*len(add) : (r+1)*len(add)] {
			part[i] = v + add[i]
		}
	}
}

// gather sets g to the sum over examples.
func (p *position[F]) gather(g, dy []F) {
	if g == nil {
		return
	}
	clear(g)
	for ; len(dy) > 0; dy = dy[len(g):] {
		addTo(g, dy[:len(g)])
	}
}

func (p *position[F]) backward(c *call[F], _, _, dy, dx []F) {
	p.gather(p.learned.moving(c.g), dy)
	copy(dx, dy)
}

func (p *position[F]) tangent(c *call[F], _, xd, _, yd []F) {
	if xd == nil {
		clear(yd)
	} else {
		copy(yd, xd)
	}
	if v := p.learned.moving(c.v); v != nil {
		for ; len(yd) > 0; yd = yd[len(v):] {
			addTo(yd, v)
		}
	}
}

func (p *position[F]) second(c *call[F], _, _, _, _, dy, dyd, dx, dxd []F) {
	p.gather(p.learned.moving(c.hv), dyd)
	copy(dx, dy)
	copy(dxd, dyd)
}
