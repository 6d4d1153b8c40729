package lab

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"
)

func TestGlyphsReachTheirAccuracy(t *testing.T) {
	r := runSpec(t, glyphSpec, nil).Runs[0]
	if acc := float64(*r.End.TrainAcc); acc < .95 {
		t.Errorf("training accuracy %g after 30 epochs, want at least 0.95", acc)
	}
	first, last := r.Steps[0], r.Steps[len(r.Steps)-1]
	if first.Step != 0 || last.Step != r.End.Step || float64(last.TrainLoss) >= float64(first.TrainLoss) {
		t.Errorf("records from %+v to %+v", first, last)
	}
	if l := float64(first.TrainLoss); math.Abs(l-math.Log(10)) > 1.5 {
		t.Errorf("loss before training %g, want near ln 10", l)
	}
}

// All runs start from the same weights and see the same minibatches, so that two of the same method are one.
func TestRunsShareInitializationAndBatches(t *testing.T) {
	doc := strings.Replace(glyphSpec, `{"optimizer":"adam","lr":0.01}`, `{"optimizer":"adam","lr":0.01},{"optimizer":"adam","lr":0.01},{"optimizer":"sgd"}`, 1)
	r := runSpec(t, strings.Replace(doc, `"epochs":30`, `"epochs":2`, 1), nil).Runs
	if r[0].End.Weights != r[1].End.Weights {
		t.Error("two equal runs ended in different weights")
	}
	if r[0].End.Weights == r[2].End.Weights {
		t.Error("adam and sgd ended in the same weights")
	}
	if r[0].Steps[0] != r[2].Steps[0] {
		t.Error("two runs started differently")
	}
}

func TestNetworkSameSpecSameBits(t *testing.T) {
	doc := strings.Replace(glyphSpec, `"epochs":30`, `"epochs":2`, 1)
	a, _ := json.Marshal(runSpec(t, doc, nil).Runs)
	b, _ := json.Marshal(runSpec(t, doc, nil).Runs)
	if string(a) != string(b) {
		t.Error("two runs of one Spec differ")
	}
}

func TestNetworkDiverges(t *testing.T) {
	doc := strings.Replace(glyphSpec, `{"optimizer":"adam","lr":0.01}`, `{"optimizer":"sgd","lr":10}`, 1)
	doc = strings.Replace(doc, "softmax-ce", "mse", 1)
	end := runSpec(t, doc, nil).Runs[0].End
	if end.Diverged == nil || end.Kind != "diverged" || end.Diverged.Suggest.LR != 1 {
		t.Errorf("got %+v, %+v", end, end.Diverged)
	}
}

// A file of two classes on either side of a line is learned; what it is called and where it is not open is said.
func TestTrainsOnACSVFile(t *testing.T) {
	var b strings.Builder
	b.WriteString("width,height,kind\n")
	for i := range 120 {
		x, y := float64(i%11)/10, float64(i%13)/12
		kind := "low"
		if y > x {
			kind = "high"
		}
		fmt.Fprintf(&b, "%g,%g,%s\n", x, y, kind)
	}
	doc := `{"v":1,"kind":"network","epochs":60,"batch":16,"data":{"file":"line.csv"},"model":[{"dense":8},{"act":"tanh"},{"dense":2}],"runs":[{"optimizer":"adam","lr":0.05}]}`
	r := runSpec(t, doc, map[string][]byte{"line.csv": []byte(b.String())}).Runs[0]
	if acc := float64(*r.End.TrainAcc); acc < .95 {
		t.Errorf("training accuracy %g, want at least 0.95", acc)
	}
	s, _ := Parse([]byte(doc))
	if _, err := Start(s, nil); err == nil || !strings.Contains(err.Error(), `data.file: "line.csv" is not here`) {
		t.Errorf("without its file: %v", err)
	}
	s, _ = Parse([]byte(strings.Replace(doc, `{"dense":2}`, `{"dense":3}`, 1)))
	if _, err := Start(s, map[string][]byte{"line.csv": []byte(b.String())}); err == nil || !strings.Contains(err.Error(), "model") {
		t.Errorf("with three outputs for two classes: %v", err)
	}
}

