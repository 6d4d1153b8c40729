package lab

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

func analyse(t *testing.T, doc string) *Analysis {
	t.Helper()
	s, err := Parse([]byte(doc))
	if err != nil {
		t.Fatal(err)
	}
	e, err := Start(s, nil)
	if err != nil {
		t.Fatal(err)
	}
	for e.Step() {
	}
	a, err := RunAnalysis(s, e, nil)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestAnalyse(t *testing.T) {
	a := analyse(t, `{"v":1,"kind":"surface","surface":{"id":"himmelblau"},"start":[0.1,0.2],"steps":200,"runs":[{"optimizer":"sgd","lr":0.01}],
		"analyse":{"critical":{},"strict_saddle":{"grid":41},"basins":{"grid":16},"hessian":{},"levels":{"count":5,"field":4}}}`)
	if n := len(a.Critical.Points); n != 9 || a.Critical.Morse.Count != 1 {
		t.Errorf("%d points, Morse %+v", n, a.Critical.Morse)
	}
	if len(a.StrictSaddle.Regions) != 41 || strings.Trim(a.StrictSaddle.Regions[3], "01234567") != "" {
		t.Errorf("regions %v", a.StrictSaddle.Regions)
	}
	sum := a.Basins.None + a.Basins.Away
	for _, s := range a.Basins.Shares {
		sum += s
	}
	if math.Abs(sum-1) > 1e-12 || len(a.Basins.End) != 16 {
		t.Errorf("the shares add up to %g", sum)
	}
	h := a.Hessian
	if len(h.LambdaMin) != 201 || len(h.Angle) != 201 || h.Lipschitz[0] != 0 {
		t.Fatalf("%d rows", len(h.LambdaMin))
	}
	// By the mean value theorem ‖Δ∇f‖/‖Δx‖ lies between the extreme curvatures along the step; near the minimum they do not change.
	if l := float64(h.Lipschitz[40]); l < .9*float64(h.LambdaMin[40]) || l > 1.1*float64(h.LambdaMax[40]) {
		t.Errorf("local Lipschitz estimate %g outside [%g, %g]", l, h.LambdaMin[40], h.LambdaMax[40])
	}
	if len(a.Levels.Levels) != 5 || len(a.Levels.Field.At) != 16 {
		t.Errorf("%d levels", len(a.Levels.Levels))
	}
	if a := analyse(t, `{"v":1,"kind":"surface","surface":{"id":"octopus"},"steps":3,"runs":[{"optimizer":"sgd"}],"analyse":{"critical":{}}}`); len(a.Critical.Theory) != 6 {
		t.Errorf("theory %+v", a.Critical.Theory)
	}
}

// The angle and the eigenvalues along a run on x² − y²: H is diag(2, −2), and the gradient (2x, −2y) turns towards y.
func TestHessianAlongASaddle(t *testing.T) {
	h := analyse(t, `{"v":1,"kind":"surface","surface":{"id":"saddle"},"start":[1,0.001],"steps":30,"runs":[{"optimizer":"sgd","lr":0.1}],"analyse":{"hessian":{}}}`).Hessian
	for k := range h.Angle {
		want := math.Atan2(math.Pow(.8, float64(k)), .001*math.Pow(1.2, float64(k))) * 180 / math.Pi
		if math.Abs(float64(h.Angle[k])-want) > 1e-6 || h.LambdaMin[k] != -2 || h.LambdaMax[k] != 2 {
			t.Errorf("step %d: angle %g, want %g; λ %g, %g", k, h.Angle[k], want, h.LambdaMin[k], h.LambdaMax[k])
		}
		if k > 0 && math.Abs(float64(h.Lipschitz[k])-2) > 1e-9 {
			t.Errorf("step %d: Lipschitz %g, want 2", k, h.Lipschitz[k])
		}
	}
}

func TestAnalyseRefuses(t *testing.T) {
	for ask, want := range map[string]string{
		`{"basins":{"grid":1}}`:         "analyse.basins.grid: 1 is not a whole number from 2 to 512",
		`{"hessian":{"run":1}}`:         "analyse.hessian.run: 1 is not a whole number from 0 to 0",
		`{"strict_saddle":{"gamma":0}}`: "analyse.strict_saddle.gamma: 0 is not a number",
		`{"strictsaddle":{}}`:           `analyse.strictsaddle: unknown field "strictsaddle"`,
		`{"critical":{"n":3}}`:          `analyse.critical.n: unknown field`,
		`{"levels":{"count":0}}`:        "analyse.levels.count: 0",
	} {
		_, err := Parse([]byte(`{"v":1,"kind":"surface","runs":[{"optimizer":"sgd"}],"analyse":` + ask + `}`))
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: %v\nwant %s", ask, err, want)
		}
	}
	if _, err := Parse([]byte(`{"v":1,"kind":"surface","surface":{"id":"octopus"},"runs":[{"optimizer":"sgd"}],"analyse":{"basins":{}}}`)); err == nil || !strings.Contains(err.Error(), "octopus has 5") {
		t.Error(err)
	}
}

