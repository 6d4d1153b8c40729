package schema

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"saddlelab/core/lab"
)

// What Parse accepts, completes and writes is valid, and what it refuses for its shape is not: judged by a validator
// that knows only the schema.
func TestSchemaAgreesWithParse(t *testing.T) {
	doc, err := json.Marshal(Spec())
	if err != nil {
		t.Fatal(err)
	}
	tree, err := jsonschema.UnmarshalJSON(strings.NewReader(string(doc)))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("spec.json", tree); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("spec.json")
	if err != nil {
		t.Fatal(err)
	}
	valid := func(doc []byte) error {
		v, err := jsonschema.UnmarshalJSON(strings.NewReader(string(doc)))
		if err != nil {
			t.Fatal(err)
		}
		return s.Validate(v)
	}
	var specs []string
	all := lab.List()
	for _, m := range all.Optimizers {
		for _, sch := range all.Schedules {
			for _, f := range all.Surfaces {
				specs = append(specs, `{"v":1,"kind":"surface","surface":{"id":"`+f.ID+`"},"runs":[{"optimizer":"`+m.ID+`","schedule":{"id":"`+sch.ID+`"}}]}`)
			}
		}
	}
	for _, d := range all.Datasets {
		for _, c := range all.Corruptions {
			specs = append(specs, `{"v":1,"kind":"network","data":{"id":"`+d.ID+`","corrupt":{"id":"`+c.ID+`"}},"model":[{"dense":4},{"act":"tanh"},{"dense":2}],"runs":[{"optimizer":"sgd"}]}`)
		}
	}
	for _, f := range all.Families {
		specs = append(specs, `{"v":1,"kind":"surface","surface":{"id":"`+f.ID+`"},"runs":[{"optimizer":"sgd"}],"cloud":{},"analyse":{"critical":{},"levels":{}}}`)
	}
	specs = append(specs,
		`{"v":1,"kind":"surface","surface":{"id":"octopus","d":4,"slice":{"id":"coordinates","i":2,"j":3}},"start":[1,2,3,4],"runs":[{"optimizer":"sgd"}]}`,
		`{"v":1,"kind":"surface","surface":{"id":"formula","formula":"x1 x2 x3"},"runs":[{"optimizer":"sgd"}]}`,
		`{"v":1,"kind":"network","loss":{"id":"huber","delta":2},"penalty":{"l1":0.1},"solve":true,"init":{"id":"normal","sigma":0.1},"model":[{"conv2d":4,"kernel":3,"padding":1,"frozen":true},{"batchnorm":true},{"residual":[{"dense":3}]},{"dense":1,"init":{"id":"signs","gain":2}}],"data":{"file":"a.csv"},"runs":[{"optimizer":"sgd"}]}`)
	specs = append(specs, `{"v":1,"kind":"network","data":{"file":"a.csv"},"model":[{"dense":2}],"runs":[{"optimizer":"sgd"}]}`)
	specs = append(specs, `{"v":1,"kind":"network","data":{"file":"a.csv","corrupt":[{"id":"random-labels","fraction":0.5},{"id":"shuffled-pixels"}]},"model":[{"dense":2}],"runs":[{"optimizer":"adam"}]}`)
	for _, doc := range specs {
		p, err := lab.Parse([]byte(doc))
		if err != nil {
			t.Errorf("%s: %v", doc, err)
			continue
		}
		full, _ := json.Marshal(p)
		if err := valid(full); err != nil {
			t.Errorf("%s: %v", full, err)
		}
	}
	for _, doc := range []string{
		`{"v":2,"kind":"surface","runs":[{"optimizer":"sgd"}]}`,
		`{"v":1,"kind":"surface","runs":[]}`,
		`{"v":1,"kind":"surface","runs":[{"optimizer":"adamm"}]}`,
		`{"v":1,"kind":"surface","runs":[{"optimizer":"sgd","beta1":0.9}]}`,
		`{"v":1,"kind":"surface","runs":[{"optimizer":"sgd","lr":-1}]}`,
		`{"v":1,"kind":"surface","setps":1,"runs":[{"optimizer":"sgd"}]}`,
		`{"v":1,"kind":"surface","steps":1000000000,"runs":[{"optimizer":"sgd"}]}`,
		`{"v":1,"kind":"network","data":{"id":"mnist"},"model":[{"dense":2}],"runs":[{"optimizer":"sgd"}]}`,
		`{"v":1,"kind":"network","model":[{"conv":2}],"runs":[{"optimizer":"sgd"}]}`,
	} {
		if valid([]byte(doc)) == nil {
			t.Errorf("the schema accepts %s", doc)
		}
		if _, err := lab.Parse([]byte(doc)); err == nil {
			t.Errorf("Parse accepts %s", doc)
		}
	}
}
