package lab

import (
	"fmt"
	"math"

	"saddlelab/core/landscape"
	"saddlelab/core/real"
)

// Analyse asks what a surface is like. Each field is there or not; results stand under the same names.
type Analyse struct {
	Critical     *struct{}     `json:"critical,omitempty"`
	StrictSaddle *StrictSaddle `json:"strict_saddle,omitempty"`
	Basins       *BasinMap     `json:"basins,omitempty"`
	Hessian      *OfRun        `json:"hessian,omitempty"`
	Levels       *Levels       `json:"levels,omitempty"`
}

// StrictSaddle asks for the regions of the strict-saddle property (landscape.StrictSaddle) on Grid×Grid points.
type StrictSaddle struct {
	Alpha   float64 `json:"alpha" jsonschema:"exclusiveMinimum=0,default=0.05"`
	Gamma   float64 `json:"gamma" jsonschema:"exclusiveMinimum=0,default=0.5"`
	Epsilon float64 `json:"epsilon" jsonschema:"exclusiveMinimum=0,default=0.15"`
	Delta   float64 `json:"delta" jsonschema:"exclusiveMinimum=0,default=0.2"`
	Grid    int     `json:"grid" jsonschema:"minimum=2,maximum=1024,default=201"`
}

// BasinMap asks where each of Grid×Grid starts ends by a run's method.
type BasinMap struct {
	Run  int `json:"run" jsonschema:"minimum=0,default=0"`
	Grid int `json:"grid" jsonschema:"minimum=2,maximum=512,default=128"`
}

// OfRun names a run.
type OfRun struct {
	Run int `json:"run" jsonschema:"minimum=0,default=0"`
}

// Levels asks for Count contours from Grid×Grid values, and for the directions of the gradient and of Newton's step on Field×Field
// points.
type Levels struct {
	Count int `json:"count" jsonschema:"minimum=1,maximum=100,default=23"`
	Grid  int `json:"grid" jsonschema:"minimum=2,maximum=512,default=129"`
	Field int `json:"field" jsonschema:"minimum=1,maximum=64,default=16"`
}

// maxStrict bounds a strict-saddle grid: points per side.
const maxStrict = 1024

func parseAnalyse(g *fields, s *Spec) *Analyse {
	a := &Analyse{}
	if s.Kind != "surface" {
		g.fail("%s: it is for a surface, not for a %s", g.at, s.Kind)
		return a
	}
	run := func(h *fields) int { return int(h.whole("run", 0, 0, uint64(len(s.Runs)-1))) }
	if g.has("critical") {
		g.object("critical").done()
		a.Critical = &struct{}{}
	}
	if g.has("strict_saddle") {
		h := g.object("strict_saddle")
		above := func(name string, def float64) float64 { return h.number(name, def, 1e-12, 1e12) }
		a.StrictSaddle = &StrictSaddle{above("alpha", .05), above("gamma", .5), above("epsilon", .15), above("delta", .2), int(h.whole("grid", 201, 2, maxStrict))}
		h.done()
	}
	if g.has("basins") {
		h := g.object("basins")
		a.Basins = &BasinMap{run(h), int(h.whole("grid", 128, 2, MaxBasinSide))}
		h.done()
	}
	if g.has("hessian") {
		h := g.object("hessian")
		a.Hessian = &OfRun{run(h)}
		h.done()
	}
	if g.has("levels") {
		h := g.object("levels")
		a.Levels = &Levels{int(h.whole("count", 23, 1, 100)), int(h.whole("grid", 129, 2, 512)), int(h.whole("field", 16, 1, 64))}
		h.done()
	}
	g.done()
	if fn, err := s.Surface.function(); *g.err == nil && err == nil && fn.two == nil && (a.StrictSaddle != nil || a.Basins != nil) {
		g.fail("%s: strict_saddle and basins are for functions of two variables; %s has %d", g.at, s.Surface.ID, fn.sp.D)
	}
	return a
}

// Analysis is what Analyse asked for.
type Analysis struct {
	Critical     *CriticalResult `json:"critical,omitempty"`
	StrictSaddle *StrictResult   `json:"strict_saddle,omitempty"`
	Basins       *BasinResult    `json:"basins,omitempty"`
	Hessian      *HessianResult  `json:"hessian,omitempty"`
	Levels       *LevelResult    `json:"levels,omitempty"`
}

// CriticalResult lists the critical points found in the box; of more than two variables, what theory says.
type CriticalResult struct {
	Points []landscape.Critical `json:"points"`
	Valley bool                 `json:"valley"`          // others form curves
	Morse  *Morse               `json:"morse,omitempty"` // absent where a degenerate point forbids the count
	Theory []landscape.Theorem  `json:"theory,omitempty"`
}

// Morse is the count minima − saddles + maxima.
type Morse struct {
	Count   int    `json:"count"`
	Verdict string `json:"verdict"`
}

// StrictResult has a row of Regions for each row of the grid, from ymin: a digit for each point, the sum of 1 where the gradient is
// large, 2 where the function curves down, 4 near a minimum, 8 where it has no value; 0 violates the property.
type StrictResult struct {
	landscape.Strictness
	Alpha   Num      `json:"alpha"`
	Epsilon Num      `json:"epsilon"`
	Regions []string `json:"regions"`
}

// BasinResult has a row for each row of starts, from ymin: the index of the critical point, −1 for none, −2 for +∞, and the steps.
type BasinResult struct {
	Points []landscape.Critical `json:"points"`
	End    [][]int              `json:"end"`
	Steps  [][]uint32           `json:"steps"`
	Shares []float64            `json:"shares"` // of the starts, by point
	None   float64              `json:"none"`
	Away   float64              `json:"diverged"`
}

