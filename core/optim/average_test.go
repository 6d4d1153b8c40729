package optim

import (
	"math"
	"math/rand/v2"
	"testing"

	"saddlelab/core/param"
)

func average64(t *testing.T, id string, v param.Values, n int) Averager[float64] {
	t.Helper()
	a, err := AverageByID(id, "average")
	must(t, err)
	p, err := param.Resolve(a.Params, v, id)
	must(t, err)
	return a.New64(p, n)
}

// Of the arithmetic sequence xᵢ = i, i = 1 … 1000, each average is the mean of the first and the last number it takes.
func TestAveragesOfArithmeticSequence(t *testing.T) {
	for _, c := range []struct {
		id   string
		v    param.Values
		k    int
		want float64
	}{
		{"none", nil, 1000, 1000}, {"none", nil, 1, 1},
		{"polyak", nil, 1000, 500.5}, {"polyak", nil, 1, 1},
		{"tail", param.Values{"steps": 1000, "fraction": .5}, 1000, (501 + 1000) / 2.}, {"tail", param.Values{"steps": 1000, "fraction": .1}, 1000, (901 + 1000) / 2.},
		{"tail", param.Values{"steps": 1000, "fraction": .5}, 400, 400}, {"tail", param.Values{"steps": 1000, "fraction": .5}, 503, 502}, {"tail", param.Values{"steps": 1000, "fraction": 1}, 1000, 500.5},
		{"swa", param.Values{"start": 100, "every": 50}, 99, 99}, {"swa", param.Values{"start": 100, "every": 50}, 100, 100}, {"swa", param.Values{"start": 100, "every": 50}, 149, 100},
		{"swa", param.Values{"start": 100, "every": 50}, 150, 125}, {"swa", param.Values{"start": 110, "every": 50}, 1000, (110 + 960) / 2.},
		{"ema", param.Values{"beta": 0}, 1000, 1000},
	} {
		a, got := average64(t, c.id, c.v, 2), make([]float64, 2)
		for i := 1; i <= c.k; i++ {
			a.Add([]float64{float64(i), -2 * float64(i)})
		}
		a.Mean(got)
		if math.Abs(got[0]-c.want) > 1e-12*c.want || math.Abs(got[1]+2*c.want) > 2e-12*c.want {
			t.Errorf("%s %v after %d: %v, want %g", c.id, c.v, c.k, got, c.want)
		}
	}
}

// The EMA's weights are (1−β)βʲ on the iterate j before the last, and βᵏ⁻¹ on the first: they add up to 1.
func TestEMAWeights(t *testing.T) {
	const beta, k = .9, 30
	sum := 0.
	for at := 1; at <= k; at++ {
		a, got := average64(t, "ema", param.Values{"beta": beta}, 1), []float64{0}
		for i := 1; i <= k; i++ {
			x := 0.
			if i == at {
				x = 1
			}
			a.Add([]float64{x})
		}
		a.Mean(got)
		want := (1 - beta) * math.Pow(beta, float64(k-at))
		if at == 1 {
			want = math.Pow(beta, k-1)
		}
		if math.Abs(got[0]-want) > 1e-15 {
			t.Errorf("weight of iterate %d is %g, want %g", at, got[0], want)
		}
		sum += got[0]
	}
	if math.Abs(sum-1) > 1e-14 {
		t.Errorf("the weights add up to %g", sum)
	}
}

// SGD with constant step size on ½λx² with noise σ is the AR(1) chain x ← (1−ηλ)x − ησξ. Its variance does not fall; that of its
// Polyak-Ruppert mean over K falls as σ²/(λ²K), whatever η: K times it is within 4 standard errors, √(2/N) each, and the O(1/K)
// of the chain's memory, 2/(ηλK).
func TestPolyakVarianceIsOneOverK(t *testing.T) {
	const eta, lambda, sigma, chains = .3, 2., 1., 4000
	r := rand.New(rand.NewPCG(1, 2))
	for _, k := range []int{200, 800} {
		last, mean := 0., 0.
		for range chains {
			a, x, m := average64(t, "polyak", nil, 1), []float64{0}, []float64{0}
			for range k {
				x[0] -= eta * (lambda*x[0] + sigma*r.NormFloat64())
				a.Add(x)
			}
			a.Mean(m)
			last += x[0] * x[0] / chains
			mean += m[0] * m[0] / chains
		}
		tol := 4*math.Sqrt(2./chains) + 2/(eta*lambda*float64(k))
		if got := mean * float64(k) * lambda * lambda / (sigma * sigma); math.Abs(got-1) > tol {
			t.Errorf("K = %d: K·Var·λ²/σ² = %g, want 1 ± %g", k, got, tol)
		}
		if want := eta * sigma * sigma / (lambda * (2 - eta*lambda)); math.Abs(last/want-1) > 4*math.Sqrt(2./chains) {
			t.Errorf("K = %d: the last iterate has variance %g, want %g", k, last, want)
		}
	}
}

// Every average: the entry is complete, float32 and float64 agree, a constant sequence is kept, nothing is allocated; a million
// float32 iterates lose nothing.
func TestEveryAverage(t *testing.T) {
	seen := map[string]bool{}
	for _, a := range Averages {
		if seen[a.ID] || a.Name == "" || a.Formula == "" || !namesOnly(a.Formula, a.Params) || a.Help == "" || a.Source == "" && a.ID != "none" || a.Params == nil {
			t.Errorf("%s is incomplete or listed twice", a.ID)
		}
		seen[a.ID] = true
		p, err := param.Resolve(a.Params, nil, a.ID)
		must(t, err)
		wide, narrow := a.New64(p, 2), a.New32(p, 2)
		x, y := []float64{0, .1}, []float32{0, .1}
		for k := range 1000 {
			x[0], y[0] = float64(k%7), float32(k%7)
			wide.Add(x)
			narrow.Add(y)
		}
		wide.Mean(x)
		narrow.Mean(y)
		if math.Abs(x[0]-float64(y[0])) > 1e-6*math.Abs(x[0]) || math.Abs(x[1]-.1) > 1e-13 || y[1] != .1 {
			t.Errorf("%s: %v in float64, %v in float32", a.ID, x, y)
		}
		if k := testing.AllocsPerRun(20, func() { wide.Add(x); wide.Mean(x); narrow.Add(y); narrow.Mean(y) }); k != 0 {
			t.Errorf("%s: %v allocations", a.ID, k)
		}
	}
	for _, id := range []string{"none", "tail", "swa"} { // which so far give the iterate itself, to the bit
		a, m := average64(t, id, nil, 1), []float64{0}
		a.Add([]float64{1e20})
		a.Add([]float64{.1})
		if a.Mean(m); m[0] != .1 {
			t.Errorf("%s: %v after 1e20 and 0.1", id, m)
		}
	}
	a, m := polyakRuppert.New32(nil, 1), []float32{0}
	for k := range 1_000_000 {
		a.Add([]float32{float32(1 + k%2)})
	}
	if a.Mean(m); m[0] != 1.5 {
		t.Errorf("the mean of a million 1, 2, 1, 2, … is %v", m[0])
	}
	if _, err := AverageByID("mean", "runs[0].average"); err == nil || err.Error() != `runs[0].average: unknown average "mean"; have none, polyak, tail, ema, swa` {
		t.Errorf("got %v", err)
	}
}
