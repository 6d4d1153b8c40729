package data

import (
	"math"
	"math/rand/v2"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"saddlelab/core/param"
)

func rng(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 1)) }

func defaults(t *testing.T, d *Dataset, given param.Values) []float64 {
	t.Helper()
	p, err := param.Resolve(d.Params, given, "data")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// sized are numbers of examples, for the sets that have them.
func sized(d *Dataset, n, test float64) param.Values {
	if d.Params[0].Name != "n" {
		return nil
	}
	return param.Values{"n": n, "test_n": test}
}

// Every entry keeps the contract: sizes, classes in balance, training features of mean 0 and deviation 1, the same bits from
// the same seed.
func TestCatalog(t *testing.T) {
	for _, d := range Catalog {
		if got, err := ByID(d.ID, "data.id"); err != nil || got != d {
			t.Errorf("ByID(%q) = %v, %v", d.ID, got, err)
		}
		p := defaults(t, d, sized(d, 400, 300))
		train, test := d.Gen(p, rng(7))
		if d.ID != "modular-addition" && (train.N != 400 || test.N != 300) || d.Group == "" || d.Name == "" || d.Help == "" || d.Source == "" {
			t.Errorf("%s: %d and %d examples", d.ID, train.N, test.N)
		}
		for _, s := range []*Set{train, test} {
			size := 1
			for _, k := range d.Shape(p) {
				size *= k
			}
			if len(s.X) != s.N*s.D || size != s.D || len(s.Labels) != s.N*s.LabelsOf() && len(s.Values) != s.N || (s.Labels == nil) == (s.Values == nil) || !reflect.DeepEqual(s.Shape(), d.Shape(p)) || s.Height*s.Width != 0 && s.Height*s.Width != s.D || !reflect.DeepEqual(s.Mean, train.Mean) {
				t.Fatalf("%s: shapes do not agree", d.ID)
			}
			if s.Vocabulary > 0 || s.Labels == nil {
				continue
			}
			count := make([]float64, len(s.Classes))
			for _, k := range s.Labels {
				count[k]++
			}
			share := 1 / float64(len(count))
			for k, c := range count { // 4.5 standard errors of a uniform draw
				if math.Abs(c/float64(s.N)-share) > 4.5*math.Sqrt(share*(1-share)/float64(s.N)) {
					t.Errorf("%s: class %d has %v of %d", d.ID, k, c, s.N)
				}
			}
		}
		each := len(train.Mean)
		for j := range each {
			m, v, n := 0.0, 0.0, 0.0
			for i := j; i < len(train.X); i += each {
				m, v, n = m+float64(train.X[i]), v+float64(train.X[i])*float64(train.X[i]), n+1
			}
			if m /= n; math.Abs(m) > 1e-6 || math.Abs(v/n-1) > 1e-5 {
				t.Errorf("%s: feature %d has mean %v, variance %v", d.ID, j, m, v/n)
			}
		}
		if a, b := d.Gen(p, rng(7)); !reflect.DeepEqual(a, train) || !reflect.DeepEqual(b, test) {
			t.Errorf("%s: another set from the same seed", d.ID)
		}
		if a, _ := d.Gen(p, rng(8)); reflect.DeepEqual(a, train) && d != polynomial { // which has no noise unless it is asked for
			t.Errorf("%s: the same set from another seed", d.ID)
		}
	}
	if _, err := ByID("mnist", "data.id"); err == nil || err.Error() != `data.id: unknown data set "mnist"; have glyphs, digits, two-spirals, circles, moons, xor, checkerboard, blobs, gaussians, sine, polynomial, teacher-student, copy, sort, modular-addition` {
		t.Errorf("unknown set: %v", err)
	}
}

// The training set's scale does not depend on the test set.
func TestScaleFromTrainingAlone(t *testing.T) {
	for _, d := range Catalog {
		if d.ID == "modular-addition" {
			continue // its test set is what is not trained on
		}
		a, _ := d.Gen(defaults(t, d, sized(d, 100, 10)), rng(7))
		b, _ := d.Gen(defaults(t, d, sized(d, 100, 900)), rng(7))
		if !reflect.DeepEqual(a, b) {
			t.Errorf("%s: the training set changes with the size of the test set", d.ID)
		}
	}
}

// Without noise each glyph is one of the ten bitmaps at one of four places, of one brightness in [0.7, 1.2].
func TestGlyphPixels(t *testing.T) {
	font := glyphFont()
	four := "...#. ..##. .#.#. #..#. ##### ...#. ...#." // 4, drawn by hand
	for k, c := range strings.ReplaceAll(four, " ", "") {
		if (font[4][k] == 1) != (c == '#') {
			t.Fatalf("pixel %d of the 4 is %v", k, font[4][k])
		}
	}
	train, _ := glyphs.Gen(defaults(t, glyphs, param.Values{"noise": 0}), rng(3))
	places := map[[2]int]int{}
	for i := range train.N {
		img := train.X[i*80 : (i+1)*80]
		pixel := func(k int) float64 { return float64(img[k])*train.Std[0] + train.Mean[0] }
		bright := 0.0
		for k := range img {
			bright = max(bright, pixel(k))
		}
		if bright < .7-1e-6 || bright > 1.2+1e-6 {
			t.Fatalf("brightness %v", bright)
		}
		found := 0
		for top := 1; top <= 2; top++ {
			for left := 1; left <= 2; left++ {
				same := true
				for k := range img {
					want, r, c := 0.0, k/8-top, k%8-left
					if r >= 0 && r < 7 && c >= 0 && c < 5 {
						want = bright * font[train.Labels[i]][5*r+c]
					}
					same = same && math.Abs(pixel(k)-want) < 1e-6
				}
				if same {
					found++
					places[[2]int{top, left}]++
				}
			}
		}
		if found != 1 {
			t.Fatalf("image %d, a %d, is found at %d places", i, train.Labels[i], found)
		}
	}
	if len(places) != 4 {
		t.Errorf("glyphs stand at %v, want all of {1,2}×{1,2}", places)
	}
}

// Without noise every point obeys its class's law.
func TestPlaneLaws(t *testing.T) {
	for id, holds := range map[string]func(x, y float64, class int32) bool{
		"xor":     func(x, y float64, k int32) bool { return (x*y > 0) == (k == 0) },
		"circles": func(x, y float64, k int32) bool { return math.Abs(math.Hypot(x, y)-[]float64{1, .5}[k]) < 1e-5 },
		"two-spirals": func(x, y float64, k int32) bool {
			r := math.Hypot(x, y)
			a := 3*math.Pi*r + math.Pi*float64(k)
			return math.Hypot(x-r*math.Cos(a), y-r*math.Sin(a)) < 1e-4
		},
	} {
		d, err := ByID(id, "")
		if err != nil {
			t.Fatal(err)
		}
		train, test := d.Gen(defaults(t, d, param.Values{"noise": 0}), rng(5))
		for _, s := range []*Set{train, test} {
			for i := range s.N {
				x, y := float64(s.X[2*i])*s.Std[0]+s.Mean[0], float64(s.X[2*i+1])*s.Std[1]+s.Mean[1]
				if !holds(x, y, s.Labels[i]) {
					t.Fatalf("%s: (%v, %v) in class %d", id, x, y, s.Labels[i])
				}
			}
		}
	}
}

// fraction of the labels are drawn anew; about one in ten of these comes out as it was.
func TestRandomLabels(t *testing.T) {
	c, err := CorruptionByID("random-labels", "")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []float64{0, .25, 1} {
		clean, _ := glyphs.Gen(defaults(t, glyphs, param.Values{"n": 2000}), rng(1))
		s, _ := glyphs.Gen(defaults(t, glyphs, param.Values{"n": 2000}), rng(1))
		c.Apply(s, nil, []float64{f}, rng(2))
		redrawn, changed, drawn := 0, 0, map[int32]bool{}
		for i, k := range s.Labels {
			if s.Redrawn[i] {
				redrawn++
				drawn[k] = true
			}
			if k != clean.Labels[i] {
				changed++
				if !s.Redrawn[i] {
					t.Fatal("a label changed that was not redrawn")
				}
			}
		}
		if want := .9 * f * 2000; redrawn != int(f*2000) || math.Abs(float64(changed)-want) > 4*math.Sqrt(2000*.09*f) || f > 0 && len(drawn) != 10 {
			t.Errorf("fraction %v: %d redrawn, %d changed", f, redrawn, changed)
		}
	}
	if _, err := CorruptionByID("fog", "data.corrupt.id"); err == nil || err.Error() != `data.corrupt.id: unknown corruption "fog"; have random-labels, label-noise, value-noise, shuffled-pixels, random-pixels, gaussian-inputs` {
		t.Errorf("%v", err)
	}
}

// Split takes its part of every class, each row once, and scales by the training rows alone.
func TestSplit(t *testing.T) {
	var b strings.Builder
	b.WriteString("v,k,y\n")
	for i := range 100 { // class b in 10 rows; v is the row's number, far from 0
		b.WriteString(strconv.Itoa(1e6+i) + "," + map[bool]string{true: "b", false: "a"}[i%10 == 0] + "," + strconv.Itoa(3*i) + ".5\n")
	}
	tab := read(t, b.String(), CSVOptions{Label: "k"})
	train, test, err := tab.Split(.2, rng(1))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[int]bool{}
	m, v := 0.0, 0.0
	for k, s := range []*Set{train, test} {
		count := [2]int{}
		for i := range s.N {
			x := float64(s.X[2*i])*train.Std[0] + train.Mean[0]
			n := int(math.Round(x)) - 1e6
			if seen[n] {
				t.Errorf("row %d is there twice", n)
			}
			seen[n] = true
			count[s.Labels[i]]++
			if (n%10 == 0) != (s.Classes[s.Labels[i]] == "b") {
				t.Errorf("row %d lost its label", n)
			}
			if k == 0 {
				m, v = m+float64(s.X[2*i])/float64(s.N), v+float64(s.X[2*i])*float64(s.X[2*i])/float64(s.N)
			}
		}
		if want := [][2]int{{72, 8}, {18, 2}}[k]; count != want {
			t.Errorf("set %d: %v of each class, want %v", k, count, want)
		}
	}
	if len(seen) != 100 || math.Abs(m) > 1e-6 || math.Abs(v-1) > 1e-5 || !reflect.DeepEqual(train.Mean, test.Mean) || !reflect.DeepEqual(train.Std, test.Std) {
		t.Errorf("%d rows, training mean %v, variance %v", len(seen), m, v)
	}
	again, _, _ := tab.Split(.2, rng(1))
	if !reflect.DeepEqual(again, train) {
		t.Error("another split from the same seed")
	}
	tab = read(t, b.String(), CSVOptions{Label: "y", Missing: "drop"})
	if train, test, err = tab.Split(.25, rng(1)); err != nil || train.N != 75 || test.N != 25 || train.Labels != nil || train.D != 3 {
		t.Fatalf("regression: %v", err)
	}
	for i := range test.N { // y = 3 (v − 10⁶) + 0.5
		x, y := float64(test.X[3*i])*test.Std[0]+test.Mean[0], float64(test.Values[i])*test.ValueStd+test.ValueMean
		if math.Abs(y-3*(x-1e6)-.5) > 1e-3 {
			t.Errorf("(%v, %v) is not in the file", x, y)
		}
	}
}
