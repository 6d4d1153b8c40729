package data

import (
	"math"
	"math/rand/v2"
	"strconv"
	"strings"

	"saddlelab/core/real"
)

// glyphRows are the ten digits as 5×7 bitmaps, row by row.
const glyphRows = "01110 10001 10011 10101 11001 10001 01110|00100 01100 00100 00100 00100 00100 01110|01110 10001 00001 00110 01000 10000 11111|01110 10001 00001 00110 00001 10001 01110|00010 00110 01010 10010 11111 00010 00010|11111 10000 11110 00001 00001 10001 01110|00110 01000 10000 11110 10001 10001 01110|11111 00001 00010 00100 01000 01000 01000|01110 10001 10001 01110 10001 10001 01110|01110 10001 10001 01111 00001 00010 01100"

const (
	glyphHeight, glyphWidth = 10, 8
	glyphPixels             = glyphHeight * glyphWidth
)

// glyphs: a digit's bitmap at one of four places of a 10×8 canvas, of random brightness, under pixel noise; labels uniform.
var glyphs = &Dataset{
	ID: "glyphs", Name: "Glyph digits",
	Help:   "Digits as small bitmaps, shifted, of varying brightness, under noise.",
	Source: "5×7 bitmap font; shifts {1,2}², amplitude U(0.7, 1.2), noise N(0, σ²), then mean 0 and deviation 1 over all pixels",
	Params: append(counts(500, 1000), noiseParam(0.25, 3)),
	Layout: func([]float64) []int { return []int{1, glyphHeight, glyphWidth} },
	Gen: func(p []float64, rng *rand.Rand) (train, test *Set) {
		font := glyphFont()
		train, test = drawGlyphs(int(p[0]), p[2], font, rng), drawGlyphs(int(p[1]), p[2], font, rng)
		sum, sq := 0.0, 0.0
		for _, v := range train.X {
			sum += float64(v)
			sq += float64(float64(v) * float64(v))
		}
		n := float64(len(train.X))
		mean := []float64{sum / n}
		std := []float64{math.Sqrt(sq/n - float64(mean[0]*mean[0]))}
		train.apply(mean, std)
		test.apply(mean, std)
		return train, test
	},
}

// glyphFont gives the bitmaps: 10 digits of 35 pixels, 0 or 1.
func glyphFont() [10][35]float64 {
	var font [10][35]float64
	for d, rows := range strings.Split(glyphRows, "|") {
		for i, c := range strings.ReplaceAll(rows, " ", "") {
			font[d][i] = float64(c - '0')
		}
	}
	return font
}

// GlyphInk is how many pixels of a digit's bitmap are set.
func GlyphInk(digit int) int {
	sum := 0.0
	for _, v := range glyphFont()[digit] {
		sum += v
	}
	return int(sum)
}

func drawGlyphs(n int, noise float64, font [10][35]float64, rng *rand.Rand) *Set {
	s := &Set{N: n, D: glyphPixels, X: make([]float32, n*glyphPixels), Labels: make([]int32, n), Height: glyphHeight, Width: glyphWidth}
	for d := range 10 {
		s.Classes = append(s.Classes, strconv.Itoa(d))
	}
	for i := range n {
		x := s.X[i*glyphPixels : (i+1)*glyphPixels]
		d := rng.IntN(10)
		s.Labels[i] = int32(d)
		top, left := 1+rng.IntN(2), 1+rng.IntN(2)
		bright := .7 + float64(.5*rng.Float64())
		for k, v := range font[d] {
			x[(top+k/5)*glyphWidth+left+k%5] = float32(bright * v)
		}
		for k := range x {
			x[k] += float32(noise * real.Normal(rng))
		}
	}
	return s
}
