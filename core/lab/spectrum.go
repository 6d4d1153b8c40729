package lab

import (
	"fmt"
	"math"
	"math/rand/v2"

	"saddlelab/core/kernel"
	"saddlelab/core/landscape/spectrum"
	"saddlelab/core/real"
)

// Spectrum asks for the curvature of a network's loss, with its penalties, where a run has come to.
type Spectrum struct {
	Run      int     `json:"run" jsonschema:"minimum=0,default=0"`
	Of       string  `json:"of" jsonschema:"enum=hessian,enum=gauss-newton,default=hessian"`
	Top      int     `json:"top" jsonschema:"minimum=1,maximum=50,default=5"`
	Bottom   int     `json:"bottom" jsonschema:"minimum=1,maximum=50,default=3"`
	Tol      float64 `json:"tol" jsonschema:"minimum=0.00001,maximum=0.1,default=0.001,description=of the residuals, as a part of the largest eigenvalue"`
	Steps    int     `json:"steps" jsonschema:"minimum=0,maximum=200,default=60,description=of Lanczos for each probe of the density; 0: no density"`
	Probes   int     `json:"probes" jsonschema:"minimum=1,maximum=50,default=2"`
	Trace    int     `json:"trace" jsonschema:"minimum=0,maximum=600,default=60,description=products for trace and Frobenius norm; 0: neither"`
	Layers   bool    `json:"layers,omitempty" jsonschema:"description=the largest eigenvalue of each matrix of weights alone"`
	Along    int     `json:"along" jsonschema:"minimum=0,maximum=32,default=0,description=checkpoints of the run at which both ends are measured"`
	Examples int     `json:"examples" jsonschema:"minimum=1,maximum=10000,default=500"`
	From     string  `json:"from,omitempty" jsonschema:"description=a file with checkpoints that PyTorch has saved, in place of the run's own"`
}

func parseSpectrum(g *fields, s *Spec) *Spectrum {
	a := &Spectrum{
		Run: int(g.whole("run", 0, 0, uint64(max(1, len(s.Runs))-1))), Of: g.text("of", "hessian", "hessian", "gauss-newton"),
		Top: int(g.whole("top", 5, 1, 50)), Bottom: int(g.whole("bottom", 3, 1, 50)), Tol: g.number("tol", 1e-3, 1e-5, .1),
		Steps: int(g.whole("steps", 60, 0, 200)), Probes: int(g.whole("probes", 2, 1, 50)), Trace: int(g.whole("trace", 60, 0, 600)),
		Layers: g.flag("layers"), Along: int(g.whole("along", 0, 0, mostTrail)), From: g.text("from", ""), Examples: int(g.whole("examples", 500, 1, MaxLooked)),
	}
	g.done()
	if s.Kind != "network" {
		g.fail("%s: it is for a network, not for a %s", g.at, s.Kind)
	}
	return a
}

// Eigen is an eigenvalue and the length of what is left, ‖Hv − λv‖: one lies so near.
type Eigen struct {
	Value    Num `json:"value"`
	Residual Num `json:"residual"`
}

// EndsResult are the ends of the spectrum at a point, and what the point is.
type EndsResult struct {
	Top       []Eigen `json:"top"`
	Bottom    []Eigen `json:"bottom"`
	Products  int     `json:"products"`
	Converged bool    `json:"converged"`
	Loss      Num     `json:"loss"`
	GradNorm  Num     `json:"grad_norm"`
	Align     Num     `json:"align"`    // |cosine| of the gradient and the first eigenvector
	Gain      Num     `json:"gain"`     // by how much the step −g/λ₁ lowers the quadratic model, as a part of the loss
	Kind      string  `json:"kind"`     // minimum, saddle, moving, unknown
	Index     int     `json:"index"`    // negative eigenvalues found, of a saddle: at least so many
	AtLeast   bool    `json:"at_least"` // all that were looked for are negative
	Says      string  `json:"says"`
}

