//go:build js && wasm

package main

import (
	"time"

	"saddlelab/core/lab"
	"saddlelab/core/nn"
)

// patience is for how many seconds nobody is asked: what takes longer before it can be paused is started when the user has said so.
const patience = 8

// fitting is for how many seconds the plane of a picture may be searched for, beside whatever else goes on.
const fitting = 30

// known is how many operations this device makes in a second, once it has been measured. It decides whether somebody is asked; no result sees it.
var known float64

// wait is about how many seconds a Spec takes on this device until its first step is made; 0 where that is certainly short.
func wait(s *lab.Spec, files map[string][]byte) float64 {
	ops := lab.Estimate(s, files).Start
	if ops < 1e9 {
		return 0
	}
	if known == 0 {
		known = measure()
	}
	return ops / known
}

// measure trains a dense layer for some milliseconds: the best of a few short windows, since other work disturbs some of them.
func measure() (best float64) {
	const in, out, rows = 128, 128, 64
	m, err := nn.NewModelOf(nn.Shape{in}, []nn.LayerSpec{{Dense: out}}, "model")
	if err != nil {
		panic(err)
	}
	loss, err := nn.LossByID("softmax-ce", "loss")
	if err != nil {
		panic(err)
	}
	net := nn.NewNet(m, loss, rows)
	w, g, x := make([]float32, m.NumParams()), make([]float32, m.NumParams()), make([]float32, rows*in)
	for i := range x {
		x[i] = float32(i%7) / 7
	}
	y := nn.Targets{Labels: make([]int32, rows)}
	for range 5 {
		begin, n := time.Now(), 0
		for ; n < 4 || time.Since(begin) < 5*time.Millisecond; n++ {
			net.Gradient(w, x, y, rows, g)
		}
		best = max(best, float64(n)*3*rows*in*out/time.Since(begin).Seconds())
	}
	return best
}
