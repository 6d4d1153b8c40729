//go:build goexperiment.simd && !js

package export

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"saddlelab/core/lab"
	"saddlelab/core/landscape"
	"saddlelab/core/optim"
)

// The scripts are run by PyTorch, all in one process, and their numbers held against the laboratory's: in the one of the builds that are
// tested that is fastest.

// python has torch, on Debian as python3-torch.
const python = "/usr/bin/python3"

var torchIsThere = sync.OnceValue(func() error { return exec.Command(python, "-c", "import torch").Run() })

// withTorch skips the test where PyTorch is not installed; in CI it has to be.
func withTorch(t *testing.T) {
	t.Helper()
	err := torchIsThere()
	if err == nil {
		return
	}
	if os.Getenv("CI") == "true" {
		t.Fatalf("%s has no torch (%v); on Debian: apt-get install python3-torch", python, err)
	}
	t.Skipf("NOT RUN: %s has no torch; on Debian: apt-get install python3-torch", python)
}

// ran is what a script's train gives for one of its runs.
type ran struct {
	X       [][]float64  // iterates, or the weights at the end
	F       []float64    // values, or losses of minibatches
	Mean    [][]float64  // averages, the last of which counts for a network
	Looks   [][]*float64 // step, losses and accuracies of a network
	Failure string
}

// runner makes all runs of all scripts in a folder.
const runner = `
import json, math, pathlib, runpy, sys, traceback
import torch
torch.set_num_threads(1)
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.py")):
    runs = []
    try:
        s = runpy.run_path(str(path))
        for i in range(len(s["RUNS"])):
            end = s["train"](i)
            if "model" in end:
                m = end["model"]
                ps = s["trainable"](m) + [p for p in m.parameters() if not p.requires_grad]
                r = {"X": [s["vector"](ps).tolist()], "F": end["losses"], "Looks": [[None if x != x else x for x in l] for l in end["looks"]]}
                if end.get("mean") is not None:
                    r["Mean"] = [end["mean"].tolist()]
            else:
                r = {"X": end["x"].tolist(), "F": end["f"]}
                if end.get("mean") is not None:
                    r["Mean"] = end["mean"].tolist()
            runs.append(r)
    except Exception:
        runs.append({"Failure": traceback.format_exc()})
    path.with_suffix(".json").write_text(json.dumps(runs))
`

