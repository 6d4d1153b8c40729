package data

import (
	"math"
	"math/rand/v2"
	"strconv"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

const digitSide = 28

// digits: a digit's strokes, bent, turned, sheared, stretched and moved at random, drawn by a round pen of varying width and
// darkness on 28×28 pixels, under pixel noise; labels uniform.
var digits = &Dataset{
	ID: "digits", Name: "Digits 28×28",
	Help:   "Digits drawn by strokes in several hands, turned, slanted and moved, under noise: of the size and kind of MNIST, and all of them made from the seed.",
	Source: "own strokes; after LeCun, Cortes, Burges 1998",
	Params: append(counts(4000, 1000), noiseParam(0.15, 2),
		param.Param{Name: "jitter", Label: "jitter", Help: "How much digits are turned, slanted, stretched, bent and moved; 1 as in handwriting.", Min: 0, Default: 1, Max: 2}),
	Layout: func([]float64) []int { return []int{1, digitSide, digitSide} },
	Gen: func(p []float64, rng *rand.Rand) (train, test *Set) {
		train, test = drawDigits(int(p[0]), p[2], p[3], rng), drawDigits(int(p[1]), p[2], p[3], rng)
		standardizeAll(train, test)
		return train, test
	},
}

// standardizeAll makes all numbers of train together mean 0 and deviation 1, as for images, and applies the same to test.
func standardizeAll(train, test *Set) {
	sum, sq := 0.0, 0.0
	for _, v := range train.X {
		sum += float64(v)
	}
	mean := sum / float64(len(train.X))
	for _, v := range train.X {
		d := float64(v) - mean
		sq += float64(d * d)
	}
	std := math.Sqrt(sq / float64(len(train.X)))
	if std == 0 {
		std = 1
	}
	train.apply([]float64{mean}, []float64{std})
	if test != nil {
		test.apply([]float64{mean}, []float64{std})
	}
}

type point struct{ x, y float64 }

// arc is a part of an ellipse around (cx, cy), from angle a to b in turns, clockwise from the right as y goes down.
func arc(cx, cy, rx, ry, a, b float64) []point {
	n := max(3, int(math.Abs(b-a)*20))
	all := make([]point, n+1)
	for i := range all {
		t := 2 * math.Pi * (a + (b-a)*float64(i)/float64(n))
		all[i] = point{cx + float64(rx*real.Cos(t)), cy + float64(ry*real.Sin(t))}
	}
	return all
}

func line(p ...float64) []point {
	var all []point
	for i := 0; i+3 < len(p); i += 2 { // in pieces, so that they can be bent
		for k := range 4 {
			t := float64(k) / 4
			all = append(all, point{p[i] + float64(t*(p[i+2]-p[i])), p[i+1] + float64(t*(p[i+3]-p[i+1]))})
		}
	}
	return append(all, point{p[len(p)-2], p[len(p)-1]})
}

// hands are the ways to write each digit: strokes in a box from (−1, −1), top left, to (1, 1).
var hands = [10][][][]point{
	{{arc(0, 0, .62, 1, -.25, .75)}, {arc(0, 0, .8, .95, -.2, .84)}, {arc(0, 0, .45, 1, -.25, .75)}},
	{{line(0, -1, 0, 1)}, {line(-.45, -.55, .08, -1, .08, 1)}, {line(-.4, -.6, 0, -1, 0, 1), line(-.5, 1, .5, 1)}},
	{
		{append(arc(0, -.45, .62, .55, .5, 1.1), line(.45, -.05, -.65, 1, .7, 1)...)},
		{append(arc(0, -.4, .6, .6, .55, 1.12), append(line(.4, .05, -.4, .85), append(arc(-.45, .8, .18, .18, .1, .9), line(-.3, .8, .2, 1, .7, .85)...)...)...)},
	},
	{
		{append(arc(-.05, -.5, .58, .5, .58, 1.22), arc(-.05, .48, .68, .52, .78, 1.42)...)},
		{append(line(-.6, -1, .55, -1, -.05, -.15), arc(-.05, .42, .65, .58, .75, 1.42)...)},
	},
	{
		{line(.3, -1, -.7, .35, .75, .35), line(.35, -.35, .35, 1)},
		{line(-.5, -1, -.55, .1, .6, .1), line(.5, -1, .45, 1)},
	},
	{
		{append(line(.6, -1, -.5, -1, -.55, -.1), arc(-.05, .35, .65, .62, .62, 1.4)...)},
		{append(line(-.5, -1, -.5, -.15), arc(-.05, .35, .62, .6, .65, 1.4)...), line(-.5, -1, .65, -1)},
	},
	{
		{append(arc(.55, .35, 1.15, 1.35, .72, .5), arc(0, .42, .6, .56, .5, 1.5)...)},
		{append(line(.35, -1, -.2, -.5, -.55, .3), arc(0, .45, .55, .53, .5, 1.5)...)},
	},
	{
		{line(-.65, -1, .65, -1, -.15, 1)},
		{line(-.65, -1, .65, -1, -.1, 1), line(-.35, .05, .5, .05)},
		{append(line(-.6, -.75, -.6, -1, .6, -1), arc(1.2, 1, 1.25, 1.7, .68, .5)...)},
	},
	{
		{arc(0, -.5, .48, .48, .25, 1.25), arc(0, .48, .6, .52, -.25, .75)},
		{append(arc(0, -.5, .5, .5, 0, -.75), arc(0, .5, .6, .5, .75, 1.75)...), line(.5, -.5, .1, 0)},
	},
	{
		{arc(-.02, -.45, .55, .55, 0, 1), append(line(.53, -.45, .5, .3), arc(.02, .4, .48, .6, 0, .3)...)},
		{arc(-.02, -.45, .55, .53, 0, 1), line(.53, -.5, .4, 1)},
	},
}

func drawDigits(n int, noise, jitter float64, rng *rand.Rand) *Set {
	const d = digitSide * digitSide
	s := &Set{N: n, D: d, X: make([]float32, n*d), Labels: make([]int32, n), Height: digitSide, Width: digitSide}
	for k := range 10 {
		s.Classes = append(s.Classes, strconv.Itoa(k))
	}
	var strokes [][]point
	for i := range n {
		k := rng.IntN(10)
		s.Labels[i] = int32(k)
		strokes = bent(strokes, hands[k][rng.IntN(len(hands[k]))], jitter, rng)
		draw(s.X[i*d:(i+1)*d], strokes, 1.0+float64(.9*rng.Float64()*min(jitter, 1)), .75+float64(.25*rng.Float64()))
		for j := i * d; j < (i+1)*d; j++ {
			s.X[j] += float32(noise * real.Normal(rng))
		}
	}
	return s
}

// bent brings strokes to pixels: every point is pulled by two slow waves, then all are turned, slanted, stretched and moved.
func bent(to, strokes [][]point, jitter float64, rng *rand.Rand) [][]point {
	g := func(size float64) float64 { return float64(jitter * size * max(-2, min(2, real.Normal(rng)))) }
	angle, slant := g(.13), g(.16)
	c, sn := real.Cos(angle), real.Sin(angle)
	wide, high := 7.2*(1+g(.12)), 9.2*(1+g(.08))
	dx, dy := g(1.2), g(1.2)
	ax, ay, px, py := g(.09), g(.07), 6*rng.Float64(), 6*rng.Float64()
	to = to[:0]
	for _, stroke := range strokes {
		moved := make([]point, len(stroke))
		for i, q := range stroke {
			x := q.x + float64(ax*real.Sin(float64(2.2*q.y)+px))
			y := q.y + float64(ay*real.Sin(float64(2.2*q.x)+py))
			x -= float64(slant * y)
			x, y = float64(wide*x), float64(high*y)
			moved[i] = point{
				float64(c*x) - float64(sn*y) + digitSide/2 + dx,
				float64(sn*x) + float64(c*y) + digitSide/2 + dy,
			}
		}
		to = append(to, moved)
	}
	return to
}

// draw inks every pixel whose middle is within the pen's radius of a stroke, with an edge one pixel soft.
func draw(pixels []float32, strokes [][]point, radius, dark float64) {
	for _, s := range strokes {
		for i := range len(s) - 1 {
			a, b := s[i], s[i+1]
			reach := radius + 1
			y0, y1 := max(0, int(min(a.y, b.y)-reach)), min(digitSide-1, int(max(a.y, b.y)+reach))
			x0, x1 := max(0, int(min(a.x, b.x)-reach)), min(digitSide-1, int(max(a.x, b.x)+reach))
			ux, uy := b.x-a.x, b.y-a.y
			length := float64(ux*ux) + float64(uy*uy)
			for y := y0; y <= y1; y++ {
				for x := x0; x <= x1; x++ {
					vx, vy := float64(x)+.5-a.x, float64(y)+.5-a.y
					t := 0.0
					if length > 0 {
						t = min(1, max(0, (float64(ux*vx)+float64(uy*vy))/length))
					}
					ex, ey := vx-float64(t*ux), vy-float64(t*uy)
					ink := dark * min(1, max(0, radius+.5-math.Sqrt(float64(ex*ex)+float64(ey*ey))))
					if p := &pixels[y*digitSide+x]; float32(ink) > *p {
						*p = float32(ink)
					}
				}
			}
		}
	}
}
