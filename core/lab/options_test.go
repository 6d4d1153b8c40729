package lab

import (
	"encoding/json"
	"math"
	"runtime"
	"strings"
	"testing"
)

func surfaceRunOf(t *testing.T, surface, start, rest, run string) *RunResult {
	t.Helper()
	return &runSpec(t, `{"v":1,"kind":"surface","surface":{"id":"`+surface+`"},"start":`+start+rest+`,"runs":[`+run+`]}`, nil).Runs[0]
}

// On x² − y² gradient descent is xₖ = (1−2η)ᵏx₀, so that the mean of its first k iterates is a geometric sum.
func TestAverageIsBesideTheIterate(t *testing.T) {
	r := surfaceRunOf(t, "saddle", "[1,0]", `,"steps":30`, `{"optimizer":"sgd","lr":0.1,"average":"polyak"}`)
	want := .8 * (1 - math.Pow(.8, 30)) / .2 / 30
	got := r.End.Average
	if got == nil || math.Abs(float64(got.At[0])-want) > 1e-15 || math.Abs(float64(*got.F)-want*want) > 1e-15 {
		t.Errorf("average %+v, want x = %g and f its square", got, want)
	}
	if float64(r.End.At[0]) >= want/10 {
		t.Errorf("the iterate itself is at %g: the average has taken its place", r.End.At[0])
	}
	if r := surfaceRunOf(t, "saddle", "[1,0]", `,"steps":30`, `{"optimizer":"sgd","lr":0.1}`); r.End.Average != nil {
		t.Error("a run without an average has one")
	}
}

// Noise along x alone leaves y = 0 alone, where gradient descent stays on the saddle; Gaussian noise does not.
func TestOracleAlongALineDoesNotExciteTheOther(t *testing.T) {
	for id, stays := range map[string]bool{`{"id":"along","sigma":0.5,"angle":0}`: true, `{"id":"gaussian","sigma":0.5}`: false} {
		r := surfaceRunOf(t, "nesterov", "[1,0]", `,"oracle":`+id, `{"optimizer":"sgd","lr":0.05}`)
		if y := float64(r.End.At[1]); (y == 0) != stays {
			t.Errorf("%s: y ended at %g", id, y)
		}
	}
}

// A step under a clipped gradient is never longer than η times the limit, and the steps that were clipped are counted.
func TestClippingActsAndIsCounted(t *testing.T) {
	r := surfaceRunOf(t, "saddle", "[2,0]", `,"steps":20`, `{"optimizer":"sgd","lr":0.1,"options":{"clip_norm":1}}`)
	clipped := 0
	for k := 1; k < len(r.Path); k++ {
		step := math.Abs(float64(r.Path[k][0] - r.Path[k-1][0]))
		if 2*math.Abs(float64(r.Path[k-1][0])) > 1 {
			clipped++
			if math.Abs(step-.1) > 1e-15 {
				t.Errorf("step %d is %g long, want 0.1", k, step)
			}
		}
	}
	if r.End.Acted == nil || r.End.Acted.Clipped != clipped || clipped == 0 {
		t.Errorf("counted %+v, want %d clipped", r.End.Acted, clipped)
	}
}

// A step size changed by hand is written into the Spec, and that Spec gives the same bits.
func TestChangeByHandIsInTheSpec(t *testing.T) {
	s, err := Parse([]byte(`{"v":1,"kind":"surface","steps":40,"surface":{"id":"rosenbrock"},"runs":[{"optimizer":"momentum","lr":0.0001},{"optimizer":"sgd","lr":0.0001}]}`))
	if err != nil {
		t.Fatal(err)
	}
	e, err := Start(s, nil)
	if err != nil {
		t.Fatal(err)
	}
	for e.Done() < 10 {
		e.Step()
	}
	for _, lr := range []float64{0.0003, 0.0005} { // the second replaces the first: both are made before step 10
		if err := e.Change(0, lr); err != nil {
			t.Fatal(err)
		}
	}
	for e.Done() < 25 {
		e.Step()
	}
	if err := e.Change(0, 0.0002); err != nil {
		t.Fatal(err)
	}
	for e.Step() {
	}
	if e.Change(0, -1) == nil {
		t.Error("a step size below 0 was taken")
	}
	doc, _ := json.Marshal(e.Result().Spec)
	if !strings.Contains(string(doc), `"changes":[{"step":10,"lr":0.0005},{"step":25,"lr":0.0002}]`) {
		t.Errorf("the Spec is %s", doc)
	}
	a, _ := json.Marshal(e.Result().Runs)
	again := runSpec(t, string(doc), nil)
	b, _ := json.Marshal(again.Runs)
	if string(a) != string(b) {
		t.Error("the Spec with its changes gives another run")
	}
}

const raced = `{"v":1,"kind":"surface","steps":60,"seed":3,"surface":{"id":"nesterov"},"start":[1.2,0.4],
	"runs":[{"optimizer":"sgd"},{"optimizer":"sam","rho":0.01},{"optimizer":"sgld","temperature":0.01}],"race":{"from":0.001,"to":10,"rates":5,"seeds":3}}`

