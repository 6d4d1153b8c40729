package course

import (
	"fmt"
	"math"

	"saddlelab/core/param"
	"saddlelab/core/real"
)

var e34e = &Experiment{
	ID: "E34e", Chapter: "adaptive", Tag: Empirical,
	Question: "What happens when the axes are turned?",
	Short:    "Aligned against turned",
	Claim:    "On ½(x² + κy²) AdaGrad, RMSProp and Adam, each with its best of six step sizes, are far quicker than gradient descent. Turned by 45° they lose most of that; gradient descent, which knows no axes, takes exactly the same steps.",
	Source:   "measured; that the diagonal loses rotation invariance is Duchi, Hazan, Singer 2011",
	Params: []param.Param{
		{Name: "angle", Label: "θ turn", Help: "By how many degrees the axes are turned.", Min: 0, Default: 45, Max: 90},
		{Name: "kappa", Label: "κ condition", Help: "The larger curvature over the smaller.", Min: 10, Default: 1000, Max: 1000, Log: true},
		{Name: "starts", Label: "starts", Help: "How many random starts the median is of.", Min: 2, Default: 6, Max: 20, Int: true},
	},
	Plan: planE34e,
}

// axesMethods are the four that race, with the step sizes of which each has its best.
var axesMethods = []struct {
	id, name string
	v        param.Values
}{
	{"sgd", "gradient descent", param.Values{}},
	{"adagrad", "AdaGrad", param.Values{"eps": 1e-12}},
	{"rmsprop", "RMSProp", param.Values{"eps": 1e-12, "alpha": .9}},
	{"adam", "Adam", param.Values{"eps": 1e-12}},
}

// axesRun counts steps until f is 10⁻⁴ of what it was, from a start that is turned with the axes, and gives the path's first points
// in the turned plane.
func axesRun(i int, kappa, angle, x0, y0, lr float64, points int) (count int, xs, ys []float64) {
	const most = 20_000
	v := param.Values{"lr": lr}
	for name, x := range axesMethods[i].v {
		v[name] = x
	}
	o, _ := method(axesMethods[i].id, v, 2, nil)
	c, s := real.Cos(angle), real.Sin(angle)
	x, g := []float64{c*x0 - s*y0, s*x0 + c*y0}, make([]float64, 2)
	first := .5 * (x0*x0 + kappa*y0*y0)
	for k := 1; ; k++ {
		if k <= points {
			xs, ys = append(xs, x[0]), append(ys, x[1])
		}
		u, w := c*x[0]+s*x[1], -s*x[0]+c*x[1]
		if f := .5 * (u*u + kappa*w*w); f < 1e-4*first || k > most || !(f < 1e12*first) {
			return k - 1, xs, ys
		}
		g[0], g[1] = c*u-s*kappa*w, s*u+c*kappa*w
		o.Step(x, g, lr)
	}
}

func planE34e(s *Setting) *Plan {
	degrees, kappa, starts := s.Num("angle"), s.Num("kappa"), s.Int("starts")
	angle := degrees * math.Pi / 180
	rates := []float64{.001, .003, .01, .03, .1, .3}
	const points = 200
	return &Plan{
		Pieces: starts * len(axesMethods),
		// Steps of the best step size, aligned and turned; of the first start also both paths.
		Run: func(piece int) []float64 {
			i, start := piece%len(axesMethods), piece/len(axesMethods)
			rng := s.Rand(start)
			x0, y0 := .3+1.2*rng.Float64(), .3+1.2*rng.Float64()
			own := rates
			if i == 0 {
				own = []float64{1.998 / kappa}
			}
			var out, paths []float64
			for _, a := range []float64{0, angle} {
				best, with := math.MaxInt, 0.
				for _, lr := range own {
					if n, _, _ := axesRun(i, kappa, a, x0, y0, lr, 0); n < best {
						best, with = n, lr
					}
				}
				out = append(out, float64(best))
				if start == 0 {
					_, xs, ys := axesRun(i, kappa, a, x0, y0, with, points)
					paths = append(append(append(paths, float64(len(xs))), xs...), ys...)
				}
			}
			return append(out, paths...)
		},
		Report: func(done [][]float64) *Report {
			r := &Report{}
			n := len(axesMethods)
			maps := [2]*Map{axesMap(kappa, 0), axesMap(kappa, angle)}
			var index, aligned, turned []float64
			for i, m := range axesMethods {
				var al, tu []float64
				for start := range starts {
					if at := start*n + i; at < len(done) && done[at] != nil {
						al, tu = append(al, done[at][0]), append(tu, done[at][1])
					}
				}
				ratio := median(tu) / median(al)
				index, aligned, turned = append(index, float64(i+1)), append(aligned, median(al)), append(turned, median(tu))
				if i == 0 {
					r.Measures = append(r.Measures, near("gradient descent: steps turned over aligned", "×", 1, sure(ratio), .01))
				} else {
					r.Measures = append(r.Measures, atLeast(m.name+": steps turned over aligned", "×", 2, sure(ratio)).assuming(kappa >= 300 && degrees >= 30 && degrees <= 60, "claimed for a turn of about 45° and a large κ"))
				}
				if i < len(done) && done[i] != nil {
					rest := done[i][2:]
					for k := range 2 {
						m := int(rest[0])
						maps[k].Points = append(maps[k].Points, runner(axesMethods[i].name, i+1, Lines, rest[1:1+m], rest[1+m:1+2*m]))
						rest = rest[1+2*m:]
					}
				}
			}
			// The headline is the method that loses most by the text's account.
			r.Measures = append([]Measure{r.Measures[3]}, r.Measures[0], r.Measures[1], r.Measures[2])
			r.Figures = []Figure{
				{Title: fmt.Sprintf("Turned by %g°: the first %d steps", degrees, points), Alt: "Paths of four methods into a narrow valley that runs aslant; the adaptive ones creep along it.", Map: maps[1]},
				{Title: "Aligned", Alt: "The same methods in a valley along the axis: the adaptive ones run straight to the minimum.", Map: maps[0]},
				{Title: "Steps until f is a ten-thousandth", Alt: "Pairs of dots for four methods: gradient descent’s coincide, the others lie far apart.", X: &Axis{Label: "1 gradient descent, 2 AdaGrad, 3 RMSProp, 4 Adam", From: at(.5), To: at(4.5)}, Y: &Axis{Label: "steps", Log: true},
					Series: []Series{runner("aligned", 1, Dots, index, aligned), runner("turned", 2, Dots, index, turned)}},
			}
			r.Caption = fmt.Sprintf("Medians of %d starts, each method with its best of six step sizes.", starts)
			return r
		},
	}
}

// axesMap is the root of the quadratic over the plane, the roots of heights being easier to tell apart.
func axesMap(kappa, angle float64) *Map {
	const w = 81
	c, s := real.Cos(angle), real.Sin(angle)
	values := make([]float64, w*w)
	for i := range values {
		x, y := -1.8+3.6*float64(i%w)/(w-1), -1.8+3.6*float64(i/w)/(w-1)
		u, v := c*x+s*y, -s*x+c*y
		values[i] = math.Sqrt(math.Sqrt(u*u + kappa*v*v))
	}
	return &Map{W: w, H: w, Box: [4]float64{-1.8, 1.8, -1.8, 1.8}, Values: nums(values), XLabel: "x", YLabel: "y"}
}
