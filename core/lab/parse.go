package lab

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"saddlelab/core/data"
	"saddlelab/core/nn"
	"saddlelab/core/optim"
	"saddlelab/core/param"
)

// Parse reads a Spec and fills in every default, so that what it returns says everything. Errors are sentences for the
// user: the field, its value, and what would be valid.
func Parse(doc []byte) (*Spec, error) {
	var err error
	f := object(doc, &err)
	s := &Spec{V: int(f.whole("v", 1, 1, 1))}
	s.Kind = f.text("kind", "", "surface", "network", "experiment")
	if err == nil && s.Kind == "" {
		f.fail("kind: missing; have surface, network, experiment")
	}
	s.Seed = f.whole("seed", 7, 0, MaxSeed)
	if err == nil && s.Kind == "experiment" {
		if parseExperiment(f, s); err == nil {
			f.done()
		}
		return refused(s, err)
	}
	if err == nil {
		if s.Kind == "surface" {
			parseSurface(f, s)
		} else {
			parseNetwork(f, s)
		}
	}
	if err == nil {
		parseRuns(f, s)
	}
	if err == nil && f.has("race") {
		s.Race = parseRace(f.object("race"))
	}
	if err == nil && f.has("landscape") {
		s.Landscape = parseLandscape(f.object("landscape"), s)
	}
	if err == nil && f.has("spectrum") {
		s.Spectrum = parseSpectrum(f.object("spectrum"), s)
	}
	if err == nil && f.has("analyse") {
		s.Analyse = parseAnalyse(f.object("analyse"), s)
	}
	if err == nil && f.has("cloud") {
		s.Cloud = parseCloud(f.object("cloud"), s)
	}
	if err == nil {
		f.done()
	}
	return refused(s, err)
}

// refused is the Spec, or none where something is wrong with it.
func refused(s *Spec, err error) (*Spec, error) {
	if err != nil {
		return nil, err
	}
	return s, nil
}

func parseRace(g *fields) *Race {
	r := &Race{From: g.number("from", 1e-3, 1e-9, 1e6), To: g.number("to", 1, 1e-9, 1e6),
		Rates: int(g.whole("rates", 13, 2, MaxRates)), Seeds: int(g.whole("seeds", 5, 1, MaxSeeds))}
	if r.From >= r.To {
		g.fail("%s: %g is not below %s, %g", g.path("from"), r.From, g.path("to"), r.To)
	}
	g.done()
	return r
}

func parseSurface(f *fields, s *Spec) {
	s.Steps = int(f.whole("steps", 400, 1, MaxSteps))
	s.Surface = parseSurfaceField(f.object("surface"))
	if *f.err != nil {
		return
	}
	fn, err := s.Surface.function()
	if err != nil {
		f.fail("%s", err)
		return
	}
	if f.has("oracle") {
		s.Oracle = parseOracle(f.object("oracle"))
	}
	start := f.list("start")
	if start == nil {
		s.Start = append([]float64(nil), fn.sp.Start...)
		return
	}
	if d := fn.sp.D; len(start) != d {
		what := "two are wanted, x and y"
		if fn.two == nil {
			what = fmt.Sprintf("%s has %d variables", s.Surface.ID, d)
		}
		f.fail("start: %d numbers; %s", len(start), what)
	}
	for i, raw := range start {
		s.Start = append(s.Start, f.float(fmt.Sprintf("start[%d]", i), raw, -1e6, 1e6))
	}
}

// parseOracle is nil for the exact gradient.
func parseOracle(g *fields) *Choice {
	c := &Choice{ID: g.text("id", "exact")}
	o, err := optim.OracleByID(c.ID, g.path("id"))
	if err != nil {
		g.fail("%s", err)
		return nil
	}
	if c.Params = g.params(o.Params); c.ID == "exact" {
		return nil
	}
	return c
}