// HessianResult follows a run: at each iterate both extreme eigenvalues, the angle in degrees between the gradient and the direction
// of the smallest, and the local Lipschitz estimate of the step before (0 at the start).
type HessianResult struct {
	LambdaMin []Num `json:"lambda_min"`
	LambdaMax []Num `json:"lambda_max"`
	Angle     []Num `json:"angle"`
	Lipschitz []Num `json:"lipschitz"`
}

// LevelResult has the contours and directions of the picture.
type LevelResult struct {
	Log    bool              `json:"log"` // levels are evenly spaced on a logarithmic scale
	Levels []landscape.Level `json:"levels"`
	Field  *landscape.Field  `json:"field"`
}

// Points are the critical points of a surface, from its catalog entry or, where that has none, searched for.
func Points(f *landscape.Surface) (points []landscape.Critical, valley bool) {
	if f.Critical != nil {
		return f.Critical, f.Valley
	}
	found := landscape.Find(f)
	return found.Points, found.Valley
}

// Strict looks at the strict-saddle property of a Spec's surface.
func Strict(s *Spec, ask StrictSaddle) (*landscape.Strictness, error) {
	f, err := s.Surface.Function()
	if err != nil {
		return nil, err
	}
	points, _ := Points(f)
	return landscape.StrictSaddle{Alpha: ask.Alpha, Gamma: ask.Gamma, Epsilon: ask.Epsilon, Delta: ask.Delta}.Regions(f, points, ask.Grid)
}

// RunAnalysis makes what a Spec's Analyse asks for, of an experiment that has run.
func RunAnalysis(s *Spec, e Experiment, progress func(done, of int)) (*Analysis, error) {
	view, err := Picture(s)
	if err != nil {
		return nil, err
	}
	a, ask := &Analysis{}, s.Analyse
	if ask.Critical != nil {
		a.Critical = critical(view)
	}
	if ask.StrictSaddle != nil {
		r, err := Strict(s, *ask.StrictSaddle)
		if err != nil {
			return nil, fmt.Errorf("analyse.strict_saddle.%w", err)
		}
		a.StrictSaddle = &StrictResult{Strictness: *r, Alpha: Num(r.Alpha), Epsilon: Num(r.Epsilon)}
		for j := range r.N {
			row := make([]byte, r.N)
			for i, v := range r.Regions[j*r.N : (j+1)*r.N] {
				row[i] = '0' + v
			}
			a.StrictSaddle.Regions = append(a.StrictSaddle.Regions, string(row))
		}
	}
	if ask.Basins != nil {
		points, _ := Points(view)
		if a.Basins, err = allBasins(s, *ask.Basins, points, progress); err != nil {
			return nil, err
		}
	}
	if ask.Hessian != nil {
		rows, cols := e.Rows(ask.Hessian.Run), len(e.Cols())
		h := &HessianResult{}
		for k := 0; k < len(rows); k += cols {
			h.LambdaMin = append(h.LambdaMin, Num(rows[k+4]))
			h.LambdaMax = append(h.LambdaMax, Num(rows[k+5]))
			h.Angle = append(h.Angle, Num(real.Acos(rows[k+6])*180/math.Pi))
			h.Lipschitz = append(h.Lipschitz, Num(rows[k+7]))
		}
		a.Hessian = h
	}
	if ask.Levels != nil {
		log := view.LogHeight || landscape.Steep(landscape.Grid(view, ask.Levels.Grid))
		a.Levels = &LevelResult{log, landscape.Levels(view, ask.Levels.Grid, ask.Levels.Count, log), landscape.Directions(view, ask.Levels.Field)}
	}
	return a, nil
}

// critical searches from scratch, whatever the catalog knows.
func critical(f *landscape.Surface) *CriticalResult {
	if f.Of != nil {
		return &CriticalResult{Points: []landscape.Critical{}, Theory: f.Of.Theory}
	}
	found := landscape.Find(f)
	r := &CriticalResult{Points: found.Points, Valley: found.Valley}
	if n, ok := landscape.Morse(found.Points); ok && !found.Valley {
		r.Morse = &Morse{Count: n, Verdict: "The function is not known to grow in every direction, so that the count may be anything."}
		if f.Coercive {
			r.Morse.Verdict = "1, as it must be for a function that grows in every direction."
			if n != 1 {
				r.Morse.Verdict = "It must be 1 for a function that grows in every direction: points outside the box, or missed, make up for it."
			}
		}
	}
	return r
}

// allBasins makes all rows on as many processors as there are; the result does not depend on how many.
func allBasins(s *Spec, ask BasinMap, points []landscape.Critical, progress func(done, of int)) (*BasinResult, error) {
	n := ask.Grid
	r := &BasinResult{Points: points, End: make([][]int, n), Steps: make([][]uint32, n), Shares: make([]float64, len(points))}
	errs := make([]error, n)
	share(n, func(j int) {
		end, steps, err := Basins(s, ask.Run, n, j, j+1, points)
		if errs[j] = err; err != nil {
			return
		}
		row := make([]int, n)
		for i, e := range end {
			switch e {
			case BasinNone:
				row[i] = -1
			case BasinDiverged:
				row[i] = -2
			default:
				row[i] = int(e)
			}
		}
		r.End[j], r.Steps[j] = row, steps
	}, progress)
	for j, err := range errs {
		if err != nil {
			return nil, err
		}
		for _, e := range r.End[j] {
			part := 1 / float64(n*n)
			switch e {
			case -1:
				r.None += part
			case -2:
				r.Away += part
			default:
				r.Shares[e] += part
			}
		}
	}
	return r, nil
}
