// Package lab holds the Spec, the whole state of an experiment, checks it, and runs it.
package lab

import (
	"saddlelab/core/nn"
	"saddlelab/core/param"
)

// Limits of a Spec. They bound memory and time on a phone, and are told in every refusal.
const (
	MaxSeed     = 1<<53 - 1 // the integers that JSON keeps exactly
	MaxSteps    = 100_000   // every iterate of every run is kept: 64 bytes each
	MaxEpochs   = 10_000
	MaxBatch    = 8192
	MaxRuns     = 7       // as many colours as can be told apart
	MaxExamples = 200_000 // of a generated data set

	MaxCorruptions = 8 // one after the other
)

// Spec says everything about an experiment: what is optimized, from where, by which methods with which parameters,
// how long, with which seed. The same Spec gives the same bits everywhere. Fields of the other kind are zero.
type Spec struct {
	V    int    `json:"v" jsonschema:"const=1"`
	Kind string `json:"kind" jsonschema:"enum=surface,enum=network,enum=experiment"`
	Seed uint64 `json:"seed" jsonschema:"minimum=0,maximum=9007199254740991,default=7"`

	Steps   int       `json:"steps,omitempty" jsonschema:"minimum=1,maximum=100000,default=400"`
	Surface *Surface  `json:"surface,omitempty"`
	Oracle  *Choice   `json:"oracle,omitempty"`
	Start   []float64 `json:"start,omitempty" jsonschema:"minItems=2,description=first iterate; the surface's own when absent"`

	Epochs int            `json:"epochs,omitempty" jsonschema:"minimum=1,maximum=10000,default=40"`
	Batch  int            `json:"batch,omitempty" jsonschema:"minimum=1,maximum=8192,default=32"`
	Data   *Data          `json:"data,omitempty"`
	Model  []nn.LayerSpec `json:"model,omitempty"`
	Init   *Choice        `json:"init,omitempty"`
	Loss   *Loss          `json:"loss,omitempty"`

	Patience int `json:"patience,omitempty" jsonschema:"minimum=0,maximum=10000,description=a run ends when its test loss has not improved for so many epochs; 0: never"`

	Penalty *Penalty `json:"penalty,omitempty"`
	Solve   bool     `json:"solve,omitempty" jsonschema:"description=the last layer begins as the least-squares solution over the training set"`

	ID     string       `json:"id,omitempty" jsonschema:"description=of an experiment of the course"`
	Params param.Values `json:"params,omitempty" jsonschema:"description=of the experiment"`

	Runs []Run `json:"runs,omitempty" jsonschema:"minItems=1,maxItems=7"`
	Race *Race `json:"race,omitempty"`

	Landscape *Landscape `json:"landscape,omitempty"`
	Spectrum  *Spectrum  `json:"spectrum,omitempty"`

	Analyse *Analyse `json:"analyse,omitempty"`
	Cloud   *Cloud   `json:"cloud,omitempty"`
}

// Choice is an entry of a catalog with its parameters, which stand beside the id: {"id": "power", "p": 0.5}.
type Choice struct {
	ID     string
	Params param.Values
}

// Loss is a loss; its id alone says it where all its parameters have their defaults.
type Loss struct{ Choice }

// Penalty is added to the training loss: L1·Σ|w| + ½·L2·Σw², over weights, not biases.
type Penalty struct {
	L1 float64 `json:"l1,omitempty" jsonschema:"minimum=0,maximum=100"`
	L2 float64 `json:"l2,omitempty" jsonschema:"minimum=0,maximum=100"`
}

// Data is a generated set, with its parameters, or a file, with how to read it: a table, an IDX, NPY or NPZ file, or, by a name that ends
// with a slash, a folder of pictures in folders.
type Data struct {
	Choice             // a generated set, when File is empty
	Corrupt []Choice   // what is done to it, in this order
	File    string     // name of a file of the user's
	Read    ReadOption // how to read the file
}

// ReadOption says how a file is read; the zero value finds out by itself.
type ReadOption struct {
	Label     string  `json:"label,omitempty" jsonschema:"default=last,description=last, first, a column's name, or its number from 1"`
	Header    string  `json:"header,omitempty" jsonschema:"enum=auto,enum=yes,enum=no,default=auto"`
	Separator string  `json:"separator,omitempty" jsonschema:"description=auto or one of comma, semicolon, tab as characters"`
	Missing   string  `json:"missing,omitempty" jsonschema:"enum=refuse,enum=drop,default=refuse"`
	Task      string  `json:"task,omitempty" jsonschema:"enum=auto,enum=classes,enum=regression,default=auto"`
	Test      float64 `json:"test,omitempty" jsonschema:"minimum=0,maximum=0.9,default=0.2"`
	Labels    string  `json:"labels,omitempty" jsonschema:"description=of an IDX or NPY file of inputs: the file of its labels"`
}

// Run is one optimizer on the problem. Its parameters stand beside its id: {"optimizer": "adam", "lr": 0.01}.
type Run struct {
	Optimizer string
	Params    param.Values
	Schedule  Choice       // constant when absent
	Changes   []Change     // of the step size by hand, by step
	Average   Choice       // none when absent
	Options   param.Values // of optim.Options: clipping, decay, projection
}

// Change is a step size set by hand while the run was on its way: from Step on it is LR, times the schedule's factor.
type Change struct {
	Step int     `json:"step" jsonschema:"minimum=1"`
	LR   float64 `json:"lr" jsonschema:"exclusiveMinimum=0"`
}
