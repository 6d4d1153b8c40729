package nn

import (
	"saddlelab/core/param"
)

// Max pooling.  y = the largest number in each window; of equal ones the first.
var maxPoolLayer = &Layer{
	ID: "maxpool", Name: "Max pooling", Help: "Keeps the largest number of each window: the image gets smaller, and small shifts do not matter.",
	Params: poolParams("maxpool"),
	plan:   planPool, new32: newMaxPool[float32], new64: newMaxPool[float64],
}

// Average pooling.  y = the mean of each window
var avgPoolLayer = &Layer{
	ID: "avgpool", Name: "Average pooling", Help: "Replaces each window by its mean.",
	Params: poolParams("avgpool"),
	plan:   planPool, new32: newAvgPool[float32], new64: newAvgPool[float64],
}

func poolParams(name string) []param.Param {
	return []param.Param{
		{Name: name, Label: "window", Help: "Side of the square windows.", Min: 1, Default: 2, Max: 64, Int: true},
		{Name: "stride", Label: "stride", Help: "By how many pixels the windows move; by their own side when 0.", Min: 0, Default: 0, Max: 64, Int: true},
	}
}

type pool = window

func planPool(b *builder, n *node, p []float64) (err error) {
	stride := int(p[1])
	if stride == 0 {
		stride = int(p[0])
	}
	n.pool, err = b.window(n, int(p[0]), stride, 0, 1, n.kind.ID)
	n.out = Shape{n.pool.c, n.pool.oh, n.pool.ow}
	return err
}

// maxPool remembers which input each output is.
type maxPool[F Float] struct {
	*blas[F]
	pool
	from []int32
}

func newMaxPool[F Float](n *node, most int) layer[F] {
	return &maxPool[F]{blasOf[F](), n.pool, make([]int32, most*n.out.Size())}
}

func (p *maxPool[F]) habits() habits { return habits{} }

func (p *maxPool[F]) forward(c *call[F], x, y []F) {
	if p.kernel == 2 && p.stride == 2 { // nearly always
		images, size := c.rows*p.c, p.oh*p.ow
		if p.h == 2*p.oh { // all are one
			images, size = 1, images*size
		}
		for r := range images {
			p.maxPool2(p.ow, p.w, x[r*p.h*p.w:], y[r*size:(r+1)*size], p.from[r*size:], r*p.h*p.w)
		}
		return
	}
	at := 0
	for r := range c.rows * p.c {
		for i := range p.oh {
			top := (r*p.h + i*p.stride) * p.w
			for j := range p.ow {
				best := top + j*p.stride
				for a := range p.kernel {
					for e := range p.kernel {
						if k := top + a*p.w + j*p.stride + e; x[k] > x[best] {
							best = k
						}
					}
				}
				y[at], p.from[at] = x[best], int32(best)
				at++
			}
		}
	}
}

func (p *maxPool[F]) backward(_ *call[F], _, _, dy, dx []F) {
	if dx == nil {
		return
	}
	if p.kernel == 2 && p.stride == 2 && p.h == 2*p.oh && p.w == 2*p.ow {
		p.maxPool2B(p.ow, dy, p.from, dx, 0)
		return
	}
	clear(dx)
	for i, v := range dy {
		dx[p.from[i]] += v
	}
}

func (p *maxPool[F]) tangent(_ *call[F], _, xd, _, yd []F) {
	for i := range yd {
		yd[i] = xd[p.from[i]]
	}
}

func (p *maxPool[F]) second(c *call[F], _, _, _, _, dy, dyd, dx, dxd []F) {
	p.backward(c, nil, nil, dyd, dxd)
	p.backward(c, nil, nil, dy, dx)
}

type avgPool[F Float] struct{ pool }

func newAvgPool[F Float](n *node, _ int) layer[F] { return &avgPool[F]{n.pool} }

func (p *avgPool[F]) habits() habits { return habits{} }

func (p *avgPool[F]) forward(c *call[F], x, y []F) {
	share, at := 1/F(p.kernel*p.kernel), 0
	for r := range c.rows * p.c {
		for i := range p.oh {
			for j := range p.ow {
				s := F(0)
				for a := range p.kernel {
					k := (r*p.h+i*p.stride+a)*p.w + j*p.stride
					for _, v := range x[k : k+p.kernel] {
						s += v
					}
				}
				y[at] = s * share
				at++
			}
		}
	}
}

func (p *avgPool[F]) backward(c *call[F], _, _, dy, dx []F) {
	if dx == nil {
		return
	}
	clear(dx)
	share, at := 1/F(p.kernel*p.kernel), 0
	for r := range c.rows * p.c {
		for i := range p.oh {
			for j := range p.ow {
				v := F(dy[at] * share)
				at++
				for a := range p.kernel {
					k := (r*p.h+i*p.stride+a)*p.w + j*p.stride
					shift(dx[k:k+p.kernel], v)
				}
			}
		}
	}
}

func (p *avgPool[F]) tangent(c *call[F], _, xd, _, yd []F) { p.forward(c, xd, yd) }

func (p *avgPool[F]) second(c *call[F], _, _, _, _, dy, dyd, dx, dxd []F) {
	p.backward(c, nil, nil, dyd, dxd)
	p.backward(c, nil, nil, dy, dx)
}
