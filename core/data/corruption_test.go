package data

import (
	"math"
	"slices"
	"strings"
	"testing"

	"saddlelab/core/param"
)

func corrupted(t *testing.T, id string, v param.Values) (clean, train, cleanTest, test *Set) {
	t.Helper()
	c, err := CorruptionByID(id, "")
	if err != nil {
		t.Fatal(err)
	}
	p, err := param.Resolve(c.Params, v, id)
	if err != nil {
		t.Fatal(err)
	}
	clean, cleanTest = glyphs.Gen(defaults(t, glyphs, nil), rng(1))
	train, test = glyphs.Gen(defaults(t, glyphs, nil), rng(1))
	c.Apply(train, test, p, rng(2))
	return clean, train, cleanTest, test
}

// Shuffled pixels: one order for all examples of both sets, which holds every pixel once. Labels stay.
func TestShuffledPixels(t *testing.T) {
	clean, train, cleanTest, test := corrupted(t, "shuffled-pixels", nil)
	order := make([]int, train.D) // found from the first example, whose noise makes every pixel different
	for j := range order {
		order[j] = slices.Index(clean.X[:clean.D], train.X[j])
	}
	sorted := slices.Clone(order)
	slices.Sort(sorted)
	for j, k := range sorted {
		if j != k {
			t.Fatalf("the order is %v", order)
		}
	}
	if slices.IsSorted(order) {
		t.Error("nothing was shuffled")
	}
	for _, s := range [][2]*Set{{clean, train}, {cleanTest, test}} {
		for i := range s[0].N {
			for j, k := range order {
				if s[1].X[i*s[0].D+j] != s[0].X[i*s[0].D+k] {
					t.Fatalf("example %d has another order", i)
				}
			}
		}
		if !slices.Equal(s[0].Labels, s[1].Labels) {
			t.Error("labels changed")
		}
	}
}

// Of a colour image the pixels move and keep their colours; of a table the names and scales move with their columns.
func TestShufflingKeepsWhatBelongsTogether(t *testing.T) {
	for _, c := range []*Corruption{shuffledPixels, randomPixels} {
		s := &Set{N: 4, D: 75, X: make([]float32, 300), Labels: make([]int32, 4), Channels: 3, Height: 5, Width: 5, Mean: []float64{0}, Std: []float64{1}}
		for i := range s.X {
			s.X[i] = float32(i%25 + 100*(i/25%3)) // plane k of pixel p has p + 100 k
		}
		c.Apply(s, nil, nil, rng(3))
		for i := range s.N {
			x := s.X[i*75:]
			for p := range 25 {
				if x[25+p] != x[p]+100 || x[50+p] != x[p]+200 || x[p] >= 25 {
					t.Fatalf("%s: pixel %d of example %d has the colours %v %v %v", c.ID, p, i, x[p], x[25+p], x[50+p])
				}
			}
		}
	}
	clean, _ := blobs.Gen(defaults(t, blobs, param.Values{"d": 6}), rng(1))
	s, _ := blobs.Gen(defaults(t, blobs, param.Values{"d": 6}), rng(1))
	shuffledPixels.Apply(s, nil, nil, rng(2))
	for j, name := range s.Features {
		k := slices.Index(clean.Features, name)
		if s.feature(5, j) != clean.feature(5, k) {
			t.Errorf("feature %s is %g, was %g", name, s.feature(5, j), clean.feature(5, k))
		}
	}
	if slices.Equal(s.Features, clean.Features) {
		t.Error("nothing was shuffled")
	}
}

// Random pixels: each example keeps its values, in an order that is its own.
func TestRandomPixels(t *testing.T) {
	clean, train, _, _ := corrupted(t, "random-pixels", nil)
	var first []int
	same := 0
	for i := range 50 {
		a, b := clean.X[i*clean.D:(i+1)*clean.D], train.X[i*clean.D:(i+1)*clean.D]
		order := make([]int, clean.D)
		for j := range order {
			order[j] = slices.Index(a, b[j])
		}
		x, y := slices.Clone(a), slices.Clone(b)
		slices.Sort(x)
		slices.Sort(y)
		if !slices.Equal(x, y) {
			t.Fatalf("example %d has other values", i)
		}
		if i == 0 {
			first = order
		} else if slices.Equal(order, first) {
			same++
		}
	}
	if same > 0 {
		t.Errorf("%d examples have the first one's order", same)
	}
}

