package optim

import "saddlelab/core/param"

// Schedule is an entry of the catalog of schedules: what the step size is multiplied by at step k = 0, 1, …. Its values have
// the same bits everywhere: they come from core/real, not from package math.
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
var Schedules = []*Schedule{
	constant, power, staircase,
	cooldown,
	cosine,
	warmup,
	oneCycle,
}

// total is the parameter of the schedules that have an end.
func total(help string) param.Param {
	return param.Param{Name: "steps", Label: "steps", Help: help, Min: 1, Default: 400, Max: 1e6, Log: true, Int: true}
}

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
