package lab

import (
	"runtime"
	"strings"
	"testing"
)

func parsed(t testing.TB, doc string) *Spec {
	t.Helper()
	s, err := Parse([]byte(doc))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// within tells whether an estimate is within a factor of what was counted.
func within(estimate, counted, factor float64) bool {
	return estimate <= factor*counted && counted <= factor*estimate
}

// The evaluations that the suite's runs ask for are the estimate's, within a factor of three: those of all runs that come to their ends. How often a
// line is searched depends on the function alone where it is halved, and on the noise where there is some.
func TestCostCountsEvaluations(t *testing.T) {
	runs := 0
	for _, c := range readSuite(t).Specs {
		s := parsed(t, string(c.Spec))
		if s.Kind == "experiment" || c.Files != nil {
			continue
		}
		for i, r := range s.Runs {
			if r.Optimizer == "gd-backtracking" || r.Optimizer == "lbfgs" && s.Oracle != nil || strings.Contains(c.Name, "teacher") { // whose weights, all the same, move in few directions
				continue
			}
			one := *s
			one.Runs, one.Race, one.Patience = s.Runs[i:i+1], nil, 0
			e, err := Start(&one, nil)
			if err != nil {
				t.Fatal(c.Name, err)
			}
			for e.Step() {
			}
			if e.Done() < e.Total() {
				continue
			}
			runs++
			if est, n := Estimate(&one, nil).asked, float64(e.Asked(0)); !within(est, n, 3) {
				t.Errorf("%s, %s: %g evaluations estimated, %g made", c.Name, r.Optimizer, est, n)
			}
		}
	}
	if runs < 100 {
		t.Errorf("only %d runs were compared", runs)
	}
}

// A dense network's operations are three times its products for each example of each step, and those of the looks at the sets.
func TestCostCountsProducts(t *testing.T) {
	s := parsed(t, `{"v":1,"kind":"network","epochs":40,"batch":50,"data":{"id":"blobs","n":1000,"test_n":100,"d":200,"classes":10},"model":[{"dense":100},{"act":"relu"},{"dense":10}],"runs":[{"optimizer":"sgd"},{"optimizer":"momentum"}]}`)
	products := 2. * 40 * 1000 * 3 * (200*100 + 100*10)
	looks := 2. * 60 * 1100 * (200*100 + 100*10)
	if c := Estimate(s, nil); !within(c.Ops, products+looks, 1.3) {
		t.Errorf("%g operations, counted %g and for the looks %g", c.Ops, products, looks)
	}
	if race := Estimate(parsed(t, `{"v":1,"kind":"surface","steps":1000,"runs":[{"optimizer":"sgd"}],"race":{"rates":10,"seeds":10}}`), nil); race.Ops < 100*1000*surfaceStep {
		t.Errorf("a race of a hundred runs of 1000 steps has %g operations", race.Ops)
	}
}

// Where an experiment takes much memory, the estimate is within a factor of two of what is held at its end.
func TestCostCountsBytes(t *testing.T) {
	grown := func(s *Spec) float64 {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		e, err := Start(s, nil)
		if err != nil {
			t.Fatal(err)
		}
		for e.Step() {
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		runtime.KeepAlive(e)
		return float64(after.HeapAlloc) - float64(before.HeapAlloc)
	}
	for name, doc := range map[string]string{
		"many steps":     `{"v":1,"kind":"surface","steps":100000,"runs":[{"optimizer":"sgd"},{"optimizer":"adam"},{"optimizer":"sgd"}]}`,
		"a large set":    `{"v":1,"kind":"network","epochs":1,"batch":1000,"data":{"id":"blobs","n":1000,"test_n":200,"d":1000},"model":[{"dense":3}],"runs":[{"optimizer":"sgd"}]}`,
		"a large batch":  `{"v":1,"kind":"network","epochs":1,"batch":2048,"data":{"id":"moons","n":2048,"test_n":10},"model":[{"dense":128},{"act":"tanh"},{"dense":128},{"act":"gelu"},{"dense":2}],"runs":[{"optimizer":"sgd"}]}`,
		"convolutions":   `{"v":1,"kind":"network","epochs":1,"batch":16,"data":{"id":"glyphs","n":32,"test_n":10},"model":[{"conv2d":8,"kernel":3,"padding":1},{"batchnorm":true},{"act":"relu"},{"residual":[{"conv2d":8,"kernel":3,"padding":1},{"act":"relu"}]},{"maxpool":2},{"flatten":true},{"dropout":0.2},{"dense":10}],"runs":[{"optimizer":"sgd"}]}`,
		"many weights":   `{"v":1,"kind":"network","epochs":40,"batch":16,"data":{"id":"moons","n":16,"test_n":10},"model":[{"dense":200},{"act":"relu"},{"dense":200},{"act":"relu"},{"dense":2}],"runs":[{"optimizer":"adam"},{"optimizer":"momentum","average":"polyak"}]}`,
		"a long history": `{"v":1,"kind":"network","epochs":60,"batch":16,"data":{"id":"moons","n":16,"test_n":10},"model":[{"dense":100},{"act":"relu"},{"dense":100},{"act":"relu"},{"dense":2}],"runs":[{"optimizer":"lbfgs","history_size":50}]}`,
		"curvature":      `{"v":1,"kind":"network","epochs":1,"batch":512,"data":{"id":"moons","n":512,"test_n":10},"model":[{"dense":100},{"act":"tanh"},{"dense":100},{"act":"tanh"},{"dense":2}],"runs":[{"optimizer":"trust-region","k":2}]}`,
		"attention":      `{"v":1,"kind":"network","epochs":1,"batch":128,"data":{"id":"copy","n":128,"test_n":10,"length":16},"model":[{"embedding":32,"vocabulary":11},{"residual":[{"layernorm":true},{"attention":4}]},{"dense":11}],"runs":[{"optimizer":"sgd"}]}`,
	} {
		s := parsed(t, doc)
		if est, held := Estimate(s, nil).Bytes, grown(s); held < 2<<20 || !within(est, held, 2) {
			t.Errorf("%s: %.1f MB estimated, %.1f MB held", name, est/1e6, held/1e6)
		}
	}
}

// What asks for more memory than a page can have is refused before it is taken, and the refusal names the field that is too large.
func TestCostRefuses(t *testing.T) {
	for doc, want := range map[string]string{
		`{"v":1,"kind":"network","data":{"id":"glyphs"},"model":[{"dense":8192},{"dense":1024},{"dense":10}],"runs":[{"optimizer":"lbfgs","history_size":100}]}`:                            "runs: the experiment would take about",
		`{"v":1,"kind":"network","batch":8192,"data":{"id":"glyphs","n":50000},"model":[{"conv2d":512,"kernel":3,"padding":1},{"flatten":true},{"dense":10}],"runs":[{"optimizer":"sgd"}]}`: "batch: the experiment",
		`{"v":1,"kind":"network","batch":8,"data":{"id":"digits"},"model":[{"conv2d":4096,"kernel":1},{"flatten":true},{"dense":10}],"runs":[{"optimizer":"sgd"}]}`:                         "model: the experiment",
	} {
		if _, err := Start(parsed(t, doc), nil); err == nil || !strings.HasPrefix(err.Error(), want) || !strings.Contains(err.Error(), "GiB of memory") {
			t.Errorf("%s: %v", doc, err)
		}
	}
	for _, c := range readSuite(t).Specs {
		files := map[string][]byte{}
		for name, text := range c.Files {
			files[name] = []byte(text)
		}
		cost := Estimate(parsed(t, string(c.Spec)), files)
		if cost.refuse() != nil || !(cost.Ops > 0 && cost.Start > 0 && cost.Start <= cost.Ops) || cost.Ops > 2e10 {
			t.Errorf("%s: %+v", c.Name, cost)
		}
	}
}

// A file's size tells its cost before it is read.
func TestCostOfFiles(t *testing.T) {
	s := parsed(t, `{"v":1,"kind":"network","epochs":2,"data":{"file":"t.csv"},"model":[{"dense":2}],"runs":[{"optimizer":"sgd"}]}`)
	small := Estimate(s, map[string][]byte{"t.csv": []byte(strings.Repeat("1,2,3,a\n", 100))})
	large := Estimate(s, map[string][]byte{"t.csv": []byte(strings.Repeat("1,2,3,a\n", 10000))})
	if !within(large.Start, 100*small.Start, 2) || large.Bytes < 10000*4*4 {
		t.Errorf("of 100 lines %+v, of 10000 %+v", small, large)
	}
	if none := Estimate(s, nil); none.Ops != none.Start {
		t.Errorf("of a file that is not there: %+v", none)
	}
}
