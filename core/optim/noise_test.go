package optim

import (
	"math"
	"math/rand/v2"
	"testing"

	"saddlelab/core/param"
)

// A point uniform in the n-ball of radius r has E‖ξ‖² = r²n/(n+2), lies within r/2 with probability 2⁻ⁿ, and has mean 0.
func TestUniformInTheBall(t *testing.T) {
	const draws, r = 40_000, 3.0
	for _, n := range []int{1, 2, 5} {
		rng := rand.New(rand.NewPCG(uint64(n), 0))
		x := make([]float64, n)
		var square, near, first float64
		for range draws {
			inBall(rng, r, x)
			s := inner(x, x)
			if s > r*r*(1+1e-12) {
				t.Fatalf("n = %d: %v is outside", n, x)
			}
			square += s / draws
			first += x[0] / draws
			if s < r*r/4 {
				near += 1. / draws
			}
		}
		d := float64(n)
		mean := r * r * d / (d + 2)
		if se := math.Sqrt((r*r*r*r*d/(d+4) - mean*mean) / draws); math.Abs(square-mean) > 4*se {
			t.Errorf("n = %d: E‖ξ‖² = %g, want %g ± %g", n, square, mean, se)
		}
		p := math.Pow(2, -d)
		if se := math.Sqrt(p * (1 - p) / draws); math.Abs(near-p) > 4*se {
			t.Errorf("n = %d: %g within half the radius, want %g ± %g", n, near, p, se)
		}
		if se := math.Sqrt(mean / d / draws); math.Abs(first) > 4*se {
			t.Errorf("n = %d: mean %g ± %g", n, first, se)
		}
	}
}

// The ball's noise has the same σ: perturbed SGD's stationary variance on ½λx² is ησ²/(λ(2 − ηλ)) with it as well.
func TestBallNoiseHasTheSameVariance(t *testing.T) {
	const eta, lambda, sigma = .2, 2.0, .7
	got, se := meanSquare(t, "perturbed-sgd", param.Values{"lr": eta, "noise": sigma, "ball": 1}, lambda, 1-eta*lambda)
	if want := eta * sigma * sigma / (lambda * (2 - eta*lambda)); math.Abs(got-want) > 4*se {
		t.Errorf("variance %g ± %g, want %g", got, se, want)
	}
}

// saddleWell is the gradient of ½x² + ¼y⁴ − ½y²: a strict saddle at 0, minima at (0, ±1).
func saddleWell(x []float64) []float64 { return []float64{x[0], x[1]*x[1]*x[1] - x[1]} }

// Gradient descent stays on the saddle that it begins on; noise of either kind, and kicks, leave it for a minimum, and for
// either one with probability ½.
func TestNoiseLeavesTheSaddle(t *testing.T) {
	for _, c := range []struct {
		id     string
		v      param.Values
		leaves bool
	}{
		{"sgd", param.Values{"lr": .05}, false},
		{"perturbed-sgd", param.Values{"lr": .05, "noise": .01}, true},
		{"perturbed-sgd", param.Values{"lr": .05, "noise": .01, "ball": 1}, true},
		{"perturbed-gd", param.Values{"lr": .05, "radius": .01}, true},
		{"perturbed-gd", param.Values{"lr": .05, "radius": 0}, false},
	} {
		const runs = 400
		right := 0
		for seed := range uint64(runs) {
			o, lr := make64(t, c.id, c.v, 2, seed)
			x := []float64{0, 0}
			for range 2000 {
				o.Step(x, saddleWell(x), lr)
			}
			switch there := math.Hypot(x[0], math.Abs(x[1])-1) < .1; {
			case !c.leaves && (x[0] != 0 || x[1] != 0), c.leaves && !there:
				t.Fatalf("%s %v, seed %d: at %v", c.id, c.v, seed, x)
			case x[1] > 0:
				right++
			}
		}
		if se := math.Sqrt(runs) / 2; c.leaves && math.Abs(float64(right)-runs/2) > 4*se {
			t.Errorf("%s %v: %d of %d in the right well", c.id, c.v, right, runs)
		}
	}
}

// Perturbed gradient descent is gradient descent, bit for bit, while the gradient is longer than the threshold; the first
// short one brings a kick within the radius in place of a step, and so does every (t_thres+2)-nd after.
func TestPerturbedGDKicksOnlyWhereItIsFlat(t *testing.T) {
	const radius, threshold, wait = 1e-3, .1, 7
	o, lr := make64(t, "perturbed-gd", param.Values{"lr": .1, "radius": radius, "g_thres": threshold, "t_thres": wait}, 2, 3)
	gd, _ := make64(t, "sgd", param.Values{"lr": .1}, 2, 0)
	x := []float64{3, -2}
	var kicks []int
	for k := range 200 {
		y := append([]float64(nil), x...)
		short := size(x) <= threshold
		before := append([]float64(nil), x...)
		o.Step(x, append([]float64(nil), x...), lr)
		gd.Step(y, append([]float64(nil), y...), lr)
		if x[0] == y[0] && x[1] == y[1] {
			continue
		}
		kicks = append(kicks, k)
		if d := math.Hypot(x[0]-before[0], x[1]-before[1]); !short || d > radius*(1+1e-12) {
			t.Fatalf("step %d: kicked by %g where ‖g‖ = %g", k, d, size(before))
		}
	}
	// ‖x‖ = √13·0.9ᵏ falls to 0.1 at k = 35.
	if len(kicks) < 10 || kicks[0] != 35 {
		t.Fatalf("kicks at %v, want the first at 35", kicks)
	}
	for i := 1; i < len(kicks); i++ {
		if kicks[i]-kicks[i-1] != wait+2 {
			t.Fatalf("kicks at %v, want every %d", kicks, wait+2)
		}
	}
}

// The mean of SGD's iterates at a constant step on ½λx² under noise σ. With a = 1 − ηλ, x_k = −ησΣ_{i≤k} a^{k−i} ξ_i, so that
// the variance of a mean is a sum of squares; it is near σ²/(λ²K) whatever η, far below the iterates' ησ²/(λ(2 − ηλ)).
// PyTorch's mean begins with the second iterate.
func TestAveragedSGDVariance(t *testing.T) {
	const eta, lambda, sigma, steps, chains = .1, 1.0, 1.0, 1000, 10_000
	o, lr := make64(t, "asgd", param.Values{"lr": eta, "lambd": 0, "t0": 0}, chains, 0)
	rng := rand.New(rand.NewPCG(12, 0))
	x, g := make([]float64, chains), make([]float64, chains)
	for range steps {
		for i := range g {
			g[i] = lambda*x[i] + sigma*rng.NormFloat64()
		}
		o.Step(x, g, lr)
	}
	last := inner(x, x) / chains
	o.(Averaged[float64]).Average(x)
	mean := inner(x, x) / chains
	const a = 1 - eta*lambda
	want := 0.0
	for i := 1; i <= steps; i++ {
		c := 0.0
		for k := max(i, 2); k <= steps; k++ {
			c += math.Pow(a, float64(k-i))
		}
		c *= eta * sigma / (steps - 1)
		want += c * c
	}
	se := math.Sqrt(2. / chains) // of a variance, relative
	if math.Abs(mean/want-1) > 4*se || math.Abs(want*lambda*lambda*steps/(sigma*sigma)-1) > .05 {
		t.Errorf("variance of the mean %g, want %g", mean, want)
	}
	if want := eta * sigma * sigma / (lambda * (2 - eta*lambda)); math.Abs(last/want-1) > 4*se {
		t.Errorf("variance of the last iterate %g, want %g", last, want)
	}
}
