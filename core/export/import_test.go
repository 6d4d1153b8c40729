package export

import (
	"encoding/json"
	"strings"
	"testing"

	"saddlelab/core/lab"
)

// What is exported is found again: each format carries its Spec.
func TestRoundTrips(t *testing.T) {
	for _, doc := range []string{
		`{"v":1,"kind":"surface","steps":20,"surface":{"id":"formula","formula":"x² + a·y","constants":{"a":2}},"runs":[{"optimizer":"sgd"}]}`,
		`{"v":1,"kind":"network","epochs":1,"data":{"id":"sine"},"model":[{"dense":4},{"act":"tanh"},{"dense":1}],"loss":"mse","runs":[{"optimizer":"adam"}]}`,
	} {
		s := parse(t, doc)
		want, _ := json.Marshal(s)
		e, err := lab.Start(s, nil)
		if err != nil {
			t.Fatal(err)
		}
		for e.Step() {
		}
		link, _ := lab.Link("https://example.org/x/", s)
		carriers := map[string][]byte{"link": []byte("See " + link + "\nand more"), "spec": want}
		for _, f := range Formats {
			b, err := File(f.ID, Source{Spec: s, Run: e, Page: "https://example.org/", Result: func() (any, error) { return e.Result(), nil }})
			if s.Kind == "surface" && (f.ID == "npz" || f.ID == "safetensors") {
				continue
			}
			if err != nil {
				t.Fatalf("%s: %v", f.ID, err)
			}
			carriers[f.ID] = b
		}
		for name, b := range carriers {
			got, found, err := SpecIn(b)
			if err != nil || !found {
				t.Errorf("%s: found %v, %v", name, found, err)
				continue
			}
			back, err := lab.Parse(got)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			if got, _ := json.Marshal(back); string(got) != string(want) {
				t.Errorf("%s: the Spec is %s, want %s", name, got, want)
			}
		}
	}
}

// Links of every kind, within a text.
func TestLinks(t *testing.T) {
	first := lab.Gallery()[0]
	address := parse(t, string(first.Spec)).Kind + "/" + first.ID
	for link, want := range map[string]string{"https://a/b/#learn/E18": `"id":"E18"`, "https://a/#" + address: `"kind":`} {
		got, found, err := SpecIn([]byte("see " + link + ", says he"))
		if err != nil || !found || !strings.Contains(string(got), want) {
			t.Errorf("%s: %s, %v, %v", link, got, found, err)
		}
	}
}

func TestWithoutSpec(t *testing.T) {
	for name, c := range map[string]struct {
		b    string
		want string // in the error; none where it is data
	}{
		"csv": {"a,b\n1,2\n", ""}, "json data": {`{"a":[1,2]}`, ""}, "empty": {"", ""}, "zip": {"PK\x03\x04 nothing", ""}, "tensors": {"\x02\x00\x00\x00\x00\x00\x00\x00{}", ""},
		"cut": {`{"v":1,"kind":"surf`, "cut on its way"}, "link": {"http://a/#s=A", "copy the whole address"}, "name": {"http://a/#surface/no-such", "no-such"}, "line": {specLine + `{"v":`, "damaged"},
	} {
		_, found, err := SpecIn([]byte(c.b))
		if c.want == "" && (found || err != nil) || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: found %v, error %v; want %q", name, found, err, c.want)
		}
	}
}
