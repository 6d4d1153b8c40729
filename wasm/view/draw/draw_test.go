package draw

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"testing"

	"github.com/hajimehoshi/ebiten/v2"

	"saddlelab/wasm/view/scene"
)

// game runs the tests within Ebitengine's loop, where images can be drawn to and read.
type game struct {
	m    *testing.M
	code int
}

func (g *game) Update() error {
	g.code = g.m.Run()
	return ebiten.Termination
}
func (g *game) Draw(*ebiten.Image)         {}
func (g *game) Layout(int, int) (int, int) { return 320, 240 }

// TestMain needs a display. Where one is promised by SADDLELAB_DRAW=1, as build.sh does under xvfb-run, its absence is a failure.
func TestMain(m *testing.M) {
	if os.Getenv("SADDLELAB_DRAW") != "1" {
		fmt.Println("wasm/view/draw: nothing drawn; to draw, run SADDLELAB_DRAW=1 xvfb-run go test ./wasm/view/draw")
		os.Exit(0)
	}
	g := &game{m: m}
	if err := ebiten.RunGameWithOptions(g, &ebiten.RunGameOptions{InitUnfocused: true}); err != nil {
		fmt.Println("wasm/view/draw: no window to draw in; is there a DISPLAY?", err)
		os.Exit(1)
	}
	os.Exit(g.code)
}

const width, height = 400, 320

// saddle is x² − y² on 64² points, with a path from one side of it to the other and marks.
func saddle() *scene.Scene {
	const n = 64
	s := &scene.Surface{N: n, Range: [4]float64{-1, 1, -1, 1}, ZMin: -1, ZMax: 1}
	for k := range n * n {
		x, y := 2*float64(k%n)/(n-1)-1, 2*float64(k/n)/(n-1)-1
		s.Heights = append(s.Heights, float32(x*x-y*y))
	}
	sc := scene.New()
	sc.SetSurface(s, nil)
	return sc
}

func path(style int, points ...float32) scene.Path {
	return scene.Path{Style: style, Points: points, Head: len(points)/3 - 1}
}

// From the near side, near lies in the valley before the saddle and far in the one behind it, hidden; they are apart on the screen.
var near, far = path(2, -0.4, -0.95, 0, -0.4, -0.2, 0), path(2, 0.1, 0.95, 0, 0.1, 0.2, 0)

