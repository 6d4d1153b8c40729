package lab

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"
)

const small = `{"v":1,"kind":"network","epochs":%d,"batch":20,"data":{"id":"glyphs","n":300,"test_n":100},"model":%s,"loss":%s,"runs":[{"optimizer":"adam","lr":0.005}]%s}`

func network(epochs int, model, loss, rest string) string {
	return fmt.Sprintf(small, epochs, model, loss, rest)
}

// Convolutions, pooling, batch normalization, dropout and residual blocks train, and the same Spec gives the same bits.
func TestLayersTrain(t *testing.T) {
	for _, model := range []string{
		`[{"conv2d":8,"kernel":3,"padding":1},{"act":"relu"},{"maxpool":2},{"flatten":true},{"dense":10}]`,
		`[{"conv2d":6,"kernel":3},{"batchnorm":true},{"act":"relu"},{"residual":[{"conv2d":6,"kernel":3,"padding":1},{"batchnorm":true}]},{"act":"relu"},{"avgpool":2},{"dense":10}]`,
		`[{"dense":64},{"layernorm":true},{"act":"gelu"},{"dropout":0.2},{"dense":10}]`,
		`[{"dense":40,"ntk":true},{"act":"silu"},{"residual":[{"dense":40},{"act":"softplus"}]},{"dense":10}]`,
	} {
		doc := network(20, model, `"softmax-ce"`, "")
		a, b := runSpec(t, doc, nil).Runs[0], runSpec(t, doc, nil).Runs[0]
		if a.End.Weights != b.End.Weights {
			t.Errorf("%s: two runs of one Spec end at weights %s and %s", model, a.End.Weights, b.End.Weights)
		}
		if acc := float64(*a.End.TrainAcc); acc < .97 {
			t.Errorf("%s: training accuracy %g", model, acc)
		}
		if acc := float64(*a.End.TestAcc); acc < .6 {
			t.Errorf("%s: test accuracy %g", model, acc)
		}
	}
}

// A run's dropouts and statistics are its own: it ends the same with a neighbour.
func TestStateIsTheRunsOwn(t *testing.T) {
	doc := network(3, `[{"dense":32},{"batchnorm":true},{"act":"relu"},{"dropout":0.3},{"dense":10}]`, `"softmax-ce"`, "")
	alone := runSpec(t, doc, nil).Runs[0].End.Weights
	two := runSpec(t, strings.Replace(doc, `"lr":0.005}`, `"lr":0.005},{"optimizer":"sgd","lr":0.1},{"optimizer":"adam","lr":0.005}`, 1), nil)
	if two.Runs[0].End.Weights != alone {
		t.Errorf("with a neighbour it ends at %s, alone at %s", two.Runs[0].End.Weights, alone)
	}
	if two.Runs[2].End.Weights == alone {
		t.Error("two runs with dropouts of their own end at the same weights")
	}
}

// Frozen layers do not move; with random features and the last layer solved for, the start is already the least-squares fit, which a
// small step of gradient descent on the squared loss cannot improve.
func TestFrozenAndSolved(t *testing.T) {
	model := `[{"dense":400,"frozen":true},{"act":"relu"},{"dense":10}]`
	r := runSpec(t, network(1, model, `"mse"`, `,"solve":true`), nil).Runs[0]
	first := r.Steps[0]
	if float64(first.TrainAcc) != 1 || float64(first.GradNorm) > 1e-3 {
		t.Errorf("solved: accuracy %g, gradient %g", first.TrainAcc, first.GradNorm)
	}
	plain := runSpec(t, network(1, model, `"mse"`, ""), nil).Runs[0].Steps[0]
	if float64(plain.TrainAcc) > .5 || float64(plain.GradNorm) < 1e-2 {
		t.Errorf("not solved: accuracy %g, gradient %g", plain.TrainAcc, plain.GradNorm)
	}
	if r := runSpec(t, network(8, model, `"softmax-ce"`, ""), nil).Runs[0].End; float64(*r.TrainAcc) < .97 {
		t.Errorf("the last layer alone reaches %g", *r.TrainAcc)
	}
}

