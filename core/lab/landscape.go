package lab

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"sync"

	"saddlelab/core/landscape/plane"
	"saddlelab/core/landscape/spectrum"
	"saddlelab/core/nn"
	"saddlelab/core/real"
)

// Landscape asks for the loss over a plane through a network's parameters.
type Landscape struct {
	Run       int             `json:"run" jsonschema:"minimum=0,default=0"`
	Plane     string          `json:"plane" jsonschema:"enum=pca,enum=random,enum=hessian,enum=saddle,enum=points,enum=line,enum=between,default=pca"`
	With      int             `json:"with,omitempty" jsonschema:"minimum=0,default=1,description=of between: the other run"`
	Align     bool            `json:"align,omitempty" jsonschema:"description=of between: the other run's neurons in the order that matches this one's best"`
	Curve     bool            `json:"curve,omitempty" jsonschema:"description=of between: a bent way of low loss as well"`
	Normalize plane.Normalize `json:"normalize,omitempty" jsonschema:"enum=filter,enum=layer,enum=none,default=filter,description=of random directions"`
	Draw      int             `json:"draw,omitempty" jsonschema:"minimum=0,maximum=1000,default=0,description=which random plane"`
	Grid      int             `json:"grid" jsonschema:"minimum=5,maximum=201,default=51"`
	Span      float64         `json:"span" jsonschema:"minimum=0.01,maximum=100,default=1,description=widens the picture"`
	Examples  int             `json:"examples" jsonschema:"minimum=1,maximum=10000,default=500"`
	From      string          `json:"from,omitempty" jsonschema:"description=a file with checkpoints that PyTorch has saved, in place of the run's own"`
}

func parseLandscape(g *fields, s *Spec) *Landscape {
	a := &Landscape{
		Run: int(g.whole("run", 0, 0, uint64(max(1, len(s.Runs))-1))), Plane: g.text("plane", "pca", "pca", "random", "hessian", "saddle", "points", "line", "between"),
		Grid: int(g.whole("grid", 51, 5, 201)), Span: g.number("span", 1, .01, 100), Examples: int(g.whole("examples", 500, 1, MaxLooked)),
	}
	a.From = g.text("from", "")
	if a.Plane == "random" {
		a.Normalize = plane.Normalize(g.text("normalize", string(plane.ByFilter), string(plane.ByFilter), string(plane.ByLayer), string(plane.Plainly)))
		a.Draw = int(g.whole("draw", 0, 0, 1000))
	}
	if a.Plane == "between" {
		if len(s.Runs) < 2 {
			g.fail("%s: between is for two runs; there is one", g.path("plane"))
		}
		if a.With = int(g.whole("with", uint64(1-min(a.Run, 1)), 0, uint64(max(1, len(s.Runs))-1))); a.With == a.Run {
			g.fail("%s: run %d is the one that it starts at", g.path("with"), a.With)
		}
		a.Align, a.Curve = g.flag("align"), g.flag("curve")
	}
	g.done()
	if s.Kind != "network" {
		g.fail("%s: it is for a network, not for a %s", g.at, s.Kind)
	}
	return a
}

// Cut is a plane through a network's parameters, with what its picture hides.
type Cut struct {
	Axes      [2]string    `json:"axes"`
	Box       [4]float64   `json:"box"`                 // of the picture: from and to along both directions
	Explained *[2]Num      `json:"explained,omitempty"` // shares of the trajectory's variance along the directions
	Lambda    *[2]Num      `json:"lambda,omitempty"`    // eigenvalues of the directions
	Path      []CutPoint   `json:"path"`
	Looked    int          `json:"looked"` // examples, of so many
	Of        int          `json:"of"`
	Error     Num          `json:"error"` // standard error of the last loss, from looking at a part of the examples
	Plane     *plane.Plane `json:"-"`
}

// CutPoint is a checkpoint in the picture.
type CutPoint struct {
	Step     int    `json:"step"`
	At       [2]Num `json:"at"`
	Distance Num    `json:"distance"` // from the plane
	Loss     Num    `json:"loss"`     // where the checkpoint is
	Shown    Num    `json:"shown"`    // where it is drawn: at its foot in the plane
}

