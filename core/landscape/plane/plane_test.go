package plane

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat"
)

func normal(n int, rng *rand.Rand) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(rng.NormFloat64())
	}
	return x
}

// Coordinates go round: a point of the plane has its own and no distance, one beside it those of its foot; the directions are not
// orthogonal.
func TestProject(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	const n = 301
	p, err := New(normal(n, rng), normal(n, rng), normal(n, rng))
	if err != nil {
		t.Fatal(err)
	}
	for i := range p.V {
		p.V[i] += .5 * p.U[i]
	}
	p, _ = New(p.Origin, p.U, p.V)
	w := make([]float32, n)
	p.At(1.5, -.75, w)
	if a, b, d := p.Project(w); math.Abs(a-1.5) > 1e-6 || math.Abs(b+.75) > 1e-6 || d > 1e-5 {
		t.Errorf("(1.5, −0.75) comes back as (%v, %v), %v away", a, b, d)
	}
	off := normal(n, rng) // made orthogonal to both
	u, v := append([]float32(nil), p.U...), append([]float32(nil), p.V...)
	if err := orthonormal(u, v); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		add(off, -dot(off, u), u)
		add(off, -dot(off, v), v)
	}
	add(w, 1, off)
	if a, b, d := p.Project(w); math.Abs(a-1.5) > 1e-5 || math.Abs(b+.75) > 1e-5 || math.Abs(d-norm(off)) > 1e-4 {
		t.Errorf("beside (1.5, −0.75): (%v, %v), %v away; want %v", a, b, d, norm(off))
	}
	if _, err := New(p.Origin, p.U, p.U); err == nil {
		t.Error("one direction twice is taken for a plane")
	}
}

// The three points lie in their plane.
func TestThrough(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 1))
	const n = 100
	points := [3][]float32{normal(n, rng), normal(n, rng), normal(n, rng)}
	p, err := Through(points[0], points[1], points[2])
	if err != nil {
		t.Fatal(err)
	}
	var at [3][2]float64
	for i, w := range points {
		a, b, d := p.Project(w)
		if at[i] = [2]float64{a, b}; d > 1e-5 {
			t.Errorf("point %d is %v away", i, d)
		}
	}
	for i := range 3 {
		j := (i + 1) % 3
		d := make([]float32, n)
		for k := range d {
			d[k] = points[i][k] - points[j][k]
		}
		if got := math.Hypot(at[i][0]-at[j][0], at[i][1]-at[j][1]); math.Abs(got-norm(d)) > 1e-5 {
			t.Errorf("points %d and %d are %v apart in the picture, %v in truth", i, j, got, norm(d))
		}
	}
	if _, err := Through(points[0], points[1], points[1]); err == nil || !strings.Contains(err.Error(), "one line") {
		t.Errorf("two points: %v", err)
	}
	if _, err := Through(points[0], points[0], points[1]); err == nil {
		t.Error("a point twice is taken for a plane")
	}
}

// A case worked by hand: w has the filters (3, 4) and (0, 2) in its columns, then a bias.
func TestFilterNormalization(t *testing.T) {
	w := []float32{3, 0, 4, 2, 9, 9}
	blocks := []Block{{0, 2, 2, false}, {4, 1, 2, true}}
	for how, want := range map[Normalize][]float64{ByFilter: {5, 2}, ByLayer: {math.Sqrt(29)}, Plainly: {math.Sqrt(29)}} {
		d := Random(w, blocks, how, rand.New(rand.NewPCG(4, 4)))
		got := []float64{norm(d[:4])}
		if how == ByFilter {
			got = []float64{math.Hypot(float64(d[0]), float64(d[2])), math.Hypot(float64(d[1]), float64(d[3]))}
		}
		for i := range want {
			if math.Abs(got[i]-want[i]) > 1e-6 {
				t.Errorf("%s: lengths %v, want %v", how, got, want)
			}
		}
		if d[4] != 0 || d[5] != 0 {
			t.Errorf("%s: the bias moves", how)
		}
	}
	// The numbers of one direction are those of another but for the scale.
	a, b := Random(w, blocks, ByLayer, rand.New(rand.NewPCG(4, 4))), Random(w, blocks, Plainly, rand.New(rand.NewPCG(4, 4)))
	if math.Abs(float64(a[0]/b[0])-1) > 1e-6 {
		t.Error("one matrix: by layer and plainly differ")
	}
}

// Against stat.PC of gonum.
func TestPrincipal(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 1))
	const m, n = 9, 12
	points, x := make([][]float32, m), mat.NewDense(m, n, nil)
	for k := range points {
		points[k] = normal(n, rng)
		for i := range points[k] {
			points[k][i] *= float32(i + 1)
			points[k][i] += 3
			x.Set(k, i, float64(points[k][i]))
		}
	}
	u, v, explained, err := Principal(points)
	if err != nil {
		t.Fatal(err)
	}
	var pc stat.PC
	if !pc.PrincipalComponents(x, nil) {
		t.Fatal("gonum finds no components")
	}
	var dirs mat.Dense
	pc.VectorsTo(&dirs)
	vars := pc.VarsTo(nil)
	total := 0.0
	for _, s := range vars {
		total += s
	}
	for k, d := range [][]float32{u, v} {
		cos := 0.0
		for i := range d {
			cos += float64(d[i]) * dirs.At(i, k)
		}
		if math.Abs(math.Abs(cos)-1) > 1e-6 {
			t.Errorf("direction %d has the cosine %v to gonum's", k, cos)
		}
		if want := vars[k] / total; math.Abs(explained[k]-want) > 1e-6 {
			t.Errorf("direction %d explains %v, gonum has %v", k, explained[k], want)
		}
	}
	if _, _, _, err := Principal(points[:2]); err == nil {
		t.Error("two points are taken for a plane")
	}
	line := [][]float32{{0, 0}, {1, 2}, {2, 4}, {5, 10}}
	if _, _, _, err := Principal(line); err == nil {
		t.Error("a line is taken for a plane")
	}
}
