//go:build goexperiment.simd && !js

package export

import (
	"fmt"
	"math"
	"testing"

	"saddlelab/core/data"
	"saddlelab/core/lab"
	"saddlelab/core/nn"
	"saddlelab/core/optim"
	"saddlelab/core/param"
)

// The reference is the laboratory's training in float64: its layers, losses and methods, by the plain loops of core/nn and the chains of
// core/optim, from the same float32 data and weights.

// reference64 is one run in float64.
type reference64 struct {
	in     *lab.Ingredients
	net    *nn.NetOf[float64]
	state  *nn.StateOf[float64]
	w      []float64
	x      []float64
	y      nn.TargetsOf[float64]
	rows   int
	losses []float64
	mean   []float64
}

func wide(x []float32) []float64 {
	out := make([]float64, len(x))
	for i, v := range x {
		out[i] = float64(v)
	}
	return out
}

func targets64(s *data.Set) nn.TargetsOf[float64] {
	if s.Labels != nil {
		return nn.TargetsOf[float64]{Labels: s.Labels}
	}
	return nn.TargetsOf[float64]{Values: wide(s.Values)}
}

func (r *reference64) whole(w []float64) []float64 {
	all := append([]float64(nil), r.w...)
	copy(all, w)
	return all
}

func (r *reference64) Value(w []float64) float64 {
	r.net.Use(r.state)
	return r.net.Loss(r.whole(w), r.x, r.y, r.rows)
}

func (r *reference64) Gradient(w, g []float64) float64 {
	r.net.Use(r.state)
	return r.net.Gradient(r.whole(w), r.x, r.y, r.rows, g)
}

func (r *reference64) HessianVector(w, v, hv []float64) {
	r.net.Use(r.state)
	r.net.HessianVector(r.whole(w), r.x, r.y, r.rows, v, hv)
}

// values are those of ps by name, in their order.
func values(ps []param.Param, v param.Values) []float64 {
	var p []float64
	for _, q := range ps {
		p = append(p, v[q.Name])
	}
	return p
}

// train64 makes run i of a Spec in float64.
func train64(t *testing.T, s *lab.Spec, i int) *reference64 {
	t.Helper()
	in, err := lab.Prepare(s, nil)
	if err != nil {
		t.Fatal(err)
	}
	r := &reference64{in: in, w: wide(in.Weights), net: nn.NewNetOf[float64](in.Model, in.Loss, max(in.Batch, 256)), state: nn.NewStateOf[float64](in.Model, s.Seed|uint64(i)<<54)}
	if s.Penalty != nil {
		r.net.Penalize(s.Penalty.L1, s.Penalty.L2)
	}
	run := s.Runs[i]
	m, _ := optim.ByID(run.Optimizer, "")
	free := in.Model.NumTrainable()
	var shapes []optim.Shape
	for _, v := range in.Model.Views() {
		if v.Rows > 1 && !v.Frozen {
			shapes = append(shapes, optim.Shape{At: v.Off, Rows: v.Rows, Cols: v.Cols})
		}
	}
	o := m.New64(optim.Setup[float64]{P: values(m.Params, run.Params), N: free, RNG: lab.StreamOf(s, lab.Streams.Run+uint64(i)), Shapes: shapes, Problem: r})
	options, err := optim.NewOptions(run.Options, "")
	if err != nil {
		t.Fatal(err)
	}
	if options != (optim.Options{}) {
		o = optim.Wrap(o, options)
	}
	var average optim.Averager[float64]
	if run.Average.ID != "none" {
		a, _ := optim.AverageByID(run.Average.ID, "")
		average = a.New64(values(a.Params, run.Average.Params), free)
	}
	sch, _ := optim.ScheduleByID(run.Schedule.ID, "")
	factor := sch.New(values(sch.Params, run.Schedule.Params))
	order, shuffle := make([]int, in.Train.N), lab.StreamOf(s, lab.Streams.Batches)
	for k := range order {
		order[k] = k
	}
	x, y, d, l := wide(in.Train.X), targets64(in.Train), in.Train.D, in.Train.LabelsOf()
	g := make([]float64, free)
	for k := range in.Steps {
		at := k % in.PerEpoch
		if at == 0 {
			shuffle.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		}
		r.x, r.y = nil, nn.TargetsOf[float64]{}
		part := order[at*in.Batch : min((at+1)*in.Batch, len(order))]
		for _, e := range part {
			r.x = append(r.x, x[e*d:(e+1)*d]...)
			if y.Labels != nil {
				r.y.Labels = append(r.y.Labels, y.Labels[e*l:(e+1)*l]...)
			} else {
				r.y.Values = append(r.y.Values, y.Values[e])
			}
		}
		r.rows = len(part)
		r.losses = append(r.losses, r.Gradient(r.w[:free], g))
		lr := run.Params["lr"]
		for _, c := range run.Changes {
			if c.Step <= k {
				lr = c.LR
			}
		}
		o.Step(r.w[:free], g, lr*factor(k))
		if average != nil {
			average.Add(r.w[:free])
		}
	}
	if average != nil {
		r.mean = make([]float64, free)
		average.Mean(r.mean)
	} else if a, ok := o.(optim.Averaged[float64]); ok {
		r.mean = make([]float64, free)
		a.Average(r.mean)
	}
	return r
}

