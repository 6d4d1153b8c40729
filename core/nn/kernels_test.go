package nn

import (
	"math"
	"math/rand/v2"
	"testing"
)

// The gradients of examples have the gradient as their mean.
func TestPerExampleGradients(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 9))
	m := imageModel(t, Shape{1, 5, 5}, LayerSpec{Conv2D: 2}, LayerSpec{Act: "tanh"}, LayerSpec{Flatten: true}, LayerSpec{Dense: 3})
	const rows = 4
	n, w := NewNetOf[float64](m, lossNamed(t, "softmax-ce"), rows), make([]float64, m.NumParams())
	Inits[0].Fill64(m, w, rng)
	x, y := normals[float64](rows*25, rng), TargetsOf[float64]{Labels: []int32{0, 2, 1, 1}}
	g, each, losses := make([]float64, len(w)), make([]float64, rows*len(w)), make([]float64, rows)
	loss := n.Gradient(w, x, y, rows, g)
	n.PerExample(w, x, y, rows, each, losses)
	mean, l := make([]float64, len(w)), 0.0
	for r := range rows {
		l += losses[r] / rows
		for i := range mean {
			mean[i] += each[r*len(w)+i] / rows
		}
	}
	near64(t, "loss", []float64{l}, []float64{loss})
	near64(t, "mean", mean, g)
}

// JᵀHJ made of the Jacobian and the losses' Hessian is the Gauss–Newton product; for a linear network it is the Hessian.
func TestGaussNewtonIsJacobianHessianJacobian(t *testing.T) {
	rng := rand.New(rand.NewPCG(10, 10))
	for _, linear := range []bool{false, true} {
		layers := []LayerSpec{{Dense: 4}, {Act: "tanh"}, {Dense: 3}}
		if linear {
			layers = layers[2:]
		}
		m := model(t, 5, layers...)
		const rows, out = 4, 3
		p := m.NumParams()
		n, w, v := NewNetOf[float64](m, lossNamed(t, "softmax-ce"), rows), normals[float64](p, rng), normals[float64](p, rng)
		x, y := normals[float64](rows*5, rng), TargetsOf[float64]{Labels: []int32{0, 2, 1, 1}}
		j, gv, hv := make([]float64, rows*out*p), make([]float64, p), make([]float64, p)
		n.Jacobian(w, x, rows, j)
		z := append([]float64(nil), n.Forward(w, x, rows)...)
		want := make([]float64, p)
		for r := range rows {
			sum, jv, mean := 0.0, [out]float64{}, 0.0
			for k := range out {
				z[r*out+k] = math.Exp(z[r*out+k])
				sum += z[r*out+k]
				for i := range p {
					jv[k] += j[(r*out+k)*p+i] * v[i]
				}
			}
			for k := range out {
				mean += z[r*out+k] / sum * jv[k]
			}
			for k := range out {
				for i := range p {
					want[i] += j[(r*out+k)*p+i] * z[r*out+k] / sum * (jv[k] - mean) / rows
				}
			}
		}
		n.GaussNewtonVector(w, x, y, rows, v, gv)
		near64(t, "Gv", gv, want)
		n.HessianVector(w, x, y, rows, v, hv)
		same := math.Abs(inner(hv, v)-inner(gv, v)) < 1e-12
		if same != linear {
			t.Errorf("linear: %v, vᵀHv = %g, vᵀGv = %g", linear, inner(hv, v), inner(gv, v))
		}
	}
}

// Du et al. 2019: the tangent kernel of the two-layer ReLU network is H = (1/m) Σ_r x·x' 1[w_r·x > 0, w_r·x' > 0], and tends to
// x·x'(π − arccos x·x')/(2π) as the width grows: within 5 standard errors of m Bernoulli means.
func TestNTKOfTwoLayerReLU(t *testing.T) {
	const d, n, width = 6, 5, 4096
	rng := rand.New(rand.NewPCG(11, 11))
	var preset *Preset
	for _, p := range Presets {
		if p.ID == "two-layer-relu" {
			preset = p
		}
	}
	layers := append([]LayerSpec(nil), preset.Layers...)
	layers[0].Dense = width
	m := model(t, d, layers...)
	w := make([]float64, m.NumParams())
	Inits[0].Fill64(m, w, rng)
	for _, a := range w[m.NumTrainable():] {
		if a != 1 && a != -1 {
			t.Fatalf("an output weight is %v, want ±1", a)
		}
	}
	if v := inner(w[:d*width], w[:d*width]) / (d * width); math.Abs(v-1) > 5*math.Sqrt(2.0/(d*width)) {
		t.Errorf("the first layer's weights have variance %g, want 1", v)
	}
	x := normals[float64](n*d, rng)
	for i := range n {
		scale(x[i*d:(i+1)*d], 1/norm(x[i*d:(i+1)*d]))
	}
	net := NewNetOf[float64](m, lossNamed(t, "mse"), n)
	k := net.NTK(w, x, n)
	for i := range n {
		for j := range n {
			u, v := x[i*d:(i+1)*d], x[j*d:(j+1)*d]
			both := 0.0
			for r := range width {
				a, b := 0.0, 0.0
				for q := range d {
					a += w[q*width+r] * u[q]
					b += w[q*width+r] * v[q]
				}
				if a > 0 && b > 0 {
					both++
				}
			}
			cos := min(1, inner(u, v))
			near64(t, "H", k[i*n+j:i*n+j+1], []float64{inner(u, v) * both / width})
			share := (math.Pi - math.Acos(cos)) / (2 * math.Pi)
			if se := math.Sqrt(share * (1 - share) / width); math.Abs(k[i*n+j]-cos*share) > 5*se {
				t.Errorf("H[%d][%d] = %g, want %g ± %g", i, j, k[i*n+j], cos*share, se)
			}
		}
	}
}

