package nn

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

func model(t *testing.T, in int, layers ...LayerSpec) *Model {
	t.Helper()
	m, err := NewModel(in, layers, "model")
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func lossNamed(t *testing.T, id string) *Loss {
	t.Helper()
	l, err := LossByID(id, "loss")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// He's weights have variance 2/fan-in, Xavier's 2/(fan-in + fan-out): sample variances within 5 standard errors.
func TestInitializations(t *testing.T) {
	m := model(t, 200, LayerSpec{Dense: 100}, LayerSpec{Act: "relu"}, LayerSpec{Dense: 10})
	for id, want := range map[string]float64{"he": 2.0 / 200, "xavier": 2.0 / 300} {
		init, err := InitByID(id, "init.id")
		if err != nil {
			t.Fatal(err)
		}
		w := make([]float32, m.NumParams())
		for i := range w {
			w[i] = 9
		}
		init.Fill(m, w, rand.New(rand.NewPCG(3, 4)))
		v, n := 0.0, 200*100
		for _, x := range w[:n] {
			v += float64(x) * float64(x) / float64(n)
		}
		if se := want * math.Sqrt(2/float64(n)); math.Abs(v-want) > 5*se {
			t.Errorf("%s: variance %g, want %g ± %g", id, v, want, se)
		}
		b := m.Views()[1]
		for _, x := range w[b.Off : b.Off+b.Cols] {
			if x != 0 {
				t.Fatalf("%s: a bias is %g, want 0", id, x)
			}
		}
	}
}

func TestModelRefuses(t *testing.T) {
	for _, c := range []struct {
		layers []LayerSpec
		want   string
	}{
		{nil, "model: 0 layers; from 1 to 64"},
		{[]LayerSpec{{}}, "model[0]: a layer is one of dense, act, conv2d,"},
		{[]LayerSpec{{Dense: 3, Act: "relu"}}, "model[0]: a layer is one of dense"},
		{[]LayerSpec{{Dense: 3}, {Act: "glue"}}, `model[1].act: unknown activation "glue"; have relu, tanh`},
		{[]LayerSpec{{Dense: -1}}, "model[0].dense: -1 is not a whole number from 1 to 65536"},
		{[]LayerSpec{{Dense: 60000}, {Dense: 60000}}, "model[1].dense: with 60000 the model has"},
	} {
		if _, err := NewModel(4, c.layers, "model"); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v: got %v, want %s", c.layers, err, c.want)
		}
	}
	m := model(t, 4, LayerSpec{Dense: 3})
	if err := m.CheckOutputs(10, "model"); err == nil || !strings.Contains(err.Error(), "3 outputs, the data have 10 classes") {
		t.Errorf("got %v", err)
	}
}