// Newton-like methods, averages and penalties work where a part of the weights is frozen.
func TestFrozenWithEverything(t *testing.T) {
	for _, opt := range []string{`"lbfgs"`, `"saddle-free-newton","lr":0.1`, `"muon"`, `"sam"`, `"sgd","average":"polyak"`} {
		doc := strings.Replace(network(1, `[{"dense":20,"frozen":true},{"act":"tanh"},{"dense":10}]`, `"softmax-ce"`, `,"penalty":{"l2":0.01,"l1":0.001}`), `"adam","lr":0.005`, opt, 1)
		r := runSpec(t, doc, nil).Runs[0]
		if r.End.Diverged != nil || float64(*r.End.TrainLoss) >= float64(r.Steps[0].TrainLoss) {
			t.Errorf("%s: loss from %g to %g, %+v", opt, r.Steps[0].TrainLoss, *r.End.TrainLoss, r.End.Diverged)
		}
	}
}

// One output is enough for two classes, with a loss for it.
func TestSingleOutputForTwoClasses(t *testing.T) {
	for _, loss := range []string{"logistic", "hinge", "mse", "huber"} {
		doc := fmt.Sprintf(`{"v":1,"kind":"network","epochs":30,"data":{"id":"circles"},"model":[{"dense":16},{"act":"tanh"},{"dense":1}],"loss":%q,"runs":[{"optimizer":"adam","lr":0.02}]}`, loss)
		if r := runSpec(t, doc, nil).Runs[0].End; float64(*r.TrainAcc) < .95 {
			t.Errorf("%s: accuracy %g", loss, *r.TrainAcc)
		}
	}
}

// Label smoothing is written into the Spec, and its least possible loss is the entropy of what is asked for.
func TestLossWithParameters(t *testing.T) {
	r := runSpec(t, network(40, `[{"dense":64},{"act":"relu"},{"dense":10}]`, `{"id":"softmax-ce","smoothing":0.1}`, ""), nil)
	doc, _ := json.Marshal(r.Spec)
	if !strings.Contains(string(doc), `"loss":{"id":"softmax-ce","smoothing":0.1}`) {
		t.Errorf("the Spec says %s", doc)
	}
	right, other := .9+.01, .01
	entropy := -right*math.Log(right) - 9*other*math.Log(other)
	if l := float64(*r.Runs[0].End.TrainLoss); l < entropy || l > entropy+.05 {
		t.Errorf("training loss %g, want a little above %g", l, entropy)
	}
	if doc, _ := json.Marshal(runSpec(t, network(1, `[{"dense":10}]`, `{"id":"softmax-ce"}`, ""), nil).Spec); !strings.Contains(string(doc), `"loss":"softmax-ce"`) {
		t.Errorf("the Spec says %s", doc)
	}
}

func TestLayersRefuse(t *testing.T) {
	for model, want := range map[string]string{
		`[{"conv2d":4,"kernel":20},{"dense":10}]`:           "model[0]",
		`[{"conv2d":4},{"maxpool":50},{"dense":10}]`:        "model[1]",
		`[{"dense":4,"kernel":3}]`:                          `model[0].kernel: unknown field "kernel"`,
		`[{"dense":10,"frozen":true}]`:                      "model: every layer is frozen; nothing is left to train",
		`[{"embedding":8,"vocabulary":4},{"dense":10}]`:     "model",
		`[{"dense":10,"init":{"id":"normal","sigma":-1}}]`:  "model[0].init.sigma: -1 is not a number",
		`[{"dropout":1.5},{"dense":10}]`:                    "model[0].dropout: 1.5 is not a number",
		`[{"dense":1}]`:                                     "model: the last layer has 1 outputs, the data have 10 classes",
		`[{"residual":[{"dense":7}]},{"dense":10}]`:         "model[0]",
		`[{"act":"swish"},{"dense":10}]`:                    `model[0].act: unknown act`,
		`[{"conv2d":8,"kernel":3,"groups":3},{"dense":10}]`: "model[0]",
		`[{"dense":10,"dense2":1}]`:                         `model[0].dense2: unknown field "dense2"`,
	} {
		s, err := Parse([]byte(network(1, model, `"softmax-ce"`, "")))
		if err == nil {
			_, err = Start(s, nil)
		}
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: %v\nwant %s", model, err, want)
		}
	}
}
