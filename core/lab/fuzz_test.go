package lab

import (
	"encoding/json"
	"math"
	"os"
	"testing"

	"saddlelab/core/data"
)

// seeds are the suite's Specs and some that mean no good.
func seeds(f *testing.F) {
	doc, err := os.ReadFile(suiteFile)
	if err != nil {
		f.Fatal(err)
	}
	var s suite
	if err := json.Unmarshal(doc, &s); err != nil {
		f.Fatal(err)
	}
	for _, c := range s.Specs {
		f.Add([]byte(c.Spec))
	}
	for _, bad := range []string{
		`{"v":1,"kind":"network","data":null,"model":[null],"runs":[{}]}`,
		`{"v":1,"kind":"network","data":{"id":"glyphs"},"model":[{"dense":1000000000}],"runs":[{"optimizer":"sgd"}]}`,
		`{"v":1,"kind":"network","data":{"id":"glyphs"},"model":[{"residual":[{"residual":[{"residual":[{"residual":[{"residual":[{"residual":[]}]}]}]}]}]}],"runs":[{"optimizer":"sgd"}]}`,
		`{"v":1,"kind":"surface","steps":1e9,"runs":[{"optimizer":"sgd","lr":1e999}]}`,
		`{"v":1,"kind":"surface","start":[NaN,0],"runs":[{"optimizer":"sgd"}]}`,
		`{"v":1,"kind":"surface","surface":{"id":"formula","formula":"x^1e300^9999999 + exp(exp(exp(y)))"},"start":[-1e6,1e6],"runs":[{"optimizer":"sgd","lr":100}]}`,
		`{"v":1,"kind":"network","data":{"id":"xor"},"model":[{"dense":1}],"loss":"logistic","init":{"id":"normal","sigma":1000},"runs":[{"optimizer":"sgd","lr":100,"schedule":{"id":"power","p":2,"b":0.01},"changes":[{"step":1,"lr":1000000}]}]}`,
	} {
		f.Add([]byte(bad))
	}
}

// Whatever the document: a refusal, or a Spec that is complete: written out and read again it is itself.
func FuzzParse(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, doc []byte) {
		s, err := Parse(doc)
		if err != nil {
			return
		}
		if s.Kind != "experiment" && (len(s.Runs) == 0 || len(s.Runs) > MaxRuns) {
			t.Errorf("accepted %d runs", len(s.Runs))
		}
		whole, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		again, err := Parse(whole)
		if err != nil {
			t.Fatalf("%s is refused: %v", whole, err)
		}
		if twice, _ := json.Marshal(again); string(twice) != string(whole) {
			t.Errorf("%s\nread again is\n%s", whole, twice)
		}
		if c := Estimate(s, nil); !(c.Ops >= c.Start && c.Start >= 0 && c.Bytes >= 0) || math.IsInf(c.Ops, 0) {
			t.Errorf("%s costs %+v", whole, c)
		}
	})
}

// Whatever the parameters of methods, schedules, averages, options and noise: each step ends, and the result can be written down. Only what costs
// little is tried.
func FuzzRun(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, doc []byte) {
		s, err := Parse(doc)
		if err != nil || s.Kind == "experiment" {
			return
		}
		if s.Steps > 40 {
			s.Steps = 40
		}
		if c := Estimate(s, nil); c.Start > 2e7 || c.Bytes > 32<<20 {
			return
		}
		e, err := Start(s, nil)
		if err != nil {
			return
		}
		for k := 0; k < 20 && e.Step(); k++ {
		}
		if _, err := json.Marshal(e.Result()); err != nil {
			t.Fatal(err)
		}
		for i := range s.Runs {
			if n := len(e.Rows(i)); n == 0 || n%len(e.Cols()) != 0 {
				t.Errorf("%d numbers in rows of %d", n, len(e.Cols()))
			}
		}
	})
}

// Whatever the bytes of a file of checkpoints: a refusal, or weights of the model.
func FuzzReadTrajectory(f *testing.F) {
	for _, name := range []string{"trajectory.npz", "model-60.safetensors"} {
		b, err := os.ReadFile("testdata/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	s, err := Parse([]byte(`{"v":1,"kind":"network","data":{"id":"two-spirals","n":20,"test_n":10},"model":[{"dense":8},{"act":"tanh"},{"dense":2}],"runs":[{"optimizer":"sgd"}]}`))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		tr, err := ReadTrajectory(s, map[string][]byte{"a-1.npz": b}, []string{"a-1.npz"})
		if err != nil {
			return
		}
		for _, p := range tr.Points {
			if len(p) != 8*2+8+2*8+2 {
				t.Fatalf("%d weights", len(p))
			}
		}
	})
}

// Whatever a table's bytes and how it is said to be read: a refusal, or a training on it that can be started.
func FuzzTable(f *testing.F) {
	f.Add([]byte("a,b,c\n0,1,x\n1,0,y\n0,2,x\n2,0,y\n"), "last", "auto", "auto")
	f.Add([]byte("a;b\n1,5;2\n2,5;3\n3,5;9\n"), "1", "yes", "regression")
	f.Add([]byte("1e308\t-1e308\n2\t3\n"), "first", "no", "classes")
	f.Fuzz(func(t *testing.T, text []byte, label, header, task string) {
		if len(text) > 1<<12 {
			return
		}
		read, _ := json.Marshal(map[string]any{"file": "t.csv", "label": label, "header": header, "task": task, "missing": "drop"})
		s, err := Parse([]byte(`{"v":1,"kind":"network","epochs":1,"data":` + string(read) + `,"model":[{"dense":2}],"runs":[{"optimizer":"sgd"}]}`))
		if err != nil {
			return
		}
		if e, err := Start(s, map[string][]byte{"t.csv": text}); err == nil {
			e.Step()
			if _, err := json.Marshal(e.Result()); err != nil {
				t.Fatal(err)
			}
		} else if _, err := Look(s, map[string][]byte{"t.csv": text}, 10); err == nil && data.ArrayFile(text) {
			t.Error("a table that is none")
		}
	})
}
