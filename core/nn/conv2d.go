package nn

import (
	"fmt"
	"math"

	"saddlelab/core/kernel"
	"saddlelab/core/param"
)

// Convolution.  y[o,i,j] = b[o] + Σ W[c,a,e; o] x[c, s·i + d·a − p, s·j + d·e − p]
//
// Images are channels×height×width. W has a row for each channel and place of the kernel, channel slowest, and a column for each
// output channel; with g groups, output channels of group k see the k-th part of the input channels. An image's patches are the columns
// of a matrix, so that the sums are matrix products; where the filters move by a pixel, it need not always be written down.
var conv2dLayer = &Layer{
	ID: "conv2d", Name: "Convolution", Help: "Slides small filters over an image: each output channel is one filter's answer everywhere.",
	Source: "LeCun et al. 1998 (PyTorch: Conv2d, cross-correlation)",
	Params: []param.Param{
		{Name: "conv2d", Label: "channels", Help: "How many filters, and so output channels, it has.", Min: 1, Default: 8, Max: 4096, Log: true, Int: true},
		{Name: "kernel", Label: "kernel", Help: "Side of the square filters.", Min: 1, Default: 3, Max: 64, Int: true},
		{Name: "stride", Label: "stride", Help: "By how many pixels the filters move.", Min: 1, Default: 1, Max: 64, Int: true},
		{Name: "padding", Label: "padding", Help: "How many zeros stand around the image on each side.", Min: 0, Default: 0, Max: 64, Int: true},
		{Name: "dilation", Label: "dilation", Help: "How far apart the pixels are that a filter sees.", Min: 1, Default: 1, Max: 64, Int: true},
		{Name: "groups", Label: "groups", Help: "Into how many parts the channels are divided, each seen by its own filters.", Min: 1, Default: 1, Max: 4096, Int: true},
	},
	Flags: []Flag{noBias, ntkFlag},
	plan:  planConv2d, new32: newConv2d[float32], new64: newConv2d[float64],
}

// window is a square that slides over images of c channels.
type window struct {
	c, h, w                        int // of its inputs
	kernel, stride, padding, apart int
	oh, ow                         int // of its outputs
}

func (b *builder) window(n *node, kernel, stride, padding, apart int, field string) (window, error) {
	if len(n.in) != 3 {
		return window{}, fmt.Errorf("%s.%s: it needs images, and is given %s numbers; let it come before dense and flatten, on data that are images", b.at, n.kind.ID, n.in)
	}
	v := window{c: n.in[0], h: n.in[1], w: n.in[2], kernel: kernel, stride: stride, padding: padding, apart: apart}
	side := min(v.h, v.w) + 2*padding
	if reach := apart*(kernel-1) + 1; reach > side {
		return v, fmt.Errorf("%s.%s: %d reaches over %d pixels of an image of %d×%d with padding %d; at most %d", b.at, field, kernel, reach, v.h, v.w, padding, (side-1)/apart+1)
	}
	v.oh = (v.h+2*padding-apart*(kernel-1)-1)/stride + 1
	v.ow = (v.w+2*padding-apart*(kernel-1)-1)/stride + 1
	return v, nil
}

type conv struct {
	window
	out, groups int
}

func planConv2d(b *builder, n *node, p []float64) error {
	v, err := b.window(n, int(p[1]), int(p[2]), int(p[3]), int(p[4]), "kernel")
	if err != nil {
		return err
	}
	n.conv = conv{v, int(p[0]), int(p[5])}
	if g := n.conv.groups; v.c%g != 0 || n.conv.out%g != 0 {
		return fmt.Errorf("%s.groups: %d does not divide both the %d channels it is given and the %d it makes", b.at, g, v.c, n.conv.out)
	}
	n.out = Shape{n.conv.out, v.oh, v.ow}
	area := v.kernel * v.kernel
	in := v.c / n.conv.groups * area
	if n.spec.NTK {
		n.ntk = 1 / math.Sqrt(float64(in))
	}
	b.need(n, "W", weights, in, n.conv.out, in, n.conv.out*area)
	if !n.spec.NoBias {
		b.need(n, "b", biases, 1, n.conv.out, in, n.conv.out)
	}
	return nil
}

type conv2d[F Float] struct {
	*blas[F]
	conv
	wb, bias part[F]
	ntk      F
	col      []F            // room for the patches of one image, K×pixels
	pad      []F            // one image with its padding
	places   kernel.Patches // of one group's channels
	spill    []F            // what patches add up to, with the padding; nil until a derivative by the inputs is asked for
}

func newConv2d[F Float](n *node, _ int) layer[F] {
	d := &conv2d[F]{blas: blasOf[F](), conv: n.conv, wb: partOf[F](n, 0), bias: partOf[F](n, 1), ntk: F(n.ntk)}
	d.col = make([]F, d.window.c*d.kernel*d.kernel*d.oh*d.ow, d.window.c*d.kernel*d.kernel*d.oh*d.ow+8)
	h, w := d.padded()
	d.places = kernel.Patches{C: d.window.c / d.groups, Kernel: d.kernel, Apart: d.apart, H: d.oh, W: d.ow, Stride: w, Plane: h * w}
	if d.padding > 0 {
		d.pad = make([]F, d.window.c*h*w)
	}
	return d
}

func (d *conv2d[F]) habits() habits { return habits{} }

// sizes are those of one image: inputs, outputs, pixels of a channel of outputs, and each group's rows of W and columns.
func (d *conv2d[F]) sizes() (in, out, pixels, k, cols int) {
	pixels = d.oh * d.ow
	return d.window.c * d.h * d.w, d.out * pixels, pixels, d.window.c / d.groups * d.kernel * d.kernel, d.out / d.groups
}

