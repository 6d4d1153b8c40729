package course

import (
	"testing"

	"saddlelab/core/param"
)

// The text's other step sizes and curvatures: the prediction follows, and holds.
func TestEscapeTimes(t *testing.T) {
	for _, p := range []param.Values{
		{"gamma": .3, "chains": 10000}, {"gamma": .1}, {"gamma": .01, "chains": 1000}, {"lambda": 4}, {"lambda": .25, "chains": 500}, {"sigma": .01, "R": 30},
		{"chains": 20000, "R": 20},
	} {
		run(t, "E18", 1, p)
	}
	// The text's own numbers, so that a slip in the formula cannot hide behind the same slip in the measurement.
	for _, c := range []struct{ gamma, mean, late float64 }{{.3, 15.579, 0}, {.1, 47.295, 0}, {.03, 171.18, 297.35}, {.01, 562.23, 0}} {
		e, _ := ByID("E18", "id")
		s, _ := NewSetting(e, 1, param.Values{"gamma": c.gamma}, "params")
		m := e.Plan(s).Report(nil).Measures
		if d := float64(m[0].Predicted) - c.mean; d > .01 || d < -.01 {
			t.Errorf("γ = %g: predicted mean %v, want %v", c.gamma, m[0].Predicted, c.mean)
		}
		if d := float64(m[4].Predicted) + 1.0642; d > .0001 || d < -.0001 { // −1.0707 without the half step of the lattice
			t.Errorf("predicted slope %v, want −1.0642", m[4].Predicted)
		}
		if d := float64(m[2].Predicted) - c.late; c.late > 0 && (d > .01 || d < -.01) {
			t.Errorf("γ = %g: predicted 99 %% %v, want %v", c.gamma, m[2].Predicted, c.late)
		}
	}
}
