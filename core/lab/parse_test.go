package lab

import (
	"encoding/json"
	"strings"
	"testing"
)

const nesterovSpec = `{"v":1,"kind":"surface","seed":7,"steps":300,"surface":{"id":"nesterov"},"start":[1,0],
	"runs":[{"optimizer":"sgd","lr":0.1},{"optimizer":"perturbed-sgd","lr":0.1,"noise":0.05}]}`

const glyphSpec = `{"v":1,"kind":"network","seed":7,"epochs":30,"batch":32,"data":{"id":"glyphs","n":500},
	"model":[{"dense":32},{"act":"relu"},{"dense":10}],"init":{"id":"he"},"loss":"softmax-ce",
	"runs":[{"optimizer":"adam","lr":0.01}]}`

// What Parse returns is complete: written and read again it is itself.
func TestParseIsIdempotent(t *testing.T) {
	for _, doc := range []string{
		nesterovSpec, glyphSpec,
		`{"v":1,"kind":"surface","runs":[{"optimizer":"sgd"}]}`,
		`{"v":1,"kind":"surface","runs":[{"optimizer":"sgd","schedule":{"id":"power","p":0.5}}]}`,
		`{"v":1,"kind":"network","data":{"file":"a.csv","label":3,"missing":"drop"},"model":[{"dense":2}],"runs":[{"optimizer":"adam"}]}`,
		`{"v":1,"kind":"network","data":{"file":"a.csv","corrupt":[{"id":"random-labels","fraction":0.5},{"id":"shuffled-pixels"}]},"model":[{"dense":2}],"runs":[{"optimizer":"adam"}]}`,
		`{"v":1,"kind":"network","data":{"id":"glyphs","corrupt":{"id":"random-labels","fraction":1}},"model":[{"dense":10}],"runs":[{"optimizer":"adam"}]}`,
	} {
		s, err := Parse([]byte(doc))
		if err != nil {
			t.Errorf("%s: %v", doc, err)
			continue
		}
		once, _ := json.Marshal(s)
		again, err := Parse(once)
		if err != nil {
			t.Errorf("%s: read again: %v", once, err)
			continue
		}
		if twice, _ := json.Marshal(again); string(once) != string(twice) {
			t.Errorf("%s became %s", once, twice)
		}
	}
}

