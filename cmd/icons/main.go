// Command icons draws the page's icons from their drawing: icons site/icon.svg FOLDER. The build calls it, so that no picture
// is kept in the repository.
package main

import (
	"bytes"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
)

// The sizes that a web manifest and a home screen ask for. A maskable icon is cut to any shape that holds the middle 80 %, so its
// ground goes to the edge and the drawing is smaller.
var icons = []struct {
	name     string
	size     int
	maskable bool
}{
	{"icon-192.png", 192, false},
	{"icon-512.png", 512, false},
	{"icon-maskable.png", 512, true},
	{"icon-apple.png", 180, true},
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: icons drawing.svg folder")
		os.Exit(2)
	}
	if err := draw(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "icons:", err)
		os.Exit(1)
	}
}

func draw(from, folder string) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	d, err := parse(text)
	if err != nil {
		return fmt.Errorf("%s: %w", from, err)
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for _, i := range icons {
		var b bytes.Buffer
		if err := png.Encode(&b, image.Image(d.paint(i.size, i.maskable))); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(folder, i.name), b.Bytes(), 0o644); err != nil {
			return err
		}
	}
	return nil
}
