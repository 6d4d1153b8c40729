package lab

import (
	"fmt"
	"math"

	"saddlelab/core/landscape"
)

// function is what a Spec's surface names.
type function struct {
	sp  *landscape.Space
	two *landscape.Surface // nil where there are more than two variables
}

// function finds it.
func (s *Surface) function() (function, error) {
	if s.ID == typed {
		f, err := s.compile()
		if err != nil {
			return function{}, fmt.Errorf("surface.formula: %w", err)
		}
		if f.D > 2 {
			return function{sp: f.Space()}, nil
		}
		two := s.typedSurface(f)
		return function{two.Space(), two}, nil
	}
	if f := landscape.FamilyByID(s.ID); f != nil {
		sp := f.New(values(f.Params, s.Params))
		if sp.D > 2 || sp.Retract != nil {
			return function{sp: sp}, nil
		}
		two := sp.Slice(landscape.Coordinates(make([]float64, 2), 0, 1), square(sp.Reach))
		two.ID, two.Name, two.Plane, two.Of = f.ID, f.Name, nil, nil
		two.Start, two.Critical = [2]float64(sp.Start), nil
		return function{sp, two}, nil
	}
	two, err := landscape.ByID(s.ID, "surface.id")
	if err != nil {
		return function{}, err
	}
	return function{two.Space(), two}, nil
}

func square(reach float64) [4]float64 { return [4]float64{-reach, reach, -reach, reach} }

// Function is the surface, where it has two variables; what is made of planes or basins has no meaning for more.
func (s *Surface) Function() (*landscape.Surface, error) {
	f, err := s.function()
	if err != nil {
		return nil, err
	}
	if f.two == nil {
		return nil, fmt.Errorf("surface.id: %s has %d variables; this is made for functions of two", s.ID, f.sp.D)
	}
	return f.two, nil
}

// Picture is the surface that is drawn of a Spec: its function, or a slice of it.
func Picture(s *Spec) (*landscape.Surface, error) {
	f, err := s.Surface.function()
	if err != nil || f.two != nil {
		return f.two, err
	}
	return slice(s, f.sp)
}

// Limits of the fit of a plane to runs.
const (
	fitted = 4000 // iterates of all runs together
	wide   = 1e3  // times the start's size: further out a run is on its way to infinity
)

// slice chooses the plane. To fit it the runs are made once, which gives the same iterates as they will have.
func slice(s *Spec, sp *landscape.Space) (*landscape.Surface, error) {
	if c := s.Surface.Slice; c.ID == "coordinates" {
		return sp.Slice(landscape.Coordinates(s.Start, c.I-1, c.J-1), square(sp.Reach)), nil
	}
	var points []float64
	every := max(1, s.Steps*len(s.Runs)/fitted)
	far := wide
	for _, v := range s.Start {
		far = max(far, wide*math.Abs(v))
	}
	for i := range s.Runs {
		var r surfaceRun
		if err := r.begin(s, function{sp: sp}, i); err != nil {
			return nil, err
		}
	steps:
		for k := range s.Steps + 1 {
			for _, v := range r.x {
				if !(math.Abs(v) < far) {
					break steps
				}
			}
			if k%every == 0 || k == s.Steps {
				points = append(points, r.x...)
			}
			if k < s.Steps {
				sp.Grad(r.x, r.g)
				r.move(k)
			}
		}
	}
	round := sp.Retract != nil
	pl := landscape.Fit(points, sp.D, round)
	box := [4]float64{math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)}
	for k := 0; k < len(points); k += sp.D {
		x, y, off := pl.Drop(points[k:k+sp.D], round)
		if off-off == 0 {
			box = [4]float64{min(box[0], x), max(box[1], x), min(box[2], y), max(box[3], y)}
		}
	}
	half := .75 * max(box[1]-box[0], box[3]-box[2], .1*sp.Reach)
	mx, my := (box[0]+box[1])/2, (box[2]+box[3])/2
	return sp.Slice(pl, [4]float64{mx - half, mx + half, my - half, my + half}), nil
}

// parseSurfaceField reads the field surface.
func parseSurfaceField(g *fields) *Surface {
	s := &Surface{ID: g.text("id", "nesterov")}
	if s.ID == typed {
		parseTyped(g, s)
		return s
	}
	if f := landscape.FamilyByID(s.ID); f != nil {
		slice := g.has("slice")
		if s.Params = g.params(f.Params); *g.err != nil {
			return s
		}
		if sp := f.New(values(f.Params, s.Params)); sp.D > 2 || sp.Retract != nil {
			s.Slice = parseSlice(g, sp.D)
		} else if slice {
			g.fail("%s: with two variables the picture is the function itself", g.path("slice"))
		}
		return s
	}
	g.done()
	if _, err := landscape.ByID(s.ID, g.path("id")); err != nil {
		have := ""
		for _, f := range landscape.Families {
			have += ", " + f.ID
		}
		g.fail("%s%s, or %s with a formula of your own", err, have, typed)
	}
	return s
}

func parseSlice(g *fields, d int) *Slice {
	h := g.object("slice")
	c := &Slice{ID: h.text("id", "fit", "fit", "coordinates")}
	if c.ID == "coordinates" {
		c.I, c.J = int(h.whole("i", 1, 1, uint64(d))), int(h.whole("j", 2, 1, uint64(d)))
		if c.I == c.J {
			h.fail("%s: %d is the first coordinate as well; the two must differ", h.path("j"), c.J)
		}
	}
	h.done()
	return c
}

// MarshalJSON writes {"id": …} with what belongs to it.
func (s Surface) MarshalJSON() ([]byte, error) {
	var o flat
	o.put("id", s.ID)
	if s.ID == typed {
		o.put("formula", s.Formula)
		if s.Box != nil {
			o.put("box", s.Box)
		}
		if len(s.Constants) > 0 {
			o.put("constants", map[string]float64(s.Constants))
		}
	}
	o.params(s.Params)
	if s.Slice != nil {
		o.put("slice", s.Slice)
	}
	return o.end()
}

// PictureSlice describes the plane of a picture of more than two variables.
type PictureSlice struct {
	Origin    []Num `json:"origin"`
	U         []Num `json:"u"`
	V         []Num `json:"v"`
	Explained Num   `json:"explained"` // share of the variance of the runs' iterates within the plane; 1 of a chosen plane
}

// sliceOf is nil where the picture is the function itself.
func sliceOf(view *landscape.Surface) *PictureSlice {
	pl := view.Plane
	if pl == nil {
		return nil
	}
	return &PictureSlice{nums(pl.O), nums(pl.U), nums(pl.V), Num(pl.Explained)}
}
