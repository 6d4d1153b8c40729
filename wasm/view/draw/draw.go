// Package draw paints a scene with Ebitengine. Nothing here knows the world: the scene comes as triangles on the screen.
//
// Ebitengine has no depth test. The surface is painted from back to front, once for its colour and once for its depth, into two
// images that stay good until camera, surface or size change; paths and marks then ask the depth image, pixel by pixel, whether
// they are hidden. The ground is transparent.
package draw

import (
	_ "embed"
	"fmt"
	"image"
	"math"
	"unsafe"

	"github.com/hajimehoshi/ebiten/v2"

	"saddlelab/wasm/view/scene"
)

var (
	//go:embed axes.kage
	axesKage []byte
	//go:embed surface.kage
	surfaceKage []byte
	//go:embed depth.kage
	depthKage []byte
	//go:embed path.kage
	pathKage []byte
	//go:embed mark.kage
	markKage []byte
)

// Levels is the number of steps between two contour lines from the bottom to the top of the box, unless SetLevels says otherwise.
const Levels = 24

const (
	// bias is the depth by which the surface must be nearer to hide a path on it; the whole world is 1 deep.
	bias = 0.004
	// coarse is the number of device pixels per css pixel below which the surface is painted at twice its size.
	coarse = 1.5
)

var light = [3]float32{0.3507, -0.2505, 0.9019} // (0.35, −0.25, 0.9), a unit vector

// Painter paints one scene.
type Painter struct {
	scene  *scene.Scene
	levels float32

	axes, surface, depthOf, path, mark *ebiten.Shader
	color, depth                       *ebiten.Image

	// Redrawn counts how often the surface was painted, Frames how often the picture was.
	Redrawn, Frames int
}

// NewPainter compiles the shaders.
func NewPainter(s *scene.Scene) (*Painter, error) {
	p := &Painter{scene: s, levels: Levels}
	for _, sh := range []struct {
		to   **ebiten.Shader
		name string
		src  []byte
	}{
		{&p.axes, "axes", axesKage}, {&p.surface, "surface", surfaceKage}, {&p.depthOf, "depth", depthKage},
		{&p.path, "path", pathKage}, {&p.mark, "mark", markKage},
	} {
		var err error
		if *sh.to, err = ebiten.NewShader(sh.src); err != nil {
			return nil, fmt.Errorf("draw: %s.kage: %w", sh.name, err)
		}
	}
	return p, nil
}

// SetLevels sets how many steps between contour lines there are from the bottom to the top of the box.
func (p *Painter) SetLevels(n float64) {
	if n > 0 && !math.IsInf(n, 0) {
		p.levels = float32(n)
	}
}

// Forget throws the images away, so that the next Draw paints everything anew.
func (p *Painter) Forget() {
	if p.color != nil {
		p.color.Deallocate()
		p.depth.Deallocate()
		p.color, p.depth = nil, nil
	}
}

// Draw paints the scene on screen, whose size the scene takes as the picture's; scale is the number of its pixels per css pixel
// and big how much larger than usual marks are.
func (p *Painter) Draw(screen *ebiten.Image, scale, big float64) {
	w, h := screen.Bounds().Dx(), screen.Bounds().Dy()
	p.scene.Resize(w, h, scale, big)
	sample := 1
	if scale < coarse {
		sample = 2
	}
	fresh := p.images(w*sample, h*sample)
	if p.Frames == 0 {
		p.warm(screen)
	}
	if changed := p.scene.Build(sample); changed || fresh {
		p.paint()
	}
	p.Frames++
	if p.scene.Empty() {
		return
	}
	op := &ebiten.DrawImageOptions{Filter: ebiten.FilterLinear}
	op.GeoM.Scale(1/float64(sample), 1/float64(sample))
	screen.DrawImage(p.color, op)
	px := float32(scale)
	marks := map[string]any{"Bias": float32(bias), "Edge": 1.4 * px}
	p.over(screen, &p.scene.Under, p.mark, marks)
	p.over(screen, &p.scene.Paths, p.path, map[string]any{"Bias": float32(bias), "Dot": 2 * px, "Gap": 5 * px})
	p.over(screen, &p.scene.Over, p.mark, marks)
}

// images sees to it that both images have this size; true if they are new.
func (p *Painter) images(w, h int) bool {
	if p.color != nil && p.color.Bounds().Dx() == w && p.color.Bounds().Dy() == h {
		return false
	}
	p.Forget()
	o := &ebiten.NewImageOptions{Unmanaged: true} // not on a texture atlas: it is as large as the screen
	p.color = ebiten.NewImageWithOptions(image.Rect(0, 0, w, h), o)
	p.depth = ebiten.NewImageWithOptions(image.Rect(0, 0, w, h), o)
	return true
}

// paint paints axes and surface into the colour image and the surface's depth into the depth image.
func (p *Painter) paint() {
	p.Redrawn++
	p.color.Clear()
	p.depth.Clear()
	if p.scene.Empty() {
		return
	}
	triangles(p.color, &p.scene.Axes, p.axes, &ebiten.DrawTrianglesShaderOptions{})
	e, half := p.scene.Projection().Eye, p.scene.Half()
	strength := float32(0)
	if p.scene.Contours {
		strength = 1
	}
	with := &ebiten.DrawTrianglesShaderOptions{Uniforms: map[string]any{
		"Eye": []float32{float32(e.X), float32(e.Y), float32(e.Z)}, "Light": light[:],
		"Half": []float32{float32(half.X), float32(half.Y)}, "Levels": p.levels, "Strength": strength,
	}}
	triangles(p.color, &p.scene.Ground, p.surface, with)
	triangles(p.color, &p.scene.Surface, p.surface, with)
	triangles(p.depth, &p.scene.Surface, p.depthOf, &ebiten.DrawTrianglesShaderOptions{Blend: ebiten.BlendCopy})
}

// warm has the shaders of what comes later compiled, and buffers made that four long paths fit in, with the first picture, by
// triangles without area: a run would wait for it, since to replace a buffer Ebitengine waits for all drawing to end.
func (p *Painter) warm(screen *ebiten.Image) {
	dot := &scene.Triangles{V: make([]scene.Vertex, 1<<16), I: make([]uint32, 3<<16)}
	p.over(screen, dot, p.path, nil)
	p.over(screen, dot, p.mark, nil)
}

func (p *Painter) over(dst *ebiten.Image, t *scene.Triangles, s *ebiten.Shader, uniforms map[string]any) {
	triangles(dst, t, s, &ebiten.DrawTrianglesShaderOptions{Uniforms: uniforms, Images: [4]*ebiten.Image{p.depth}})
}

func triangles(dst *ebiten.Image, t *scene.Triangles, s *ebiten.Shader, o *ebiten.DrawTrianglesShaderOptions) {
	if len(t.I) > 0 {
		dst.DrawTrianglesShader32(vertices(t.V), t.I, s, o)
	}
}

// Both types have the same fields in the same order; this conversion stops compiling when they do not.
var _ = ebiten.Vertex(scene.Vertex{})

func vertices(v []scene.Vertex) []ebiten.Vertex {
	return unsafe.Slice((*ebiten.Vertex)(unsafe.Pointer(unsafe.SliceData(v))), len(v))
}