func TestProbes(t *testing.T) {
	s, err := Parse([]byte(`{"v":1,"kind":"network","epochs":200,"batch":16,"data":{"id":"xor","n":100},"model":[{"dense":16},{"act":"tanh"},{"dense":2}],"runs":[{"optimizer":"adam","lr":0.05}]}`))
	if err != nil {
		t.Fatal(err)
	}
	e, err := Start(s, nil)
	if err != nil {
		t.Fatal(err)
	}
	for e.Step() {
	}
	net := e.(Network)
	b := net.Boundary(0, 33)
	at := func(x, y float64) uint8 {
		i := int((x - b.Box[0]) / (b.Box[1] - b.Box[0]) * 32)
		j := int((y - b.Box[2]) / (b.Box[3] - b.Box[2]) * 32)
		return b.Class[j*33+i]
	}
	q := (b.Box[1] - b.Box[0]) / 4
	if at(q, q) != at(-q, -q) || at(q, -q) != at(-q, q) || at(q, q) == at(q, -q) {
		t.Errorf("the quadrants of xor are %d %d %d %d", at(q, q), at(-q, q), at(-q, -q), at(q, -q))
	}
	c := net.Confusion(0)
	sum, right := 0, 0
	for i, n := range c.Counts {
		sum += int(n)
		if i/2 == i%2 {
			right += int(n)
		}
	}
	if sum != c.Of {
		t.Errorf("the confusion matrix sums to %d, want %d", sum, c.Of)
	}
	if acc := float64(*e.State()[0].TestAcc); c.Test && math.Abs(float64(right)/float64(sum)-acc) > 1e-12 {
		t.Errorf("the diagonal holds %g of the examples, the accuracy is %g", float64(right)/float64(sum), acc)
	}
	n := 0
	for _, item := range net.Samples(0, 24).Items {
		if item.Prob < .5 || item.Prob > 1 {
			t.Errorf("said %d with probability %g", item.Said, item.Prob)
		}
		n++
	}
	if n == 0 {
		t.Error("no samples")
	}
}

func TestDigits(t *testing.T) {
	for _, c := range []struct {
		x    float64
		n    int
		want string
	}{{1506.3, 3, "1506"}, {1.5063e30, 3, "1.51·10³⁰"}, {-2.5e-9, 2, "−2.5·10⁻⁹"}, {.0012345, 3, "0.00123"}, {.00001234, 2, "1.2·10⁻⁵"}, {-3, 3, "−3"}, {12345678, 3, "1.23·10⁷"}, {0, 3, "0"}} {
		if got := digits(c.x, c.n); got != c.want {
			t.Errorf("%g to %d digits is %s, want %s", c.x, c.n, got, c.want)
		}
	}
}

// A suggested step size has two digits and is never above what it was rounded from.
func TestTwoDigitsRoundDown(t *testing.T) {
	for x, want := range map[float64]float64{.0449: .044, .0445: .044, .099999: .099, 1: 1, 1.0001: 1, 123: 120, 0.00100: .001, 8.999e-7: 8.9e-7} {
		if got := twoDigits(x); got != want {
			t.Errorf("%g became %g, want %g", x, got, want)
		}
	}
}

// Methods that ask for curvature train a network through Hessian-vector products, and pay for them in evaluations.
func TestCurvatureTrainsANetwork(t *testing.T) {
	r := runSpec(t, `{"v":1,"kind":"network","seed":7,"epochs":30,"batch":400,"data":{"id":"circles"},"model":[{"dense":8},{"act":"tanh"},{"dense":2}],
		"init":{"id":"xavier"},"runs":[{"optimizer":"trust-region"},{"optimizer":"negative-curvature","lr":0.5},{"optimizer":"saddle-free-newton"},{"optimizer":"sgd","lr":0.5}]}`, nil)
	for i, run := range r.Runs {
		if run.Asked <= r.Done && i < 3 || run.Asked != r.Done && i == 3 {
			t.Errorf("%s asked %d times in %d steps", run.Optimizer, run.Asked, r.Done)
		}
		if loss, start := float64(*run.End.TrainLoss), float64(run.Steps[0].TrainLoss); !(loss < start) {
			t.Errorf("%s: loss from %g to %g", run.Optimizer, start, loss)
		}
	}
	newton, sgd := float64(*r.Runs[0].End.TrainLoss), float64(*r.Runs[3].End.TrainLoss)
	if !(newton < sgd/4) {
		t.Errorf("30 steps of a trust region end at %g, of gradient descent at %g", newton, sgd)
	}
}
