//go:build js && wasm

// Command view draws surfaces and the paths on them into the canvas of the frame it is started in. The page drives it; see
// site/src/view.ts.
package main

import (
	"errors"
	"fmt"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"saddlelab/wasm/bridge"
	"saddlelab/wasm/view/draw"
	"saddlelab/wasm/view/scene"
)

// view is the thin adapter between the page, the scene and Ebitengine.
type view struct {
	scene      *scene.Scene
	painter    *draw.Painter
	scale, big float64
	drawing    time.Duration // of the last Draw, on the processor
	err        error
}

func main() {
	v := &view{scene: scene.New(), scale: 1, big: 1}
	var err error
	if v.painter, err = draw.NewPainter(v.scene); err != nil {
		bridge.Fail(err)
		return
	}
	bridge.ServeView(v)
	ebiten.SetTPS(ebiten.SyncWithFPS) // nothing to catch up with after an idle hour
	if err := ebiten.RunGameWithOptions(v, &ebiten.RunGameOptions{ScreenTransparent: true, InitUnfocused: true}); err != nil {
		bridge.Fail(err)
	}
}

func (v *view) Update() error { return v.err }

func (v *view) Draw(screen *ebiten.Image) {
	defer bridge.Recover(&v.err)
	t := time.Now()
	v.painter.Draw(screen, v.scale, v.big)
	v.drawing = time.Since(t)
}

// LayoutF takes the frame's own pixels: the page makes the frame as many css pixels large as it has device pixels.
func (v *view) LayoutF(w, h float64) (float64, float64) { return max(w, 1), max(h, 1) }

func (v *view) Layout(w, h int) (int, int) { return w, h }

// Call implements bridge.View.
func (v *view) Call(r bridge.Request) (any, error) {
	switch r.Name {
	case "surface":
		return nil, v.surface(r)
	case "paths":
		return nil, v.paths(r)
	case "marks":
		a, err := bridge.Args[struct{ Marks []scene.Mark }](r)
		v.scene.SetMarks(a.Marks)
		return nil, err
	case "layers":
		a, err := bridge.Args[struct{ Contours, Critical bool }](r)
		v.scene.SetLayers(a.Contours, a.Critical)
		return nil, err
	case "camera":
		a, err := bridge.Args[scene.Camera](r)
		if err == nil {
			v.scene.SetCamera(a)
		}
		return v.scene.Camera, err
	case "scale":
		a, err := bridge.Args[struct{ Scale, Big float64 }](r)
		if err == nil && a.Scale > 0 {
			v.scale, v.big = a.Scale, max(a.Big, 1)
		}
		return nil, err
	case "labels":
		return v.scene.Labels(), nil
	case "pick":
		return v.pick(r)
	case "stats":
		return map[string]any{"frames": v.painter.Frames, "redrawn": v.painter.Redrawn, "ms": v.drawing.Seconds() * 1e3}, nil
	}
	return nil, fmt.Errorf("the view knows no %q", r.Name)
}

func (v *view) surface(r bridge.Request) error {
	a, err := bridge.Args[struct {
		N          int
		Box        [4]float64
		ZMin, ZMax *float64
		ZTicks     []float64
		Log        bool
	}](r)
	if err != nil {
		return err
	}
	if a.ZMin == nil || a.ZMax == nil {
		return errors.New("surface: zmin and zmax must be finite numbers")
	}
	s := scene.Surface{N: a.N, Range: a.Box, Heights: bridge.Float32s(r.Blob), ZMin: *a.ZMin, ZMax: *a.ZMax, Log: a.Log}
	if err := s.Check(); err != nil {
		return err
	}
	v.scene.SetSurface(&s, a.ZTicks)
	return nil
}

// paths reads all paths from one vector: the arguments say how many numbers of it each path has.
func (v *view) paths(r bridge.Request) error {
	a, err := bridge.Args[struct {
		Paths []struct{ Style, Len, Head int }
	}](r)
	if err != nil {
		return err
	}
	all := bridge.Float32s(r.Blob)
	paths := make([]scene.Path, len(a.Paths))
	for i, p := range a.Paths {
		if p.Len < 0 || p.Len > len(all) || p.Len%3 != 0 {
			return fmt.Errorf("paths[%d]: %d numbers of %d; x, y, f triples", i, p.Len, len(all))
		}
		paths[i] = scene.Path{Style: p.Style, Points: all[:p.Len], Head: p.Head}
		all = all[p.Len:]
	}
	v.scene.SetPaths(paths)
	return nil
}

func (v *view) pick(r bridge.Request) (any, error) {
	a, err := bridge.Args[struct{ X, Y float64 }](r)
	if err != nil {
		return nil, err
	}
	x, y, f, ok := v.scene.Pick(a.X, a.Y)
	if !ok {
		return nil, nil
	}
	return map[string]float64{"x": x, "y": y, "f": f}, nil
}
