package lab

import (
	"saddlelab/core/data"
	"saddlelab/core/lab/course"
	"saddlelab/core/lab/trust"
	"saddlelab/core/landscape"
	"saddlelab/core/nn"
	"saddlelab/core/optim"
	"saddlelab/core/param"
)

// Catalogs is everything that a Spec may name, as `saddlelab list` prints it and as the page builds its controls from it.
type Catalogs struct {
	Optimizers  []*optim.Method      `json:"optimizers"`
	Schedules   []*optim.Schedule    `json:"schedules"`
	Averages    []*optim.Average     `json:"averages"`
	Oracles     []*optim.Oracle      `json:"oracles"`
	Options     []param.Param        `json:"options"`
	Offered     map[string][]string  `json:"offered"` // by kind of Spec, the methods it may use
	Surfaces    []*landscape.Surface `json:"surfaces"`
	Families    []*landscape.Family  `json:"families"`
	Datasets    []*data.Dataset      `json:"datasets"`
	Corruptions []*data.Corruption   `json:"corruptions"`
	Inits       []*nn.Init           `json:"inits"`
	Layers      []*nn.Layer          `json:"layers"`
	Activations []*nn.Activation     `json:"activations"`
	Losses      []*nn.Loss           `json:"losses"`
	Presets     []*nn.Preset         `json:"presets"`
	Experiments []*course.Experiment `json:"experiments"`
	Chapters    []course.Chapter     `json:"chapters"` // of the course
	Checks      []*trust.Check       `json:"checks"`   // the self-tests
	Gallery     []Exhibit            `json:"gallery"`
	Spec        []param.Param        `json:"spec"` // the numbers of a Spec itself, with their limits
	Limits      map[string]int       `json:"limits"`
}

// List gives the catalogs in menu order.
func List() *Catalogs {
	return &Catalogs{
		Optimizers: optim.Catalog, Schedules: optim.Schedules, Averages: optim.Averages, Oracles: optim.Oracles, Options: optim.OptionParams,
		Offered:  map[string][]string{"surface": Offered("surface"), "network": Offered("network")},
		Surfaces: landscape.Catalog, Families: landscape.Families,
		Datasets: data.Catalog, Corruptions: data.Corruptions,
		Inits: nn.Inits, Layers: nn.Layers, Activations: nn.Activations, Losses: nn.Losses, Presets: nn.Presets,
		Experiments: course.Catalog, Chapters: course.Chapters, Checks: trust.Catalog, Gallery: Gallery(),
		Limits: map[string]int{"file_bytes": data.MaxBytes, "examples": MaxExamples, "steps": MaxSteps, "epochs": MaxEpochs, "batch": MaxBatch, "runs": MaxRuns, "rates": MaxRates, "starts": MaxCloud, "seeds": MaxSeeds},
		Spec: []param.Param{
			{Name: "seed", Label: "seed", Help: "Every random number of the run comes from it: the same seed gives the same bits.", Max: MaxSeed, Default: 7, Int: true},
			{Name: "steps", Label: "steps", Help: "How many steps each runner makes.", Min: 1, Default: 400, Max: MaxSteps, Log: true, Int: true},
			{Name: "epochs", Label: "epochs", Help: "How many times the training set is gone through.", Min: 1, Default: 40, Max: MaxEpochs, Log: true, Int: true},
			{Name: "batch", Label: "batch", Help: "How many examples each step's gradient is the mean over.", Min: 1, Default: 32, Max: MaxBatch, Log: true, Int: true},
			{Name: "runs", Label: "runners", Help: "How many runners a Spec may have.", Min: 1, Default: 1, Max: MaxRuns, Int: true},
		},
	}
}
