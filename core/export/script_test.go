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
