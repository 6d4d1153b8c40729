//go:build js && wasm

// Command ours is what bench/run.mjs measures of this project: training steps as core/lab makes them, and what else takes time. It
// exports functions to the page instead of importing syscall/js.
package main

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"

	"saddlelab/core/kernel"
	"saddlelab/core/lab"
	"saddlelab/core/nn"
	"saddlelab/core/optim"
	"saddlelab/core/param"
	"saddlelab/core/real"
)

// batches is how many different minibatches a training goes round.
const batches = 8

var (
	net  *nn.Net
	opt  optim.Optimizer[float32]
	lr   float64
	rows int
	in   int
	w, g []float32
	hv   []float32
	x    [batches][]float32
	y    [batches]nn.Targets
	at   int
	loss float64
	norm float64

	side    int
	a, b, c []float32

	looking               *nn.Net
	sliced                *nn.Slice
	corner                [3][]float32
	sample                []float32
	classes               []int32
	across, losses, right []float64

	reading lab.Experiment
)

func main() { select {} } // the page calls the functions below

// setup prepares a training: network 0 is 784-128-10 with relu and softmax cross-entropy, 1 is 2-4-2-1 with tanh and mean
// squared error, 2 two convolutions of 5×5 without padding, with 8 and 16 channels, each with relu and pooling, and 10 outputs; method 0 is sgd, 1 is adam.
//
//go:wasmexport setup
func setup(network, batch, method int32) {
	r := rand.New(rand.NewPCG(7, 1))
	layers, lossID, initID := []nn.LayerSpec{{Dense: 128}, {Act: "relu"}, {Dense: 10}}, "softmax-ce", "he"
	rows, in, at = int(batch), 784, 0
	if network == 1 {
		layers, lossID, initID = []nn.LayerSpec{{Dense: 4}, {Act: "tanh"}, {Dense: 2}, {Act: "tanh"}, {Dense: 1}, {Act: "tanh"}}, "mse", "xavier"
		in = 2
	}
	shape := nn.Shape{in}
	if network == 2 {
		shape = nn.Shape{1, 28, 28}
		layers = []nn.LayerSpec{{Conv2D: 8, Kernel: 5}, {Act: "relu"}, {MaxPool: 2}, {Conv2D: 16, Kernel: 5}, {Act: "relu"}, {MaxPool: 2}, {Dense: 10}}
	}
	m := must(nn.NewModelOf(shape, layers, "model"))
	net = nn.NewNet(m, must(nn.LossByID(lossID, "loss")), rows)
	w, g = make([]float32, m.NumParams()), make([]float32, m.NumParams())
	must(nn.InitByID(initID, "init")).Fill(m, w, r)
	given := param.Values{"lr": .01}
	id := "sgd"
	if method == 1 {
		id, given = "adam", param.Values{"lr": .001}
	}
	how := must(optim.ByID(id, "optimizer"))
	p := must(param.Resolve(how.Params, given, ""))
	lr, opt = p[0], how.New32(optim.Setup[float32]{P: p, N: len(w), RNG: r})
	for k := range x {
		x[k], y[k] = make([]float32, rows*in), nn.Targets{}
		for i := range x[k] {
			x[k][i] = r.Float32()
			if network == 1 {
				x[k][i] = 12*x[k][i] - 6
			}
		}
		for range rows {
			if network == 1 {
				y[k].Values = append(y[k].Values, float32(2*r.IntN(2)-1))
			} else {
				y[k].Labels = append(y[k].Labels, int32(r.IntN(10)))
			}
		}
	}
}

// steps makes n training steps and gives the last one's loss.
//
//go:wasmexport steps
func steps(n int32) float64 {
	for range n {
		step()
	}
	return loss
}

// gradients makes n gradients on the first minibatch.
//
//go:wasmexport gradients
func gradients(n int32) {
	for range n {
		net.Gradient(w, x[0], y[0], rows, g)
	}
}

// curvatures makes n Hessian-vector products on the first minibatch.
//
//go:wasmexport curvatures
func curvatures(n int32) {
	if len(hv) != len(w) {
		hv = make([]float32, len(w))
	}
	for range n {
		net.HessianVector(w, x[0], y[0], rows, g, hv)
	}
}

