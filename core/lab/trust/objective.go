package trust

import (
	"encoding/json"
	"fmt"

	"saddlelab/core/real"
)

// objective is one of the functions that PyTorch's optimizers were run on. Its gradient is worked out here, by its formula.
type objective struct {
	Kind string
	A    [][]float64 // quadratic: the matrix; logistic: a row for each example
	B, Y json.RawMessage
	Mu   float64
	X    [][]float64
	X0   []float64

	b, y []float64
	yy   [][]float64
}

func (p *objective) ready() error {
	switch p.Kind {
	case "quadratic":
		return json.Unmarshal(p.B, &p.b)
	case "logistic":
		return json.Unmarshal(p.Y, &p.y)
	case "mlp":
		return json.Unmarshal(p.Y, &p.yy)
	}
	return fmt.Errorf("kind: %q is not known", p.Kind)
}

func (p *objective) gradient(x []float64) []float64 {
	g := make([]float64, len(x))
	switch p.Kind {
	case "quadratic":
		p.quadratic(x, g)
	case "logistic":
		p.logistic(x, g)
	case "mlp":
		p.mlp(x, g)
	}
	return g
}

// quadratic is ½xᵀAx − bᵀx.
func (p *objective) quadratic(x, g []float64) {
	for i := range g {
		for j := range x {
			g[i] += p.A[i][j] * x[j]
		}
		g[i] -= p.b[i]
	}
}

// logistic is mean log(1 + e^(−y aᵀx)) + ½μ‖x‖².
func (p *objective) logistic(x, g []float64) {
	for i := range g {
		g[i] = p.Mu * x[i]
	}
	for r, a := range p.A {
		m := 0.0
		for i := range x {
			m += a[i] * x[i]
		}
		w := -p.y[r] / (1 + real.Exp(p.y[r]*m)) / float64(len(p.A))
		for i := range g {
			g[i] += w * a[i]
		}
	}
}

// mlp is mean((tanh(XW₁ + b₁)W₂ + b₂ − Y)²), x being W₁, b₁, W₂, b₂ one after the other.
func (p *objective) mlp(x, g []float64) {
	in, out := len(p.X[0]), len(p.yy[0])
	hid := (len(x) - out) / (in + 1 + out)
	w1, b1 := x[:in*hid], x[in*hid:(in+1)*hid]
	w2, b2 := x[(in+1)*hid:(in+1+out)*hid], x[(in+1+out)*hid:]
	g1, gb1 := g[:in*hid], g[in*hid:(in+1)*hid]
	g2, gb2 := g[(in+1)*hid:(in+1+out)*hid], g[(in+1+out)*hid:]
	n := float64(len(p.X) * out)
	for r, row := range p.X {
		h, dh := make([]float64, hid), make([]float64, hid)
		for k := range h {
			h[k] = b1[k]
			for i, v := range row {
				h[k] += v * w1[i*hid+k]
			}
			h[k] = real.Tanh(h[k])
		}
		for j := range out {
			z := b2[j]
			for k := range h {
				z += h[k] * w2[k*out+j]
			}
			d := 2 * (z - p.yy[r][j]) / n
			gb2[j] += d
			for k := range h {
				g2[k*out+j] += d * h[k]
				dh[k] += d * w2[k*out+j]
			}
		}
		for k := range h {
			d := dh[k] * (1 - h[k]*h[k])
			gb1[k] += d
			for i, v := range row {
				g1[i*hid+k] += d * v
			}
		}
	}
}
