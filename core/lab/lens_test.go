package lab

import (
	"encoding/json"
	"math"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"
	"saddlelab/core/landscape/plane"
	"saddlelab/core/nn"
)

// trained runs a network Spec to its end.
func trained(t *testing.T, doc string, files map[string][]byte) (*Spec, Network) {
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
	return s, e.(Network)
}

const smallNet = `{"v":1,"kind":"network","epochs":6,"data":{"id":"moons","n":90},"model":[{"dense":5},{"act":"tanh"},{"dense":2}],"runs":[{"optimizer":"sgd","lr":0.2}],`

// Every cell of a picture is the loss at its point; checkpoints lie where they are said to; the result is the same on one processor.
func TestLandscape(t *testing.T) {
	for _, kind := range []string{"pca", "random", "hessian", "saddle", "points"} {
		t.Run(kind, func(t *testing.T) {
			s, e := trained(t, smallNet+`"landscape":{"plane":"`+kind+`","grid":9,"examples":50}}`, nil)
			r, err := RunLandscape(s, nil, e, nil)
			if err != nil {
				t.Fatal(err)
			}
			l, err := NewLens(s, nil, 50)
			if err != nil {
				t.Fatal(err)
			}
			w := make([]float32, l.model.NumParams())
			for _, at := range [][2]int{{0, 0}, {4, 4}, {8, 2}, {3, 7}} {
				x := r.Box[0] + (r.Box[1]-r.Box[0])*float64(at[0])/8
				y := r.Box[2] + (r.Box[3]-r.Box[2])*float64(at[1])/8
				r.Cut.Plane.At(x, y, w)
				loss, right := l.net.Evaluate(w, l.x, l.y, l.rows)
				if got := float64(r.Loss[at[1]][at[0]]); math.Abs(got-loss) > 1e-5*math.Max(1, loss) {
					t.Errorf("cell %v is %v, the loss there %v", at, got, loss)
				}
				if got := float64(r.Accuracy[at[1]][at[0]]); math.Abs(got-float64(right)/50) > .021 { // one on the line
					t.Errorf("cell %v has accuracy %v, there it is %v", at, got, float64(right)/50)
				}
			}
			tr := e.Trajectory(0)
			if len(r.Path) != len(tr.Points) {
				t.Fatalf("%d points of %d", len(r.Path), len(tr.Points))
			}
			last := r.Path[len(r.Path)-1]
			if last.Distance > 1e-5 || math.Abs(float64(last.Loss-last.Shown)) > 1e-6 {
				t.Errorf("the last checkpoint lies %v beside the plane, with %v for %v", last.Distance, last.Shown, last.Loss)
			}
			if kind == "random" {
				first := tr.Points[0]
				gap := 0.
				for i, v := range first {
					d := float64(v - tr.Points[len(tr.Points)-1][i])
					gap += d * d
				}
				if d := float64(r.Path[0].Distance); !(d > .3*math.Sqrt(gap)) {
					t.Errorf("a random plane holds the start: %v of %v away", d, math.Sqrt(gap))
				}
			}
			one, _ := json.Marshal(r)
			old := runtime.GOMAXPROCS(1)
			again, err := RunLandscape(s, nil, e, nil)
			runtime.GOMAXPROCS(old)
			if two, _ := json.Marshal(again); err != nil || string(one) != string(two) {
				t.Errorf("on one processor it is another: %v", err)
			}
		})
	}
}

// hessian is the dense one, by unit vectors.
func hessian(l *Lens, w []float32, gaussNewton bool) *mat.SymDense {
	n := l.model.NumTrainable()
	op := l.operator(w, gaussNewton, 0, n)
	h := mat.NewSymDense(n, nil)
	v, out := make([]float32, n), make([]float32, n)
	for j := range n {
		v[j] = 1
		op.Apply(v, out)
		v[j] = 0
		for i := range j + 1 {
			h.SetSym(i, j, float64(out[i]))
		}
	}
	return h
}

