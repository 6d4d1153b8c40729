package lab

import (
	"fmt"
	"math"

	"saddlelab/core/landscape/plane"
	"saddlelab/core/real"
)

// Line is the loss along a straight line of parameters, (1−t)·from + t·to: from the start of a training to its end (Goodfellow, Vinyals,
// Saxe 2015, ICLR), or from one training's end to another's.
type Line struct {
	T        []Num  `json:"t"`
	Loss     []Num  `json:"loss"`
	Accuracy []Num  `json:"accuracy,omitempty"`
	Barrier  Num    `json:"barrier"`  // the most by which the loss between the ends lies above the straight line between theirs (Frankle et al. 2020, ICML)
	At       Num    `json:"at"`       // and where
	Distance Num    `json:"distance"` // between the ends
	Apart    Num    `json:"apart"`    // that distance before neurons were matched
	Curve    *Curve `json:"curve,omitempty"`
	Looked   int    `json:"looked"` // examples, of so many
	Of       int    `json:"of"`
}

// ends are those of the line that a Landscape asks for; false for a plane.
func ends(ask *Landscape, t *Trajectory, e Network) (from, to []float32, ok bool) {
	last := t.Points[len(t.Points)-1]
	switch ask.Plane {
	case "line":
		return t.Points[0], last, true
	case "between":
		o := e.Trajectory(ask.With)
		return last, o.Points[len(o.Points)-1], true
	}
	return nil, nil, false
}

// Line evaluates at least n places with t from −¼ to 1¼, both ends among them; align matches the neurons of to with those of from first,
// curve bends a way of low loss between them as well.
func (l *Lens) Line(from, to, stats []float32, n int, align, curve bool) (*Line, error) {
	if err := l.check(from); err != nil {
		return nil, err
	}
	if err := l.check(to); err != nil {
		return nil, err
	}
	l.Use(stats)
	apart := distance(from, to)
	if align {
		var err error
		if to, err = l.model.Align(from, to); err != nil {
			return nil, fmt.Errorf("landscape.align: %w", err)
		}
	}
	n = (n+4)/6*6 + 1
	way := make([]float32, len(from))
	for i := range way {
		way[i] = to[i] - from[i]
	}
	// The second direction is never gone along.
	s := l.Slice(&plane.Plane{Origin: from, U: way, V: make([]float32, len(from))})
	t, loss, right := make([]float64, n), make([]float64, n), make([]float64, n)
	for i := range t {
		t[i] = -.25 + 1.5*float64(i)/float64(n-1)
	}
	if !s.labels {
		right = nil
	}
	s.slice.Row(0, t, loss, right)
	r := &Line{T: real.Nums(t), Loss: real.Nums(loss), Distance: Num(distance(from, to)), Apart: Num(apart), Looked: l.rows, Of: l.of}
	if s.labels {
		r.Accuracy = real.Nums(right)
	}
	first, last := (n-1)/6, 5*(n-1)/6
	for i := first; i <= last; i++ {
		if over := loss[i] - (loss[first]*(1-t[i]) + float64(loss[last]*t[i])); over > float64(r.Barrier) || math.IsNaN(over) {
			r.Barrier, r.At = Num(over), Num(t[i])
		}
	}
	if curve {
		r.Curve = l.Curve(from, to, last-first+1)
	}
	return r, nil
}

func distance(a, b []float32) float64 {
	sum := 0.
	for i, v := range a {
		d := float64(v - b[i])
		sum += float64(d * d)
	}
	return math.Sqrt(sum)
}