// look is the loss and the accuracy on a set.
func (r *reference64) look(s *data.Set) (loss, acc float64) {
	if s == nil {
		return math.NaN(), math.NaN()
	}
	y := targets64(s)
	r.net.Use(r.state)
	loss, right := r.net.Evaluate(r.w, wide(s.X), y, s.N)
	if s.Labels == nil {
		return loss, math.NaN()
	}
	return loss, float64(right) / float64(r.net.Counted(y, s.N))
}

// networkSpecs are kinds of networks, losses, initializations and methods.
func networkSpecs() map[string]string {
	mlp := `[{"dense":12},{"act":"tanh"},{"dense":8},{"act":"gelu"},{"dense":2}]`
	spirals := func(rest string) string {
		return `{"v":1,"kind":"network","epochs":3,"batch":50,"data":{"id":"two-spirals"},"model":` + mlp + "," + rest + "}"
	}
	all := map[string]string{
		"options":     spirals(`"init":{"id":"xavier"},"runs":[{"optimizer":"sgd","lr":0.1,"options":{"clip_norm":0.3,"decay":0.01}},{"optimizer":"adam","schedule":{"id":"cosine","steps":20},"average":"ema","changes":[{"step":7,"lr":0.003}]},{"optimizer":"asgd","average":{"id":"swa","start":4,"every":2}}]`),
		"penalty":     spirals(`"init":{"id":"uniform"},"penalty":{"l1":0.001,"l2":0.01},"runs":[{"optimizer":"momentum"},{"optimizer":"lbfgs"},{"optimizer":"trust-region"}]`),
		"smooth":      spirals(`"init":{"id":"orthogonal"},"loss":{"id":"softmax-ce","smoothing":0.1},"runs":[{"optimizer":"nesterov"}]`),
		"hinge":       spirals(`"init":{"id":"normal"},"loss":"hinge","runs":[{"optimizer":"sgd"}]`),
		"mse":         spirals(`"init":{"id":"lecun"},"loss":"mse","runs":[{"optimizer":"sgd"}]`),
		"logistic":    `{"v":1,"kind":"network","epochs":3,"data":{"id":"circles"},"model":[{"dense":8,"ntk":true},{"act":"softplus"},{"dense":8,"frozen":true},{"act":"silu"},{"dense":1}],"loss":"logistic","init":{"id":"ntk"},"runs":[{"optimizer":"adamw"}]}`,
		"huber":       `{"v":1,"kind":"network","epochs":3,"data":{"id":"sine"},"model":[{"dense":8,"init":{"id":"normal","sigma":1}},{"act":"sin"},{"dense":8},{"act":"cube"},{"dense":1}],"loss":{"id":"huber","delta":0.5},"init":{"id":"signs"},"runs":[{"optimizer":"rmsprop","lr":0.001}]}`,
		"cnn":         `{"v":1,"kind":"network","epochs":1,"batch":40,"data":{"id":"glyphs","n":200,"test_n":50},"model":[{"conv2d":4,"kernel":3,"padding":1},{"batchnorm":true},{"act":"relu"},{"residual":[{"conv2d":4,"kernel":3,"padding":1,"groups":2},{"act":"elu"}]},{"maxpool":2},{"conv2d":6,"kernel":3,"stride":2,"ntk":true},{"act":"leaky-relu"},{"avgpool":1},{"layernorm":true},{"dropout":0.3},{"dense":16},{"batchnorm":true},{"act":"gelu-tanh"},{"dense":10}],"runs":[{"optimizer":"adam","lr":0.003},{"optimizer":"muon"},{"optimizer":"trust-region","k":5}]}`,
		"transformer": `{"v":1,"kind":"network","epochs":1,"data":{"id":"copy","n":200,"test_n":50,"length":4,"alphabet":5},"model":[{"embedding":8,"vocabulary":6},{"position":"learned"},{"residual":[{"layernorm":true},{"attention":2,"causal":true}]},{"batchnorm":true},{"residual":[{"dense":16},{"act":"relu"},{"dropout":0.1},{"dense":8}]},{"position":"sinusoidal"},{"dense":6}],"runs":[{"optimizer":"adam","lr":0.01},{"optimizer":"shampoo"},{"optimizer":"negative-curvature","k":4,"escape":0.02,"lr":0.01}]}`,
		"solved":      `{"v":1,"kind":"network","epochs":2,"data":{"id":"blobs"},"model":[{"dense":20,"frozen":true},{"act":"relu"},{"dense":3}],"loss":"mse","solve":true,"runs":[{"optimizer":"sgd"}]}`,
	}
	for _, id := range lab.Offered("network") {
		rest := ""
		if id == "saddle-free-newton" { // with its defaults it is thrown far on minibatches, and rounding grows with it
			rest = `,"lr":0.2,"damping":1`
		}
		all["method-"+id] = spirals(fmt.Sprintf(`"runs":[{"optimizer":%q%s}]`, id, rest))
	}
	return all
}

