package lab

import (
	"math"

	"saddlelab/core/kernel"
	"saddlelab/core/nn"
	"saddlelab/core/real"
)

// Curve is a way of low loss between two ends: the quadratic Bézier curve (1−t)²·from + 2t(1−t)·bend + t²·to whose bend was trained to lower
// the mean loss along it (Garipov, Izmailov, Podoprikhin, Vetrov, Wilson 2018, NeurIPS).
type Curve struct {
	T        []Num `json:"t"`
	Loss     []Num `json:"loss"`
	Accuracy []Num `json:"accuracy,omitempty"`
	Barrier  Num   `json:"barrier"` // as that of the line
	Steps    int   `json:"steps"`   // in which the bend was trained
}

// Steps of Adam that bend a curve, the examples of each, and its step size.
const (
	bendSteps = 300
	bendBatch = 64
	bendRate  = .01
)

// Curve bends the line between two ends and measures the loss at n places along it.
func (l *Lens) Curve(from, to []float32, n int) *Curve {
	free, in := l.model.NumTrainable(), l.model.In()
	bend, w := make([]float32, len(from)), make([]float32, len(from))
	for i := range bend {
		bend[i] = (from[i] + to[i]) / 2
	}
	at := func(t float64) {
		a, b, c := float32((1-t)*(1-t)), float32(2*t*(1-t)), float32(t*t)
		for i := range w {
			w[i] = (float32(a*from[i]) + float32(b*bend[i])) + float32(c*to[i])
		}
	}
	rng := stream(l.spec, streamLens<<8|5)
	g, m, v := make([]float32, free), make([]float32, free), make([]float32, free)
	rows := min(bendBatch, l.rows)
	x := make([]float32, rows*in)
	var y nn.Targets
	per := 1
	if l.y.Labels != nil {
		per = len(l.y.Labels) / l.rows
		y.Labels = make([]int32, rows*per)
	} else {
		y.Values = make([]float32, rows)
	}
	b1, b2 := 1., 1.
	for range bendSteps {
		t := rng.Float64()
		for r := range rows {
			k := rng.IntN(l.rows)
			copy(x[r*in:(r+1)*in], l.x[k*in:(k+1)*in])
			if l.y.Labels != nil {
				copy(y.Labels[r*per:(r+1)*per], l.y.Labels[k*per:(k+1)*per])
			} else {
				y.Values[r] = l.y.Values[k]
			}
		}
		at(t)
		l.net.Slope(w, x, y, rows, g)
		for k, share := 0, float32(2*t*(1-t)); k < free; k++ { // of the point's movement that is the bend's
			g[k] *= share
		}
		b1, b2 = b1*.9, b2*.999
		kernel.Adam(bend[:free], g, m, v, bendRate, .9, .999, 1e-8, float32(1-b1), float32(1-b2))
	}
	c := &Curve{Steps: bendSteps}
	loss, right := make([]float64, n), make([]float64, n)
	for i := range n {
		t := float64(i) / float64(n-1)
		at(t)
		value, correct := l.net.Evaluate(w, l.x, l.y, l.rows)
		loss[i], right[i] = value, float64(correct)/float64(l.net.Counted(l.y, l.rows))
		c.T = append(c.T, Num(t))
	}
	for i, v := range loss {
		t := float64(c.T[i])
		if over := v - (loss[0]*(1-t) + float64(loss[n-1]*t)); over > float64(c.Barrier) || math.IsNaN(over) {
			c.Barrier = Num(over)
		}
	}
	c.Loss = real.Nums(loss)
	if l.y.Labels != nil {
		c.Accuracy = real.Nums(right)
	}
	return c
}
