package lab

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"saddlelab/core/data"
	"saddlelab/core/landscape"
	"saddlelab/core/nn"
	"saddlelab/core/optim"
)

var update = flag.Bool("update", false, "write the hashes of testdata/bits.json again")

const suiteFile = "testdata/bits.json"

// suite is testdata/bits.json. The e2e tests read it too.
type suite struct {
	About []string `json:"about"`
	Specs []struct {
		Name  string            `json:"name"`
		SHA   string            `json:"sha256"`
		Spec  json.RawMessage   `json:"spec"`
		Files map[string]string `json:"files,omitempty"` // the text of the files that it names
	} `json:"specs"`
}

func readSuite(t *testing.T) *suite {
	t.Helper()
	doc, err := os.ReadFile(suiteFile)
	if err != nil {
		t.Fatal(err)
	}
	var s suite
	if err := json.Unmarshal(doc, &s); err != nil {
		t.Fatal(err)
	}
	return &s
}

// Every Spec of the suite gives the bits that are written down: here, in WebAssembly under node, and, in the e2e tests, in every browser.
func TestSuiteBits(t *testing.T) {
	s := readSuite(t)
	if len(s.Specs) < 40 {
		t.Errorf("%d Specs, want 40 and more", len(s.Specs))
	}
	t.Run("each", func(t *testing.T) {
		for i := range s.Specs {
			c := &s.Specs[i]
			t.Run(c.Name, func(t *testing.T) {
				t.Parallel()
				spec, err := Parse(c.Spec)
				if err != nil {
					t.Fatal(err)
				}
				files := map[string][]byte{}
				for name, text := range c.Files {
					files[name] = []byte(text)
				}
				doc, err := Bits(spec, files)
				if err != nil {
					t.Fatal(err)
				}
				sum := sha256.Sum256(doc)
				got := hex.EncodeToString(sum[:])
				if *update {
					c.SHA = got
				} else if got != c.SHA {
					t.Errorf("the result's hash is %s, written down is %s", got, c.SHA)
				}
			})
		}
	})
	if *update && !t.Failed() {
		if err := os.WriteFile(suiteFile, s.text(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// text is the file: a line for each Spec, so that a change shows which ones it moved.
func (s *suite) text() []byte {
	var b bytes.Buffer
	line := func(v any) string {
		var l bytes.Buffer
		e := json.NewEncoder(&l)
		e.SetEscapeHTML(false)
		e.Encode(v)
		return strings.TrimSpace(l.String())
	}
	b.WriteString("{\"about\": [\n")
	for i, l := range s.About {
		fmt.Fprintf(&b, "  %s%s\n", line(l), strings.Repeat(",", min(1, len(s.About)-1-i)))
	}
	b.WriteString("],\n\"specs\": [\n")
	for i := range s.Specs {
		fmt.Fprintf(&b, "%s%s\n", line(s.Specs[i]), strings.Repeat(",", min(1, len(s.Specs)-1-i)))
	}
	b.WriteString("]}\n")
	return b.Bytes()
}

// Whatever a Spec can name is in the suite: a new method or layer comes with a Spec that holds its bits.
func TestSuiteNamesEverything(t *testing.T) {
	named := map[string]bool{}
	note := func(what string, ids ...string) {
		for _, id := range ids {
			named[what+" "+id] = true
		}
	}
	var layers func(all []nn.LayerSpec)
	layers = func(all []nn.LayerSpec) {
		for i := range all {
			l := &all[i]
			note("activation", l.Act)
			note("position", l.Position)
			for id, there := range map[string]bool{"dense": l.Dense > 0, "act": l.Act != "", "conv2d": l.Conv2D > 0, "maxpool": l.MaxPool > 0, "avgpool": l.AvgPool > 0, "flatten": l.Flatten, "batchnorm": l.BatchNorm,
				"layernorm": l.LayerNorm, "dropout": l.Dropout > 0, "residual": l.Residual != nil, "embedding": l.Embedding > 0, "position": l.Position != "", "attention": l.Attention > 0} {
				if there {
					note("layer", id)
				}
			}
			layers(l.Residual)
		}
	}
	for _, c := range readSuite(t).Specs {
		s, err := Parse(c.Spec)
		if err != nil {
			t.Errorf("%s: %v", c.Name, err)
			continue
		}
		note("kind", s.Kind)
		for _, r := range s.Runs {
			note(s.Kind+" method", r.Optimizer)
			note("schedule", r.Schedule.ID)
			note("average", r.Average.ID)
			for name := range r.Options {
				note("option", name)
			}
			if r.Changes != nil {
				note("field", "changes")
			}
		}
		if s.Oracle != nil {
			note("oracle", s.Oracle.ID)
		}
		if s.Surface != nil {
			note("surface", s.Surface.ID)
		}
		if s.Data != nil {
			note("set", s.Data.ID)
			for _, d := range s.Data.Corrupt {
				note("corruption", d.ID)
			}
			note("init", s.Init.ID)
			note("loss", s.Loss.ID)
			if s.Data.File != "" {
				note("field", "file")
			}
		}
		layers(s.Model)
		if a := s.Analyse; a != nil {
			for name, there := range map[string]bool{"critical": a.Critical != nil, "strict_saddle": a.StrictSaddle != nil, "basins": a.Basins != nil, "hessian": a.Hessian != nil, "levels": a.Levels != nil} {
				if there {
					note("analysis", name)
				}
			}
		}
		if s.Landscape != nil {
			note("plane", s.Landscape.Plane)
		}
		if s.Spectrum != nil {
			note("spectrum", s.Spectrum.Of)
		}
		for name, there := range map[string]bool{"race": s.Race != nil, "cloud": s.Cloud != nil, "penalty": s.Penalty != nil, "solve": s.Solve, "patience": s.Patience > 0} {
			if there {
				note("field", name)
			}
		}
	}
	wanted := []string{"kind experiment", "surface formula", "field changes", "field race", "field cloud", "field penalty", "field solve", "field patience", "field file",
		"analysis critical", "analysis strict_saddle", "analysis basins", "analysis hessian", "analysis levels", "spectrum hessian", "spectrum gauss-newton",
		"plane pca", "plane random", "plane hessian", "plane saddle", "plane points", "plane line", "plane between", "position sinusoidal", "position learned"}
	want := func(what, id string) { wanted = append(wanted, what+" "+id) }
	for _, kind := range []string{"surface", "network"} {
		for _, id := range Offered(kind) {
			want(kind+" method", id)
		}
	}
	for _, s := range optim.Schedules {
		want("schedule", s.ID)
	}
	for _, a := range optim.Averages {
		want("average", a.ID)
	}
	for _, o := range optim.Oracles {
		if o.ID != "exact" {
			want("oracle", o.ID)
		}
	}
	for _, p := range optim.OptionParams {
		want("option", p.Name)
	}
	for _, s := range landscape.Catalog {
		want("surface", s.ID)
	}
	for _, f := range landscape.Families {
		want("surface", f.ID)
	}
	for _, d := range data.Catalog {
		want("set", d.ID)
	}
	for _, c := range data.Corruptions {
		want("corruption", c.ID)
	}
	for _, i := range nn.Inits {
		want("init", i.ID)
	}
	for _, l := range nn.Losses {
		want("loss", l.ID)
	}
	for _, l := range nn.Layers {
		want("layer", l.ID)
	}
	for _, a := range nn.Activations {
		want("activation", a.ID)
	}
	slices.Sort(wanted)
	for _, w := range wanted {
		if !named[w] {
			t.Errorf("no Spec of the suite names %s", w)
		}
	}
}