// Both ends, the traces and each layer's curvature are those of the dense Hessian by gonum, whatever the layers are.
func TestSpectrum(t *testing.T) {
	for name, doc := range map[string]string{
		"dense":       smallNet + `"spectrum":{"examples":90,"layers":true,"along":2,"tol":0.0001}}`,
		"penalty":     smallNet + `"penalty":{"l2":0.1},"spectrum":{"examples":90,"layers":true,"along":2,"tol":0.0001}}`,
		"convolution": `{"v":1,"kind":"network","epochs":2,"data":{"id":"glyphs","n":40},"model":[{"conv2d":2},{"act":"gelu"},{"maxpool":4},{"layernorm":true},{"dense":10}],"runs":[{"optimizer":"adam","lr":0.01}],"spectrum":{"examples":300,"layers":true,"along":2,"tol":0.0001}}`,
		"attention":   `{"v":1,"kind":"network","epochs":2,"data":{"id":"copy","n":40,"length":3,"alphabet":4},"model":[{"embedding":4,"vocabulary":5},{"attention":2},{"dense":5}],"runs":[{"optimizer":"adam","lr":0.01}],"spectrum":{"examples":40,"layers":true,"along":2,"tol":0.0001}}`,
		"gauss":       smallNet + `"spectrum":{"of":"gauss-newton","examples":90,"layers":true,"along":2,"tol":0.0001}}`,
	} {
		t.Run(name, func(t *testing.T) {
			s, e := trained(t, doc, nil)
			r, err := RunSpectrum(s, nil, e, nil)
			if err != nil {
				t.Fatal(err)
			}
			l, err := NewLens(s, nil, s.Spectrum.Examples)
			if err != nil {
				t.Fatal(err)
			}
			tr := e.Trajectory(0)
			l.Use(tr.Stats)
			h := hessian(l, tr.Points[len(tr.Points)-1], s.Spectrum.Of == "gauss-newton")
			n := l.model.NumTrainable()
			values := eigenvalues(t, h)
			if !r.Ends.Converged {
				t.Error("the ends have not converged")
			}
			tol := 3e-4 * math.Max(values[n-1], -values[0]) // 1e-4 was asked for, the rest is float32
			for i, p := range r.Ends.Top {
				if math.Abs(float64(p.Value)-values[n-1-i]) > tol {
					t.Errorf("largest %d is %v, dense %v", i, p.Value, values[n-1-i])
				}
			}
			for i, p := range r.Ends.Bottom {
				if math.Abs(float64(p.Value)-values[i]) > tol {
					t.Errorf("smallest %d is %v, dense %v", i, p.Value, values[i])
				}
			}
			trace, squares := 0., 0.
			for _, v := range values {
				trace, squares = trace+v, squares+v*v
			}
			if d := math.Abs(float64(r.Traces.Trace) - trace); d > 4*float64(r.Traces.TraceErr)+tol {
				t.Errorf("trace %v ± %v, dense %v", r.Traces.Trace, r.Traces.TraceErr, trace)
			}
			if d := math.Abs(float64(r.Traces.Frobenius) - math.Sqrt(squares)); d > 4*float64(r.Traces.FrobeniusErr)+tol {
				t.Errorf("Frobenius norm %v ± %v, dense %v", r.Traces.Frobenius, r.Traces.FrobeniusErr, math.Sqrt(squares))
			}
			end := r.Way[1] // the second of two checkpoints is the last
			if d := math.Abs(float64(end.Trace) - trace); d > 4*float64(end.TraceErr)+tol || !(end.TraceErr >= 0) {
				t.Errorf("trace on the way %v ± %v, dense %v", end.Trace, end.TraceErr, trace)
			}
			if math.Abs(float64(end.Top)-values[n-1]) > 10*tol || math.Abs(float64(end.Bottom)-values[0]) > 10*tol || !(end.Align >= 0 && end.Align <= 1+1e-6) {
				t.Errorf("ends on the way %+v, dense %v and %v", end, values[n-1], values[0])
			}
			k := 0
			for _, v := range l.model.Views() {
				if v.Rows == 1 || v.Frozen {
					continue
				}
				size := v.Rows * v.Cols
				block := mat.NewSymDense(size, nil)
				for i := range size {
					for j := range i + 1 {
						block.SetSym(i, j, h.At(v.Off+i, v.Off+j))
					}
				}
				own := eigenvalues(t, block)
				if got := r.ByLayer[k]; got.Name != v.Name || math.Abs(float64(got.Top.Value)-own[size-1]) > tol || math.Abs(float64(got.Bottom.Value)-own[0]) > tol {
					t.Errorf("%s: %+v, dense %v and %v", v.Name, got, own[size-1], own[0])
				}
				k++
			}
			if k != len(r.ByLayer) {
				t.Errorf("%d layers of %d", len(r.ByLayer), k)
			}
		})
	}
}

