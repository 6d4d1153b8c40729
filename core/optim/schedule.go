package optim

import (
	"math"

	"saddlelab/core/param"
)

// Schedule is an entry of the catalog of schedules: what the step size is multiplied by at step k = 0, 1, ….
type Schedule struct {
	ID      string        `json:"id"`
	Name    string        `json:"name"`
	Formula string        `json:"formula"` // of the step size at step k, in LaTeX
	Source  string        `json:"source"`
	Help    string        `json:"help"`
	Params  []param.Param `json:"params"`

	New func(p []float64) func(k int) float64 `json:"-"`
}

// Schedules is in menu order.
var Schedules = []*Schedule{constant, power, staircase}

// ScheduleByID finds a schedule; at names the field in the error.
func ScheduleByID(id, at string) (*Schedule, error) {
	have := make([]string, len(Schedules))
	for i, s := range Schedules {
		if s.ID == id {
			return s, nil
		}
		have[i] = s.ID
	}
	return nil, param.Unknown(at, "schedule", id, have)
}

var constant = &Schedule{
	ID: "constant", Name: "constant", Formula: `\eta_k = \eta`, Source: "",
	Help:   "The same step size throughout: fast at first, then it bounces about a level set by the noise.",
	Params: []param.Param{},
	New:    func([]float64) func(int) float64 { return func(int) float64 { return 1 } },
}

var power = &Schedule{
	ID: "power", Name: "power 1/kᵖ", Formula: `\eta_k = \eta\,(k+1)^{-\text{@p}}`,
	Source: "Robbins & Monro 1951: Σηₖ = ∞ and Σηₖ² < ∞ ask for ½ < p ≤ 1",
	Help:   "Shrinks as a power of the step's number, beginning with η itself.",
	Params: []param.Param{{Name: "p", Label: "power p", Help: "½ < p ≤ 1 makes SGD converge; smaller keeps bouncing, larger may stop short.", Min: 0, Default: 0.5, Max: 2}},
	New: func(p []float64) func(int) float64 {
		return func(k int) float64 { return math.Pow(float64(k+1), -p[0]) }
	},
}

var staircase = &Schedule{
	ID: "staircase", Name: "staircase", Formula: `\eta_k = \eta\cdot\text{@factor}^{\lfloor k/\text{@every}\rfloor}`,
	Source: "PyTorch: StepLR(step_size, gamma)",
	Help:   "Constant for a while, then multiplied by a factor, again and again.",
	Params: []param.Param{
		{Name: "every", Label: "steps a stair", Help: "How many steps each stair lasts.", Min: 1, Default: 100, Max: 1e6, Log: true, Int: true},
		{Name: "factor", Label: "factor", Help: "What the step size is multiplied by at the end of each.", Min: 0.001, Default: 0.1, Max: 1, Log: true},
	},
	New: func(p []float64) func(int) float64 {
		every := int(p[0])
		return func(k int) float64 { return math.Pow(p[1], float64(k/every)) }
	},
}