// answer sets or adds to y the filters' answers to one image.
func (d *conv2d[F]) answer(w, x, y []F, acc bool) {
	x = d.edged(x)
	_, _, pixels, k, cols := d.sizes()
	for g := range d.groups {
		x, col, y := x[g*d.places.C*d.places.Plane:], d.col[g*k*pixels:(g+1)*k*pixels], y[g*cols*pixels:(g+1)*cols*pixels]
		if d.stride == 1 {
			d.correlate(&d.places, cols, w[g*cols:], d.out, x, col, y, acc)
		} else {
			d.gatherApart(x, col)
			d.tn(cols, pixels, k, w[g*cols:], d.out, col, pixels, y, pixels, acc)
		}
	}
}

// byFilters sets or adds to g the derivative by the filters, of one image.
func (d *conv2d[F]) byFilters(x, dy, g []F, acc bool) {
	x = d.edged(x)
	_, _, pixels, k, cols := d.sizes()
	for i := range d.groups {
		x, col, dy := x[i*d.places.C*d.places.Plane:], d.col[i*k*pixels:(i+1)*k*pixels], dy[i*cols*pixels:(i+1)*cols*pixels]
		if d.stride == 1 {
			d.correlateB(&d.places, cols, x, col, dy, g[i*cols:], d.out, acc)
		} else {
			d.gatherApart(x, col)
			d.nt(k, cols, pixels, col, pixels, dy, pixels, g[i*cols:], d.out, acc)
		}
	}
}

// spread sets or adds to col the derivative by the patches.
func (d *conv2d[F]) spread(w, dy, col []F, acc bool) {
	_, _, pixels, k, cols := d.sizes()
	for g := range d.groups {
		d.nn(k, pixels, cols, w[g*cols:], d.out, dy[g*cols*pixels:(g+1)*cols*pixels], pixels, col[g*k*pixels:(g+1)*k*pixels], pixels, acc)
	}
}

// shift multiplies by the NTK factor and adds the biases b, if there are some, channel by channel.
func (d *conv2d[F]) shift(y, b []F) {
	pixels := d.oh * d.ow
	for o := range d.out {
		part := y[o*pixels : (o+1)*pixels]
		if d.ntk != 0 {
			scale(part, d.ntk)
		}
		if b != nil {
			d.blas.shift(part, b[o])
		}
	}
}

// sumChannels adds each channel's sum to g.
func (d *conv2d[F]) sumChannels(dy, g []F) {
	d.sumRows(len(g), d.oh*d.ow, dy, g)
}

func (d *conv2d[F]) finish(g []F) {
	if d.ntk != 0 && g != nil {
		scale(g, d.ntk)
	}
}

func (d *conv2d[F]) forward(c *call[F], x, y []F) {
	in, out, _, _, _ := d.sizes()
	w, b := d.wb.of(c.w), d.bias.of(c.w)
	for r := range c.rows {
		part := y[r*out : (r+1)*out]
		d.answer(w, x[r*in:(r+1)*in], part, false)
		d.shift(part, b)
	}
}

func (d *conv2d[F]) backward(c *call[F], x, _, dy, dx []F) {
	in, out, _, _, _ := d.sizes()
	w, g, gb := d.wb.of(c.w), d.wb.moving(c.g), d.bias.moving(c.g)
	clear(gb)
	for r := range c.rows {
		dy := dy[r*out : (r+1)*out]
		if g != nil {
			d.byFilters(x[r*in:(r+1)*in], dy, g, r > 0)
			d.sumChannels(dy, gb)
		}
		if dx != nil {
			part := dx[r*in : (r+1)*in]
			d.spread(w, dy, d.col, false)
			d.col2im(d.col, part)
			d.finish(part)
		}
	}
	d.finish(g)
}

func (d *conv2d[F]) tangent(c *call[F], x, xd, _, yd []F) {
	in, out, _, _, _ := d.sizes()
	w, v, vb := d.wb.of(c.w), d.wb.moving(c.v), d.bias.moving(c.v)
	for r := range c.rows {
		part := yd[r*out : (r+1)*out]
		if v != nil {
			d.answer(v, x[r*in:(r+1)*in], part, false)
		}
		if xd != nil {
			d.answer(w, xd[r*in:(r+1)*in], part, v != nil)
		}
		d.shift(part, vb)
	}
}

func (d *conv2d[F]) second(c *call[F], x, xd, _, _, dy, dyd, dx, dxd []F) {
	in, out, _, _, _ := d.sizes()
	w, v, hv, hb := d.wb.of(c.w), d.wb.moving(c.v), d.wb.moving(c.hv), d.bias.moving(c.hv)
	clear(hb)
	for r := range c.rows {
		dy, dyd := dy[r*out:(r+1)*out], dyd[r*out:(r+1)*out]
		if hv != nil {
			d.byFilters(x[r*in:(r+1)*in], dyd, hv, r > 0)
			if xd != nil {
				d.byFilters(xd[r*in:(r+1)*in], dy, hv, true)
			}
			d.sumChannels(dyd, hb)
		}
		if dx == nil {
			continue
		}
		part, partd := dx[r*in:(r+1)*in], dxd[r*in:(r+1)*in]
		d.spread(w, dyd, d.col, false)
		if v != nil {
			d.spread(v, dy, d.col, true)
		}
		d.col2im(d.col, partd)
		d.finish(partd)
		d.spread(w, dy, d.col, false)
		d.col2im(d.col, part)
		d.finish(part)
	}
	d.finish(hv)
}