// torch runs scripts by name and gives what their runs gave.
func torch(t *testing.T, scripts map[string]string) map[string][]ran {
	t.Helper()
	withTorch(t)
	dir := t.TempDir()
	for name, text := range scripts {
		if err := os.WriteFile(filepath.Join(dir, name+".py"), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		if keep := os.Getenv("SADDLELAB_SCRIPTS"); keep != "" {
			_ = os.WriteFile(filepath.Join(keep, name+".py"), []byte(text), 0o666)
		}
	}
	if out, err := exec.Command(python, "-c", runner, dir).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	all := map[string][]ran{}
	for name := range scripts {
		b, err := os.ReadFile(filepath.Join(dir, name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		var r []ran
		if err := json.Unmarshal(b, &r); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		all[name] = r
	}
	return all
}

// apart is how far two numbers are apart, in units of the larger where that is above 1.
func apart(a, b float64) float64 {
	if a == b {
		return 0
	}
	return math.Abs(a-b) / math.Max(1, math.Max(math.Abs(a), math.Abs(b)))
}

// tolerance is what the scripts promise in float64.
const tolerance = 1e-6

// checkSurface holds a run against the laboratory's.
func checkSurface(t *testing.T, name string, s *lab.Spec, runs []ran) {
	t.Helper()
	e, err := lab.Start(s, nil)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	for e.Step() {
	}
	cols, res := len(e.Cols()), e.Result()
	for i := range s.Runs {
		if i >= len(runs) || runs[i].Failure != "" {
			t.Errorf("%s: the script failed: %s", name, runs[len(runs)-1].Failure)
			return
		}
		r, rows := runs[i], e.Rows(i)
		label := fmt.Sprintf("%s, %s", name, s.Runs[i].Optimizer)
		if n := len(rows) / cols; len(r.F) != n {
			t.Errorf("%s: the script has %d iterates, the laboratory %d", label, len(r.F), n)
			continue
		}
		worst, at := 0.0, 0
		see := func(k int, a, b float64) {
			if d := apart(a, b); !(d <= worst) {
				worst, at = d, k
			}
		}
		for k, f := range r.F {
			row := rows[k*cols:]
			see(k, f, row[2])
			if len(r.X[k]) == 2 {
				see(k, r.X[k][0], row[0])
				see(k, r.X[k][1], row[1])
				if len(r.Mean) > k && cols == 11 {
					see(k, r.Mean[k][0], row[8])
					see(k, r.Mean[k][1], row[9])
				}
			}
		}
		end := r.X[len(r.X)-1]
		for j, v := range res.Runs[i].End.At {
			see(len(r.X)-1, end[j], float64(v))
		}
		if !(worst <= tolerance) {
			t.Errorf("%s: %.3g apart at iterate %d of %d, want at most %g", label, worst, at, len(r.F)-1, tolerance)
		}
	}
}

// surfaceSpecs are all methods of the catalog, noises, schedules, averages, options, and all functions.
func surfaceSpecs() map[string]string {
	all := map[string]string{}
	add := func(name, format string, a ...any) {
		all[strings.ReplaceAll(name, " ", "-")] = fmt.Sprintf(format, a...)
	}
	for _, m := range optim.Catalog {
		add("method "+m.ID, `{"v":1,"kind":"surface","seed":11,"steps":80,"surface":{"id":"banana"},"start":[-0.9,1.4],"runs":[{"optimizer":"%s"}]}`, m.ID)
		sigma := 0.5
		if m.ID == "lbfgs" { // differences of gradients, divided by short steps, enlarge the rounding of its pairs
			sigma = 0.01
		}
		add("noisy "+m.ID, `{"v":1,"kind":"surface","seed":5,"steps":30,"surface":{"id":"himmelblau"},"start":[1.1,2.1],"oracle":{"id":"gaussian","sigma":%g},"runs":[{"optimizer":"%s","lr":0.003,"schedule":{"id":"power","p":0.6,"b":3},"average":"polyak"}]}`, sigma, m.ID)
	}
	for _, o := range optim.Oracles {
		add("oracle "+o.ID, `{"v":1,"kind":"surface","steps":150,"surface":{"id":"nesterov"},"start":[1.3,0.2],"oracle":{"id":"%s"},"runs":[{"optimizer":"sgd"},{"optimizer":"adam"}]}`, o.ID)
	}
	for _, s := range optim.Schedules {
		add("schedule "+s.ID, `{"v":1,"kind":"surface","steps":420,"surface":{"id":"camel3"},"runs":[{"optimizer":"momentum","lr":0.004,"schedule":{"id":"%s"}}]}`, s.ID)
	}
	for _, a := range optim.Averages {
		add("average "+a.ID, `{"v":1,"kind":"surface","steps":250,"surface":{"id":"rosenbrock"},"oracle":{"id":"ball","radius":2},"runs":[{"optimizer":"sgd","lr":0.0005,"average":"%s"},{"optimizer":"asgd","lr":0.0005}]}`, a.ID)
	}
	for _, s := range landscape.Catalog {
		add("surface "+s.ID, `{"v":1,"kind":"surface","steps":40,"surface":{"id":"%s"},"runs":[{"optimizer":"sgd","lr":0.0005},{"optimizer":"saddle-free-newton","lr":0.3}]}`, s.ID)
	}
	for _, f := range landscape.Families {
		add("family "+f.ID, `{"v":1,"kind":"surface","steps":80,"surface":{"id":"%s"},"runs":[{"optimizer":"sgd","lr":0.01},{"optimizer":"trust-region"},{"optimizer":"perturbed-sgd","lr":0.01}]}`, f.ID)
	}
	for i, f := range []string{
		"x^4/4 - x^2/2 + y^2", "exp(-x^2) sin(3y) + 0.1 (x^2 + y^2)", "max(x, y)^2 + abs(x - y) + relu(x) + min(x, 2)", "softplus(x) + sigmoid(y) + tanh(x y) + cosh(x) + sinh(y)/9",
		"x1^2 + 2 x2^2 + 3 x3^2 - x1 x2 x3", "-(x - 1)^-2 + 2^x + (x^2+1)^1.5 + (y^2+1)^(x/3) + atan(y) + log(1+y^2) + sqrt(3+cos x(1)) + a",
	} {
		formula, _ := json.Marshal(strings.Replace(f, "cos x(1)", "cos(x)", 1))
		constants := ""
		if strings.HasSuffix(f, "+ a") {
			constants = `,"constants":{"a":1.5}`
		}
		add(fmt.Sprint("formula ", i), `{"v":1,"kind":"surface","steps":80,"surface":{"id":"formula","formula":%s%s},"runs":[{"optimizer":"sgd","lr":0.02}]}`, formula, constants)
	}
	add("options", `{"v":1,"kind":"surface","steps":200,"surface":{"id":"beale"},"runs":[
		{"optimizer":"sgd","lr":0.01,"options":{"clip_norm":1}},{"optimizer":"momentum","lr":0.001,"options":{"clip_value":0.5,"decay":0.1}},
		{"optimizer":"sgd","lr":0.02,"options":{"clip_norm":3,"lo":-3.5,"hi":2}},{"optimizer":"adam","lr":0.1,"options":{"ball":2.5}},
		{"optimizer":"rprop","changes":[{"step":20,"lr":0.001},{"step":90,"lr":0.05}]},{"optimizer":"sgld","lr":0.001,"changes":[{"step":50,"lr":0.0001}]}]}`)
	add("parameters", `{"v":1,"kind":"surface","steps":150,"surface":{"id":"camel6"},"start":[1.2,0.4],"runs":[
		{"optimizer":"rmsprop","momentum":0.5,"centered":1},{"optimizer":"adamw","amsgrad":1,"weight_decay":0.1},{"optimizer":"momentum","momentum":0,"dampening":0.3},
		{"optimizer":"perturbed-sgd","ball":1},{"optimizer":"lbfgs","strong_wolfe":0,"max_iter":3,"lr":0.05},{"optimizer":"sam","momentum":0.5},{"optimizer":"adagrad","lr_decay":0.1,"weight_decay":0.1}]}`)
	add("diverges", `{"v":1,"kind":"surface","steps":300,"surface":{"id":"rosenbrock"},"runs":[{"optimizer":"sgd","lr":0.1},{"optimizer":"adam","lr":0.1}]}`)
	return all
}

func TestSurfaceScripts(t *testing.T) {
	scripts, specs := map[string]string{}, map[string]*lab.Spec{}
	for name, doc := range surfaceSpecs() {
		specs[name] = parse(t, doc)
		text, err := Script(specs[name], nil)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		scripts[name] = text
	}
	for name, runs := range torch(t, scripts) {
		checkSurface(t, name, specs[name], runs)
	}
}
