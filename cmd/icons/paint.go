package main

import (
	"encoding/xml"
	"fmt"
	"image"
	"image/color"
	"math"
	"strings"
)

// drawing is the little of SVG that the icon is made of: a square ground, and cubic curves with round ends on it.
type drawing struct {
	side   float64 // of the square that it is drawn in
	round  float64 // radius of the ground's corners
	ground color.NRGBA
	curves []curve
}

type curve struct {
	points [][2]float64 // on it, close together
	half   float64      // of its width
	ink    color.NRGBA
}

func parse(text []byte) (*drawing, error) {
	var svg struct {
		ViewBox string `xml:"viewBox,attr"`
		Rect    struct {
			RX   float64 `xml:"rx,attr"`
			Fill string  `xml:"fill,attr"`
		} `xml:"rect"`
		Paths []struct {
			D      string  `xml:"d,attr"`
			Stroke string  `xml:"stroke,attr"`
			Width  float64 `xml:"stroke-width,attr"`
		} `xml:"path"`
	}
	if err := xml.Unmarshal(text, &svg); err != nil {
		return nil, err
	}
	d := &drawing{round: svg.Rect.RX}
	var h float64
	if _, err := fmt.Sscanf(svg.ViewBox, "0 0 %g %g", &d.side, &h); err != nil || d.side != h {
		return nil, fmt.Errorf("viewBox %q: want a square from 0 0", svg.ViewBox)
	}
	var err error
	if d.ground, err = parseColor(svg.Rect.Fill); err != nil {
		return nil, err
	}
	for _, p := range svg.Paths {
		var q [4][2]float64
		if _, err := fmt.Sscanf(strings.NewReplacer("M", "", "C", " ").Replace(p.D), "%g %g %g %g %g %g %g %g",
			&q[0][0], &q[0][1], &q[1][0], &q[1][1], &q[2][0], &q[2][1], &q[3][0], &q[3][1]); err != nil {
			return nil, fmt.Errorf("path %q: want M and one C", p.D)
		}
		ink, err := parseColor(p.Stroke)
		if err != nil {
			return nil, err
		}
		d.curves = append(d.curves, curve{points: flatten(q), half: p.Width / 2, ink: ink})
	}
	return d, nil
}

func parseColor(s string) (color.NRGBA, error) {
	c := color.NRGBA{A: 255}
	if _, err := fmt.Sscanf(s, "#%02x%02x%02x", &c.R, &c.G, &c.B); err != nil {
		return c, fmt.Errorf("colour %q: want #rrggbb", s)
	}
	return c, nil
}

// flatten gives points of a cubic Bézier curve.
func flatten(q [4][2]float64) [][2]float64 {
	const n = 512
	out := make([][2]float64, n+1)
	for i := range out {
		t := float64(i) / n
		s := 1 - t
		for k := range 2 {
			out[i][k] = s*s*s*q[0][k] + 3*s*s*t*q[1][k] + 3*s*t*t*q[2][k] + t*t*t*q[3][k]
		}
	}
	return out
}

// paint draws it size × size pixels large. Edges are as grey as the part of a pixel they cover, from their distance.
func (d *drawing) paint(size int, maskable bool) *image.NRGBA {
	m := image.NewNRGBA(image.Rect(0, 0, size, size))
	scale, shrink := float64(size)/d.side, 1.0
	if maskable {
		shrink = 0.8
	}
	for py := range size {
		for px := range size {
			x, y := (float64(px)+0.5)/scale, (float64(py)+0.5)/scale
			ground := d.ground
			if !maskable {
				ground.A = uint8(math.Round(255 * cover(-d.outside(x, y)*scale)))
			}
			mid := d.side / 2
			x, y = mid+(x-mid)/shrink, mid+(y-mid)/shrink
			for _, c := range d.curves {
				ground = mix(ground, c.ink, cover((c.half-c.distance(x, y))*scale*shrink))
			}
			m.SetNRGBA(px, py, ground)
		}
	}
	return m
}

// cover is the part of a pixel that lies inside, from how deep inside its middle is, in pixels.
func cover(depth float64) float64 { return min(1, max(0, depth+0.5)) }

// outside is how far a point lies outside of the ground; negative inside.
func (d *drawing) outside(x, y float64) float64 {
	half := d.side/2 - d.round
	dx, dy := math.Abs(x-d.side/2)-half, math.Abs(y-d.side/2)-half
	return math.Hypot(max(dx, 0), max(dy, 0)) + min(max(dx, dy), 0) - d.round
}

func (c *curve) distance(x, y float64) float64 {
	best := math.Inf(1)
	for _, p := range c.points {
		best = min(best, (p[0]-x)*(p[0]-x)+(p[1]-y)*(p[1]-y))
	}
	return math.Sqrt(best)
}

func mix(a, b color.NRGBA, t float64) color.NRGBA {
	one := func(u, v uint8) uint8 { return uint8(math.Round(float64(u) + t*(float64(v)-float64(u)))) }
	return color.NRGBA{one(a.R, b.R), one(a.G, b.G), one(a.B, b.B), max(a.A, uint8(math.Round(255*t)))}
}
