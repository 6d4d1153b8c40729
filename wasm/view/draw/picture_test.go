package draw

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"testing"

	"github.com/hajimehoshi/ebiten/v2"

	"saddlelab/core/lab"
	"saddlelab/core/landscape"
	"saddlelab/wasm/view/scene"
)

const picture = "../../../site/picture.png"

// The picture that README shows is what the program draws of this Spec: gradient descent stopped on the saddle,
// perturbed SGD in the minimum. SADDLELAB_PICTURE=write makes it again.
const pictured = `{"v":1,"kind":"surface","seed":7,"steps":300,"surface":{"id":"nesterov"},"start":[1.6,0],
	"runs":[{"optimizer":"sgd","lr":0.05},{"optimizer":"perturbed-sgd","lr":0.05,"noise":0.1}]}`

func TestPictureInREADMEIsOurs(t *testing.T) {
	img := drawPicture(t)
	if os.Getenv("SADDLELAB_PICTURE") == "write" {
		var b bytes.Buffer
		if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, img); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(picture, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	f, err := os.Open(picture)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	want, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	if want.Bounds() != img.Bounds() {
		t.Fatalf("the picture is %v, drawn %v", want.Bounds(), img.Bounds())
	}
	// Another driver rounds some pixels of an edge otherwise; another path, camera or colour changes far more of them.
	different, size := 0, img.Bounds().Dx()*img.Bounds().Dy()
	for i := range size {
		x, y := i%img.Bounds().Dx(), i/img.Bounds().Dx()
		a, b := img.RGBAAt(x, y), color.RGBAModel.Convert(want.At(x, y)).(color.RGBA)
		if apart(a.R, b.R) || apart(a.G, b.G) || apart(a.B, b.B) {
			different++
		}
	}
	if different > size/400 {
		t.Errorf("%d of %d pixels differ; make it again with SADDLELAB_PICTURE=write", different, size)
	}
}

func apart(a, b uint8) bool { return max(a, b)-min(a, b) > 24 }

// drawPicture runs the Spec and draws its end on white.
func drawPicture(t *testing.T) *image.RGBA {
	spec, err := lab.Parse([]byte(pictured))
	if err != nil {
		t.Fatal(err)
	}
	e, err := lab.Start(spec, nil)
	if err != nil {
		t.Fatal(err)
	}
	for e.Step() {
	}
	s, err := landscape.ByID(spec.Surface.ID, "")
	if err != nil {
		t.Fatal(err)
	}
	const n = 129
	sc := scene.New()
	shape := &scene.Surface{N: n, Range: s.Box, ZMin: -.25, ZMax: 1.8125}
	for _, v := range landscape.Grid(s, n) {
		shape.Heights = append(shape.Heights, float32(v))
	}
	sc.SetSurface(shape, nil)
	var paths []scene.Path
	for i := range spec.Runs {
		rows, p := e.Rows(i), scene.Path{Style: i + 1}
		for at := 0; at < len(rows); at += len(e.Cols()) {
			p.Points = append(p.Points, float32(rows[at]), float32(rows[at+1]), float32(rows[at+2]))
		}
		p.Head = len(p.Points)/3 - 1
		paths = append(paths, p)
	}
	sc.SetPaths(paths)
	marks := []scene.Mark{{X: spec.Start[0], Y: spec.Start[1], Kind: "start"}}
	for _, c := range s.Critical {
		marks = append(marks, scene.Mark{X: c.X, Y: c.Y, Kind: string(c.Kind)})
	}
	sc.SetMarks(marks)
	const w, h = 1200, 760
	screen := ebiten.NewImageWithOptions(image.Rect(0, 0, w, h), &ebiten.NewImageOptions{Unmanaged: true})
	defer screen.Deallocate()
	painter(t, sc).Draw(screen, 1.6, 1)
	drawn, img := image.NewRGBA(screen.Bounds()), image.NewRGBA(screen.Bounds())
	screen.ReadPixels(drawn.Pix)
	draw.Draw(img, img.Rect, image.White, image.Point{}, draw.Src)
	draw.Draw(img, img.Rect, drawn, image.Point{}, draw.Over)
	return img
}
