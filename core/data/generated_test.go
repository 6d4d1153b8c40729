package data

import (
	"image"
	"image/color"
	"image/png"
	"math"
	"os"
	"slices"
	"testing"

	"saddlelab/core/param"
)

func generate(t *testing.T, d *Dataset, v param.Values) (train, test *Set) {
	t.Helper()
	return d.Gen(defaults(t, d, v), rng(11))
}

// real value of feature j of example i.
func (s *Set) feature(i, j int) float64 {
	k := j
	if len(s.Mean) == 1 {
		k = 0
	}
	return float64(s.X[i*s.D+j])*s.Std[k] + s.Mean[k]
}

func TestMoonsAndCheckerboardLaws(t *testing.T) {
	s, _ := generate(t, moons, param.Values{"noise": 0})
	for i := range s.N {
		x, y := s.feature(i, 0), s.feature(i, 1)
		if s.Labels[i] == 1 {
			x, y = 1-x, .5-y
		}
		if math.Abs(math.Hypot(x, y)-1) > 1e-6 || y < -1e-6 {
			t.Fatalf("(%g, %g) is on no half circle", x, y)
		}
	}
	for _, k := range []float64{2, 3, 4, 7} {
		s, _ := generate(t, checkerboard, param.Values{"cells": k})
		for i := range s.N {
			a, b := int(k*s.feature(i, 0)), int(k*s.feature(i, 1))
			if int32((a+b)%2) != s.Labels[i] || a < 0 || b < 0 || a >= int(k) || b >= int(k) {
				t.Fatalf("%g cells: square (%d, %d) has class %d", k, a, b, s.Labels[i])
			}
		}
	}
}

// The best rule for two Gaussians at distance δ errs with probability Φ(−δ/2) on the clean test set; labels turn over at their rate.
func TestGaussiansLaw(t *testing.T) {
	const n = 20000
	train, test := generate(t, gaussians, param.Values{"n": n, "test_n": n, "d": 5, "distance": 2, "flip": .2})
	flipped, wrong := 0, 0
	for i := range n {
		if train.Redrawn[i] {
			flipped++
		}
		sum := 0.0
		for j := range 5 {
			sum += test.feature(i, j)
		}
		if (sum > 0) != (test.Labels[i] == 1) {
			wrong++
		}
	}
	if math.Abs(float64(flipped)/n-.2) > 4*math.Sqrt(.16/n) {
		t.Errorf("%d labels of %d turned over", flipped, n)
	}
	if want := .5 * math.Erfc(1/math.Sqrt2); math.Abs(float64(wrong)/n-want) > 4*math.Sqrt(want/n) {
		t.Errorf("the best rule errs on %g, want %g", float64(wrong)/n, want)
	}
}

func TestCurves(t *testing.T) {
	for nodes := range 3 {
		s, test := generate(t, polynomial, param.Values{"n": 21, "nodes": float64(nodes)})
		var xs []float64
		for i := range s.N {
			x, y := s.feature(i, 0), float64(s.Values[i])*s.ValueStd+s.ValueMean
			if want := 1 / (1 + 25*x*x); math.Abs(y-want) > 1e-6 {
				t.Fatalf("f(%g) = %g, want %g", x, y, want)
			}
			xs = append(xs, x)
		}
		slices.Sort(xs)
		switch nodes {
		case 0:
			if math.Abs(xs[0]+1) > 1e-6 || math.Abs(xs[20]-1) > 1e-6 || math.Abs(xs[10]-xs[9]-.1) > 1e-6 {
				t.Errorf("evenly spaced nodes: %v", xs)
			}
		case 1:
			if math.Abs(xs[0]+math.Cos(math.Pi*.5/21)) > 1e-6 {
				t.Errorf("Chebyshev's nodes begin at %g", xs[0])
			}
		}
		if test.N != 400 || test.feature(0, 0) > -.999 {
			t.Errorf("the test set begins at %g", test.feature(0, 0))
		}
	}
	s, _ := generate(t, polynomial, param.Values{"degree": 3})
	if x, y := s.feature(4, 0), float64(s.Values[4])*s.ValueStd+s.ValueMean; math.Abs(y-(4*x*x*x-3*x)) > 1e-6 {
		t.Errorf("T₃(%g) = %g", x, y)
	}
	s, _ = generate(t, sine, param.Values{"noise": 0, "periods": 3})
	if x, y := s.feature(5, 0), float64(s.Values[5])*s.ValueStd+s.ValueMean; math.Abs(y-math.Sin(3*math.Pi*x)) > 1e-6 {
		t.Errorf("sin(3π·%g) = %g", x, y)
	}
}

