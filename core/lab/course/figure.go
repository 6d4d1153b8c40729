package course

import (
	"fmt"
	"strings"

	"saddlelab/core/real"
)

// Figure is one picture of an experiment, as data: a chart, or one of Map, Tiles and Scene.
type Figure struct {
	Title string `json:"title,omitempty"`
	// Alt says in words what it shows, for who cannot see it.
	Alt string `json:"alt"`

	X      *Axis    `json:"x,omitempty"`
	Y      *Axis    `json:"y,omitempty"`
	Series []Series `json:"series,omitempty"`
	Rules  []Rule   `json:"rules,omitempty"`

	Map   *Map   `json:"map,omitempty"`
	Tiles *Tiles `json:"tiles,omitempty"`
	Scene *Scene `json:"scene,omitempty"`
}

// Axis of a chart. From and To are its ends; where nil it holds all there is.
type Axis struct {
	Label string    `json:"label"`
	Log   bool      `json:"log,omitempty"`
	From  *real.Num `json:"from,omitempty"`
	To    *real.Num `json:"to,omitempty"`
}

// Role says what a series is, and so how it looks: theory is ink, measurement is accent.
type Role string

// The roles.
const (
	Predicted Role = "predicted" // an ink line
	Measured  Role = "measured"  // indigo
	Faint     Role = "faint"     // one of many chains: a thin indigo line
	Runner    Role = "runner"    // one of several methods: Color counts them from 1
	LimitLine Role = "bound"     // a dashed ink line
)

// Form is how a series is drawn.
type Form string

// The forms.
const (
	Lines Form = "line"
	Dots  Form = "dots"
	Bars  Form = "bars"
)

// Series is one line, one set of points or one set of bars of a chart. Numbers that are not finite leave a gap.
type Series struct {
	Name  string     `json:"name,omitempty"` // written beside it; none for one of many
	Role  Role       `json:"role"`
	Form  Form       `json:"form"`
	Color int        `json:"color,omitempty"` // of a Runner: 1 … 7
	X     []real.Num `json:"x"`
	Y     []real.Num `json:"y"`
	Z     []real.Num `json:"z,omitempty"`   // heights, of a path in a Scene; filled in by Heights
	Low   []real.Num `json:"low,omitempty"` // a band or whiskers around Y
	High  []real.Num `json:"high,omitempty"`
}

// Rule is a straight line across a chart with a word beside it.
type Rule struct {
	Name string    `json:"name"`
	Role Role      `json:"role"`
	X    *real.Num `json:"x,omitempty"` // upright there
	Y    *real.Num `json:"y,omitempty"` // level there
}

// Map is a picture over a plane: W×H values, row by row from Box's lowest y.
type Map struct {
	W      int        `json:"w"`
	H      int        `json:"h"`
	Box    [4]float64 `json:"box"` // xmin, xmax, ymin, ymax
	Values []real.Num `json:"values"`
	// Classes name the values 0, 1, 2 … of a map of kinds, of numbers otherwise.
	Classes []string `json:"classes,omitempty"`
	XLabel  string   `json:"xlabel"`
	YLabel  string   `json:"ylabel"`
	Points  []Series `json:"points,omitempty"` // drawn over it: lines and dots
}

// Tiles are small pictures in rows, each of W×H values from 0 to 1.
type Tiles struct {
	W    int       `json:"w"`
	H    int       `json:"h"`
	Rows []TileRow `json:"rows"`
}

// TileRow is a row of pictures with its name.
type TileRow struct {
	Name  string       `json:"name"`
	Tiles [][]real.Num `json:"tiles"`
	Under []string     `json:"under,omitempty"` // a word beneath each
}

// Scene is a surface in three dimensions with paths and points on it.
type Scene struct {
	Surface string      `json:"surface"` // id in the catalog of surfaces, or a formula in x and y
	Box     *[4]float64 `json:"box,omitempty"`
	Paths   []Series    `json:"paths,omitempty"` // X, Y; Form Lines for paths with a head, Dots for points
}

// complete makes empty lists of those that are not there: null would be another type to who reads the JSON.
func (r *Report) complete() *Report {
	for i := range r.Figures {
		f := &r.Figures[i]
		if f.Map != nil && f.Map.Values == nil {
			f.Map.Values = []real.Num{}
		}
		if f.Tiles != nil && f.Tiles.Rows == nil {
			f.Tiles.Rows = []TileRow{}
		}
	}
	return r
}

// Heights gives the paths of a report's scenes their heights: the value of the surface that a scene names, at each point.
func (r *Report) Heights(value func(s *Scene) (func(x, y float64) float64, error)) error {
	for i := range r.Figures {
		scene := r.Figures[i].Scene
		if scene == nil {
			continue
		}
		f, err := value(scene)
		if err != nil {
			return err
		}
		for k := range scene.Paths {
			p := &scene.Paths[k]
			p.Z = make([]real.Num, len(p.X))
			for j := range p.X {
				p.Z[j] = real.Num(f(float64(p.X[j]), float64(p.Y[j])))
			}
		}
	}
	return nil
}

func at(v float64) *real.Num {
	n := real.Num(v)
	return &n
}

// upright is a rule at x, level one at y.
func upright(name string, role Role, x float64) Rule { return Rule{Name: name, Role: role, X: at(x)} }
func level(name string, role Role, y float64) Rule   { return Rule{Name: name, Role: role, Y: at(y)} }

// series makes a series of plain numbers.
func series(name string, role Role, form Form, xs, ys []float64) Series {
	return Series{Name: name, Role: role, Form: form, X: nums(xs), Y: nums(ys)}
}

// runner makes the series of one of several methods, counted from 1.
func runner(name string, color int, form Form, xs, ys []float64) Series {
	return Series{Name: name, Role: Runner, Form: form, Color: color, X: nums(xs), Y: nums(ys)}
}

// estimated is a series of measured points with their intervals.
func estimated(name string, xs []float64, ys []Estimate) Series {
	var mid, lo, hi []float64
	for _, y := range ys {
		mid, lo, hi = append(mid, y.Value), append(lo, y.Value-y.CI), append(hi, y.Value+y.CI)
	}
	s := series(name, Measured, Dots, xs, mid)
	s.Low, s.High = nums(lo), nums(hi)
	return s
}

// signed is a number with a minus as it is written in print.
func signed(format string, v float64) string {
	return strings.Replace(fmt.Sprintf(format, v), "-", "−", 1)
}
