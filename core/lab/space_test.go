package lab

import (
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// legs are the steps after which each coordinate first leaves its saddle, |xᵢ| > τ = 1.
func legs(t *testing.T, surface, run string, start []float64, steps int) []float64 {
	t.Helper()
	x, _ := json.Marshal(start)
	s, err := Parse([]byte(fmt.Sprintf(`{"v":1,"kind":"surface","steps":%d,"seed":3,"surface":%s,"start":%s,"runs":[%s]}`, steps, surface, x, run)))
	if err != nil {
		t.Fatal(err)
	}
	fn, err := s.Surface.function()
	if err != nil {
		t.Fatal(err)
	}
	var r surfaceRun
	if err := r.begin(s, fn, 0); err != nil {
		t.Fatal(err)
	}
	out := make([]float64, 0, len(start))
	for k := range steps {
		fn.sp.Grad(r.x, r.g)
		r.move(k)
		for len(out) < len(start) && math.Abs(r.x[len(out)]) > 1 {
			out = append(out, float64(k+1))
		}
		if len(out) == len(start) {
			return out
		}
	}
	t.Fatalf("%s %s: %d of %d saddles left after %d steps", surface, run, len(out), len(start), steps)
	return nil
}

// While xᵢ lingers for T steps xᵢ₊₁ shrinks by (1 − 2ηL)ᵀ, and then has to grow by (1 + 2ηγ) a step: leaving each saddle takes gradient
// descent 1 + ln(1/(1 − 2ηL))/ln(1 + 2ηγ) times as long as the one before. Perturbed gradient descent needs about the same
// time at each (Du et al. 2017; Jin et al. 2017).
func TestStaircaseTimes(t *testing.T) {
	const d, eta, seeds = 7, .1, 12
	const surface = `{"id":"staircase","d":7}`
	rng := rand.New(rand.NewPCG(17, 17))
	sum, n := 0.0, 0.0
	var gd, pgd [d]float64
	for range seeds {
		x := make([]float64, d)
		for i := range x {
			x[i] = (.05 + .95*rng.Float64()) * float64(1-2*rng.IntN(2))
		}
		at := legs(t, surface, `{"optimizer":"sgd","lr":0.1}`, x, 20_000)
		for i := 4; i < d; i++ {
			sum += math.Log(at[i] / at[i-1])
			n++
		}
		noisy := legs(t, surface, `{"optimizer":"perturbed-gd","lr":0.1,"radius":0.01,"g_thres":0.1,"t_thres":20}`, x, 5000)
		for i := range d {
			gd[i] += at[i] / seeds
			pgd[i] += noisy[i] / seeds
		}
	}
	want := 1 + math.Log(1/(1-2*eta))/math.Log(1+2*eta)
	if got := math.Exp(sum / n); math.Abs(got/want-1) > .08 { // the factor is that of i → ∞; at legs 4 to 7 it is 2 % above
		t.Errorf("each saddle takes %.3f times the one before, want %.3f", got, want)
	}
	t.Logf("gradient descent %.0f, perturbed %.0f", gd, pgd)
	least, most := math.Inf(1), 0.0
	for i := 3; i < d; i++ {
		least, most = min(least, pgd[i]-pgd[i-1]), max(most, pgd[i]-pgd[i-1])
	}
	if most/least > 1.8 {
		t.Errorf("perturbed gradient descent takes between %.0f and %.0f steps a saddle", least, most)
	}
	if r := (gd[6] - gd[5]) / (gd[3] - gd[2]); r < 6 {
		t.Errorf("the last leg takes gradient descent only %.1f times the fourth", r)
	}
}

// On the octopus with L = 3γ the last coordinates fall below the smallest numbers, where a factor of 1 + 2ηγ rounds to nothing: the run
// sits there for good, and says why. With L = γ that does not happen.
func TestOctopusUnderflows(t *testing.T) {
	spec := `{"v":1,"kind":"surface","steps":3000,"surface":{"id":"octopus","d":5,"l":%d,"tau":2.718281828},"start":[0.3,0.7,-0.5,0.4,0.6],"runs":[{"optimizer":"sgd","lr":%g}]}`
	r := runSpec(t, fmt.Sprintf(spec, 3, 1./12), nil).Runs[0].End
	if r.Underflow == nil || r.Underflow.Coordinate < 3 || !strings.Contains(r.Underflow.Message, "rounding") {
		t.Errorf("underflow %+v", r.Underflow)
	}
	if r.Kind != "saddle" {
		t.Errorf("it ends as %s at %v", r.Kind, r.At)
	}
	r = runSpec(t, fmt.Sprintf(spec, 1, 1./4), nil).Runs[0].End
	if r.Underflow != nil || r.Kind != "minimum" {
		t.Errorf("with L = γ: %s, %+v", r.Kind, r.Underflow)
	}
}

// On a quadratic with eigenvalues Λ gradient descent is (1 − ηΛ)ᵏ in the eigenvectors' coordinates: f falls by known factors however
// the axes are turned, and the recorded eigenvalues are those that were chosen.
func TestQuadraticOfAnyDimension(t *testing.T) {
	for _, turn := range []int{0, 30} {
		r := runSpec(t, fmt.Sprintf(`{"v":1,"kind":"surface","steps":300,"surface":{"id":"quadratic","d":6,"low":1,"high":50,"turn":%d},"runs":[{"optimizer":"sgd","lr":0.02}]}`, turn), nil)
		end := r.Runs[0].End
		if math.Abs(float64(end.Eigenvalues[0])-1) > 1e-12 || math.Abs(float64(end.Eigenvalues[1])-50) > 1e-11 {
			t.Errorf("turned by %d°: eigenvalues %v", turn, end.Eigenvalues)
		}
		if len(end.At) != 6 || r.Slice == nil || len(r.Slice.U) != 6 {
			t.Fatalf("at %v, slice %+v", end.At, r.Slice)
		}
		// After 300 steps the flattest direction, λ = 1, is what is left: the next, 50^⅕ = 2.19, has 10⁻⁶ of it.
		loss := r.Runs[0].Loss
		if q := float64(loss[300] / loss[299]); math.Abs(q-.98*.98) > 1e-5 {
			t.Errorf("turned by %d°: the loss falls by %g a step, want %g", turn, q, .98*.98)
		}
	}
}

// A path's points and their distance to the picture are the iterate's: O + xU + yV is that far from it. The fitted plane explains what the
// picture says it does.
func TestSliceOfAPath(t *testing.T) {
	doc := `{"v":1,"kind":"surface","steps":80,"surface":{"id":"matrix-factorization","r":2},"runs":[{"optimizer":"sgd","lr":0.05},{"optimizer":"adam","lr":0.05}]}`
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
	r := e.Result()
	if x := r.Slice.Explained; x < .8 || x > 1 {
		t.Errorf("%g of the variance", x)
	}
	cols := e.Cols()
	if cols[len(cols)-1] != "off" {
		t.Fatalf("columns %v", cols)
	}
	for i, run := range r.Runs {
		rows := e.Rows(i)
		last := rows[len(rows)-len(cols):]
		sum := 0.0
		for k, v := range run.End.At {
			d := float64(v) - float64(r.Slice.Origin[k]) - last[0]*float64(r.Slice.U[k]) - last[1]*float64(r.Slice.V[k])
			sum += d * d
		}
		if math.Abs(math.Sqrt(sum)-last[len(last)-1]) > 1e-12 {
			t.Errorf("run %d is %g off the plane, recorded as %g", i, math.Sqrt(sum), last[len(last)-1])
		}
		if run.End.Kind != "minimum" && run.End.Kind != "degenerate" && run.End.Kind != "moving" {
			t.Errorf("run %d ends as %s", i, run.End.Kind)
		}
	}
	// A plane that is chosen: through the start, along two coordinates.
	r = runSpec(t, strings.Replace(doc, `"r":2`, `"r":2,"slice":{"id":"coordinates","i":2,"j":5}`, 1), nil)
	if r.Slice.Explained != 1 || r.Slice.U[1] != 1 || r.Slice.V[4] != 1 || r.Slice.Origin[1] != 0 || r.Slice.Origin[0] != Num(s.Start[0]) {
		t.Errorf("%+v", r.Slice)
	}
	if p := r.Runs[0].Path[0]; float64(p[0]) != s.Start[1] || float64(p[1]) != s.Start[4] {
		t.Errorf("the path begins at %v", p)
	}
}

// On the sphere a run stays on the sphere, and ends at one of ±eᵢ from a start that is none of the saddles.
func TestRunOnTheSphere(t *testing.T) {
	for _, opt := range []string{`{"optimizer":"sgd","lr":0.1}`, `{"optimizer":"momentum","lr":0.02}`, `{"optimizer":"adam","lr":0.02}`} {
		r := runSpec(t, `{"v":1,"kind":"surface","steps":400,"surface":{"id":"tensor-sphere","d":10},"runs":[`+opt+`]}`, nil).Runs[0].End
		norm, most := 0.0, 0.0
		for _, v := range r.At {
			norm += float64(v * v)
			most = max(most, math.Abs(float64(v)))
		}
		if math.Abs(norm-1) > 1e-12 || r.Kind != "minimum" || most < .999 || float64(*r.F) > -.999 {
			t.Errorf("%s: ‖u‖² = %g, %s with f = %g", opt, norm, r.Kind, *r.F)
		}
	}
}

// A formula in x1, x2, … is a function of as many variables; in x1 and x2 alone it is one of x and y.
func TestTypedInManyVariables(t *testing.T) {
	run := func(formula, start string) RunResult {
		return runSpec(t, fmt.Sprintf(`{"v":1,"kind":"surface","steps":200,"surface":{"id":"formula","formula":%q,"constants":{"a":2}},"start":%s,"runs":[{"optimizer":"sgd","lr":0.1}]}`, formula, start), nil).Runs[0]
	}
	r := run("x1^2 + a x2^2 + exp(x3)*0 + x3^2/2 + x1*x4 + x4^2", "[1,1,1,1]")
	if len(r.End.At) != 4 || r.End.Kind != "minimum" {
		t.Fatalf("%+v", r.End)
	}
	// x3 alone: x3 ← (1 − .1)x3. The Hessian (2 0 0 1; 0 4 0 0; 0 0 1 0; 1 0 0 2) has the eigenvalues 1, 1, 3, 4.
	if got, want := float64(r.End.At[2]), math.Pow(.9, 200); math.Abs(got/want-1) > 1e-10 {
		t.Errorf("x3 = %g, want %g", got, want)
	}
	if e := r.End.Eigenvalues; math.Abs(float64(e[0])-1) > 1e-12 || math.Abs(float64(e[1])-4) > 1e-12 {
		t.Errorf("eigenvalues %v", e)
	}
	if a, b := run("x1^2 - a x2^2", "[1,0.1]"), run("x^2 - a y^2", "[1,0.1]"); a.Path[20] != b.Path[20] {
		t.Errorf("x1, x2 end at %v, x, y at %v", a.Path[20], b.Path[20])
	}
}

func TestSpaceRefuses(t *testing.T) {
	for surface, want := range map[string]string{
		`{"id":"octopus","d":13}`:                                   "surface.d: 13 is not a whole number from 2 to 12",
		`{"id":"octopus","dd":1}`:                                   `surface.dd: unknown parameter "dd"; have d, l, gamma, tau`,
		`{"id":"quadratic","slice":{"id":"fit"}}`:                   "surface.slice: with two variables the picture is the function itself",
		`{"id":"octopus","slice":{"id":"coordinates","i":2,"j":2}}`: "surface.slice.j: 2 is the first coordinate as well",
		`{"id":"octopus","slice":{"id":"coordinates","i":6}}`:       "surface.slice.i: 6 is not a whole number from 1 to 5",
		`{"id":"formula","formula":"x + x3"}`:                       "it mixes x and y with x1, x2, …",
		`{"id":"formula","formula":"x9"}`:                           `"x9" is not known`,
		`{"id":"formula","formula":"x","constants":{"x2":1}}`:       "x2 is no name for a constant",
	} {
		_, err := Parse([]byte(`{"v":1,"kind":"surface","surface":` + surface + `,"runs":[{"optimizer":"sgd"}]}`))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v\nwant %s", surface, err, want)
		}
	}
	_, err := Parse([]byte(`{"v":1,"kind":"surface","surface":{"id":"octopus"},"start":[1,2],"runs":[{"optimizer":"sgd"}]}`))
	if err == nil || err.Error() != "start: 2 numbers; octopus has 5 variables" {
		t.Error(err)
	}
}