func TestSequences(t *testing.T) {
	for _, d := range []*Dataset{copySequence, sortSequence} {
		s, _ := generate(t, d, param.Values{"n": 50, "length": 5, "alphabet": 7})
		if s.D != 10 || s.Vocabulary != 8 || s.Positions != 10 || len(s.Classes) != 8 {
			t.Fatalf("%s: %d tokens of %d", d.ID, s.D, s.Vocabulary)
		}
		for i := range s.N {
			x, y := s.X[i*10:(i+1)*10], s.Labels[i*10:(i+1)*10]
			want := slices.Clone(x[:5])
			if d == sortSequence {
				slices.Sort(want)
			}
			for j := range 5 {
				if int(y[4+1+j]) != int(want[j]) || j < 4 && y[j] != -1 || j < 4 && x[6+j] != want[j] || x[5] != 7 {
					t.Fatalf("%s: %v asks for %v", d.ID, x, y)
				}
			}
		}
	}
	train, test := generate(t, modularAddition, param.Values{"p": 7, "fraction": .6})
	if train.N != 29 || train.N+test.N != 49 {
		t.Errorf("%d and %d sums of 49", train.N, test.N)
	}
	seen := map[[2]float32]bool{}
	for _, s := range []*Set{train, test} {
		for i := range s.N {
			a, b := s.X[3*i], s.X[3*i+1]
			if seen[[2]float32{a, b}] || int(s.Labels[3*i+2]) != (int(a)+int(b))%7 || s.X[3*i+2] != 7 || s.Labels[3*i] != -1 {
				t.Fatalf("%v asks for %v", s.X[3*i:3*i+3], s.Labels[3*i:3*i+3])
			}
			seen[[2]float32{a, b}] = true
		}
	}
}

// Digits: without jitter and noise the same hand gives the same picture, strokes are inside, and classes are even. SADDLELAB_SHOTS is where
// a sheet of them goes, to be looked at.
func TestDigits(t *testing.T) {
	s, _ := generate(t, digits, param.Values{"n": 400, "noise": 0})
	if dir := os.Getenv("SADDLELAB_SHOTS"); dir != "" {
		img := image.NewGray(image.Rect(0, 0, 20*28, 20*28))
		for i := range s.N {
			for k := range 784 {
				v := s.feature(i, k)
				img.SetGray(i%20*28+k%28, i/20*28+k/28, color.Gray{uint8(max(0, min(255, 255*v)))})
			}
		}
		f, err := os.Create(dir + "/digits.png")
		if err != nil {
			t.Fatal(err)
		}
		png.Encode(f, img)
		f.Close()
	}
	for i := range s.N {
		ink, edge := 0.0, 0.0
		for k := range 784 {
			v := s.feature(i, k)
			ink += v
			if x, y := k%28, k/28; x == 0 || y == 0 || x == 27 || y == 27 {
				edge += v
			}
		}
		if ink < 25 || ink > 260 || edge > .1*ink {
			t.Errorf("digit %d, a %d, has %.0f pixels of ink, %.1f at the edge", i, s.Labels[i], ink, edge)
		}
	}
	a, _ := generate(t, digits, param.Values{"n": 300, "noise": 0, "jitter": 0})
	pictures := map[int32]map[string]bool{}
	for i := range a.N {
		shape, dark := make([]byte, 784), 0.0
		for k := range shape {
			dark = max(dark, a.feature(i, k))
		}
		for k := range shape {
			if a.feature(i, k) > .5*dark {
				shape[k] = 1
			}
		}
		if pictures[a.Labels[i]] == nil {
			pictures[a.Labels[i]] = map[string]bool{}
		}
		pictures[a.Labels[i]][string(shape)] = true
	}
	for k, p := range pictures {
		if len(p) > len(hands[k]) {
			t.Errorf("without jitter there are %d pictures of %d, in %d hands", len(p), k, len(hands[k]))
		}
	}
}

// Blobs: within a class every feature has the given spread, and the classes take turns.
func TestBlobsLaw(t *testing.T) {
	const n, k, d = 6000, 4, 3
	s, _ := generate(t, blobs, param.Values{"n": n, "classes": k, "d": d, "spread": 2})
	for class := range k {
		for j := range d {
			m, sq, count := 0.0, 0.0, 0.0
			for i := range n {
				if s.Labels[i] == int32(class) {
					v := s.feature(i, j)
					m, sq, count = m+v, sq+v*v, count+1
				}
			}
			m /= count
			// Four standard errors of a variance: σ²√(2/n).
			if v := sq/count - m*m; count != n/k || math.Abs(v-4) > 4*4*math.Sqrt(2/count) {
				t.Errorf("class %d has %g examples, feature %d variance %g", class, count, j, v)
			}
		}
	}
}

// A teacher of one unit over one feature: y = max(0, wx), so that x of one side all have 0 and those of the other lie on a line through it.
func TestTeacherOfOneUnit(t *testing.T) {
	train, test := generate(t, teacherStudent, param.Values{"d": 1, "width": 1, "n": 500})
	slope := 0.0
	for _, s := range []*Set{train, test} {
		for i := range s.N {
			x, y := s.feature(i, 0), float64(s.Values[i])*s.ValueStd+s.ValueMean
			switch {
			case math.Abs(y) < 1e-6 && slope*x < 1e-5:
			case slope == 0:
				slope = y / x
			case math.Abs(y-slope*x) > 1e-5*(1+math.Abs(x)):
				t.Fatalf("f(%g) = %g, and the slope is %g", x, y, slope)
			}
		}
	}
	// In many dimensions |w| is 1 but for √(1/2d), so that E y = √k·E max(0, |w|z) = √k/√(2π) within 4·√(1/2dk) of itself, and the mean
	// over n examples within 4·√(1/n) of that.
	train, _ = generate(t, teacherStudent, param.Values{"d": 200, "width": 4, "n": 4000})
	if want := 2 / math.Sqrt(2*math.Pi); math.Abs(train.ValueMean-want) > want*(4*math.Sqrt(1./1600)+4*math.Sqrt(1./4000)) {
		t.Errorf("values have mean %g, want about %g", train.ValueMean, want)
	}
}