// stationary is the part of the loss that the step of 1/λ₁ may promise at a point that is called stationary.
const stationary = 1e-3

// Ends measures both ends of the spectrum at w. told hears how many products were made, and may end it.
func (l *Lens) Ends(ask *Spectrum, w []float32, told func(int) bool) (*EndsResult, error) {
	if err := l.check(w); err != nil {
		return nil, err
	}
	free := l.model.NumTrainable()
	e := spectrum.Ends(l.operator(w, ask.Of == "gauss-newton", 0, free), l.want(ask, ask.Top, ask.Bottom), stream(l.spec, streamLens<<8), told)
	g := l.gradient(w)
	r := &EndsResult{Products: e.Products, Converged: e.Converged, Loss: Num(l.loss(w)), GradNorm: Num(math.Sqrt(kernel.SumSquares(g))), Top: eigen(e.Top), Bottom: eigen(e.Bottom)}
	if len(e.Top) > 0 {
		r.Align = Num(cosine(g, e.Top[0].Vector))
	}
	r.judge()
	return r, nil
}

// want says how the ends are searched for. The basis is bounded by memory: 64 MB.
func (l *Lens) want(ask *Spectrum, top, bottom int) spectrum.Ask {
	basis := max(top+bottom+8, min(120, (64<<20)/(4*l.model.NumTrainable())))
	return spectrum.Ask{Top: top, Bottom: bottom, Tol: ask.Tol, Products: 600, Basis: basis}
}

func eigen(pairs []spectrum.Pair[float32]) []Eigen {
	out := make([]Eigen, len(pairs))
	for i, p := range pairs {
		out[i] = Eigen{Num(p.Value), Num(p.Residual)}
	}
	return out
}

func cosine(g, v []float32) float64 {
	var sum float64
	for i, x := range g {
		sum += float64(float64(x) * float64(v[i]))
	}
	if n := math.Sqrt(kernel.SumSquares(g)); n > 0 {
		return math.Abs(sum) / n
	}
	return 0
}

// judge says what the point is. A negative eigenvalue is certain when it is further from 0 than its residual; that none is negative is
// only as certain as the search.
func (r *EndsResult) judge() {
	if len(r.Top) == 0 || len(r.Bottom) == 0 {
		r.Kind, r.Says = "unknown", "There are too few parameters for two ends."
		return
	}
	first, low := float64(r.Top[0].Value), r.Bottom[0]
	steep := max(math.Abs(first), math.Abs(float64(low.Value)))
	r.Gain = Num(float64(r.GradNorm*r.GradNorm) / 2 / steep / max(float64(r.Loss), 1e-12))
	for _, b := range r.Bottom {
		if float64(b.Value) < -max(float64(b.Residual), 1e-4*steep) {
			r.Index++
		}
	}
	r.AtLeast = r.Index == len(r.Bottom)
	lambda := "λ min = " + digits(float64(low.Value), 2) + " ± " + digits(float64(low.Residual), 1)
	switch {
	case !r.Converged && r.Index == 0:
		r.Kind, r.Says = "unknown", "The search was ended before it had converged; nothing is said."
	case float64(r.Gain) > stationary:
		r.Kind = "moving"
		r.Says = fmt.Sprintf("Not stationary: one step of 1/λ would lower the loss by %s %% of it. %s.", digits(100*float64(r.Gain), 2), lambda)
	case r.Index > 0:
		r.Kind = "saddle"
		least := ""
		if r.AtLeast {
			least = "at least "
		}
		r.Says = fmt.Sprintf("A saddle of index %s%d: stationary, and %s is below 0 for certain.", least, r.Index, lambda)
	default:
		r.Kind = "minimum"
		r.Says = fmt.Sprintf("A minimum as far as can be told: stationary, and no eigenvalue below 0 was found; %s.", lambda)
	}
}