func parseNetwork(f *fields, s *Spec) {
	s.Epochs = int(f.whole("epochs", 40, 1, MaxEpochs))
	s.Batch = int(f.whole("batch", 32, 1, MaxBatch))
	s.Data = parseData(f.object("data"))

	in := f.object("init")
	s.Init = &Choice{ID: in.text("id", "he")}
	if i, err := nn.InitByID(s.Init.ID, in.path("id")); err != nil {
		f.fail("%s", err)
	} else {
		s.Init.Params = in.params(i.Params)
	}
	s.Loss = parseLoss(f)
	if f.has("penalty") {
		g := f.object("penalty")
		s.Penalty = &Penalty{g.number("l1", 0, 0, 100), g.number("l2", 0, 0, 100)}
		g.done()
	}
	s.Solve = f.flag("solve")
	s.Patience = int(f.whole("patience", 0, 0, MaxEpochs))
	if !f.has("model") {
		f.fail("model: missing; a list of layers such as [{\"dense\":64},{\"act\":\"relu\"},{\"dense\":10}]")
		return
	}
	var err error
	if s.Model, err = nn.ReadLayers(f.m["model"], "model"); err != nil {
		f.fail("%s", err)
	} else if *f.err == nil && s.Data.File == "" { // of a file the shape is not known yet
		if _, err := nn.NewModelOf(shapeOf(s.Data), s.Model, "model"); err != nil {
			f.fail("%s", err)
		}
	}
}

// shapeOf is the shape of a generated set's examples.
func shapeOf(d *Data) nn.Shape {
	set, err := data.ByID(d.ID, "data.id")
	if err != nil {
		return nn.Shape{1}
	}
	return set.Shape(values(set.Params, d.Params))
}

// parseLoss takes the id alone as well as an object.
func parseLoss(f *fields) *Loss {
	l := &Loss{}
	g := object([]byte("{}"), f.err)
	g.at = "loss"
	if raw := f.m["loss"]; len(raw) > 0 && raw[0] == '{' {
		g = f.object("loss")
		l.ID = g.text("id", "softmax-ce")
	} else {
		l.ID = f.text("loss", "softmax-ce")
	}
	known, err := nn.LossByID(l.ID, "loss")
	if err != nil {
		f.fail("%s", err)
		return l
	}
	l.Params = g.params(known.Params)
	return l
}

func parseData(g *fields) *Data {
	d := &Data{File: g.text("file", "")}
	if d.File != "" {
		d.Read = ReadOption{
			Label:     labelText(g),
			Header:    g.text("header", "auto", "auto", "yes", "no"),
			Separator: g.text("separator", "auto", "auto", ",", ";", "\t"),
			Missing:   g.text("missing", "refuse", "refuse", "drop"),
			Task:      g.text("task", "auto", "auto", "classes", "regression"),
			Test:      g.number("test", .2, 0, .9),
			Labels:    g.text("labels", ""),
		}
		if g.has("corrupt") {
			d.Corrupt = parseCorrupt(g)
		}
		g.done()
		return d
	}
	d.ID = g.text("id", "glyphs")
	set, err := data.ByID(d.ID, g.path("id"))
	if err != nil {
		g.fail("%s", err)
		return d
	}
	if g.has("corrupt") {
		d.Corrupt = parseCorrupt(g)
	}
	d.Params = g.params(set.Params)
	return d
}

// parseCorrupt takes one corruption, or a list of them.
func parseCorrupt(g *fields) []Choice {
	var all []Choice
	take := func(c *fields) {
		one := Choice{ID: c.text("id", "random-labels")}
		how, err := data.CorruptionByID(one.ID, c.path("id"))
		if err != nil {
			g.fail("%s", err)
			return
		}
		one.Params = c.params(how.Params)
		all = append(all, one)
	}
	if raw := g.m["corrupt"]; raw[0] != '[' {
		take(g.object("corrupt"))
		return all
	}
	list := g.list("corrupt")
	if len(list) > MaxCorruptions {
		g.fail("%s: %d of them; at most %d", g.path("corrupt"), len(list), MaxCorruptions)
		return nil
	}
	for i, raw := range list {
		take(g.item("corrupt", i, raw))
	}
	return all
}