func TestParseFillsDefaults(t *testing.T) {
	s, err := Parse([]byte(`{"v":1,"kind":"surface","runs":[{"optimizer":"momentum"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	if s.Seed != 7 || s.Steps != 400 || s.Surface.ID != "nesterov" || len(s.Start) != 2 || s.Runs[0].Schedule.ID != "constant" || s.Runs[0].Params["momentum"] == 0 {
		t.Errorf("got %+v", s)
	}
}

// Each refusal names the field, the value, and what would be valid.
func TestParseRefuses(t *testing.T) {
	surface := func(rest string) string { return `{"v":1,"kind":"surface",` + rest + `}` }
	network := func(rest string) string {
		return `{"v":1,"kind":"network","model":[{"dense":10}],` + rest + `}`
	}
	run := `"runs":[{"optimizer":"sgd"}]`
	for _, c := range []struct{ doc, want string }{
		{``, "the Spec is empty"},
		{`{"v":1,"kind":"surf`, "the Spec is cut off after 19 characters"},
		{`[1]`, "the Spec is not a JSON object"},
		{`{"v":1} x`, "the Spec goes on after its closing brace"},
		{`{"v":2}`, "v: 2 is not a whole number from 1 to 1"},
		{`{"v":1}`, "kind: missing; have surface, network"},
		{`{"v":1,"kind":"surfaces"}`, `kind: "surfaces" is not known; have surface, network`},
		{surface(`"seed":-1,` + run), "seed: -1 is not a whole number from 0 to 9007199254740991"},
		{surface(`"seed":1.5,` + run), "seed: 1.5 is not a whole number"},
		{surface(`"steps":1e9,` + run), "steps: 1e9 is not a whole number from 1 to 100000"},
		{surface(`"steps":0,` + run), "steps: 0 is not a whole number from 1 to 100000"},
		{surface(`"setps":10,` + run), `setps: unknown field "setps"; have v, kind, seed, steps, surface, oracle, start, runs, race`},
		{surface(`"surface":{"id":"himelblau"},` + run), `surface.id: unknown surface "himelblau"; have nesterov, saddle`},
		{surface(`"surface":{"id":"formula","formula":"x^2 + z"},` + run), `surface.formula: at character 7: "z" is not known; have e, pi, x, y, x1 to x8 and the functions`},
		{surface(`"surface":{"id":"formula","formula":"a x^2","constants":{"a":"two"}},` + run), `surface.constants.a: "two" is not a number from`},
		{surface(`"surface":{"id":"formula","formula":"x","constants":{"e":2}},` + run), "surface.formula: e is no name for a constant"},
		{surface(`"surface":{"id":"formula","formula":"x","box":[1,0,0,1]},` + run), "surface.box: from 1 to 0 and from 0 to 1; each must go upwards"},
		{surface(`"surface":{"id":"formula","formula":"x","box":[1,0]},` + run), "surface.box: 2 numbers; four are wanted"},
		{surface(`"surface":{"id":"monkey","formula":"x"},` + run), `surface.formula: unknown field "formula"; have id`},
		{surface(`"surface":"monkey",` + run), `surface: "monkey" is not an object`},
		{surface(`"start":[1],` + run), "start: 1 numbers; two are wanted"},
		{surface(`"start":[1,1e999],` + run), "start[1]: 1e999 is not a number from"},
		{surface(`"start":[1,NaN],` + run), "the Spec is not JSON: invalid character 'N'"},
		{surface(`"runs":[]`), "runs: missing"},
		{surface(`"runs":[{"optimizer":"adamm"}]`), `runs[0].optimizer: unknown optimizer "adamm"; have sgd, momentum`},
		{surface(`"runs":[{"lr":1}]`), "runs[0].optimizer: missing; have sgd"},
		{surface(`"runs":[{"optimizer":"sgd"},{"optimizer":"sgd","lr":-1}]`), "runs[1].lr: -1"},
		{surface(`"runs":[{"optimizer":"sgd","beta1":0.9}]`), `runs[0].beta1: unknown parameter "beta1"; have lr`},
		{surface(`"runs":[{"optimizer":"sgd","lr":"fast"}]`), `runs[0].lr: "fast" is not a number`},
		{surface(`"runs":[{"optimizer":"sgd","schedule":{"id":"powr"}}]`), `runs[0].schedule.id: unknown schedule "powr"; have constant, power, staircase`},
		{surface(`"runs":[{"optimizer":"sgd","average":"mean"}]`), `runs[0].average: unknown average "mean"; have none, polyak`},
		{surface(`"runs":[{"optimizer":"sgd","average":{"id":"ema","beta":2}}]`), "runs[0].average.beta: 2 is not a number from 0 to 0.99999"},
		{network(`"runs":[{"optimizer":"adagrad-full"}]`), "runs[0].optimizer: adagrad-full is not for a network"},
		{network(`"runs":[{"optimizer":"newton"}]`), "runs[0].optimizer: newton is not for a network; have sgd"},
		{surface(`"runs":[{"optimizer":"sgd","options":{"clip":1}}]`), `runs[0].options.clip: unknown parameter "clip"; have clip_value`},
		{surface(`"runs":[{"optimizer":"sgd","options":{"lo":1,"hi":-1}}]`), "runs[0].options.hi: -1"},
		{surface(`"runs":[{"optimizer":"sgd","changes":[{"step":5,"lr":0.1},{"step":5,"lr":0.2}]}]`), "runs[0].changes[1].step: 5 is not after the change before it, at 5"},
		{surface(`"oracle":{"id":"gauss"},` + run), `oracle.id: unknown oracle "gauss"; have exact`},
		{surface(`"race":{"from":1,"to":0.1},` + run), "race.from: 1 is not below race.to, 0.1"},
		{surface(`"race":{"rates":1},` + run), "race.rates: 1 is not a whole number from 2 to 41"},
		{surface(`"runs":[` + strings.Repeat(`{"optimizer":"sgd"},`, 7) + `{"optimizer":"sgd"}]`), "runs: 8 of them; at most 7"},
		{surface(`"runs":[3]`), "runs[0]: 3 is not an object"},
		{network(`"batch":0,` + run), "batch: 0 is not a whole number from 1 to 8192"},
		{network(`"loss":"zeroone",` + run), `loss: unknown loss "zeroone"; have softmax-ce, mse, logistic, hinge, huber`},
		{network(`"init":{"id":"perpendicular"},` + run), `init.id: unknown initialization "perpendicular"; have he, xavier, lecun`},
		{network(`"data":{"id":"mnist"},` + run), `data.id: unknown data set "mnist"; have glyphs`},
		{network(`"data":{"id":"glyphs","n":1e9},` + run), "data.n: 1000000000"},
		{network(`"data":{"file":"a.csv","corrupt":{"id":"fog"}},` + run), `data.corrupt.id: unknown corruption "fog"; have random-labels`},
		{network(`"data":{"id":"glyphs","corrupt":[` + strings.Repeat(`{"id":"label-noise"},`, 8) + `{"id":"label-noise"}]},` + run), "data.corrupt: 9 of them; at most 8"},
		{network(`"data":{"file":"a.csv","task":"rank"},` + run), `data.task: "rank" is not known; have auto, classes, regression`},
		{`{"v":1,"kind":"network",` + run + `}`, "model: missing"},
		{`{"v":1,"kind":"network","model":[{"dense":1000000000}],` + run + `}`, "model[0].dense: 1000000000 is not a whole number from 1 to 65536"},
		{`{"v":1,"kind":"network","model":[{"conv":3}],` + run + `}`, `model[0].conv: unknown field "conv"; have dense, act`},
	} {
		_, err := Parse([]byte(c.doc))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s\n got %v\nwant %s", c.doc, err, c.want)
		}
	}
}

func TestLink(t *testing.T) {
	s, _ := Parse([]byte(nesterovSpec))
	link, err := Link("https://example.org/lab/", s)
	if err != nil {
		t.Fatal(err)
	}
	doc, err := FromLink(link)
	if err != nil {
		t.Fatal(err)
	}
	if want, _ := json.Marshal(s); string(doc) != string(want) {
		t.Errorf("got %s, want %s", doc, want)
	}
	if _, err := FromLink("https://example.org/lab/"); err == nil {
		t.Error("an address without a Spec gave no error")
	}
	doc, err = FromLink(link[:len(link)-23])
	if err == nil {
		_, err = Parse(doc)
	}
	if err == nil || !strings.Contains(err.Error(), "cut off") && !strings.Contains(err.Error(), "damaged") {
		t.Errorf("an address cut in the middle gave %v", err)
	}
}
