package lab

import (
	"encoding/json"
	"math"
	"os"
	"strconv"
	"strings"
	"testing"
)

// saved reads the files that testdata/train.py has written.
func saved(t *testing.T) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	for _, name := range []string{"data.csv", "trajectory.npz", "model-60.safetensors", "losses.json"} {
		b, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = b
	}
	return files
}

const torchSpec = `{"v":1,"kind":"network","batch":48,"data":{"file":"data.csv","test":0},"model":[{"dense":6},{"act":"tanh"},{"dense":5},{"act":"relu"},{"dense":2}],"runs":[{"optimizer":"sgd","lr":0.2}],`

// Checkpoints of a training in PyTorch have here the losses that they had there, and the last one the Hessian's eigenvalues.
func TestPyTorchTrajectory(t *testing.T) {
	files := saved(t)
	var want struct {
		Losses            map[string]float64
		Largest, Smallest []float64
		Trace             float64
	}
	if err := json.Unmarshal(files["losses.json"], &want); err != nil {
		t.Fatal(err)
	}
	s, err := Parse([]byte(torchSpec + `"spectrum":{"top":3,"bottom":3,"tol":0.00001,"examples":48},"landscape":{"examples":48}}`))
	if err != nil {
		t.Fatal(err)
	}
	tr, err := ReadTrajectory(s, files, []string{"trajectory.npz"})
	if err != nil {
		t.Fatal(err)
	}
	l, err := NewLens(s, files, 48)
	if err != nil {
		t.Fatal(err)
	}
	if len(tr.Steps) != 6 || tr.Steps[5] != 60 || tr.LR[0] != .2 {
		t.Fatalf("steps %v", tr.Steps)
	}
	for i, w := range tr.Points {
		if got, want := l.loss(w), want.Losses[strconv.Itoa(tr.Steps[i])]; math.Abs(got-want) > 2e-6*math.Max(1, want) {
			t.Errorf("at step %d the loss is %v, in PyTorch %v", tr.Steps[i], got, want)
		}
	}
	last := tr.Points[5]
	e, err := l.Ends(s.Spectrum, last, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		if d := math.Abs(float64(e.Top[i].Value) - want.Largest[i]); d > 3e-5*want.Largest[0] {
			t.Errorf("largest %d is %v, in PyTorch %v", i, e.Top[i].Value, want.Largest[i])
		}
		if d := math.Abs(float64(e.Bottom[i].Value) - want.Smallest[i]); d > 3e-5*want.Largest[0] {
			t.Errorf("smallest %d is %v, in PyTorch %v", i, e.Bottom[i].Value, want.Smallest[i])
		}
	}
	if c, err := l.Cut(s.Landscape, tr); err != nil || len(c.Path) != 6 || c.Path[5].Distance > 1e-5 {
		t.Errorf("its plane: %v, %v", c, err)
	}
	one, err := ReadTrajectory(s, files, []string{"model-60.safetensors"})
	if err != nil {
		t.Fatal(err)
	}
	if one.Steps[0] != 60 {
		t.Errorf("step %d of model-60", one.Steps[0])
	}
	for i, v := range one.Points[0] {
		if v != last[i] {
			t.Fatalf("weight %d is %v, in the NPZ file %v", i, v, last[i])
		}
	}
}

func TestPyTorchRefusals(t *testing.T) {
	files := saved(t)
	read := func(spec, name string) error {
		s, err := Parse([]byte(spec + `"landscape":{}}`))
		if err != nil {
			t.Fatal(err)
		}
		_, err = ReadTrajectory(s, files, []string{name})
		return err
	}
	files["cut.npz"] = files["trajectory.npz"][:700]
	files["text.npz"] = []byte("hello there, this is no file of arrays")
	files["bad.safetensors"] = append([]byte{255, 255, 255, 255, 255, 255, 255, 127}, "{}"...)
	for _, c := range []struct{ spec, name, want string }{
		{strings.Replace(torchSpec, `{"dense":5}`, `{"dense":4}`, 1), "trajectory.npz", "step 0: 2, read as layer 2 with parameters, dense: weight has the shape 5×6, here it is 4×6"},
		{strings.Replace(torchSpec, `{"dense":5},{"act":"relu"},`, ``, 1), "trajectory.npz", "step 0: the file has 3 layers with parameters (0, 2, 4), the network here has 2 (dense, dense)"},
		{strings.Replace(torchSpec, `{"dense":5}`, `{"dense":5,"no_bias":true}`, 1), "trajectory.npz", "it has a bias, and here the layer has none"},
		{torchSpec, "cut.npz", "damaged"},
		{torchSpec, "text.npz", "neither NPZ nor safetensors"},
		{torchSpec, "bad.safetensors", "neither NPZ nor safetensors"},
		{torchSpec, "other.npz", "other.npz"},
	} {
		if err := read(c.spec, c.name); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
}