// DensityResult is the broadened density of the spectrum.
type DensityResult struct {
	X      []Num `json:"x"`
	Y      []Num `json:"y"`
	Sigma  Num   `json:"sigma"` // of the broadening
	Probes int   `json:"probes"`
	Steps  int   `json:"steps"`
	Below  Num   `json:"below"` // estimated number of eigenvalues below −1 % of the largest
}

// Density estimates the whole spectrum at w.
func (l *Lens) Density(ask *Spectrum, w []float32, told func(int) bool) (*DensityResult, error) {
	if err := l.check(w); err != nil {
		return nil, err
	}
	free := l.model.NumTrainable()
	d := spectrum.Spread(l.operator(w, ask.Of == "gauss-newton", 0, free), ask.Probes, ask.Steps, stream(l.spec, streamLens<<8|1), told)
	if d.Probes == 0 {
		return nil, fmt.Errorf("the density was ended before its first probe")
	}
	x, y := d.Curve(321)
	largest := 0.
	for _, t := range d.Nodes {
		largest = max(largest, math.Abs(t))
	}
	return &DensityResult{X: real.Nums(x), Y: real.Nums(y), Sigma: Num(d.Sigma), Probes: d.Probes, Steps: d.Steps, Below: Num(float64(free) * d.Below(-.01*largest))}, nil
}

// TraceResult are the sum of the eigenvalues and the root of the sum of their squares, with standard errors.
type TraceResult struct {
	Trace        Num `json:"trace"`
	TraceErr     Num `json:"trace_error"`
	Frobenius    Num `json:"frobenius"`
	FrobeniusErr Num `json:"frobenius_error"`
	Products     int `json:"products"`
}

// Traces estimates them at w.
func (l *Lens) Traces(ask *Spectrum, w []float32, told func(int) bool) (*TraceResult, error) {
	if err := l.check(w); err != nil {
		return nil, err
	}
	t := spectrum.Hutch(l.operator(w, ask.Of == "gauss-newton", 0, l.model.NumTrainable()), ask.Trace, stream(l.spec, streamLens<<8|2), told)
	f := math.Sqrt(max(t.Square, 0))
	return &TraceResult{Num(t.Trace), Num(t.TraceErr), Num(f), Num(t.SquareErr / max(2*f, 1e-300)), t.Products}, nil
}

// LayerCurvature is the curvature of one matrix of weights, the others held still.
type LayerCurvature struct {
	Name   string `json:"name"`
	Params int    `json:"params"`
	Top    Eigen  `json:"top"`
	Bottom Eigen  `json:"bottom"`
}

// Layer measures that of trainable matrix number k; false when there is none.
func (l *Lens) Layer(ask *Spectrum, w []float32, k int, told func(int) bool) (*LayerCurvature, bool) {
	for _, v := range l.model.Views() {
		if v.Frozen || v.Rows == 1 {
			continue
		}
		if k--; k >= 0 {
			continue
		}
		n := v.Rows * v.Cols
		r := &LayerCurvature{Name: v.Name, Params: n}
		e := spectrum.Ends(l.operator(w, ask.Of == "gauss-newton", v.Off, v.Off+n), l.want(ask, 1, min(1, n-1)), stream(l.spec, streamLens<<8|3), told)
		r.Top = eigen(e.Top)[0]
		if r.Bottom = r.Top; len(e.Bottom) > 0 {
			r.Bottom = eigen(e.Bottom)[0]
		}
		return r, true
	}
	return nil, false
}

// AlongPoint is the curvature at a checkpoint.
type AlongPoint struct {
	Step   int `json:"step"`
	Top    Num `json:"top"`
	Bottom Num `json:"bottom"`
	Align  Num `json:"align"`
	Edge   Num `json:"edge"` // 2/η: gradient descent with the step size η is unstable where the largest eigenvalue is above it
	// Trace is estimated with few products, TraceErr its standard error; null where a Spectrum asks for no trace.
	Trace    Num `json:"trace"`
	TraceErr Num `json:"trace_error"`
}

