package nn

import (
	"math"
	"math/rand/v2"
	"testing"

	"saddlelab/core/kernel"
)

// Hessian-vector products of two networks of three dense layers are PyTorch's, by double backward.
func TestHessianVectorAgainstPyTorch(t *testing.T) {
	for _, act := range []string{"tanh", "relu"} {
		c := reference(t, "net_mlp2_"+act+"_ce")
		m := model(t, 4, LayerSpec{Dense: 5}, LayerSpec{Act: act}, LayerSpec{Dense: 5}, LayerSpec{Act: act}, LayerSpec{Dense: 3})
		w, v, hv := make([]float32, m.NumParams()), make([]float32, m.NumParams()), make([]float32, m.NumParams())
		names := []string{"w1", "b1", "w2", "b2", "w3", "b3"}
		for i, p := range m.Views() {
			put(w, p, c.Inputs[names[i]])
			put(v, p, c.V[names[i]])
		}
		x, y := f32(c.Consts["x"].Data), Targets{Labels: labels(c.Consts["target"])}
		n := NewNet(m, lossNamed(t, "softmax-ce"), 10)
		for range 2 { // the second time in a workspace that was used
			n.HessianVector(w, x, y, 6, v, hv)
			for i, p := range m.Views() {
				near(t, act+" H v of "+names[i], get(hv, p), c.HVP[names[i]].Data)
			}
		}
		if k := testing.AllocsPerRun(10, func() { n.HessianVector(w, x, y, 6, v, hv) }); k != 0 {
			t.Errorf("%v allocations a product", k)
		}
	}
}

// The Hessian is symmetric, uᵀHv = vᵀHu, and is what gradients differ by: for the squared error too, with an activation first,
// and two in a row.
func TestHessianVectorIsSymmetricAndDifferentiatesTheGradient(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	draw := func(n int) []float32 {
		x := make([]float32, n)
		for i := range x {
			x[i] = float32(r.NormFloat64())
		}
		return x
	}
	for _, layers := range [][]LayerSpec{
		{{Dense: 7}, {Act: "tanh"}, {Dense: 3}},
		{{Act: "tanh"}, {Dense: 6}, {Act: "tanh"}, {Act: "tanh"}, {Dense: 3}},
		{{Dense: 3}, {Act: "tanh"}},
	} {
		for _, loss := range []string{"mse", "softmax-ce"} {
			m := model(t, 5, layers...)
			n := NewNet(m, lossNamed(t, loss), 8)
			x, y := draw(8*5), Targets{Labels: []int32{0, 1, 2, 0, 1, 2, 2, 1}}
			w, u, v := draw(m.NumParams()), draw(m.NumParams()), draw(m.NumParams())
			for i := range w {
				w[i] /= 2
			}
			hu, hv := make([]float32, len(w)), make([]float32, len(w))
			n.HessianVector(w, x, y, 8, u, hu)
			n.HessianVector(w, x, y, 8, v, hv)
			a, b := dot(u, hv), dot(v, hu)
			size := math.Sqrt(kernel.SumSquares(hv) * kernel.SumSquares(u))
			if math.Abs(a-b) > 1e-5*size {
				t.Errorf("%v, %s: uᵀHv = %g, vᵀHu = %g", layers, loss, a, b)
			}
			// Along v by ε = 2⁻⁶ the difference of gradients has an error of ε² and a rounding of 2⁻²⁴/ε.
			const eps = 1.0 / 64
			g := [2][]float32{make([]float32, len(w)), make([]float32, len(w))}
			for k, s := range []float32{eps, -eps} {
				moved := make([]float32, len(w))
				for i := range w {
					moved[i] = w[i] + s*v[i]
				}
				n.Gradient(moved, x, y, 8, g[k])
			}
			off := 0.0
			for i := range w {
				d := float64(g[0][i]-g[1][i])/(2*eps) - float64(hv[i])
				off += d * d
			}
			if off > 1e-4*kernel.SumSquares(hv) {
				t.Errorf("%v, %s: gradients differ from Hv by %g of %g", layers, loss, math.Sqrt(off), math.Sqrt(kernel.SumSquares(hv)))
			}
		}
	}
}

func dot(a, b []float32) float64 {
	s := 0.0
	for i := range a {
		s += float64(a[i]) * float64(b[i])
	}
	return s
}
