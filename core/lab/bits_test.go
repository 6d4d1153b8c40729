package lab

import (
	"fmt"
	"testing"
)

// The same Spec gives the same bits on every processor, with vectors and without, and in WebAssembly: the CRC of the weights at the end
// and the loss to the last digit are these wherever this runs. They change when an order of summation or a stream of chance does.
func TestNetworkBitsEverywhere(t *testing.T) {
	for _, c := range []struct{ name, doc, want string }{
		{"image layers", network(2, `[{"conv2d":6,"kernel":3,"padding":1,"stride":2},{"batchnorm":true},{"act":"relu"},{"residual":[{"conv2d":6,"kernel":3,"padding":1,"groups":2},{"act":"elu"}]},{"maxpool":2},{"avgpool":2,"stride":1},{"flatten":true},{"layernorm":true},{"dropout":0.2},{"dense":10}]`, `{"id":"softmax-ce","smoothing":0.1}`, `,"penalty":{"l1":1e-4,"l2":1e-3}`), "e6d6e08f 2.3096936267979706"},
		{"activations", network(2, `[{"dense":16,"ntk":true},{"act":"gelu"},{"dense":16},{"act":"gelu-tanh"},{"dense":16},{"act":"silu"},{"dense":16,"frozen":true},{"act":"softplus"},{"dense":16},{"act":"sin"},{"dense":16},{"act":"tanh"},{"dense":16,"no_bias":true},{"act":"sigmoid"},{"dense":10}]`, `"softmax-ce"`, `,"init":{"id":"orthogonal"}`), "6aa64571 2.25053376703601"},
		{"sequence", `{"v":1,"kind":"network","epochs":2,"data":{"id":"copy","n":200,"test_n":50,"length":4,"alphabet":5},"model":[{"embedding":8,"vocabulary":6},{"position":"sinusoidal"},{"residual":[{"layernorm":true},{"attention":2,"causal":true}]},{"dense":6}],"runs":[{"optimizer":"adam","lr":0.01}]}`, "8c4f49b6 1.6981181643742795"},
		{"solved", network(2, `[{"dense":40,"frozen":true},{"act":"relu"},{"dense":10}]`, `"mse"`, `,"solve":true`), "5ff05fe6 0.05751153779033909"},
		{"logistic, L-BFGS", `{"v":1,"kind":"network","epochs":8,"batch":300,"data":{"id":"circles"},"model":[{"dense":8},{"act":"tanh"},{"dense":1}],"loss":"logistic","init":{"id":"xavier"},"runs":[{"optimizer":"lbfgs"}]}`, "d27dbf14 0.1992971447770833"},
		{"huber, trust region", `{"v":1,"kind":"network","epochs":8,"batch":64,"data":{"id":"sine"},"model":[{"dense":8},{"act":"tanh"},{"dense":1}],"loss":{"id":"huber","delta":0.5},"runs":[{"optimizer":"trust-region"}]}`, "5fc51a4a 0.16857471293815038"},
		{"hinge", network(2, `[{"dense":16},{"act":"leaky-relu"},{"dense":10}]`, `"hinge"`, ""), "80cf3968 0.3239501527473331"},
	} {
		end := runSpec(t, c.doc, nil).Runs[0].End
		if got := fmt.Sprintf("%s %v", end.Weights, float64(*end.TrainLoss)); got != c.want {
			t.Errorf("%s: weights and loss are %s, want %s", c.name, got, c.want)
		}
	}
}
