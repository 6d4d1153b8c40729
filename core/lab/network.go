package lab

import (
	"fmt"
	"math"
	"math/rand/v2"

	"saddlelab/core/data"
	"saddlelab/core/kernel"
	"saddlelab/core/nn"
	"saddlelab/core/optim"
)

// networkCols are the columns recorded at each evaluation of a network; networkMeans come after them where a run has an average.
var (
	networkCols  = []string{"step", "epoch", "train_loss", "train_acc", "test_loss", "test_acc", "grad_norm"}
	networkMeans = []string{"mean_train_loss", "mean_train_acc", "mean_test_loss", "mean_test_acc"}
)

// maxNorms bounds the weight matrices whose norms are recorded.
const maxNorms = 12

// evaluated is how many examples of a set are looked at while training, fewer of a network that costs much; the end is measured on all.
const evaluated = 2000

// Costs of looking, in products: a look at so much is free, one at a set at most so much.
const (
	freeLook = 5e7
	mostLook = 3e8
)

// records is about how many evaluations a training is given beyond those at the end of each epoch.
const records = 60

// networkExperiment trains one network by each run's optimizer, all from the same weights and on the same minibatches.
type networkExperiment struct {
	spec        *Spec
	model       *nn.Model
	net         *nn.Net
	train, test *data.Set
	runs        []networkRun
	cols        []string
	means       bool      // some run has an average
	norms       []nn.View // the weights whose norms are recorded at the end of each row
	sample      int       // examples of a set that are looked at while training

	order   []int // this epoch's order of the training examples
	shuffle *rand.Rand
	batch   batch
	perEp   int // steps per epoch
	trailed int // checkpoints that are kept of a run
	every   int // steps between evaluations
	done    int
	total   int
	over    bool
}

// batch is the minibatch of one step, gathered from the training set.
type batch struct {
	x    []float32
	y    nn.Targets
	rows int
}

type networkRun struct {
	runner[float32]
	problem  networkProblem
	w, g     []float32 // all parameters, the trainable ones first; the gradient by those
	mean     []float32 // the average's parameters, the frozen ones among them; nil where there is none
	stats    *nn.State // running statistics, and the stream of dropouts
	gradNorm float64   // of the last minibatch's gradient
	parts    []float64 // of its parts by norms, when they were last looked at
	rows     []float64
	trail    trail   // weights on the way
	best     float64 // lowest test loss so far
	bestAt   int     // and its step
	stopped  *Stopped
}