// E26: with as many random neurons as examples the last layer fits any labels exactly; with fewer, labels that have nothing to do with
// the inputs leave 1 − m/n of their square on average: within 5 standard errors of what was seen over the draws.
func TestSolveLastIsAnExtremeLearningMachine(t *testing.T) {
	rng := rand.New(rand.NewPCG(12, 12))
	solve := func(n, width int) (rank int, mse float64) {
		m := model(t, 5, LayerSpec{Dense: width, Frozen: true}, LayerSpec{Act: "tanh"}, LayerSpec{Dense: 1, NoBias: true})
		w := normals[float64](m.NumParams(), rng)
		x, y := normals[float64](n*5, rng), TargetsOf[float64]{Values: normals[float64](n, rng)}
		net := NewNetOf[float64](m, lossNamed(t, "mse"), 16)
		rank, mse, err := net.SolveLast(w, x, y, n)
		if err != nil {
			t.Fatal(err)
		}
		seen, _ := net.Evaluate(w, x, y, n)
		if math.Abs(seen-mse) > 1e-9*(1+seen) {
			t.Errorf("the network's loss is %g, the solution's %g", seen, mse)
		}
		return rank, mse
	}
	if rank, mse := solve(50, 50); rank != 50 || mse > 1e-15 {
		t.Errorf("50 neurons, 50 examples: rank %d, loss %g", rank, mse)
	}
	if rank, _ := solve(50, 80); rank != 50 {
		t.Errorf("80 neurons, 50 examples: rank %d, want 50", rank)
	}
	const draws = 40
	for _, width := range []int{10, 20, 30} {
		sum, squares := 0.0, 0.0
		for range draws {
			rank, mse := solve(40, width)
			if rank != width {
				t.Errorf("rank %d, want %d", rank, width)
			}
			sum += mse
			squares += mse * mse
		}
		mean := sum / draws
		se := math.Sqrt((squares/draws - mean*mean) / (draws - 1))
		if want := 1 - float64(width)/40; math.Abs(mean-want) > 5*se {
			t.Errorf("width %d: loss %g ± %g, want %g", width, mean, se, want)
		}
	}
}

// Of many solutions SolveLast takes the least: for one example and no bias, w = t x/|x|². A bias is one more feature of 1, an NTK layer
// has its features divided by √fan-in, and a class is 1 at its output.
func TestSolveLastTakesTheLeastNorm(t *testing.T) {
	for _, c := range []struct {
		spec LayerSpec
		want []float64
	}{
		{LayerSpec{Dense: 2, NoBias: true}, []float64{0, .12, 0, .16}},
		{LayerSpec{Dense: 2}, []float64{0, 3.0 / 26, 0, 4.0 / 26, 0, 1.0 / 26}},
		{LayerSpec{Dense: 2, NoBias: true, NTK: true}, []float64{0, .12 * math.Sqrt2, 0, .16 * math.Sqrt2}},
	} {
		m := model(t, 2, c.spec)
		w := make([]float64, m.NumParams())
		rank, mse, err := NewNetOf[float64](m, lossNamed(t, "mse"), 1).SolveLast(w, []float64{3, 4, 9, 9}, TargetsOf[float64]{Labels: []int32{1, -1}}, 2)
		if err != nil || rank != 1 || mse > 1e-20 {
			t.Errorf("rank %d, loss %g, %v", rank, mse, err)
		}
		near64(t, "weights", w, c.want)
	}
	m := model(t, 2, LayerSpec{Dense: 2}, LayerSpec{Act: "tanh"})
	_, _, err := NewNet(m, lossNamed(t, "mse"), 1).SolveLast(make([]float32, 6), []float32{1, 2}, Targets{Labels: []int32{1}}, 1)
	if err == nil || err.Error() != "model[1]: only a dense layer can be solved for, and the last one is act" {
		t.Errorf("an activation last: %v", err)
	}
}

// What would take minutes or gigabytes is refused before it begins.
func TestSolveLastRefusesTheTooLarge(t *testing.T) {
	for _, c := range []struct {
		width, rows int
		want        string
	}{
		{2000, 1600, "the last layer cannot be solved for: 2001 features of 1600 examples; one of the two may be at most 1500"},
		{1000, 70000, "the last layer cannot be solved for: 1001 features of 70000 examples take 535 MB; at most 512"},
	} {
		m := model(t, 1, LayerSpec{Dense: c.width, Frozen: true}, LayerSpec{Dense: 1})
		net := NewNet(m, lossNamed(t, "mse"), 1)
		_, _, err := net.SolveLast(make([]float32, m.NumParams()), make([]float32, c.rows), Targets{Values: make([]float32, c.rows)}, c.rows)
		if err == nil || err.Error() != c.want {
			t.Errorf("%d features of %d examples: %v, want %s", c.width, c.rows, err, c.want)
		}
	}
}
