package lab

import (
	"encoding/json"
	"math"
	"runtime"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"
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