func startNetwork(s *Spec, files map[string][]byte) (Experiment, error) {
	train, test, err := load(s, files)
	if err != nil {
		return nil, err
	}
	e := &networkExperiment{spec: s, train: train, test: test, shuffle: stream(s, streamBatches)}
	var loss *nn.Loss
	if e.model, loss, err = build(s, train); err != nil {
		return nil, err
	}
	rows := min(s.Batch, train.N)
	e.net = nn.NewNet(e.model, loss, max(rows, chunk))
	if s.Penalty != nil {
		e.net.Penalize(s.Penalty.L1, s.Penalty.L2)
	}
	e.perEp = (train.N + rows - 1) / rows
	e.total = s.Epochs * e.perEp
	e.every = max(1, min(e.perEp, e.total/records))
	work := e.model.Work()
	e.sample = min(evaluated, max(200, mostLook/max(1, work)))
	looked := min(e.sample, train.N)
	if test != nil {
		looked += min(e.sample, test.N)
	}
	if looked*work > freeLook { // a look then takes at most a third of the time of the steps before it, which go back as well
		e.every = max(e.every, looked/rows)
	}
	e.batch = batch{x: make([]float32, rows*train.D)}
	if train.Labels != nil {
		e.batch.y.Labels = make([]int32, rows*train.LabelsOf())
	} else {
		e.batch.y.Values = make([]float32, rows)
	}
	e.order = make([]int, train.N)
	for i := range e.order {
		e.order[i] = i
	}
	init, err := nn.InitByID(s.Init.ID, "init.id")
	if err == nil {
		init, err = init.With(s.Init.Params, "init")
	}
	if err != nil {
		return nil, err
	}
	w := make([]float32, e.model.NumParams())
	init.Fill(e.model, w, stream(s, streamInit))
	if s.Solve {
		if _, _, err := e.net.SolveLast(w, train.X, targets(train, 0, train.N), train.N); err != nil {
			return nil, fmt.Errorf("solve: %w", err)
		}
	}
	free := e.model.NumTrainable()
	if free == 0 {
		return nil, fmt.Errorf("model: every layer is frozen; nothing is left to train")
	}
	e.runs, e.cols = make([]networkRun, len(s.Runs)), networkCols
	for _, v := range e.model.Views() {
		if v.Rows > 1 && !v.Frozen && len(e.norms) < maxNorms {
			e.norms = append(e.norms, v)
		}
	}
	for i := range e.runs {
		r := &e.runs[i]
		r.problem.e = e
		r.w, r.g = append([]float32(nil), w...), make([]float32, free)
		r.stats = nn.NewState(e.model, s.Seed|uint64(i)<<54)
		r.problem.r = r
		r.runner, err = prepare(s, i, optim.Setup[float32]{N: free, Shapes: matrices(e.model), Problem: &r.problem},
			func(m *optim.Method) func(optim.Setup[float32]) optim.Optimizer[float32] { return m.New32 },
			func(a *optim.Average) func([]float64, int) optim.Averager[float32] { return a.New32 })
		if err != nil {
			return nil, err
		}
		if r.averaged() {
			r.mean = append([]float32(nil), w...)
			e.cols, e.means = append(networkCols[:len(networkCols):len(networkCols)], networkMeans...), true
		}
	}
	e.cols = e.cols[:len(e.cols):len(e.cols)]
	for _, v := range e.norms {
		e.cols = append(e.cols, "norm_"+v.Name, "grad_"+v.Name)
	}
	e.trailed = trailLength(e.model.NumParams(), len(e.runs))
	e.gather()
	for i := range e.runs {
		r := &e.runs[i]
		e.net.Use(nn.NewState(e.model, 0)) // a look at the gradient, which moves no statistics of the run
		e.net.Gradient(r.w, e.batch.x, e.batch.y, e.batch.rows, r.g)
		r.gradNorm = math.Sqrt(kernel.SumSquares(r.g))
		r.best, r.parts = math.Inf(1), make([]float64, len(e.norms))
		e.look(r)
		e.record(r)
	}
	return e, nil
}

// build makes the model and the loss that a Spec asks for on a set.
func build(s *Spec, train *data.Set) (*nn.Model, *nn.Loss, error) {
	m, err := nn.NewModelOf(train.Shape(), s.Model, "model")
	if err != nil {
		return nil, nil, err
	}
	loss, err := nn.LossByID(s.Loss.ID, "loss")
	if err == nil {
		loss, err = loss.With(s.Loss.Params, "loss")
	}
	if err == nil {
		err = fits(m, loss, train)
	}
	return m, loss, err
}

// fits tells whether a model's outputs and its loss are for the data: an output for each class, a single one for two classes where
// the loss does not need more, or one for the number to predict.
func fits(m *nn.Model, loss *nn.Loss, s *data.Set) error {
	if s.Labels == nil && loss.Classes {
		return fmt.Errorf("loss: %s needs classes, and this set has numbers to predict; use mse", loss.ID)
	}
	shape := m.OutShape()
	if s.Positions > 0 && (len(shape) != 2 || shape[0] != s.Positions) {
		return fmt.Errorf("model: it says %s for each example, the data ask for one of %d tokens at each of %d positions; begin with an embedding, which keeps the positions", shape, s.Vocabulary, s.Positions)
	}
	if s.Vocabulary > 0 && m.Vocabulary() != s.Vocabulary {
		return fmt.Errorf("model[0]: the data are %d different tokens; begin with {\"embedding\": 32, \"vocabulary\": %d}", s.Vocabulary, s.Vocabulary)
	}
	outputs := 1
	if s.Labels != nil {
		outputs = len(s.Classes)
	}
	if outputs == 2 && len(shape) == 1 && shape[0] == 1 && loss.ID != "softmax-ce" {
		return nil
	}
	return m.CheckOutputs(outputs, "model")
}

