//go:build goexperiment.simd && !js

package export

import (
	"encoding/json"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"saddlelab/core/data"
	"saddlelab/core/lab"
)

// loader reads both files, each by what others wrote for it, loads them into the script's model, and tells the test losses.
const loader = `
import json, runpy, struct, sys
import numpy as np, torch


def losses(folder):
    s = runpy.run_path(folder + "/run.py")
    z = np.load(folder + "/w.npz")
    spec = json.loads(z["saddlelab-spec.json"])
    npz = {k: torch.from_numpy(z[k]) for k in z.files if k != "saddlelab-spec.json"}
    raw = open(folder + "/w.safetensors", "rb").read()
    (n,) = struct.unpack("<Q", raw[:8])
    head = json.loads(raw[8 : 8 + n])
    meta = head.pop("__metadata__")
    assert json.loads(meta["saddlelab-spec"]) == spec and spec["kind"] == "network"
    kinds, body = {"F32": np.float32, "I64": np.int64}, raw[8 + n :]
    st = {k: torch.from_numpy(np.frombuffer(body[a["data_offsets"][0] : a["data_offsets"][1]], kinds[a["dtype"]]).reshape(a["shape"]).copy()) for k, a in head.items()}
    out = []
    for weights in (npz, st):
        m = s["marked"](s["build"]())
        m.load_state_dict(weights, strict=True)
        out.append(s["evaluate"](m, s["X_TEST"], s["Y_TEST"])[0])
    return out


print(json.dumps([losses(f) for f in sys.argv[1:]]))
`

// Weights are read by numpy and by the definition of safetensors, fit the script's model as they are, and mean the same there: the test
// loss is the laboratory's as far as float32 carries. The laboratory reads them again to the bit.
func TestWeights(t *testing.T) {
	withTorch(t)
	names := []string{"cnn", "transformer", "logistic"}
	arguments := []string{"-c", loader}
	var losses []float64
	for _, name := range names {
		s := parse(t, networkSpecs()[name])
		e, err := lab.Start(s, nil)
		if err != nil {
			t.Fatal(err)
		}
		for e.Step() {
		}
		dir := t.TempDir()
		for format, file := range map[string]string{"py": "run.py", "npz": "w.npz", "safetensors": "w.safetensors"} {
			b, err := File(format, Source{Spec: s, Run: e})
			if err == nil {
				err = os.WriteFile(filepath.Join(dir, file), b, 0o666)
			}
			if err != nil {
				t.Fatalf("%s, %s: %v", name, format, err)
			}
			if format == "py" {
				continue
			}
			arrays, err := data.ReadNamed(b)
			if err != nil {
				t.Fatalf("%s, %s: %v", name, format, err)
			}
			want, _ := Weights(s, e.(lab.Network), 0)
			for _, a := range arrays {
				for _, w := range want {
					for i := range w.F {
						if w.Name == a.Name && float64(w.F[i]) != a.At(i) {
							t.Fatalf("%s, %s: number %d of %s reads %g, wrote %g", name, format, i, a.Name, a.At(i), w.F[i])
						}
					}
				}
			}
			if len(arrays) != len(want) {
				t.Errorf("%s, %s: %d arrays read, %d written", name, format, len(arrays), len(want))
			}
		}
		arguments, losses = append(arguments, dir), append(losses, float64(*e.State()[0].TestLoss))
	}
	out, err := exec.Command(python, arguments...).CombinedOutput()
	var got [][]float64
	if err != nil || json.Unmarshal(out, &got) != nil || len(got) != len(names) {
		t.Fatalf("%v: %s", err, out)
	}
	for i, name := range names {
		for _, v := range got[i] {
			if want := losses[i]; math.Abs(v-want) > 1e-5*math.Max(1, want) {
				t.Errorf("%s: the test loss is %g in torch, %g in the laboratory", name, v, want)
			}
		}
	}
}