// Every cell of a race has the same budget of evaluations, is what its own Spec gives, and the result does not depend on the
// number of workers. A step size of 10 diverges and is shown as such.
func TestRace(t *testing.T) {
	s, err := Parse([]byte(raced))
	if err != nil {
		t.Fatal(err)
	}
	r, err := RunRace(s, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if r.Budget != 60 || r.Cells != 45 || len(r.Rates) != 5 || r.Rates[0] != .001 || r.Rates[2] != .1 || r.Rates[4] != 10 {
		t.Errorf("budget %d, %d cells, rates %v", r.Budget, r.Cells, r.Rates)
	}
	if r.Runs[0].Steps != 60 || r.Runs[1].Steps != 30 { // SAM asks for two gradients a step
		t.Errorf("%d and %d steps, want 60 and 30", r.Runs[0].Steps, r.Runs[1].Steps)
	}
	if !math.IsInf(float64(r.Runs[0].Median[4]), 1) || r.Runs[0].Best != 2 && r.Runs[0].Best != 3 {
		t.Errorf("medians %v, best %d", r.Runs[0].Median, r.Runs[0].Best)
	}
	one, err := CellSpec(s, Cell{Run: 2, Rate: 1, Seed: 2})
	if err != nil {
		t.Fatal(err)
	}
	doc, _ := json.Marshal(one)
	end := runSpec(t, string(doc), nil).Runs[0].End
	if got := r.Runs[2].Losses[1][2]; got != *end.F || one.Seed != 5 {
		t.Errorf("the cell is %g, its own Spec gives %g", got, *end.F)
	}
	a, _ := json.Marshal(r)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	r, err = RunRace(s, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if b, _ := json.Marshal(r); string(a) != string(b) {
		t.Error("one worker gives another result")
	}
}

func TestQuantile(t *testing.T) {
	inf := math.Inf(1)
	for _, c := range []struct {
		v    []float64
		q    float64
		want float64
	}{{[]float64{1, 2, 3, 4}, .5, 2.5}, {[]float64{1, 2, 3}, .25, 1.5}, {[]float64{1, inf}, .5, inf}, {[]float64{1, 2, inf}, .5, 2}, {[]float64{7}, .75, 7}} {
		if got := quantile(c.v, c.q); got != c.want {
			t.Errorf("quantile %g of %v is %g, want %g", c.q, c.v, got, c.want)
		}
	}
}

// The parts of a step lead from where the run was to where it went, and Adam's first step is η·sign(g).
func TestAnatomy(t *testing.T) {
	s, err := Parse([]byte(`{"v":1,"kind":"surface","steps":30,"surface":{"id":"himmelblau"},"start":[0.5,0.5],"oracle":{"id":"gaussian","sigma":1},
		"runs":[{"optimizer":"momentum","lr":0.002,"weight_decay":0.1},{"optimizer":"adam","lr":0.1,"eps":1e-12},{"optimizer":"sgld"},
		{"optimizer":"newton"},{"optimizer":"sgd","lr":0.01,"options":{"clip_norm":1}}]}`))
	if err != nil {
		t.Fatal(err)
	}
	e, _ := Start(s, nil)
	for e.Step() {
	}
	paths := e.Result().Runs
	for run, names := range []string{"true gradient, gradient, with weight decay, momentum, step", "true gradient, gradient, mean gradient, preconditioned, step",
		"true gradient, gradient, noise, step", "true gradient, gradient, step", "true gradient, gradient, clipped, step"} {
		for _, step := range []int{0, 7} {
			a, err := Dissect(s, run, step)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, p := range a.Parts {
				got = append(got, p.Name)
			}
			if step == 7 && strings.Join(got, ", ") != names {
				t.Errorf("run %d: %v, want %s", run, got, names)
			}
			v := a.Parts[len(a.Parts)-1].V
			for j := range 2 {
				if a.From[j] != paths[run].Path[step][j] || a.To[j] != paths[run].Path[step+1][j] || math.Abs(float64(a.From[j]+v[j]-a.To[j])) > 1e-12 {
					t.Errorf("run %d, step %d: from %v by %v to %v, but the run went from %v to %v", run, step, a.From, v, a.To, paths[run].Path[step], paths[run].Path[step+1])
				}
			}
			if run == 1 && step == 0 && (math.Abs(math.Abs(float64(v[0]))-.1) > 1e-9 || math.Abs(math.Abs(float64(v[1]))-.1) > 1e-9) {
				t.Errorf("Adam's first step is %v, want 0.1 either way", v)
			}
		}
	}
	for _, bad := range [][2]int{{5, 0}, {-1, 0}, {0, 30}, {0, -1}} {
		if _, err := Dissect(s, bad[0], bad[1]); err == nil {
			t.Errorf("run %d, step %d was taken apart", bad[0], bad[1])
		}
	}
}
