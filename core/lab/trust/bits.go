package trust

// golden are Specs with the numbers that they give on every processor and in every browser. They change when an order of summation or
// a stream of chance does.
var golden = []struct {
	name, spec string
	names      []string
	want       []float64
}{
	{
		"a sequence by attention, Adam",
		`{"v":1,"kind":"network","epochs":2,"data":{"id":"copy","n":200,"test_n":50,"length":4,"alphabet":5},"model":[{"embedding":8,"vocabulary":6},{"position":"sinusoidal"},{"residual":[{"layernorm":true},{"attention":2,"causal":true}]},{"dense":6}],"runs":[{"optimizer":"adam","lr":0.01}]}`,
		weights, []float64{0x8c4f49b6, 1.6981181643742795},
	},
	{
		"circles, L-BFGS",
		`{"v":1,"kind":"network","epochs":8,"batch":300,"data":{"id":"circles"},"model":[{"dense":8},{"act":"tanh"},{"dense":1}],"loss":"logistic","init":{"id":"xavier"},"runs":[{"optimizer":"lbfgs"}]}`,
		weights, []float64{0xd27dbf14, 0.1992971447770833},
	},
	{
		"Himmelblau, SGLD",
		`{"v":1,"kind":"surface","surface":{"id":"himmelblau"},"start":[-1,-1],"seed":7,"steps":300,"runs":[{"optimizer":"sgld","lr":0.002}]}`,
		[]string{"x₁ at the end", "x₂ at the end", "f at the end"}, []float64{-3.7998850904929182, -3.2644073643798395, 0.051127606965055764},
	},
}

var weights = []string{"CRC-32 of the weights", "training loss"}

// bitsOf compares runs with numbers that were stored, to the last bit.
func bitsOf(run Runner) Outcome {
	t := &tally{}
	for _, g := range golden {
		t.of(g.name)
		if run == nil {
			t.broken("nothing runs Specs here")
			continue
		}
		got, err := run(g.spec)
		if err != nil {
			t.broken(err.Error())
			continue
		}
		if len(got) != len(g.want) {
			t.broken("another count of numbers")
			continue
		}
		for i, w := range g.want {
			t.exact(g.names[i], w, got[i])
		}
	}
	return t.outcome()
}
