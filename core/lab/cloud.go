package lab

import (
	"fmt"
	"math"

	"saddlelab/core/landscape"
	"saddlelab/core/real"
)

// MaxCloud bounds the starts of a cloud.
const MaxCloud = 2000

// Cloud asks for many starts of a run at once, evenly spread over a disk (in more dimensions a ball) around the start.
type Cloud struct {
	Run    int     `json:"run" jsonschema:"minimum=0,default=0"`
	Starts int     `json:"starts" jsonschema:"minimum=1,maximum=2000,default=200"`
	Radius float64 `json:"radius" jsonschema:"exclusiveMinimum=0,default=0.5"`
}

func parseCloud(g *fields, s *Spec) *Cloud {
	c := &Cloud{int(g.whole("run", 0, 0, uint64(len(s.Runs)-1))), int(g.whole("starts", 200, 1, MaxCloud)), g.number("radius", .5, 1e-9, 1e6)}
	g.done()
	if s.Kind != "surface" {
		g.fail("%s: it is for a surface, not for a %s", g.at, s.Kind)
	}
	return c
}

// Flock is a cloud on its way. Each start has its own random numbers, so that it is the same run as one from there alone with that seed.
type Flock struct {
	spec *Spec
	fn   function
	view *landscape.Surface
	runs []surfaceRun
	gone []bool
	done int
}

// NewFlock puts a Spec's cloud at its start.
func NewFlock(s *Spec) (*Flock, error) {
	c := s.Cloud
	if c == nil {
		return nil, fmt.Errorf("cloud: missing")
	}
	fn, err := s.Surface.function()
	if err != nil {
		return nil, err
	}
	f := &Flock{spec: s, fn: fn, runs: make([]surfaceRun, c.Starts), gone: make([]bool, c.Starts)}
	if f.view, err = Picture(s); err != nil {
		return nil, err
	}
	d := fn.sp.D
	one := *s
	for i := range f.runs {
		one.Start = append([]float64(nil), s.Start...)
		one.Seed = (s.Seed + uint64(i)) % (MaxSeed + 1)
		rng := stream(&one, streamCloud)
		if d == 2 { // a sunflower: the golden angle spreads any number evenly (Vogel 1979, Math. Biosciences 44)
			r := c.Radius * math.Sqrt((float64(i)+.5)/float64(c.Starts))
			a := (float64(i) + .5) * math.Pi * (3 - math.Sqrt(5))
			a = math.Mod(a, 2*math.Pi)
			one.Start[0] += float64(r * real.Cos(a))
			one.Start[1] += float64(r * real.Sin(a))
		} else {
			u, norm := make([]float64, d), 0.0
			for k := range u {
				u[k] = real.Normal(rng)
				norm += float64(u[k] * u[k])
			}
			r := c.Radius * real.Pow(rng.Float64(), 1/float64(d)) / math.Sqrt(norm)
			for k := range u {
				one.Start[k] += float64(r * u[k])
			}
		}
		if err := f.runs[i].begin(&one, fn, c.Run); err != nil {
			return nil, err
		}
		f.gone[i] = !finite(fn.sp.F(f.runs[i].x))
	}
	return f, nil
}

// Done is how many steps have been made.
func (f *Flock) Done() int { return f.done }

// Advance makes steps up to number k of the Spec's.
func (f *Flock) Advance(k int) {
	k = min(k, f.spec.Steps)
	for ; f.done < k; f.done++ {
		for i := range f.runs {
			if f.gone[i] {
				continue
			}
			r := &f.runs[i]
			f.fn.sp.Grad(r.x, r.g)
			r.move(f.done)
			for _, v := range r.x {
				f.gone[i] = f.gone[i] || !(math.Abs(v) <= tooFar)
			}
		}
	}
}

// Places writes x, y of each start's iterate in the picture to xy; NaN for one that has diverged.
func (f *Flock) Places(xy []float64) {
	for i := range f.runs {
		x := f.runs[i].x
		switch {
		case f.gone[i]:
			xy[2*i], xy[2*i+1] = math.NaN(), math.NaN()
		case f.view.Plane != nil:
			xy[2*i], xy[2*i+1], _ = f.view.Plane.Drop(x, f.fn.sp.Retract != nil)
		default:
			xy[2*i], xy[2*i+1] = x[0], x[1]
		}
	}
}

// Census counts what the iterates are, by kind.
func (f *Flock) Census() map[string]int {
	n := map[string]int{}
	spectrum := landscape.NewSpectrum(f.fn.sp)
	g := make([]float64, f.fn.sp.D)
	for i := range f.runs {
		kind := "diverged"
		if !f.gone[i] {
			f.fn.sp.Grad(f.runs[i].x, g)
			norm := 0.0
			for _, v := range g {
				norm = math.Hypot(norm, v)
			}
			lo, hi := spectrum.At(f.runs[i].x)
			kind = string(landscape.Classify(norm, lo, hi))
		}
		n[kind]++
	}
	return n
}

// CloudResult is where a cloud has come to.
type CloudResult struct {
	At   [][2]Num       `json:"at"`
	Ends map[string]int `json:"ends"` // by kind of point; moving and diverged among them
}

// RunCloud runs a Spec's cloud to its end.
func RunCloud(s *Spec) (*CloudResult, error) {
	f, err := NewFlock(s)
	if err != nil {
		return nil, err
	}
	f.Advance(s.Steps)
	xy := make([]float64, 2*len(f.runs))
	f.Places(xy)
	r := &CloudResult{Ends: f.Census()}
	for i := range f.runs {
		r.At = append(r.At, [2]Num{Num(xy[2*i]), Num(xy[2*i+1])})
	}
	return r, nil
}
