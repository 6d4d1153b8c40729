package nn

import (
	"encoding/json"
	"math"
	"os"
	"testing"
)

type tensor struct {
	Shape []int
	Data  []float64
}

type layerCase struct {
	Name          string
	Inputs, Grads map[string]tensor
	V, HVP        map[string]tensor // a direction, and the Hessian by all inputs times it
	Consts        map[string]tensor
	Cot           *tensor // the loss is Σ output·cot; nil: it is the case's own
	Out           tensor
	Loss          float64
}

// reference reads the values that PyTorch made.
func reference(t *testing.T, name string) layerCase {
	t.Helper()
	b, err := os.ReadFile("testdata/layers.json")
	if err != nil {
		t.Fatal(err)
	}
	var all struct{ Cases []layerCase }
	if err := json.Unmarshal(b, &all); err != nil {
		t.Fatal(err)
	}
	for _, c := range all.Cases {
		if c.Name == name {
			return c
		}
	}
	t.Fatalf("no case %s", name)
	return layerCase{}
}

func f32(x []float64) []float32 {
	y := make([]float32, len(x))
	for i, v := range x {
		y[i] = float32(v)
	}
	return y
}

func near(t *testing.T, what string, got []float32, want []float64) {
	t.Helper()
	within(t, what, got, want, 2e-6)
}

// put copies torch's weights (out×in) into a view of a parameter vector, and get takes them out again; a bias is copied as it is.
func put[F Float](w []F, v View, x tensor) {
	for i := range v.Rows {
		for j := range v.Cols {
			w[v.Off+i*v.Cols+j] = F(x.Data[j*v.Rows+i])
		}
	}
}
func get[F Float](w []F, v View) []F {
	x := make([]F, v.Rows*v.Cols)
	for i := range v.Rows {
		for j := range v.Cols {
			x[j*v.Rows+i] = w[v.Off+i*v.Cols+j]
		}
	}
	return x
}

func labels(x tensor) []int32 {
	y := make([]int32, len(x.Data))
	for i, v := range x.Data {
		y[i] = int32(v)
	}
	return y
}

// near64 compares to the tolerances of the file: to 10⁻⁹ of the value, or of 1.
func near64(t *testing.T, what string, got, want []float64) {
	t.Helper()
	within(t, what, got, want, 1e-9)
}

// within compares numbers to tol of the value, or of 1.
func within[F Float](t *testing.T, what string, got []F, want []float64, tol float64) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%s: %d numbers, want %d", what, len(got), len(want))
	}
	for i := range got {
		if d := math.Abs(float64(got[i]) - want[i]); !(d <= tol*math.Max(1, math.Abs(want[i]))) {
			t.Errorf("%s[%d] = %v, want %v", what, i, got[i], want[i])
			return
		}
	}
}
