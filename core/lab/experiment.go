package lab

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"

	"saddlelab/core/lab/course"
	"saddlelab/core/landscape"
	"saddlelab/core/real"
)

// Experiment is a Spec being run. It is advanced step by step by whoever holds it, who may pause between any two.
type Experiment interface {
	// Step makes one step of every run that is still going; false when none is left.
	Step() bool
	// Done tells how many steps were made, Total how many the Spec asks for.
	Done() int
	Total() int
	// Cols names the columns of the recorded rows.
	Cols() []string
	// Rows gives the recorded rows of a run, flat, row-major; they only grow.
	Rows(run int) []float64
	// Asked tells how many evaluations a run has used: of f, of its gradient or of a Hessian-vector product, one each.
	Asked(run int) int
	// Change sets a run's step size by hand from the next step on, and writes it into the Spec, which then says it all.
	Change(run int, lr float64) error
	// State describes each run now.
	State() []RunState
	// Result is what `saddlelab run` prints, as far as the experiment has come.
	Result() *Result
}

// Start prepares a Spec that Parse made, unless it asks for more memory than can be had. files holds the bytes of the file that it names, if it names one.
func Start(s *Spec, files map[string][]byte) (Experiment, error) {
	if err := Estimate(s, files).refuse(); err != nil {
		return nil, err
	}
	switch s.Kind {
	case "surface":
		return startSurface(s)
	case "network":
		return startNetwork(s, files)
	}
	return nil, fmt.Errorf("kind: %s; only surface and network are run step by step", s.Kind)
}

// Streams of randomness, one for each use, so that one more draw here moves no number there.
const (
	streamData = iota + 1
	streamCorrupt
	streamSplit
	streamInit
	streamBatches
	streamOracle // plus the run's index << 8
	streamCloud
	streamLens
	streamRun = 1 << 16 // plus the run's index
)

func stream(s *Spec, id uint64) *rand.Rand { return rand.New(rand.NewPCG(s.Seed, id)) }

// Num is a number in a result; null where it is not finite.
type Num = real.Num

// RunState describes a run now. On a surface F … Kind are set, for a network TrainLoss … TestAcc.
type RunState struct {
	F           *Num           `json:"f,omitempty"`
	GradNorm    Num            `json:"grad_norm"`
	Eigenvalues *[2]Num        `json:"eigenvalues,omitempty"`
	Kind        landscape.Kind `json:"kind,omitempty"`
	TrainLoss   *Num           `json:"train_loss,omitempty"`
	TrainAcc    *Num           `json:"train_acc,omitempty"`
	TestLoss    *Num           `json:"test_loss,omitempty"`
	TestAcc     *Num           `json:"test_acc,omitempty"`
	Average     *Averaged      `json:"average,omitempty"`
	Acted       *Acted         `json:"acted,omitempty"`
	Underflow   *Underflow     `json:"underflow,omitempty"`
	Stopped     *Stopped       `json:"stopped,omitempty"`
	Diverged    *Diverged      `json:"diverged,omitempty"`
}

// Averaged describes the average of a run's iterates: At and F on a surface, the losses and accuracies for a network.
type Averaged struct {
	At        *[2]Num `json:"at,omitempty"`
	F         *Num    `json:"f,omitempty"`
	TrainLoss *Num    `json:"train_loss,omitempty"`
	TrainAcc  *Num    `json:"train_acc,omitempty"`
	TestLoss  *Num    `json:"test_loss,omitempty"`
	TestAcc   *Num    `json:"test_acc,omitempty"`
}

// Acted counts the steps in which a run's options changed something.
type Acted struct {
	Clipped   int `json:"clipped"`   // the gradient was shortened
	Projected int `json:"projected"` // the step had left the box or the ball
}

// Stopped says that a run has ended because its test loss had not improved for the Spec's patience.
type Stopped struct {
	Step int `json:"step"`
	Best int `json:"best"` // the step with the lowest test loss
	Loss Num `json:"loss"` // and that loss
}