// Gradient descent with γ < 1/L from random starts on Nesterov's function ends at a minimum from every one of them (Lee et al. 2016); the
// steps to |y| > ½ grow by 1/ln(1 + γ) for each e-th part of |y₀|; and from the line y = 0 itself it never leaves.
func TestGradientDescentAvoidsStrictSaddles(t *testing.T) {
	const gamma = .05
	s, err := Parse([]byte(`{"v":1,"kind":"surface","surface":{"id":"nesterov"},"steps":1200,"runs":[{"optimizer":"sgd","lr":0.05}]}`))
	if err != nil {
		t.Fatal(err)
	}
	f, _ := s.Surface.Function()
	rng := rand.New(rand.NewPCG(16, 1))
	const n = 3000
	var sx, sy, sxx, sxy float64
	for range n {
		y := 4*rng.Float64() - 2
		if math.Abs(y) > .1 {
			y = math.Copysign(.1*math.Exp(-12*rng.Float64()), y) // down to 1e-6, so that the slope shows
		}
		s.Start = []float64{4*rng.Float64() - 2, y}
		end, _, err := follow(s, f, 0, f.Critical)
		if err != nil || end == BasinNone || f.Critical[end].Kind != "minimum" {
			t.Fatalf("from %v it ends at %d", s.Start, end)
		}
		k := 0.0
		for v := math.Abs(y); v <= .5; k++ {
			v -= gamma * (v*v*v - v)
		}
		u := math.Log(1 / math.Abs(y))
		sx, sy, sxx, sxy = sx+u, sy+k, sxx+u*u, sxy+u*k
	}
	if slope, want := (n*sxy-sx*sy)/(n*sxx-sx*sx), 1/math.Log(1+gamma); math.Abs(slope/want-1) > .02 {
		t.Errorf("exit time grows by %g for each e-th part, want %g", slope, want)
	}
	s.Start = []float64{1.3, 0}
	if end, _, _ := follow(s, f, 0, f.Critical); f.Critical[end].Kind != "saddle" {
		t.Errorf("from the line y = 0 it ends at a %s", f.Critical[end].Kind)
	}
}

// Without strictness half of all starts are attracted: on ½x² + y³ with γ = .1 those with y > 0, and yₖ ~ 1/(3γk). With noise all leave.
func TestStrictnessIsNeeded(t *testing.T) {
	run := func(opt string, steps int, y float64) RunResult {
		doc := `{"v":1,"kind":"surface","surface":{"id":"fold"},"start":[0.5,Y],"steps":N,"runs":[` + opt + `]}`
		doc = strings.NewReplacer("Y", digitsOf(y), "N", digitsOf(float64(steps))).Replace(doc)
		return runSpec(t, doc, nil).Runs[0]
	}
	rng := rand.New(rand.NewPCG(16, 2))
	const n = 400
	stay := 0
	for range n {
		y := 2*rng.Float64() - 1
		r := run(`{"optimizer":"sgd","lr":0.1}`, 4000, y)
		stays := r.End.Diverged == nil && math.Abs(float64(r.End.At[1])) < .1
		if stays != (y > 0) && math.Abs(y) > 1e-3 {
			t.Errorf("from y = %g: stays %v", y, stays)
		}
		if stays {
			stay++
		}
	}
	if share := float64(stay) / n; math.Abs(share-.5) > 3*math.Sqrt(.25/n) {
		t.Errorf("%g of the starts stay, want ½", share)
	}
	r := run(`{"optimizer":"sgd","lr":0.1}`, 20_000, .5)
	if got := float64(r.End.At[1]) * 3 * .1 * 20_000; math.Abs(got-1) > .03 {
		t.Errorf("yₖ·3γk = %g, want 1", got)
	}
	if r := run(`{"optimizer":"perturbed-sgd","lr":0.1,"noise":0.3}`, 4000, .5); r.End.Diverged == nil {
		t.Errorf("with noise it stays at %v", r.End.At)
	}
}

func digitsOf(v float64) string { return strings.Replace(digits(v, 12), "−", "-", 1) }