func eigenvalues(t *testing.T, a mat.Symmetric) []float64 {
	t.Helper()
	var e mat.EigenSym
	if !e.Factorize(a, false) {
		t.Fatal("gonum finds no eigenvalues")
	}
	return e.Values(nil)
}

// At 0 the loss mean(Σ aₖwₖᵀx − y)² of a two-layer linear network has the quadratic form −2 Σ aₖ wₖᵀm, m = mean(xy): a strict saddle with
// the eigenvalues ±‖m‖·2 as often as there are hidden neurons, which is its index, and 0 for all others.
func TestSaddleAtZero(t *testing.T) {
	rows := "a,b,c,y\n"
	data := [][4]float64{{1, 2, -1, .5}, {-1, .5, 2, 1}, {.5, -1, 1, -2}, {2, 1, .5, 1.5}}
	for _, r := range data {
		b, _ := json.Marshal(r)
		rows += strings.Trim(string(b), "[]") + "\n"
	}
	s, err := Parse([]byte(`{"v":1,"kind":"network","data":{"file":"m.csv","test":0,"task":"regression"},"loss":"mse","init":{"id":"zeros"},"model":[{"dense":4,"no_bias":true},{"dense":1,"no_bias":true}],"runs":[{"optimizer":"sgd"}],"spectrum":{"bottom":6,"top":6,"tol":0.00001}}`))
	if err != nil {
		t.Fatal(err)
	}
	l, err := NewLens(s, map[string][]byte{"m.csv": []byte(rows)}, 10)
	if err != nil {
		t.Fatal(err)
	}
	var m [3]float64 // of the inputs as the network is given them
	for r := range l.rows {
		for i := range m {
			m[i] += float64(l.x[r*3+i]) * float64(l.y.Values[r]) / float64(l.rows)
		}
	}
	want := 2 * math.Sqrt(m[0]*m[0]+m[1]*m[1]+m[2]*m[2])
	r, err := l.Ends(s.Spectrum, make([]float32, l.model.NumParams()), nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 4 {
		if math.Abs(float64(r.Top[i].Value)-want) > 1e-4*want || math.Abs(float64(r.Bottom[i].Value)+want) > 1e-4*want {
			t.Errorf("pair %d: %v and %v, want ±%v", i, r.Top[i].Value, r.Bottom[i].Value, want)
		}
	}
	if r.Kind != "saddle" || r.Index != 4 || r.AtLeast || math.Abs(float64(r.Bottom[4].Value)) > 1e-4*want {
		t.Errorf("it is said to be a %s of index %d: %s", r.Kind, r.Index, r.Says)
	}
}

// Where n examples are fitted exactly, the Hessian is that of Gauss and Newton, and has rank n: all other directions are flat (Cooper 2018).
func TestRankAtZeroLoss(t *testing.T) {
	s, err := Parse([]byte(`{"v":1,"kind":"network","data":{"id":"teacher-student","n":50},"loss":"mse","model":[{"dense":6},{"act":"tanh"},{"dense":1}],"runs":[{"optimizer":"sgd"}],"spectrum":{"tol":0.00001}}`))
	if err != nil {
		t.Fatal(err)
	}
	const n = 7
	l, err := NewLens(s, nil, n)
	if err != nil {
		t.Fatal(err)
	}
	w := make([]float32, l.model.NumParams())
	nn.Inits[0].Fill(l.model, w, stream(s, 1))
	for i := range w {
		w[i] += float32(.01 * float64(i%7))
	}
	copy(l.y.Values, l.net.Forward(w, l.x, n))
	values := eigenvalues(t, hessian(l, w, false))
	p := len(values)
	if !(values[p-n] > 1e-5*values[p-1]) || math.Abs(values[p-n-1]) > 1e-6*values[p-1] || math.Abs(values[0]) > 1e-6*values[p-1] {
		t.Errorf("eigenvalues %v … %v, %v … %v: not %d above 0", values[0], values[p-n-1], values[p-n], values[p-1], n)
	}
	r, err := l.Ends(s.Spectrum, w, nil)
	if err != nil || r.Kind != "minimum" {
		t.Errorf("%v, %v", r, err)
	}
}

// Checkpoints are thinned evenly, and end with the weights of now.
func TestTrail(t *testing.T) {
	var tr trail
	for k := range 1000 {
		tr.keep(k, []float32{float32(k)}, 16)
	}
	if len(tr.points) > 16 || len(tr.points) < 8 || tr.steps[0] != 0 {
		t.Errorf("%d checkpoints from step %d", len(tr.points), tr.steps[0])
	}
	for i, p := range tr.points {
		if int(p[0]) != tr.steps[i] || i > 0 && tr.steps[i]-tr.steps[i-1] != tr.steps[1] {
			t.Errorf("checkpoint %d of step %d holds %v", i, tr.steps[i], p)
		}
	}
	_, e := trained(t, smallNet+`"spectrum":{}}`, nil)
	way := e.Trajectory(0)
	if n := len(way.Steps); way.Steps[n-1] != e.Done() || len(way.LR) != n || way.LR[0] != .2 {
		t.Errorf("it ends at step %d of %d: %v", way.Steps[n-1], e.Done(), way.LR)
	}
}

func TestLensRefusals(t *testing.T) {
	for doc, want := range map[string]string{
		smallNet + `"landscape":{"plane":"flat"}}`:                                                       `landscape.plane: "flat" is not known; have pca, random, hessian, saddle, points`,
		smallNet + `"landscape":{"grid":500}}`:                                                           `landscape.grid: 500 is not a whole number from 5 to 201`,
		smallNet + `"landscape":{"plane":"pca","normalize":"filter"}}`:                                   `landscape.normalize`,
		smallNet + `"spectrum":{"of":"fisher"}}`:                                                         `spectrum.of: "fisher" is not known; have hessian, gauss-newton`,
		smallNet + `"spectrum":{"run":1}}`:                                                               `spectrum.run: 1 is not a whole number from 0 to 0`,
		`{"v":1,"kind":"surface","surface":{"id":"monkey"},"runs":[{"optimizer":"sgd"}],"landscape":{}}`: `landscape: it is for a network, not for a surface`,
		`{"v":1,"kind":"surface","surface":{"id":"monkey"},"runs":[{"optimizer":"sgd"}],"spectrum":{}}`:  `spectrum: it is for a network, not for a surface`,
	} {
		if _, err := Parse([]byte(doc)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", doc, err, want)
		}
	}
	s, err := Parse([]byte(smallNet + `"landscape":{}}`))
	if err != nil {
		t.Fatal(err)
	}
	e, err := Start(s, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := RunLandscape(s, nil, e.(Network), nil); err == nil || !strings.Contains(err.Error(), "some steps of training") {
		t.Errorf("before any step: %v", err)
	}
}

// What is measured part by part is what a workspace for all examples gives, of 256 and of 44.
func TestLensParts(t *testing.T) {
	s, e := trained(t, strings.Replace(smallNet, `"n":90`, `"n":300`, 1)+`"penalty":{"l2":0.3},"spectrum":{}}`, nil)
	l, err := NewLens(s, nil, 300)
	if err != nil {
		t.Fatal(err)
	}
	w := e.Trajectory(0).Points[0]
	n := l.model.NumTrainable()
	whole := nn.NewNet(l.model, l.judge, 300)
	whole.Penalize(0, .3)
	v, want, got := make([]float32, n), make([]float32, n), make([]float32, n)
	for i := range v {
		v[i] = float32(i%5) - 2
	}
	near := func(what string) {
		for i := range want {
			if math.Abs(float64(got[i]-want[i])) > 1e-5*(1+math.Abs(float64(want[i]))) {
				t.Errorf("%s %d is %v, in one part %v", what, i, got[i], want[i])
			}
		}
	}
	whole.HessianVector(w, l.x, l.y, 300, v, want)
	l.operator(w, false, 0, n).Apply(v, got)
	near("product")
	whole.Gradient(w, l.x, l.y, 300, want)
	copy(got, l.gradient(w))
	near("derivative")
}

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
