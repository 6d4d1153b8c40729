package course

import (
	"math"
	"testing"

	"saddlelab/core/param"
)

// predictions of an experiment before anything has run.
func predictions(t *testing.T, id string, p param.Values) []float64 {
	t.Helper()
	e, err := ByID(id, "id")
	if err != nil {
		t.Fatal(err)
	}
	s, err := NewSetting(e, 1, p, "params")
	if err != nil {
		t.Fatal(err)
	}
	var out []float64
	for _, m := range e.Plan(s).Report(nil).Measures {
		out = append(out, float64(m.Predicted))
	}
	return out
}

// expect holds predictions against the text's own numbers, to the digits that the text gives.
func expect(t *testing.T, id string, p param.Values, tol float64, want ...float64) {
	t.Helper()
	got := predictions(t, id, p)
	for i, w := range want {
		if math.IsNaN(w) {
			continue // not predicted from the parameters alone
		}
		if i >= len(got) || math.Abs(got[i]-w) > tol*max(1e-300, math.Abs(w)) {
			t.Errorf("%s %v: predictions %v, the text has %v", id, p, got, want)
			return
		}
	}
}

func TestContractions(t *testing.T) {
	run(t, "E31", 1, param.Values{"kappa": 10})
	run(t, "E31", 1, param.Values{"kappa": 1000})
	expect(t, "E31", param.Values{"kappa": 10}, 1e-4, .81818, .9, .95, .51949)
	expect(t, "E31", nil, 1e-4, .9802, .99, .995, .81818)
	expect(t, "E31", param.Values{"kappa": 1000}, 1e-4, .998, .999, .9995, .93869)
}

func TestZigzag(t *testing.T) {
	for kappa, steps := range map[float64]float64{10: 35, 100: 346, 1000: 3454} {
		expect(t, "E31b", param.Values{"kappa": kappa}, 0, steps)
		run(t, "E31b", 1, param.Values{"kappa": kappa})
	}
}

func TestGlobalConstantsAndMemory(t *testing.T) {
	expect(t, "E31c", nil, 1e-3, 4151.6)
	r := run(t, "E31c", 1, nil)
	for i, want := range []float64{4147, 13390, 109.13, 38, 26, 26761} { // the text's measurements: nothing here is random
		if got := float64(r.Measures[i].Measured); math.Abs(got-want) > 1e-3*want {
			t.Errorf("%s: %v, the text has %v", r.Measures[i].Name, got, want)
		}
	}
	run(t, "E31c", 1, param.Values{"eta": 3})
	run(t, "E31c", 1, param.Values{"eta": 30})
	run(t, "E31c", 1, param.Values{"x0": 20})
}