func TestNetworkScripts(t *testing.T) {
	scripts, specs := map[string]string{}, map[string]*lab.Spec{}
	for name, doc := range networkSpecs() {
		specs[name] = parse(t, doc)
		text, err := Script(specs[name], nil)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		scripts[name] = text
	}
	for name, runs := range torch(t, scripts) {
		s := specs[name]
		for i := range s.Runs {
			if i >= len(runs) || runs[i].Failure != "" {
				t.Errorf("%s: the script failed: %s", name, runs[len(runs)-1].Failure)
				break
			}
			checkNetwork(t, fmt.Sprintf("%s, %s", name, s.Runs[i].Optimizer), train64(t, s, i), runs[i])
		}
	}
}

func checkNetwork(t *testing.T, label string, want *reference64, r ran) {
	t.Helper()
	if len(r.F) != len(want.losses) || len(r.X[0]) != len(want.w) {
		t.Errorf("%s: %d losses and %d weights, want %d and %d", label, len(r.F), len(r.X[0]), len(want.losses), len(want.w))
		return
	}
	worst, what := 0.0, ""
	see := func(a, b float64, name string) {
		if d := apart(a, b); !(d <= worst) {
			worst, what = d, name
		}
	}
	for k, f := range r.F {
		see(f, want.losses[k], fmt.Sprintf("the loss of step %d", k))
	}
	for k, w := range r.X[0] {
		see(w, want.w[k], fmt.Sprintf("weight %d at the end", k))
	}
	if (len(r.Mean) > 0) != (want.mean != nil) {
		t.Errorf("%s: an average in one of the two only", label)
	} else if want.mean != nil {
		for k, w := range r.Mean[0] {
			see(w, want.mean[k], fmt.Sprintf("the average of weight %d", k))
		}
	}
	end := r.Looks[len(r.Looks)-1]
	for set, s := range []*data.Set{want.in.Train, want.in.Test} {
		loss, acc := want.look(s)
		for k, v := range []float64{loss, acc} {
			got := math.NaN()
			if p := end[1+2*set+k]; p != nil {
				got = *p
			}
			if !math.IsNaN(v) || !math.IsNaN(got) {
				see(got, v, fmt.Sprintf("number %d of the last look", 1+2*set+k))
			}
		}
	}
	if !(worst <= tolerance) {
		t.Errorf("%s: %s is %.3g apart, want at most %g", label, what, worst, tolerance)
	}
}