// labelText takes the label column by name, by number, or as first or last.
func labelText(g *fields) string {
	if raw, ok := g.m["label"]; ok && len(raw) > 0 && raw[0] >= '0' && raw[0] <= '9' {
		g.known = append(g.known, "label")
		var n json.Number
		if json.Unmarshal(raw, &n) == nil {
			return n.String()
		}
	}
	return g.text("label", "last")
}

func parseRuns(f *fields, s *Spec) {
	runs := f.list("runs")
	if len(runs) == 0 {
		f.fail("runs: missing; a list such as [{\"optimizer\":\"sgd\",\"lr\":0.1}]")
	}
	if len(runs) > MaxRuns {
		f.fail("runs: %d of them; at most %d", len(runs), MaxRuns)
	}
	for i, raw := range runs {
		g := f.item("runs", i, raw)
		r := Run{Optimizer: g.text("optimizer", "")}
		if r.Optimizer == "" {
			g.fail("%s: missing; have %s", g.path("optimizer"), strings.Join(Offered(s.Kind), ", "))
		}
		r.Schedule = parseSchedule(g)
		r.Average = parseAverage(g)
		r.Changes = parseChanges(g)
		r.Options = parseOptions(g)
		if *f.err != nil {
			return
		}
		m, err := optim.ByID(r.Optimizer, g.path("optimizer"))
		if err == nil && !offered(s.Kind, m) {
			err = notOffered(s.Kind, m, g.path("optimizer"))
		}
		if err != nil {
			f.fail("%s", err)
			return
		}
		r.Params = g.params(m.Params)
		s.Runs = append(s.Runs, r)
	}
}

func parseSchedule(g *fields) Choice {
	h := g.object("schedule")
	c := Choice{ID: h.text("id", "constant")}
	sch, err := optim.ScheduleByID(c.ID, h.path("id"))
	if err != nil {
		g.fail("%s", err)
		return c
	}
	c.Params = h.params(sch.Params)
	return c
}

// parseAverage takes the id alone as well as an object.
func parseAverage(g *fields) Choice {
	var c Choice
	at := g
	if raw := g.m["average"]; len(raw) > 0 && raw[0] == '"' {
		c.ID = g.text("average", "none")
	} else {
		at = g.object("average")
		c.ID = at.text("id", "none")
	}
	a, err := optim.AverageByID(c.ID, g.path("average"))
	if err != nil {
		g.fail("%s", err)
		return c
	}
	if at != g {
		c.Params = at.params(a.Params)
	} else {
		c.Params = object([]byte("{}"), g.err).params(a.Params)
	}
	return c
}

// parseOptions keeps what is not the default.
func parseOptions(g *fields) param.Values {
	if !g.has("options") {
		return nil
	}
	o := g.object("options")
	v := o.params(optim.OptionParams)
	if _, err := optim.NewOptions(v, o.at); err != nil {
		g.fail("%s", err)
	}
	for _, p := range optim.OptionParams {
		if v[p.Name] == p.Default {
			delete(v, p.Name)
		}
	}
	return v
}

func parseChanges(g *fields) []Change {
	var all []Change
	for i, raw := range g.list("changes") {
		h := g.item("changes", i, raw)
		c := Change{Step: int(h.whole("step", 1, 1, 1<<40)), LR: h.number("lr", 0, 1e-12, 1e6)}
		if !h.has("lr") {
			h.fail("%s: missing; it is the step size from then on, a number from 1e-12 to 1e+06", h.path("lr"))
		}
		h.done()
		if i > 0 && c.Step <= all[i-1].Step {
			h.fail("%s: %d is not after the change before it, at %d", h.path("step"), c.Step, all[i-1].Step)
		}
		all = append(all, c)
	}
	return all
}

// finite tells whether all of x are finite numbers.
func finite(x ...float64) bool {
	for _, v := range x {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return false
		}
	}
	return true
}