func painter(t *testing.T, s *scene.Scene) *Painter {
	t.Helper()
	p, err := NewPainter(s)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func shot(p *Painter, scale float64) *image.RGBA {
	dst := ebiten.NewImage(width, height)
	defer dst.Deallocate()
	p.Draw(dst, scale, 1)
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	dst.ReadPixels(img.Pix)
	return img
}

// save leaves the picture where SADDLELAB_SHOTS points, to be looked at.
func save(t *testing.T, img image.Image) {
	dir := os.Getenv("SADDLELAB_SHOTS")
	if dir == "" {
		return
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(dir+"/"+t.Name()+".png", b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// The surface is drawn exactly where picking finds it, and the ground round it is transparent.
func TestSurfaceCoversWhatIsPicked(t *testing.T) {
	s := saddle()
	s.HideAxes = true
	s.SetLayers(false, true) // contour lines lie on the floor, too
	img := shot(painter(t, s), 1)
	save(t, img)
	drawn, wrong := 0, 0
	for y := 0; y < height; y++ {
		for x := 0; x < width; x++ {
			_, _, _, on := s.Pick(float64(x)+0.5, float64(y)+0.5)
			a := img.RGBAAt(x, y).A
			if on {
				drawn++
			}
			if on != (a > 127) {
				wrong++
			}
		}
	}
	// Only pixels that the outline crosses may differ: it is some 900 long.
	if drawn < width*height/6 || wrong > 200 {
		t.Errorf("%d pixels picked, %d of them drawn differently", drawn, wrong)
	}
	if a := img.RGBAAt(1, 1).A; a != 0 {
		t.Errorf("ground has alpha %d, want 0", a)
	}
}

// Low is dark blue and violet, high is green and yellow: colour is height.
func TestColourIsHeight(t *testing.T) {
	s := saddle()
	s.SetLayers(false, false)
	img := shot(painter(t, s), 1)
	at := func(x, y float64) color.RGBA {
		sx, sy, ok := s.Where(x, y)
		if !ok {
			t.Fatalf("no surface at %g, %g", x, y)
		}
		return img.RGBAAt(int(sx), int(sy))
	}
	low, mid, high := at(0.05, -0.95), at(0, 0), at(0.93, 0.02)
	if !(low.B > low.G && mid.G > mid.R && high.R > mid.R && high.R > high.B) {
		t.Errorf("low %v, middle %v, high %v", low, mid, high)
	}
}

// Where a path is in sight it is a solid line with a white casing; where the surface hides it, dots without one.
func TestHiddenPathIsDotted(t *testing.T) {
	s := saddle()
	s.SetLayers(false, false)
	s.SetCamera(scene.Camera{Yaw: -math.Pi / 2, Pitch: 0.3, Dist: 1})
	p := painter(t, s)
	bare := shot(p, 2)
	s.SetPaths([]scene.Path{near, far})
	img := shot(p, 2)
	save(t, img)
	// Share of the points along the path whose pixel has the path's colour, in a stretch of y.
	orange := func(x, y0, y1 float64) (share float64) {
		n := 0
		for y := y0; y < y1; y += 0.002 {
			sx, sy, _ := s.Where(x, y)
			c := img.RGBAAt(int(2*sx), int(2*sy))
			if c.R > 180 && c.G < 130 && c.B < 60 {
				share++
			}
			n++
		}
		return share / float64(n)
	}
	seen, hidden := orange(-0.4, -0.85, -0.5), orange(0.1, 0.55, 0.9)
	if seen < 0.97 {
		t.Errorf("%.0f %% of the visible part is drawn, want all", 100*seen)
	}
	if hidden < 0.1 || hidden > 0.7 {
		t.Errorf("%.0f %% of the hidden part is drawn, want dots", 100*hidden)
	}
	white := func(x, y float64) bool {
		sx, sy, _ := s.Where(x, y)
		for dx := -6; dx <= 6; dx++ {
			if c := img.RGBAAt(int(2*sx)+dx, int(2*sy)); c.R > 235 && c.G > 235 && c.B > 235 {
				return true
			}
		}
		return false
	}
	if !white(-0.4, -0.6) || white(0.1, 0.58) {
		t.Errorf("casing where visible: %v, where hidden: %v", white(-0.4, -0.6), white(0.1, 0.58))
	}
	if bytes.Equal(bare.Pix, img.Pix) {
		t.Error("the path changed nothing")
	}
}

// A hidden mark is drawn weaker than a visible one.
func TestHiddenMarkIsFaint(t *testing.T) {
	s := saddle()
	s.SetLayers(false, true)
	s.SetCamera(scene.Camera{Yaw: -math.Pi / 2, Pitch: 0.3, Dist: 1})
	s.SetMarks([]scene.Mark{{X: 0, Y: -0.6, Kind: "minimum"}, {X: 0, Y: 0.7, Kind: "minimum"}})
	img := shot(painter(t, s), 2)
	save(t, img)
	at := func(y float64) uint8 {
		sx, sy, _ := s.Where(0, y)
		return img.RGBAAt(int(2*sx), int(2*sy)).R
	}
	if seen, hidden := at(-0.6), at(0.7); seen < 250 || hidden > 230 || hidden < 100 {
		t.Errorf("white of the visible mark %d, of the hidden one %d", seen, hidden)
	}
}

// The same scene drawn again, by another painter, is the same to the last bit.
func TestRedrawIsIdentical(t *testing.T) {
	make := func() *image.RGBA {
		s := saddle()
		s.SetPaths([]scene.Path{near, far, path(1, 0.9, 0.1, 0, -0.5, 0.7, 0)})
		s.SetMarks([]scene.Mark{{X: 0, Y: 0, Kind: "saddle"}, {X: 0, Y: -1, Kind: "start"}})
		return shot(painter(t, s), 1)
	}
	a, b := make(), make()
	save(t, a)
	if !bytes.Equal(a.Pix, b.Pix) {
		t.Error("two drawings differ")
	}
}

// A frame that takes the surface from the cache equals one that is painted anew, and does take it from there.
func TestCachedFrameEqualsFresh(t *testing.T) {
	s := saddle()
	p := painter(t, s)
	shot(p, 1)
	s.SetPaths([]scene.Path{near, far})
	cached := shot(p, 1)
	if p.Redrawn != 1 {
		t.Errorf("the surface was painted %d times, want once", p.Redrawn)
	}
	p.Forget()
	fresh := shot(p, 1)
	if p.Redrawn != 2 {
		t.Errorf("after Forget the surface was painted %d times, want twice", p.Redrawn)
	}
	if !bytes.Equal(cached.Pix, fresh.Pix) {
		t.Error("the cached frame differs from the fresh one")
	}
	s.SetCamera(scene.Camera{Yaw: 1, Pitch: 0.5, Dist: 1})
	if moved := shot(p, 1); bytes.Equal(moved.Pix, fresh.Pix) {
		t.Error("the camera moved and the picture did not")
	}
}

// An empty scene leaves the ground as it is.
func TestEmptyScene(t *testing.T) {
	for i, v := range shot(painter(t, scene.New()), 1).Pix {
		if v != 0 {
			t.Fatalf("byte %d is %d", i, v)
		}
	}
}

// Beneath the surface the floor has contour lines, and without the layer nothing.
func TestContoursOnTheFloor(t *testing.T) {
	count := func(contours bool) (n int) {
		s := saddle()
		s.HideAxes = true
		s.SetLayers(contours, true)
		img := shot(painter(t, s), 1)
		for y := 0; y < height; y++ {
			for x := 0; x < width; x++ {
				if _, _, _, on := s.Pick(float64(x)+0.5, float64(y)+0.5); !on && img.RGBAAt(x, y).A > 60 {
					n++
				}
			}
		}
		return n
	}
	with, without := count(true), count(false)
	if with < 3*without+200 {
		t.Errorf("%d pixels beside the surface with contours, %d without", with, without)
	}
}
