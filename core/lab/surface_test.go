package lab

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"saddlelab/core/landscape"
)

func runSpec(t *testing.T, doc string, files map[string][]byte) *Result {
	t.Helper()
	s, err := Parse([]byte(doc))
	if err != nil {
		t.Fatal(err)
	}
	e, err := Start(s, files)
	if err != nil {
		t.Fatal(err)
	}
	for e.Step() {
	}
	return e.Result()
}

// On x² − y² gradient descent is x_k = (1−2η)ᵏ x₀, y_k = (1+2η)ᵏ y₀.
func TestGradientDescentOnSaddle(t *testing.T) {
	r := runSpec(t, `{"v":1,"kind":"surface","steps":40,"surface":{"id":"saddle"},"start":[0.75,1e-6],"runs":[{"optimizer":"sgd","lr":0.1}]}`, nil)
	path := r.Runs[0].Path
	if len(path) != 41 {
		t.Fatalf("%d iterates, want 41", len(path))
	}
	for k, p := range path {
		x, y := .75*math.Pow(.8, float64(k)), 1e-6*math.Pow(1.2, float64(k))
		if math.Abs(float64(p[0])-x) > 1e-15*float64(k+1) || math.Abs(float64(p[1])/y-1) > 1e-15*float64(k+1) {
			t.Errorf("iterate %d = %v, want (%g, %g)", k, p, x, y)
		}
	}
}

// From the line y = 0 gradient descent on Nesterov's function ends at the saddle and is called that; with noise it leaves.
func TestGradientDescentStallsWhereNoiseLeaves(t *testing.T) {
	r := runSpec(t, nesterovSpec, nil)
	gd, noisy := r.Runs[0].End, r.Runs[1].End
	if gd.Kind != "saddle" || float64(gd.GradNorm) > 1e-6 || float64(gd.Eigenvalues[0]) > -.99 {
		t.Errorf("gradient descent ended as %s, gradient %g, λ min %g; want saddle, 0, −1", gd.Kind, gd.GradNorm, gd.Eigenvalues[0])
	}
	if float64(*noisy.F) > -.2 || float64(noisy.Eigenvalues[0]) < .5 {
		t.Errorf("with noise f = %g, λ min %g; want near −1/4 and above 1/2", *noisy.F, noisy.Eigenvalues[0])
	}
}

// The same Spec gives the same bits, however it is cut into slices, and another seed gives others.
func TestSurfaceSameSpecSameBits(t *testing.T) {
	a, _ := json.Marshal(runSpec(t, nesterovSpec, nil).Runs)
	b, _ := json.Marshal(runSpec(t, nesterovSpec, nil).Runs)
	c, _ := json.Marshal(runSpec(t, strings.Replace(nesterovSpec, `"seed":7`, `"seed":8`, 1), nil).Runs)
	if string(a) != string(b) {
		t.Error("two runs of one Spec differ")
	}
	if string(a) == string(c) {
		t.Error("two seeds give the same run")
	}
}

// The noise of a runner does not depend on who runs beside it.
func TestRunnersAreIndependent(t *testing.T) {
	both := runSpec(t, nesterovSpec, nil).Runs[1]
	other := runSpec(t, strings.Replace(nesterovSpec, `{"optimizer":"sgd","lr":0.1}`, `{"optimizer":"adam"}`, 1), nil).Runs[1]
	a, _ := json.Marshal(both)
	b, _ := json.Marshal(other)
	if string(a) != string(b) {
		t.Error("a runner changed with its neighbour")
	}
}