// Cut lays the plane that a Landscape asks for through a trajectory.
func (l *Lens) Cut(ask *Landscape, t *Trajectory) (*Cut, error) {
	last := t.Points[len(t.Points)-1]
	if err := l.check(last); err != nil {
		return nil, err
	}
	l.Use(t.Stats)
	c := &Cut{Looked: l.rows, Of: l.of, Error: Num(l.spread(last)), Axes: [2]string{"u", "v"}}
	half, err := 0., error(nil)
	switch ask.Plane {
	case "random":
		c.Axes = [2]string{"random 1", "random 2"}
		rng := rand.New(rand.NewPCG(l.spec.Seed, streamLens<<8|uint64(ask.Draw)+1))
		u := plane.Random(last, l.blocks(), ask.Normalize, rng)
		c.Plane, err = plane.New(last, u, plane.Random(last, l.blocks(), ask.Normalize, rng))
		half = 1
	case "hessian", "saddle":
		half, err = l.bend(c, ask, t)
	case "points":
		c.Axes = [2]string{"start to middle", "away from it"}
		if len(t.Points) < 3 {
			return nil, fmt.Errorf("landscape: a plane through three checkpoints needs some steps of training first")
		}
		c.Plane, err = plane.Through(t.Points[0], t.Points[len(t.Points)/2], last)
	default:
		c.Axes = [2]string{"PC 1", "PC 2"}
		if len(t.Points) < 3 {
			return nil, fmt.Errorf("landscape: the plane of the trajectory needs some steps of training first")
		}
		u, v, explained, e := plane.Principal(t.Points)
		if err = e; err == nil {
			c.Explained = &[2]Num{Num(explained[0]), Num(explained[1])}
			c.Plane, err = plane.New(last, u, v)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("landscape: %w", err)
	}
	c.place(t, half*ask.Span, ask.Span)
	return c, nil
}

// bend makes the plane of two eigenvectors, and how wide its picture should be: until the first of them would have raised the loss as much
// as training has lowered it.
func (l *Lens) bend(c *Cut, ask *Landscape, t *Trajectory) (half float64, err error) {
	last := t.Points[len(t.Points)-1]
	free := l.model.NumTrainable()
	want := spectrum.Ask{Top: 2, Tol: 1e-3, Products: 200, Basis: 60}
	c.Axes = [2]string{"eigenvector 1", "eigenvector 2"}
	if ask.Plane == "saddle" {
		want.Top, want.Bottom = 1, 1
		c.Axes[1] = "lowest eigenvector"
	}
	e := spectrum.Ends(l.operator(last, false, 0, free), want, stream(l.spec, streamLens), nil)
	pairs := append(e.Top, e.Bottom...)
	if len(pairs) < 2 {
		return 0, fmt.Errorf("%d parameters have no plane", free)
	}
	c.Lambda = &[2]Num{Num(pairs[0].Value), Num(pairs[1].Value)}
	wide := func(v []float32) []float32 { return append(v, make([]float32, l.model.NumParams()-free)...) }
	c.Plane, err = plane.New(last, wide(pairs[0].Vector), wide(pairs[1].Vector))
	fell := max(l.loss(t.Points[0])-l.loss(last), .1*l.loss(last), 1e-3)
	return math.Sqrt(2 * fell / max(math.Abs(pairs[0].Value), 1e-9)), err
}

// place puts the checkpoints into the picture. Its half width is given, or 0: wide enough for all of them.
func (c *Cut) place(t *Trajectory, half, span float64) {
	lo, hi := [2]float64{math.Inf(1), math.Inf(1)}, [2]float64{math.Inf(-1), math.Inf(-1)}
	for i, p := range t.Points {
		a, b, d := c.Plane.Project(p)
		c.Path = append(c.Path, CutPoint{Step: t.Steps[i], At: [2]Num{Num(a), Num(b)}, Distance: Num(d)})
		for k, v := range [2]float64{a, b} {
			lo[k], hi[k] = min(lo[k], v), max(hi[k], v)
		}
	}
	mid := [2]float64{}
	if half == 0 {
		mid = [2]float64{(lo[0] + hi[0]) / 2, (lo[1] + hi[1]) / 2}
		half = max(hi[0]-lo[0], hi[1]-lo[1], 1e-6) / 2 * 1.4 * span
	}
	c.Box = [4]float64{mid[0] - half, mid[0] + half, mid[1] - half, mid[1] + half}
}

// Way measures the loss at a trajectory's checkpoints, and at their feet in a plane.
func (l *Lens) Way(p *plane.Plane, points [][]float32) (loss, shown []float64) {
	w := make([]float32, l.model.NumParams())
	for _, at := range points {
		a, b, _ := p.Project(at)
		p.At(a, b, w)
		loss, shown = append(loss, l.loss(at)), append(shown, l.loss(w))
	}
	return loss, shown
}

// Sliced is a plane that pictures are made of.
type Sliced struct {
	slice  *nn.Slice
	labels bool
	a      []float64
}

// Slice prepares a plane.
func (l *Lens) Slice(p *plane.Plane) *Sliced {
	return &Sliced{slice: nn.NewSlice(l.net, p.Origin, p.U, p.V, l.x, l.y, l.rows), labels: l.y.Labels != nil}
}

// Coarse is how many rows and columns a first picture has: as many as take about a tenth of a second, from 5 to 13.
func (s *Sliced) Coarse() int {
	for n := 13; n > 5; n -= 2 {
		if n*n*s.slice.Work() <= 1_500_000_000 {
			return n
		}
	}
	return 5
}

// Rows evaluates rows from … to−1 of a picture of n×n places: the loss, and the part of the labels that is right, without numbers where
// the data have no labels. Rows do not depend on each other.
func (s *Sliced) Rows(box [4]float64, n, from, to int) (loss, right []float64) {
	loss = make([]float64, (to-from)*n)
	if s.labels {
		right = make([]float64, len(loss))
	}
	for j := from; j < to; j++ {
		at := (j - from) * n
		s.row(box, n, j, loss[at:at+n], right[min(at, len(right)):])
	}
	return loss, right
}

// row evaluates row j of n.
func (s *Sliced) row(box [4]float64, n, j int, loss, right []float64) {
	s.a = s.a[:0]
	for i := range n {
		s.a = append(s.a, box[0]+(box[1]-box[0])*float64(i)/float64(n-1))
	}
	if !s.labels {
		right = nil
	}
	s.slice.Row(box[2]+(box[3]-box[2])*float64(j)/float64(n-1), s.a, loss, right)
}

// LandscapeResult is a picture of a network's loss: rows from the bottom, columns from the left.
type LandscapeResult struct {
	*Landscape
	*Cut
	Loss     [][]Num `json:"loss,omitempty"`
	Accuracy [][]Num `json:"accuracy,omitempty"`
	Line     *Line   `json:"line,omitempty"` // in place of a plane
}

// RunLandscape makes the picture that a Spec asks for, of a network that has run. The result does not depend on how many processors work.
func RunLandscape(s *Spec, files map[string][]byte, e Network, progress func(done, of int)) (*LandscapeResult, error) {
	ask := s.Landscape
	l, err := NewLens(s, files, ask.Examples)
	if err != nil {
		return nil, err
	}
	t, err := trajectory(s, files, e, ask.Run, ask.From)
	if err != nil {
		return nil, err
	}
	if from, to, ok := ends(ask, t, e); ok {
		line, err := l.Line(from, to, t.Stats, ask.Grid, ask.Align, ask.Curve)
		return &LandscapeResult{Landscape: ask, Line: line}, err
	}
	c, err := l.Cut(ask, t)
	if err != nil {
		return nil, err
	}
	loss, shown := l.Way(c.Plane, t.Points)
	for i := range c.Path {
		c.Path[i].Loss, c.Path[i].Shown = Num(loss[i]), Num(shown[i])
	}
	n := ask.Grid
	r := &LandscapeResult{Landscape: ask, Cut: c, Loss: make([][]Num, n), Accuracy: make([][]Num, n)}
	rows, done := make(chan int, n), 0
	for j := range n {
		rows <- j
	}
	close(rows)
	var all sync.WaitGroup
	var one sync.Mutex
	for range runtime.GOMAXPROCS(0) {
		own := l.another()
		own.Use(t.Stats)
		all.Go(func() {
			s := own.Slice(c.Plane)
			for j := range rows {
				loss, right := s.Rows(c.Box, n, j, j+1)
				r.Loss[j], r.Accuracy[j] = real.Nums(loss), real.Nums(right)
				one.Lock()
				if done++; progress != nil {
					progress(done, n)
				}
				one.Unlock()
			}
		})
	}
	all.Wait()
	if l.y.Labels == nil {
		r.Accuracy = nil
	}
	return r, nil
}
