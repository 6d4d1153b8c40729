package lab

import (
	"math"
	"strings"
	"testing"
)

// Each start of a cloud is a run of its own: the same as from there alone, with its seed.
func TestCloudIsManyRuns(t *testing.T) {
	const doc = `{"v":1,"kind":"surface","surface":{"id":"nesterov"},"start":[0.4,0.1],"steps":60,"seed":40,"runs":[{"optimizer":"sgd"},{"optimizer":"perturbed-sgd","lr":0.1}],"cloud":{"run":1,"starts":50,"radius":0.3}}`
	s, err := Parse([]byte(doc))
	if err != nil {
		t.Fatal(err)
	}
	f, err := NewFlock(s)
	if err != nil {
		t.Fatal(err)
	}
	xy := make([]float64, 100)
	f.Places(xy)
	inner := 0
	for i := range 50 {
		r := math.Hypot(xy[2*i]-.4, xy[2*i+1]-.1)
		if r > .3 {
			t.Errorf("start %d is %g away", i, r)
		}
		if r < .3*math.Sqrt(.5) {
			inner++
		}
	}
	if inner != 25 {
		t.Errorf("%d of 50 starts in the inner half of the disk", inner)
	}
	start := [2]float64{xy[14], xy[15]}
	f.Advance(20)
	f.Advance(60)
	f.Places(xy)
	alone := *s
	alone.Cloud, alone.Seed, alone.Start = nil, 47, start[:]
	e, err := Start(&alone, nil)
	if err != nil {
		t.Fatal(err)
	}
	for e.Step() {
	}
	if at := e.Result().Runs[1].End.At; float64(at[0]) != xy[14] || float64(at[1]) != xy[15] {
		t.Errorf("start 7 is at (%g, %g), alone it would be at %v", xy[14], xy[15], at)
	}
}

func TestCloudEnds(t *testing.T) {
	run := func(doc string) *CloudResult {
		s, err := Parse([]byte(doc))
		if err != nil {
			t.Fatal(err)
		}
		r, err := RunCloud(s)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	r := run(`{"v":1,"kind":"surface","surface":{"id":"double-well"},"start":[0,0],"steps":2000,"runs":[{"optimizer":"sgd","lr":0.1}],"cloud":{"starts":100,"radius":1}}`)
	left := 0
	for _, p := range r.At {
		if p[0] < 0 {
			left++
		}
	}
	if r.Ends["minimum"] != 100 || left < 40 || left > 60 {
		t.Errorf("%v, %d on the left", r.Ends, left)
	}
	if r := run(`{"v":1,"kind":"surface","surface":{"id":"saddle"},"start":[0,0],"steps":2000,"runs":[{"optimizer":"sgd","lr":0.1}],"cloud":{"starts":20}}`); r.Ends["diverged"] != 20 {
		t.Errorf("%v", r.Ends)
	}
	if r := run(`{"v":1,"kind":"surface","surface":{"id":"tensor-sphere","d":5},"steps":300,"runs":[{"optimizer":"sgd","lr":0.1}],"cloud":{"starts":30,"radius":2}}`); r.Ends["minimum"] != 30 {
		t.Errorf("on the sphere: %v", r.Ends)
	}
	for doc, want := range map[string]string{
		`{"starts":0}`: "cloud.starts: 0 is not a whole number from 1 to 2000",
		`{"run":1}`:    "cloud.run: 1 is not a whole number from 0 to 0",
		`{"n":1}`:      `cloud.n: unknown field "n"`,
	} {
		if _, err := Parse([]byte(`{"v":1,"kind":"surface","runs":[{"optimizer":"sgd"}],"cloud":` + doc + `}`)); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%s: %v", doc, err)
		}
	}
}
