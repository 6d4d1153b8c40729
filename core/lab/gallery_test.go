package lab

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"math"
	"regexp"
	"testing"
)

func kinds(r *Result) string {
	s := ""
	for _, run := range r.Runs {
		s += string(run.End.Kind) + " "
	}
	return s
}

// What the gallery says of an exhibit is what its run does.
var shows = map[string]func(r *Result) bool{
	"saddle-noise": func(r *Result) bool { return r.Runs[0].End.Kind == "saddle" && *r.Runs[1].End.F < -0.2 },
	"one-start-two-ends": func(r *Result) bool {
		x := func(i int) float64 { p := r.Runs[i].Path; return float64(p[len(p)-1][1]) }
		return kinds(r) == "minimum minimum minimum " && x(0) < -1 && x(1) > 1 && x(2) > 1
	},
	"curved-valley": func(r *Result) bool {
		return *r.Runs[0].End.F > 1 && *r.Runs[1].End.F < 0.1 && *r.Runs[3].End.F < 1e-9
	},
	"saddle-free": func(r *Result) bool { return kinds(r) == "moving minimum minimum " },
	"monkey-noise": func(r *Result) bool {
		return math.Abs(float64(*r.Runs[0].End.F)) < 1e-3 && r.Runs[1].End.Diverged != nil // it has no lower bound
	},
	"langevin": func(r *Result) bool {
		left, right := false, false
		for _, p := range r.Runs[1].Path {
			left, right = left || p[0] < -0.7, right || p[0] > 0.7
		}
		return left && right && r.Runs[0].End.Kind == "minimum"
	},
	"diverging-step": func(r *Result) bool { return *r.Runs[0].End.F < 1 && *r.Runs[1].End.F > 50 },
	"zigzag": func(r *Result) bool {
		flips, path := 0, r.Runs[0].Path // along the steep direction, (1, -√3)/2 or (√3, -1)/2: x and y change sides of the valley at each step
		for i := 2; i < 20; i++ {
			a := [2]float64{float64(path[i-1][0] - path[i-2][0]), float64(path[i-1][1] - path[i-2][1])}
			b := [2]float64{float64(path[i][0] - path[i-1][0]), float64(path[i][1] - path[i-1][1])}
			if a[0]*b[0]+a[1]*b[1] < 0 {
				flips++
			}
		}
		return flips >= 15 && *r.Runs[1].End.F < 1e-3**r.Runs[0].End.F
	},
	"stuck-on-saddle":  func(r *Result) bool { return kinds(r) == "saddle saddle " },
	"newton-to-saddle": func(r *Result) bool { return r.Runs[0].End.Kind == "saddle" && *r.Runs[1].End.F < -0.24 },
	"adam-cycle": func(r *Result) bool {
		p := r.Runs[0].Path
		last, before := p[len(p)-1], p[len(p)-3]
		return r.Runs[1].End.Kind == "minimum" && math.Abs(math.Abs(float64(last[1]))-0.25) < 0.01 && math.Abs(float64(last[1]-before[1])) < 1e-3
	},
	"nearest-minimum":     func(r *Result) bool { return kinds(r) == "minimum minimum " && *r.Runs[0].End.F > 1 },
	"spirals":             func(r *Result) bool { return *r.Runs[0].End.TestAcc > 0.9 },
	"glyphs":              func(r *Result) bool { return *r.Runs[0].End.TestAcc > 0.9 },
	"three-methods":       func(r *Result) bool { return *r.Runs[0].End.TrainLoss > 2**r.Runs[2].End.TrainLoss },
	"random-labels":       func(r *Result) bool { return *r.Runs[0].End.TrainAcc == 1 && *r.Runs[0].End.TestAcc < 0.2 },
	"zero-init":           func(r *Result) bool { return *r.Runs[0].End.TrainLoss > 2.2 && *r.Runs[0].End.TestAcc < 0.2 },
	"vanishing-gradients": func(r *Result) bool { return *r.Runs[0].End.TrainAcc < 0.6 },
	"exploding-training":  func(r *Result) bool { return r.Runs[0].End.Diverged == nil && r.Runs[1].End.Diverged != nil },
}

func TestGalleryShowsWhatItSays(t *testing.T) {
	name := regexp.MustCompile(`^[a-z][a-z-]*$`)
	for _, e := range Gallery() {
		t.Run(e.ID, func(t *testing.T) {
			if !name.MatchString(e.ID) || e.Title == "" || e.Line == "" {
				t.Fatalf("%q, %q, %q", e.ID, e.Title, e.Line)
			}
			says := shows[e.ID]
			if says == nil {
				t.Fatal("nothing checks what it says")
			}
			if r := runSpec(t, string(e.Spec), nil); !says(r) {
				end, _ := json.Marshal(r.Runs)
				t.Errorf("the run does not do what the gallery says; its last steps: …%s", end[max(0, len(end)-400):])
			}
		})
	}
}

// A link that names an exhibit is an experiment: it must give the same one for ever. Another Spec gets another id.
func TestPublishedExhibitsStay(t *testing.T) {
	all := map[string]string{}
	for _, e := range Gallery() {
		var text bytes.Buffer
		if err := json.Compact(&text, e.Spec); err != nil {
			t.Fatalf("%s: %v", e.ID, err)
		}
		sum := sha256.Sum256(text.Bytes())
		all[e.ID] = hex.EncodeToString(sum[:6])
	}
	for id, want := range published {
		if all[id] != want {
			t.Errorf("%s is %s, and was published as %s", id, all[id], want)
		}
	}
	for id, sum := range all {
		if published[id] == "" {
			t.Errorf("%s, %s, is missing from the list of those that are published", id, sum)
		}
	}
}

var published = map[string]string{
	"saddle-noise":        "0c6c25a8c0fa",
	"one-start-two-ends":  "01182c472129",
	"curved-valley":       "2b52e92fc579",
	"saddle-free":         "81ca25530acd",
	"monkey-noise":        "fe7fbf93d79b",
	"langevin":            "fedfd972779c",
	"diverging-step":      "2ed3eacbbc61",
	"zigzag":              "cfb9bd3a93d3",
	"stuck-on-saddle":     "4a53990a687c",
	"newton-to-saddle":    "c19aa3a6c11d",
	"adam-cycle":          "3f86ef71bf5b",
	"nearest-minimum":     "d6771ad84c41",
	"spirals":             "5ab01c7f9fe3",
	"glyphs":              "069f3bfb5957",
	"three-methods":       "11fa6e59f152",
	"random-labels":       "4eaaead93e2c",
	"zero-init":           "89a0f45ef6f8",
	"vanishing-gradients": "5d28a027fc90",
	"exploding-training":  "2893d8ba381b",
}
