package lab

import (
	"reflect"
	"testing"

	"saddlelab/core/landscape/plane"
)

// The examples that a training gives out are those that anyone would draw who makes its data anew, and a lens of them says the same.
func TestDraw(t *testing.T) {
	for name, doc := range map[string]string{
		"classes":   smallNet,
		"numbers":   `{"v":1,"kind":"network","epochs":2,"data":{"id":"sine"},"model":[{"dense":6},{"act":"tanh"},{"dense":1}],"loss":"mse","runs":[{"optimizer":"sgd","lr":0.1}],`,
		"sequences": `{"v":1,"kind":"network","epochs":1,"data":{"id":"copy","n":60,"length":4,"alphabet":5},"model":[{"embedding":8,"vocabulary":6},{"position":"sinusoidal"},{"dense":6}],"runs":[{"optimizer":"sgd","lr":0.1}],`,
	} {
		t.Run(name, func(t *testing.T) {
			s, e := trained(t, doc+`"landscape":{"examples":30}}`, nil)
			got := e.Draw(30)
			want, err := Draw(s, nil, 30)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, want) || got.N != 30 || got.Of <= 30 || len(got.X) != 30*got.D {
				t.Fatalf("%d of %d examples, not those of the data made anew", got.N, got.Of)
			}
			one, err := got.Lens(s)
			if err != nil {
				t.Fatal(err)
			}
			two, err := NewLens(s, nil, 30)
			if err != nil {
				t.Fatal(err)
			}
			w := e.Trajectory(0).Points[0]
			if a, b := one.loss(w), two.loss(w); a != b {
				t.Errorf("a loss of %v and one of %v", a, b)
			}
		})
	}
}

// A first picture is as fine as its points are cheap.
func TestCoarse(t *testing.T) {
	for doc, want := range map[string]int{
		`"data":{"id":"moons"},"model":[{"dense":5},{"act":"tanh"},{"dense":2}]`:                                                                13,
		`"data":{"id":"digits","n":1000},"model":[{"conv2d":8,"kernel":5},{"act":"relu"},{"conv2d":32,"kernel":5},{"act":"relu"},{"dense":10}]`: 5,
	} {
		s, err := Parse([]byte(`{"v":1,"kind":"network",` + doc + `,"runs":[{"optimizer":"sgd","lr":0.1}]}`))
		if err != nil {
			t.Fatal(err)
		}
		l, err := NewLens(s, nil, 500)
		if err != nil {
			t.Fatal(err)
		}
		n := l.model.NumParams()
		u, v := make([]float32, n), make([]float32, n)
		u[0], v[1] = 1, 1
		p, err := plane.New(make([]float32, n), u, v)
		if err != nil {
			t.Fatal(err)
		}
		if got := l.Slice(p).Coarse(); got != want {
			t.Errorf("%s: %d rows, want %d", doc, got, want)
		}
	}
}