// alongTrace bounds the products that go into the trace at each checkpoint of the way.
const alongTrace = 24

// Waypoint is the index of checkpoint k of those that a Spectrum looks at along the way, evenly spread.
func (ask *Spectrum) Waypoint(k, points int) int {
	n := min(ask.Along, points)
	if n < 2 {
		return points - 1
	}
	return k * (points - 1) / (n - 1)
}

// Along measures both ends and the trace at a checkpoint.
func (l *Lens) Along(ask *Spectrum, w []float32, step int, lr float64) (*AlongPoint, error) {
	if err := l.check(w); err != nil {
		return nil, err
	}
	free := l.model.NumTrainable()
	op := l.operator(w, ask.Of == "gauss-newton", 0, free)
	e := spectrum.Ends(op, l.want(ask, 1, 1), rand.New(rand.NewPCG(l.spec.Seed, streamLens<<8|4)), nil)
	none := Num(math.NaN())
	p := &AlongPoint{Step: step, Edge: Num(2 / lr), Top: none, Bottom: none, Trace: none, TraceErr: none}
	if n := min(ask.Trace, alongTrace); n > 0 {
		t := spectrum.Hutch(op, n, rand.New(rand.NewPCG(l.spec.Seed, streamLens<<8|5)), nil)
		p.Trace, p.TraceErr = Num(t.Trace), Num(t.TraceErr)
	}
	if len(e.Top) > 0 {
		p.Top, p.Align = Num(e.Top[0].Value), Num(cosine(l.gradient(w), e.Top[0].Vector))
	}
	if len(e.Bottom) > 0 {
		p.Bottom = Num(e.Bottom[0].Value)
	}
	return p, nil
}

// SpectrumResult is the curvature that a Spectrum asks for.
type SpectrumResult struct {
	*Spectrum
	Looked int `json:"looked"` // examples, of so many
	Total  int `json:"total"`
	Params int `json:"params"`

	Ends    *EndsResult       `json:"ends"`
	Density *DensityResult    `json:"density,omitempty"`
	Traces  *TraceResult      `json:"traces,omitempty"`
	ByLayer []*LayerCurvature `json:"by_layer,omitempty"`
	Way     []*AlongPoint     `json:"way,omitempty"`
}

// RunSpectrum measures what a Spec asks for, of a network that has run.
func RunSpectrum(s *Spec, files map[string][]byte, e Network, progress func(done, of int)) (*SpectrumResult, error) {
	ask := s.Spectrum
	l, err := NewLens(s, files, ask.Examples)
	if err != nil {
		return nil, err
	}
	t, err := trajectory(s, files, e, ask.Run, ask.From)
	if err != nil {
		return nil, err
	}
	l.Use(t.Stats)
	w := t.Points[len(t.Points)-1]
	r := &SpectrumResult{Spectrum: ask, Looked: l.rows, Total: l.of, Params: l.model.NumTrainable()}
	if r.Ends, err = l.Ends(ask, w, nil); err != nil {
		return nil, err
	}
	if ask.Steps > 0 {
		if r.Density, err = l.Density(ask, w, nil); err != nil {
			return nil, err
		}
	}
	if ask.Trace > 0 {
		if r.Traces, err = l.Traces(ask, w, nil); err != nil {
			return nil, err
		}
	}
	for k := 0; ask.Layers; k++ {
		c, ok := l.Layer(ask, w, k, nil)
		if !ok {
			break
		}
		r.ByLayer = append(r.ByLayer, c)
	}
	n := min(ask.Along, len(t.Points))
	for k := range n {
		i := ask.Waypoint(k, len(t.Points))
		p, err := l.Along(ask, t.Points[i], t.Steps[i], t.LR[i])
		if err != nil {
			return nil, err
		}
		r.Way = append(r.Way, p)
		if progress != nil {
			progress(k+1, n)
		}
	}
	return r, nil
}