// Gaussian inputs have mean 0 and deviation 1, as the standardized images have, within 4 standard errors, and nothing of the images.
func TestGaussianInputs(t *testing.T) {
	clean, train, _, test := corrupted(t, "gaussian-inputs", nil)
	for _, s := range []*Set{train, test} {
		n, m, v := float64(len(s.X)), 0.0, 0.0
		for _, x := range s.X {
			m, v = m+float64(x), v+float64(x)*float64(x)
		}
		if m /= n; math.Abs(m) > 4/math.Sqrt(n) || math.Abs(v/n-1) > 4*math.Sqrt(2/n) {
			t.Errorf("mean %g, variance %g", m, v/n)
		}
	}
	dot := 0.0
	for i, x := range train.X {
		dot += float64(x) * float64(clean.X[i])
	}
	if n := float64(len(train.X)); math.Abs(dot/n) > 4/math.Sqrt(n) {
		t.Errorf("correlation with the images %g", dot/n)
	}
}

// Label noise replaces labels by others, and never by themselves.
func TestLabelNoise(t *testing.T) {
	clean, train, _, _ := corrupted(t, "label-noise", param.Values{"chance": .3})
	changed := 0
	for i, k := range train.Labels {
		if (k != clean.Labels[i]) != train.Redrawn[i] {
			t.Fatalf("label %d: %d for %d, marked %v", i, k, clean.Labels[i], train.Redrawn[i])
		}
		if train.Redrawn[i] {
			changed++
		}
	}
	if n := float64(train.N); math.Abs(float64(changed)-.3*n) > 4*math.Sqrt(.21*n) {
		t.Errorf("%d of %g labels changed, want 30 %%", changed, n)
	}
}

// Noise on the values has mean 0 and the given deviation, within 4 standard errors; inputs and the test set are left alone.
func TestValueNoise(t *testing.T) {
	v := param.Values{"n": 4000, "noise": 0}
	clean, cleanTest := sine.Gen(defaults(t, sine, v), rng(1))
	train, test := sine.Gen(defaults(t, sine, v), rng(1))
	valueNoise.Apply(train, test, []float64{.5}, rng(2))
	m, sq, n := 0.0, 0.0, float64(train.N)
	for i, y := range train.Values {
		e := float64(y - clean.Values[i])
		m, sq = m+e, sq+e*e
	}
	if m /= n; math.Abs(m) > 4*.5/math.Sqrt(n) || math.Abs(sq/n-.25) > 4*.25*math.Sqrt(2/n) {
		t.Errorf("noise of mean %g, variance %g", m, sq/n)
	}
	if !slices.Equal(train.X, clean.X) || !slices.Equal(test.Values, cleanTest.Values) {
		t.Error("inputs or test values changed")
	}
}

func TestCorruptionsSayWhatTheyNeed(t *testing.T) {
	for _, c := range []struct{ set, corruption, want string }{
		{"sine", "random-labels", "data.corrupt: random-labels needs classes, and this set has none"},
		{"glyphs", "value-noise", "data.corrupt: value-noise needs numbers to predict"},
		{"copy", "gaussian-inputs", "data.corrupt: gaussian-inputs needs inputs that are numbers"},
		{"copy", "label-noise", "data.corrupt: label-noise needs classes"},
		{"sine", "value-noise", ""}, {"digits", "random-pixels", ""},
	} {
		d, err := ByID(c.set, "")
		if err != nil {
			t.Fatal(err)
		}
		s, _ := d.Gen(defaults(t, d, sized(d, 20, 20)), rng(1))
		k, _ := CorruptionByID(c.corruption, "")
		if err := k.Fits(s, "data.corrupt"); (err == nil) != (c.want == "") || err != nil && !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s on %s: %v", c.corruption, c.set, err)
		}
	}
}
