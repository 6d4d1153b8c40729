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

// Surface names a function of the catalogs, with a family's parameters beside its id, or gives a formula: then ID is "formula".
type Surface struct {
	ID        string
	Params    param.Values // of a family
	Formula   string
	Box       []float64    // xmin, xmax, ymin, ymax, of a formula in x and y
	Constants param.Values // by name: numbers that the formula may use
	Slice     *Slice       // what the picture shows of more than two variables
}

// Slice says which plane a picture is, of a function of more than two variables: "fit" is fitted to the runs, "coordinates" is along
// coordinates I and J, counted from 1, through the start.
type Slice struct {
	ID string `json:"id" jsonschema:"enum=fit,enum=coordinates,default=fit"`
	I  int    `json:"i,omitempty" jsonschema:"minimum=1"`
	J  int    `json:"j,omitempty" jsonschema:"minimum=1"`
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
	if *g.err == nil {
		f, err := s.compile()
		if err != nil {
			g.fail("%s: %s", g.path("formula"), err)
		} else if f.D > 2 {
			s.Slice, s.Box = parseSlice(g, f.D), nil
		}
	}
	g.done()
}

// typedSurface is a formula in x and y. Its critical points are not known; see landscape.Find.
func (s *Surface) typedSurface(f *formula.Formula) *landscape.Surface {
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
	}
}

func (s *Surface) compile() (*formula.Formula, error) {
	names := make([]string, 0, len(s.Constants))
	for name := range s.Constants {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		if name == "x" || name == "y" || name == "e" || name == "pi" || len(name) == 2 && name[0] == 'x' && '0' <= name[1] && name[1] <= '9' {
			return nil, errors.New(name + " is no name for a constant: it has a meaning")
		}
	}
	return formula.Compile(s.Formula, s.Constants)
}
