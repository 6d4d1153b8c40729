package lab

import (
	"errors"
	"fmt"
	"sort"

	"saddlelab/core/landscape"
	"saddlelab/core/landscape/formula"
	"saddlelab/core/param"
)

// typed is the id of a surface whose formula the user has typed.
const typed = "formula"

// Surface names a function of two variables of the catalog, or gives a formula: then ID is "formula".
type Surface struct {
	ID        string       `json:"id"`
	Formula   string       `json:"formula,omitempty"`
	Box       []float64    `json:"box,omitempty"`       // xmin, xmax, ymin, ymax
	Constants param.Values `json:"constants,omitempty"` // by name: numbers that the formula may use
}

// maxConstants bounds the numbers that a formula may name.
const maxConstants = 12

func parseTyped(g *fields, s *Surface) {
	s.Formula = g.text("formula", "x^2 - y^2")
	s.Box = []float64{-2, 2, -2, 2}
	if box := g.list("box"); box != nil {
		if len(box) != 4 {
			g.fail("%s: %d numbers; four are wanted: xmin, xmax, ymin, ymax", g.path("box"), len(box))
			return
		}
		for i, raw := range box {
			s.Box[i] = g.float(fmt.Sprintf("%s[%d]", g.path("box"), i), raw, -1e6, 1e6)
		}
	}
	if !(s.Box[0] < s.Box[1]) || !(s.Box[2] < s.Box[3]) {
		g.fail("%s: from %g to %g and from %g to %g; each must go upwards", g.path("box"), s.Box[0], s.Box[1], s.Box[2], s.Box[3])
		return
	}
	if g.has("constants") {
		h := g.object("constants")
		names := h.rest()
		if len(names) > maxConstants {
			h.fail("%s: %d of them; at most %d", h.at, len(names), maxConstants)
		}
		s.Constants = param.Values{}
		for _, name := range names {
			s.Constants[name] = h.number(name, 0, -1e6, 1e6)
		}
	}
	g.done()
	if *g.err == nil {
		if _, err := s.compile(); err != nil {
			g.fail("%s: %s", g.path("formula"), err)
		}
	}
}

// Function is the surface itself. Of a typed one the critical points are not known; see landscape.Find.
func (s *Surface) Function() (*landscape.Surface, error) {
	if s.ID != typed {
		return landscape.ByID(s.ID, "surface.id")
	}
	f, err := s.compile()
	if err != nil {
		return nil, fmt.Errorf("surface.formula: %w", err)
	}
	return &landscape.Surface{
		ID: typed, Name: "Your function", Formula: s.Formula, Tip: f.Kinks,
		Box:   [4]float64(s.Box),
		Start: [2]float64{s.Box[0] + .8*(s.Box[1]-s.Box[0]), s.Box[2] + .55*(s.Box[3]-s.Box[2])},
		F:     f.At,
		Grad: func(x, y float64) (float64, float64) {
			j := f.Jet(x, y)
			return j.X, j.Y
		},
		Hess: func(x, y float64) (float64, float64, float64) {
			j := f.Jet(x, y)
			return j.XX, j.XY, j.YY
		},
	}, nil
}

func (s *Surface) compile() (*formula.Formula, error) {
	names := make([]string, 0, len(s.Constants))
	for name := range s.Constants {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		if name == "x" || name == "y" || name == "e" || name == "pi" {
			return nil, errors.New(name + " is no name for a constant: it has a meaning")
		}
	}
	return formula.Compile(s.Formula, s.Constants)
}

// ParseSurface reads the surface of a Spec alone.
func ParseSurface(doc []byte) (*Surface, error) {
	var err error
	f := object(doc, &err)
	f.at = "surface"
	s := parseSurfaceField(f)
	if err != nil {
		return nil, err
	}
	return s, nil
}

func parseSurfaceField(g *fields) *Surface {
	s := &Surface{ID: g.text("id", "nesterov")}
	if s.ID == typed {
		parseTyped(g, s)
		return s
	}
	g.done()
	if _, err := landscape.ByID(s.ID, g.path("id")); err != nil {
		g.fail("%s, or %s with a formula of your own", err, typed)
	}
	return s
}