// Divergence is a result: it names the step, keeps the last finite iterate, and suggests a rate that works.
func TestDivergenceIsAResult(t *testing.T) {
	doc := `{"v":1,"kind":"surface","steps":500,"surface":{"id":"rosenbrock"},"start":[-1.5,1.5],"runs":[{"optimizer":"sgd","lr":0.1}]}`
	end := runSpec(t, doc, nil).Runs[0].End
	d := end.Diverged
	if d == nil || end.Kind != "diverged" || d.Step != end.Step+1 || d.Suggest == nil || !strings.Contains(d.Message, "diverged at step") {
		t.Fatalf("got %+v, %+v", end, d)
	}
	if !finite(float64(*end.F), float64(end.At[0])) {
		t.Errorf("the last iterate is not finite: %+v", end)
	}
	lr, _ := json.Marshal(d.Suggest.LR)
	end = runSpec(t, strings.Replace(doc, `"lr":0.1`, `"lr":`+string(lr), 1), nil).Runs[0].End
	if end.Diverged != nil {
		t.Errorf("the suggested lr %s diverges as well", lr)
	}
	end = runSpec(t, `{"v":1,"kind":"surface","steps":5000,"surface":{"id":"saddle"},"start":[1,1],"runs":[{"optimizer":"sgd","lr":0.1}]}`, nil).Runs[0].End
	if end.Diverged == nil || !strings.Contains(end.Diverged.Message, "no lower bound") {
		t.Errorf("x² − y² fell without bound and was called %+v", end.Diverged)
	}
}

func TestStepAllocatesNothing(t *testing.T) {
	s, _ := Parse([]byte(strings.Replace(nesterovSpec, `"steps":300`, `"steps":5000`, 1)))
	e, err := Start(s, nil)
	if err != nil {
		t.Fatal(err)
	}
	if n := testing.AllocsPerRun(1000, func() { e.Step() }); n != 0 {
		t.Errorf("%v allocations per step, want 0", n)
	}
}

// From each surface's own start, gradient descent with the step size that its steepest critical point asks for settles or goes
// on; it does not diverge where there is a lowest point to find.
func TestOwnStartsDoNotDiverge(t *testing.T) {
	for _, s := range landscape.Catalog {
		if !s.Coercive {
			continue
		}
		steepest := 20.0
		for _, c := range s.Critical {
			steepest = math.Max(steepest, c.Eig[1])
		}
		r := surfaceRunOf(t, s.ID, fmt.Sprintf("[%g,%g]", s.Start[0], s.Start[1]), "", fmt.Sprintf(`{"optimizer":"sgd","lr":%g}`, 1/steepest))
		if r.End.Diverged != nil {
			t.Errorf("%s: %s", s.ID, r.End.Diverged.Message)
		}
	}
}

// A typed function is the catalog's of the same formula, path by path, and stands in the Spec with its constants.
func TestTypedFunctionIsTheCatalogs(t *testing.T) {
	runs := `"steps":60,"start":[1,0.4],"runs":[{"optimizer":"adam","lr":0.05},{"optimizer":"saddle-free-newton"}]}`
	want := runSpec(t, `{"v":1,"kind":"surface","surface":{"id":"nesterov"},`+runs, nil)
	got := runSpec(t, `{"v":1,"kind":"surface","surface":{"id":"formula","formula":"h x^2 + y^4/4 - y^2 h","box":[-2,2,-2,2],"constants":{"h":0.5}},`+runs, nil)
	for i := range want.Runs {
		for k, p := range want.Runs[i].Path {
			q := got.Runs[i].Path[k]
			if math.Abs(float64(p[0]-q[0]))+math.Abs(float64(p[1]-q[1])) > 1e-12 {
				t.Fatalf("run %d leaves the catalog's path at step %d: %v, %v", i, k, q, p)
			}
		}
	}
	doc, _ := json.Marshal(got.Spec.Surface)
	if string(doc) != `{"id":"formula","formula":"h x^2 + y^4/4 - y^2 h","box":[-2,2,-2,2],"constants":{"h":0.5}}` {
		t.Errorf("the Spec has %s", doc)
	}
}

// Out of a formula's domain there is nothing to go on from, and that is what is said.
func TestLeavingTheDomain(t *testing.T) {
	r := runSpec(t, `{"v":1,"kind":"surface","surface":{"id":"formula","formula":"sqrt(x) + y^2"},"start":[0.5,0.5],"runs":[{"optimizer":"sgd","lr":0.1}]}`, nil)
	d := r.Runs[0].End.Diverged
	if d == nil || !strings.Contains(d.Message, "stepped out of the function's domain") || !strings.Contains(d.Message, "(−") {
		t.Errorf("%+v", d)
	}
}