// Diverged says where a run left the finite numbers, and what would help.
type Diverged struct {
	Step    int      `json:"step"` // the last finite iterate is Step−1
	Message string   `json:"message"`
	Suggest *Suggest `json:"suggest,omitempty"`
}

// Suggest is a change to the run that would help.
type Suggest struct {
	LR float64 `json:"lr"`
}

// Result is what `saddlelab run` prints.
type Result struct {
	Spec *Spec       `json:"spec"` // with every default filled in
	Done int         `json:"done"` // steps made
	Runs []RunResult `json:"runs,omitempty"`
	Race *RaceResult `json:"race,omitempty"`

	*course.Report // of an experiment of the course: measures and figures

	Landscape *LandscapeResult `json:"landscape,omitempty"`
	Spectrum  *SpectrumResult  `json:"spectrum,omitempty"`

	Analyse *Analysis    `json:"analyse,omitempty"`
	Cloud   *CloudResult `json:"cloud,omitempty"`

	Slice *PictureSlice `json:"slice,omitempty"` // of more than two variables: the plane that Path lies in
}

// RunResult is one run's part of a result: Path and Loss on a surface, Steps for a network.
type RunResult struct {
	Optimizer string   `json:"optimizer"`
	Asked     int      `json:"asked"`          // evaluations used: of f, of its gradient or of a Hessian-vector product, one each
	Path      [][2]Num `json:"path,omitempty"` // all iterates, the start first
	Loss      []Num    `json:"loss,omitempty"` // f at each iterate
	Steps     []Record `json:"steps,omitempty"`
	End       End      `json:"end"`
}

// End is the last finite state of a run.
type End struct {
	RunState
	Step    int    `json:"step"`
	At      []Num  `json:"at,omitempty"`      // the last iterate, on a surface
	Epoch   *Num   `json:"epoch,omitempty"`   // for a network
	Weights string `json:"weights,omitempty"` // CRC-32 of the float32 weights: equal exactly when the runs are
}

// Record is one evaluation of a network while it trains.
type Record struct {
	Step      int `json:"step"`
	Epoch     Num `json:"epoch"`
	TrainLoss Num `json:"train_loss"`
	TrainAcc  Num `json:"train_acc"`
	TestLoss  Num `json:"test_loss"`
	TestAcc   Num `json:"test_acc"`
	GradNorm  Num `json:"grad_norm"`

	Mean *[4]Num `json:"mean,omitempty"` // of the averaged weights: train loss and accuracy, test loss and accuracy
}

// twoDigits rounds a suggestion down to two significant digits.
func twoDigits(x float64) float64 {
	if !(x > 0) {
		return x
	}
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(x, 'e', -1, 64), "e")
	v, _ := strconv.ParseFloat(mantissa[:min(len(mantissa), len("1.2"))]+"e"+exponent, 64)
	return v
}

// round gives x to n significant digits.
func round(x float64, n int) float64 {
	v, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'g', n, 64), 64)
	return v
}

// signed writes a value for a sentence.
func signed(x float64) string {
	switch {
	case math.IsNaN(x):
		return "not a number"
	case math.IsInf(x, 1):
		return "+∞"
	case math.IsInf(x, -1):
		return "−∞"
	}
	return digits(x, 3)
}

// digits writes x with n significant digits as one writes it by hand: 0.0123, −4.5, 1.51·10³⁰.
func digits(x float64, n int) string {
	s := strings.Replace(strconv.FormatFloat(x, 'g', n, 64), "-", "−", 1)
	mantissa, exponent, ok := strings.Cut(s, "e")
	if !ok {
		return s
	}
	e, _ := strconv.Atoi(strings.Replace(exponent, "−", "-", 1))
	if -5 < e && e < 6 {
		return strings.Replace(strconv.FormatFloat(x, 'f', max(0, n-1-e), 64), "-", "−", 1)
	}
	raised := strings.NewReplacer("-", "⁻", "0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴", "5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹")
	return mantissa + "·10" + raised.Replace(strconv.Itoa(e))
}