// chunk is how many examples are evaluated at a time.
const chunk = 256

// matrices are the weights of a model's layers, for methods that treat matrices as such; biases are none.
func matrices(m *nn.Model) []optim.Shape {
	var all []optim.Shape
	for _, v := range m.Views() {
		if v.Rows > 1 && !v.Frozen {
			all = append(all, optim.Shape{At: v.Off, Rows: v.Rows, Cols: v.Cols})
		}
	}
	return all
}

// gather fills the minibatch of the step to come.
func (e *networkExperiment) gather() {
	at := e.done % e.perEp
	if at == 0 {
		e.shuffle.Shuffle(len(e.order), func(i, j int) { e.order[i], e.order[j] = e.order[j], e.order[i] })
	}
	size, d := len(e.batch.x)/e.train.D, e.train.D
	part := e.order[at*size : min((at+1)*size, len(e.order))]
	for i, k := range part {
		copy(e.batch.x[i*d:(i+1)*d], e.train.X[k*d:(k+1)*d])
		if l := e.train.LabelsOf(); e.train.Labels != nil {
			copy(e.batch.y.Labels[i*l:(i+1)*l], e.train.Labels[k*l:(k+1)*l])
		} else {
			e.batch.y.Values[i] = e.train.Values[k]
		}
	}
	e.batch.rows = len(part)
}

func (e *networkExperiment) Step() bool {
	if e.over {
		return false
	}
	if e.done > 0 {
		e.gather()
	}
	e.done++
	e.over = e.done == e.total
	look := e.done%e.every == 0 || e.done%e.perEp == 0 && e.every <= e.perEp || e.over
	going := false
	for i := range e.runs {
		r := &e.runs[i]
		if r.diverged != nil || r.stopped != nil {
			continue
		}
		e.step(r, look)
		if r.diverged == nil && look {
			e.record(r)
		}
		going = going || r.diverged == nil && r.stopped == nil
	}
	e.over = e.over || !going
	return !e.over
}

// look notes the norms of the gradient's parts, before a method uses it as scratch.
func (e *networkExperiment) look(r *networkRun) {
	for i, v := range e.norms {
		r.parts[i] = math.Sqrt(kernel.SumSquares(r.g[v.Off : v.Off+v.Rows*v.Cols]))
	}
}

// step moves a run by the minibatch's gradient; step e.done of it.
func (e *networkExperiment) step(r *networkRun, look bool) {
	lr := r.lr(e.done - 1)
	r.problem.asked++
	e.net.Use(r.stats)
	loss := e.net.Gradient(r.w, e.batch.x, e.batch.y, e.batch.rows, r.g)
	r.gradNorm = math.Sqrt(kernel.SumSquares(r.g))
	if !finite(loss, r.gradNorm) {
		what := fmt.Sprintf("the loss is %s", signed(loss))
		if finite(loss) {
			what = fmt.Sprintf("the gradient is %s", signed(r.gradNorm))
		}
		r.diverged = &Diverged{Step: e.done, Suggest: &Suggest{LR: twoDigits(lr / 10)},
			Message: fmt.Sprintf("%s diverged at step %d: %s. Its step size %s is too large for this network.", r.name, e.done, what, digits(lr, 3))}
		return
	}
	if look {
		e.look(r)
	}
	r.runner.step(r.w[:len(r.g)], r.g, lr)
}
