package lab

import (
	"encoding/json"
	"fmt"
	"testing"

	"saddlelab/core/nn"
)

// Every preset trains from a Spec, on data of the kind that it is for: its loss falls to the given part of where it began, and what is
// right on examples it has not seen rises to the given part, where there are classes and time to learn them.
func TestEveryPresetTrains(t *testing.T) {
	on := map[string]struct {
		outputs, vocabulary, epochs, batch int
		data, run                          string
		left, right                        float64
	}{
		"perceptron":     {1, 0, 30, 32, `{"id":"gaussians","n":200,"flip":0}`, `{"optimizer":"sgd","lr":0.3}`, .4, .9},
		"2-4-2-1":        {1, 0, 100, 32, `{"id":"circles","n":150,"noise":0.03}`, `{"optimizer":"adam","lr":0.03}`, .2, .95},
		"mlp":            {10, 0, 15, 32, `{"id":"glyphs","n":500,"test_n":300}`, `{"optimizer":"sgd","lr":0.1}`, .05, .85},
		"deep-linear":    {1, 0, 20, 32, `{"id":"teacher-student","n":300,"test_n":50}`, `{"optimizer":"sgd","lr":0.02}`, .5, 0},
		"lenet":          {10, 0, 6, 16, `{"id":"digits","n":160,"test_n":40,"jitter":0.3}`, `{"optimizer":"adam","lr":0.003}`, .1, .9},
		"resnet":         {10, 0, 8, 8, `{"id":"digits","n":40,"test_n":10,"jitter":0.3,"noise":0.05}`, `{"optimizer":"adam","lr":0.005}`, .2, 0},
		"transformer":    {6, 6, 8, 32, `{"id":"copy","n":600,"test_n":100,"length":4,"alphabet":5}`, `{"optimizer":"adam","lr":0.005}`, .1, .95},
		"two-layer-relu": {1, 0, 20, 32, `{"id":"teacher-student","n":200,"test_n":50}`, `{"optimizer":"sgd","lr":0.5}`, .05, 0},
	}
	for _, p := range nn.Presets {
		c, ok := on[p.ID]
		if !ok {
			t.Errorf("no data for preset %s", p.ID)
			continue
		}
		model, err := json.Marshal(p.For(c.outputs, c.vocabulary))
		if err != nil {
			t.Fatal(err)
		}
		r := runSpec(t, fmt.Sprintf(`{"v":1,"kind":"network","epochs":%d,"batch":%d,"data":%s,"model":%s,"init":{"id":%q},"loss":%q,"runs":[%s]}`,
			c.epochs, c.batch, c.data, model, p.Init, p.Loss, c.run), nil).Runs[0]
		first, last := float64(r.Steps[0].TrainLoss), float64(*r.End.TrainLoss)
		if r.End.Diverged != nil || !(last < c.left*first) {
			t.Errorf("%s: loss from %g to %g, want below %g of it; %+v", p.ID, first, last, c.left, r.End.Diverged)
		}
		if acc := float64(*r.End.TestAcc); c.right > 0 && !(acc >= c.right) {
			t.Errorf("%s: test accuracy %g, want %g", p.ID, acc, c.right)
		}
		t.Logf("%s: loss %.3g to %.3g, test accuracy %.3g", p.ID, first, last, float64(*r.End.TestAcc))
	}
}

// Glyphs and spirals are learned to the last example, glyphs with labels by chance too: what has capacity can remember anything.
func TestZeroTrainingError(t *testing.T) {
	for _, c := range []struct {
		name, data, model, run string
		epochs                 int
	}{
		{"glyphs", `{"id":"glyphs","n":500,"test_n":100}`, `[{"dense":256},{"act":"relu"},{"dense":10}]`, `{"optimizer":"momentum","lr":0.01,"momentum":0.9}`, 20},
		{"glyphs, labels by chance", `{"id":"glyphs","n":200,"test_n":100,"corrupt":{"id":"random-labels","fraction":1}}`, `[{"dense":256},{"act":"relu"},{"dense":10}]`, `{"optimizer":"momentum","lr":0.02,"momentum":0.9}`, 60},
		{"glyphs, a convolution", `{"id":"glyphs","n":300,"test_n":100}`, `[{"conv2d":8,"kernel":3,"padding":1},{"act":"relu"},{"maxpool":2},{"flatten":true},{"dense":10}]`, `{"optimizer":"adam","lr":0.005}`, 30},
		{"spirals", `{"id":"two-spirals","n":200,"test_n":100}`, `[{"dense":32},{"act":"tanh"},{"dense":32},{"act":"tanh"},{"dense":2}]`, `{"optimizer":"adam","lr":0.01}`, 300},
	} {
		r := runSpec(t, fmt.Sprintf(`{"v":1,"kind":"network","epochs":%d,"data":%s,"model":%s,"runs":[%s]}`, c.epochs, c.data, c.model, c.run), nil).Runs[0]
		if acc := float64(*r.End.TrainAcc); acc != 1 {
			t.Errorf("%s: training accuracy %g, want 1", c.name, acc)
		}
	}
}

// A step of a network with every kind of layer allocates nothing once each method has made its first.
func TestNetworkStepAllocatesNothing(t *testing.T) {
	for name, doc := range map[string]string{
		"image":    network(100, `[{"conv2d":4,"kernel":3,"padding":1},{"batchnorm":true},{"act":"relu"},{"maxpool":2},{"residual":[{"conv2d":4,"kernel":3,"padding":1},{"act":"gelu"}]},{"avgpool":2},{"flatten":true},{"layernorm":true},{"dropout":0.2},{"dense":16,"frozen":true},{"act":"tanh"},{"dense":10}]`, `{"id":"softmax-ce","smoothing":0.1}`, `,"penalty":{"l1":1e-4,"l2":1e-3}`),
		"sequence": `{"v":1,"kind":"network","epochs":100,"batch":20,"data":{"id":"copy","n":300,"test_n":50,"length":4,"alphabet":5},"model":[{"embedding":8,"vocabulary":6},{"position":"learned"},{"residual":[{"attention":2,"causal":true}]},{"dense":6}],"runs":[{"optimizer":"adam","lr":0.005}]}`,
	} {
		s, err := Parse([]byte(doc))
		if err != nil {
			t.Fatal(err)
		}
		e, err := Start(s, nil)
		if err != nil {
			t.Fatal(err)
		}
		perEpoch := 300 / 20
		for range perEpoch {
			e.Step()
		}
		if n := testing.AllocsPerRun(perEpoch-3, func() { e.Step() }); n != 0 { // between two evaluations, whose records grow
			t.Errorf("%s: %v allocations per step, want 0", name, n)
		}
	}
}
