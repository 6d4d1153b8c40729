package lab

import (
	"math"
	"strings"
	"testing"
)

// Along a line the loss is that of its points; its barrier is what lies above the chord.
func TestLine(t *testing.T) {
	two := strings.Replace(smallNet, `"runs":[`, `"runs":[{"optimizer":"adam","lr":0.05},`, 1)
	for _, kind := range []string{"line", "between"} {
		s, e := trained(t, two+`"landscape":{"plane":"`+kind+`","grid":25,"examples":90}}`, nil)
		r, err := RunLandscape(s, nil, e, nil)
		if err != nil {
			t.Fatal(err)
		}
		l, _ := NewLens(s, nil, 90)
		tr := e.Trajectory(0)
		from, to := tr.Points[0], tr.Points[len(tr.Points)-1]
		if kind == "between" {
			o := e.Trajectory(1)
			from, to = to, o.Points[len(o.Points)-1]
		}
		if n := len(r.Line.T); n != 25 || r.Line.T[4] != 0 || r.Line.T[20] != 1 {
			t.Fatalf("%s: %d places, %v", kind, n, r.Line.T)
		}
		w, most := make([]float32, len(from)), 0.
		a, b := l.loss(from), l.loss(to)
		for i, x := range r.Line.T {
			for k := range w {
				w[k] = from[k] + float32(x)*(to[k]-from[k])
			}
			want := l.loss(w)
			if math.Abs(float64(r.Line.Loss[i])-want) > 1e-5*math.Max(1, want) {
				t.Errorf("%s: at %v the loss is %v, there it is %v", kind, x, r.Line.Loss[i], want)
			}
			if x >= 0 && x <= 1 {
				most = math.Max(most, want-(1-float64(x))*a-float64(x)*b)
			}
		}
		if math.Abs(float64(r.Line.Barrier)-most) > 1e-5 {
			t.Errorf("%s: the barrier is %v, want %v", kind, r.Line.Barrier, most)
		}
	}
	s, e := trained(t, two+`"landscape":{"plane":"between","align":true,"examples":90}}`, nil)
	if r, err := RunLandscape(s, nil, e, nil); err != nil || r.Line.Distance > r.Line.Apart {
		t.Errorf("aligned: %v, %v", r, err)
	}
	for doc, want := range map[string]string{
		smallNet + `"landscape":{"plane":"between"}}`:     "landscape.plane: between is for two runs; there is one",
		two + `"landscape":{"plane":"between","with":0}}`: "landscape.with: run 0 is the one that it starts at",
		two + `"landscape":{"plane":"between","with":2}}`: "landscape.with: 2 is not a whole number from 0 to 1",
	} {
		if _, err := Parse([]byte(doc)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

// Between a network and itself with its neurons in another order the straight line has a barrier. Matched there is nothing between them,
// and unmatched a curve goes around most of it, as Garipov et al. have found; it begins and ends where they are.
func TestCurve(t *testing.T) {
	s, e := trained(t, `{"v":1,"kind":"network","epochs":30,"data":{"id":"moons","n":200},"model":[{"dense":24},{"act":"relu"},{"dense":2}],"runs":[{"optimizer":"adam","lr":0.02}],"landscape":{}}`, nil)
	l, err := NewLens(s, nil, 200)
	if err != nil {
		t.Fatal(err)
	}
	tr := e.Trajectory(0)
	a := tr.Points[len(tr.Points)-1]
	b := append([]float32(nil), a...)
	for _, v := range l.model.Views()[:3] { // W1, b1 and W2: the neurons in the opposite order
		for r := range v.Rows {
			for c := range v.Cols {
				from := v.Off + r*v.Cols + (v.Cols - 1 - c)
				if v.Rows == 24 {
					from = v.Off + (v.Rows-1-r)*v.Cols + c
				}
				b[v.Off+r*v.Cols+c] = a[from]
			}
		}
	}
	straight, err := l.Line(a, b, nil, 61, false, true)
	if err != nil {
		t.Fatal(err)
	}
	if math.Abs(float64(straight.Loss[10]-straight.Loss[50])) > 1e-6 || straight.Distance < 1 {
		t.Fatalf("the other order is another function: %v and %v, %v apart", straight.Loss[10], straight.Loss[50], straight.Distance)
	}
	c := straight.Curve
	if c.T[0] != 0 || c.T[40] != 1 || math.Abs(float64(c.Loss[0]-straight.Loss[10])) > 1e-6 || math.Abs(float64(c.Loss[40]-straight.Loss[50])) > 1e-6 {
		t.Errorf("the curve's ends are %v and %v", c.Loss[0], c.Loss[40])
	}
	if !(straight.Barrier > .02) || !(c.Barrier < straight.Barrier/3) {
		t.Errorf("barriers: straight %v, curved %v", straight.Barrier, c.Barrier)
	}
	matched, err := l.Line(a, b, nil, 61, true, false)
	if err != nil || matched.Distance > 1e-6 || matched.Barrier > 1e-6 {
		t.Errorf("matched: %+v, %v", matched, err)
	}
}
