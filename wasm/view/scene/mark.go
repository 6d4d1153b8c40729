package scene

import "strings"

// Mark is a point on the surface that is not a runner's: the start, or a critical point of a kind.
type Mark struct {
	X, Y float64 // user's units
	Kind string  // start, minimum, saddle, maximum, degenerate, hover (where the pointer is on the map), mean1 … mean7 (the average of that runner), dot1 … dot7 (one of many starts), off0 … off9 (a point so far beside what is drawn)
}

// upper tells whether it is drawn over the paths.
func (m Mark) upper() bool {
	return m.Kind == "start" || m.Kind == "hover" || strings.HasPrefix(m.Kind, "mean") || strings.HasPrefix(m.Kind, "dot") || strings.HasPrefix(m.Kind, "off")
}

// Shapes of the mark shader.
const (
	disc = iota
	triangleUp
	square
	diamond
	triangleDown
	plus
	ring  // hollow disc
	cross // ✕
)

// Style is a runner's colour, from Okabe and Ito, and the shape of its head.
type Style struct {
	RGB   [3]float32
	shape int
}

// Styles are those of runners 1 … 7.
var Styles = [...]Style{
	{rgb(0x0072B2), disc},
	{rgb(0xD55E00), triangleUp},
	{rgb(0x009E73), square},
	{rgb(0xE69F00), diamond},
	{rgb(0xCC79A7), triangleDown},
	{rgb(0x56B4E9), plus},
	{rgb(0x14161C), ring},
}

func style(i int) Style { return Styles[(max(i, 1)-1)%len(Styles)] }

func rgb(c uint32) [3]float32 {
	return [3]float32{float32(c>>16) / 255, float32(c>>8&255) / 255, float32(c&255) / 255}
}

// Half sizes in css pixels.
const (
	headSize     = 6.2
	startSize    = 4.6
	criticalSize = 4.4
	hoverSize    = 6
	dotSize      = 2
	offSize      = 2.2
	offStep      = 1.3
)

var (
	white = rgb(0xFFFFFF)
	ink   = rgb(0x14161C)
)

// glyph says how a kind of mark looks.
func glyph(kind string) (shape int, size float64, fill, edge [3]float32) {
	switch kind {
	case "start":
		return disc, startSize, ink, white
	case "mean1", "mean2", "mean3", "mean4", "mean5", "mean6", "mean7":
		return style(int(kind[4] - '0')).shape, headSize, white, ink
	case "dot1", "dot2", "dot3", "dot4", "dot5", "dot6", "dot7": // a start of a cloud
		return disc, dotSize, style(int(kind[3] - '0')).RGB, white
	case "off0", "off1", "off2", "off3", "off4", "off5", "off6", "off7", "off8", "off9":
		return ring, offSize + offStep*float64(kind[3]-'0'), white, ink
	case "hover":
		return ring, hoverSize, white, ink
	case "minimum":
		return disc, criticalSize, white, ink
	case "maximum":
		return triangleUp, criticalSize + 1, white, ink
	case "degenerate":
		return diamond, criticalSize, white, ink
	}
	return cross, criticalSize, white, ink
}

// mark adds a glyph of constant size on the screen: Src is its centre, where the shader asks whether it is hidden, Color (fill,
// depth), Custom (x and y from the centre, shape, half size). The edge is white round a dark fill and ink round a white one.
func (b *builder) mark(at V3, shape int, size float64, fill [3]float32, lightEdge bool) {
	at.Z += lift
	x, y, d := b.p.Project(at)
	r := size * b.px * b.big
	reach := r*1.25 + 3*b.px
	corner := func(u, v float64) Vertex {
		code := float32(shape)
		if lightEdge {
			code += 16
		}
		return Vertex{
			DstX: float32(x + u*reach), DstY: float32(y + v*reach), SrcX: float32(x * b.sample), SrcY: float32(y * b.sample),
			ColorR: fill[0], ColorG: fill[1], ColorB: fill[2], ColorA: float32(d),
			Custom0: float32(u * reach), Custom1: float32(v * reach), Custom2: code, Custom3: float32(r),
		}
	}
	b.into.quad(corner(-1, -1), corner(1, -1), corner(-1, 1), corner(1, 1))
}