// step is what core/lab does in a step: it looks at the gradient's norm, to tell whether the run has diverged.
func step() {
	k := at % batches
	loss = net.Gradient(w, x[k], y[k], rows, g)
	norm = math.Sqrt(kernel.SumSquares(g))
	if math.IsNaN(norm + loss) {
		panic("diverged")
	}
	opt.Step(w, g, lr)
	at++
}

// squares prepares products of n×n matrices.
//
//go:wasmexport squares
func squares(n int32) {
	side = int(n)
	r := rand.New(rand.NewPCG(7, 2))
	a, b, c = make([]float32, n*n), make([]float32, n*n), make([]float32, n*n)
	for i := range a {
		a[i], b[i] = r.Float32()-.5, r.Float32()-.5
	}
}

// products makes n products and gives one of the numbers.
//
//go:wasmexport products
func products(n int32) float64 {
	for range n {
		kernel.NN(side, side, side, a, side, b, side, c, side, false)
	}
	return float64(c[0])
}

//go:noescape
func peak(n int, out *float32)

// ceiling makes n·384 additions and multiplications with nothing else to do.
//
//go:wasmexport ceiling
func ceiling(n int32) float64 {
	var out float32
	peak(int(n), &out)
	return float64(out)
}

// plane prepares the loss of 784-128-10 on 1000 examples over side×side points of a plane: the first layer's products.
//
//go:wasmexport plane
func plane(side int32) {
	const examples = 1000
	r := rand.New(rand.NewPCG(7, 3))
	m := must(nn.NewModelOf(nn.Shape{784}, []nn.LayerSpec{{Dense: 128}, {Act: "relu"}, {Dense: 10}}, "model"))
	he := must(nn.InitByID("he", "init"))
	for i := range corner {
		corner[i] = make([]float32, m.NumParams())
		he.Fill(m, corner[i], r)
	}
	sample, classes = make([]float32, examples*784), make([]int32, examples)
	for i := range sample {
		sample[i] = r.Float32()
	}
	for i := range classes {
		classes[i] = int32(r.IntN(10))
	}
	looking = nn.NewNet(m, must(nn.LossByID("softmax-ce", "loss")), 256)
	across, losses, right = make([]float64, side), make([]float64, side), make([]float64, side)
	for i := range across {
		across[i] = 2*float64(i)/float64(side-1) - 1
	}
	slice()
}

// slice makes the first layer's products.
//
//go:wasmexport slice
func slice() {
	sliced = nn.NewSlice(looking, corner[0], corner[1], corner[2], sample, nn.Targets{Labels: classes}, len(classes))
}

// row evaluates one row of the plane, and gives the first loss of it.
//
//go:wasmexport row
func row(k int32) float64 {
	sliced.Row(across[k], across, losses, right)
	return losses[0]
}

// digits prepares the LeNet preset on 3000 rendered digits, with 1000 others to test it.
//
//go:wasmexport digits
func digits() {
	for _, p := range nn.Presets {
		if p.ID == "lenet" {
			model := must(json.Marshal(p.For(10, 0)))
			reading = must(lab.Start(must(lab.Parse(fmt.Appendf(nil, `{"v":1,"kind":"network","epochs":3,"batch":20,"data":{"id":"digits","n":3000,"test_n":1000},
				"model":%s,"runs":[{"optimizer":"adam","lr":0.004,"schedule":{"id":"cosine","steps":450}}]}`, model))), nil))
		}
	}
}

// read trains it to the end, and gives what part of the others it reads right.
//
//go:wasmexport read
func read() float64 {
	for reading.Step() {
	}
	return float64(*reading.Result().Runs[0].End.TestAcc)
}

// chains makes n chains of 110 steps of gradient descent with Gaussian noise on x², as experiment E09 of the course does, and gives
// the sum of their ends.
//
//go:wasmexport chains
func chains(n int32) float64 {
	sum := 0.0
	for c := range n {
		sum += chain(rand.New(rand.NewPCG(7, uint64(c))))
	}
	return sum
}

func chain(r *rand.Rand) float64 {
	const gamma, lambda, sigma = .1, 2, math.Sqrt2
	x, y := 0.0, 0.0
	for range 55 {
		x += -gamma*lambda*x + gamma*sigma*real.Normal(r)
		y += -gamma*lambda*y + gamma*sigma*real.Normal(r)
	}
	return x + y
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}
