package export

import (
	"encoding/json"
	"strings"
	"testing"

	"saddlelab/core/lab"
	"saddlelab/core/nn"
)

// Every layer, activation, loss and initialization of the catalogs has a script.
func TestCatalogsHaveScripts(t *testing.T) {
	for _, a := range nn.Activations {
		if activations[a.ID] == "" {
			t.Errorf("the activation %s has none", a.ID)
		}
	}
	for _, i := range nn.Inits {
		p, ok := initParams(i.ID, nil)
		if _, drawn := lawOf(i.ID, p, 4, 4); !ok || !drawn && i.ID != "orthogonal" {
			t.Errorf("the initialization %s is not drawn again", i.ID)
		}
	}
	for _, p := range nn.Presets {
		doc, _ := json.Marshal(map[string]any{"v": 1, "kind": "network", "epochs": 1, "data": map[string]any{"id": "glyphs", "n": 100, "test_n": 20}, "model": p.For(10, 0), "runs": []any{map[string]any{"optimizer": "sgd"}}})
		s, err := lab.Parse(doc)
		if err != nil {
			continue // for other data
		}
		if _, err := Script(s, nil); err != nil {
			t.Errorf("the preset %s: %v", p.ID, err)
		}
	}
}

func TestRefused(t *testing.T) {
	deep := strings.Repeat("sin(", 95) + "x" + strings.Repeat(")", 95)
	for name, c := range map[string]struct{ doc, want string }{
		"course":    {`{"v":1,"kind":"experiment","id":"E18"}`, "has no script"},
		"deep":      {`{"v":1,"kind":"surface","surface":{"id":"formula","formula":"` + deep + `"},"runs":[{"optimizer":"sgd"}]}`, "nested more than 90 deep"},
		"batchnorm": {`{"v":1,"kind":"network","batch":20,"data":{"id":"two-spirals","n":101},"model":[{"dense":4},{"batchnorm":true},{"dense":2}],"runs":[{"optimizer":"sgd"}]}`, "choose another batch size"},
		"file":      {`{"v":1,"kind":"network","data":{"file":"mine.csv"},"model":[{"dense":2}],"runs":[{"optimizer":"sgd"}]}`, "mine.csv"},
	} {
		s, err := lab.Parse([]byte(c.doc))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if text, err := Script(s, nil); err == nil || text != "" || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: a script of %d characters, error %v; want one with %q", name, len(text), err, c.want)
		}
	}
}

func parse(t *testing.T, doc string) *lab.Spec {
	t.Helper()
	s, err := lab.Parse([]byte(doc))
	if err != nil {
		t.Fatalf("%s: %v", doc, err)
	}
	return s
}

// A surface has none, and says so.
func TestNoWeights(t *testing.T) {
	s := parse(t, `{"v":1,"kind":"surface","surface":{"id":"nesterov"},"runs":[{"optimizer":"sgd"}]}`)
	e, _ := lab.Start(s, nil)
	if _, err := File("npz", Source{Spec: s, Run: e}); err == nil {
		t.Error("it has weights")
	}
}

func TestFormats(t *testing.T) {
	for _, f := range Formats {
		if needed, err := NeedsRun(f.ID); err != nil || needed != strings.Contains("csv json npz safetensors", f.ID) {
			t.Errorf("%s: needs a run: %v, %v", f.ID, needed, err)
		}
	}
	if _, err := NeedsRun("docx"); err == nil || !strings.Contains(err.Error(), "have py, ipynb") {
		t.Errorf("docx: %v", err)
	}
}

// Numbers, signs and brackets of a formula come out as Python reads them, and a Spec in a comment as ASCII.
func TestFormulaText(t *testing.T) {
	for formula, want := range map[string]string{
		"-x^2":               "-x[0]**2",
		"(x+y)*-3":           "(x[0] + x[1]) * -3",
		"x - (y - 1/0)":      "x[0] - (x[1] + -math.inf)",
		"x*(0-1/0) + y":      "x[0] * -math.inf + x[1]",
		"x^-1 + sqrt(0-1)*y": "x[0]**(-1) + math.nan * x[1]",
		"2^x/(x*y)":          "2**x[0] / (x[0] * x[1])",
	} {
		doc, _ := json.Marshal(formula)
		s := parse(t, `{"v":1,"kind":"surface","surface":{"id":"formula","formula":`+string(doc)+`},"runs":[{"optimizer":"sgd"}]}`)
		if got, err := s.Surface.Python(); err != nil || got != want {
			t.Errorf("%s is %s (%v), want %s", formula, got, err, want)
		}
	}
	if got := ascii(`"é😀"`); got != `"\u00e9\ud83d\ude00"` {
		t.Errorf("ascii gives %s", got)
	}
}
