package landscape

import (
	"saddlelab/core/eig"
	"saddlelab/core/param"
)

// Space is a function of D variables with exact derivatives. None of its functions allocates; they are not to be called at the same
// time, since they may share scratch.
type Space struct {
	D    int
	F    func(x []float64) float64
	Grad func(x, g []float64)
	Hess func(x, h []float64) // D×D, row-major, symmetric
	// Retract puts a point back onto the manifold that the function lives on; nil in ℝᴰ. There F does not change along rays from 0, so
	// that on the unit sphere its gradient is the Riemannian one, and its Hessian, on the tangent space, as well.
	Retract func(x []float64)
	Start   []float64 // where a first run is worth watching from
	Theory  []Theorem // its critical points
	Reach   float64   // half the side of a picture along two coordinates
}

// Theorem is what theory says of one kind of critical points.
type Theorem struct {
	Kind  Kind      `json:"kind"`
	What  string    `json:"what"`  // which points these are
	F     float64   `json:"f"`     // the value there
	Index int       `json:"index"` // negative eigenvalues
	Count float64   `json:"count"` // how many there are; 0 where they are not isolated
	Point []float64 `json:"point"` // one of them
}

// Family is an entry of the catalog of functions of more than two variables, or with parameters of their own. All texts are required.
type Family struct {
	ID      string        `json:"id"`
	Name    string        `json:"name"`
	Group   string        `json:"group"`
	Formula string        `json:"formula"` // LaTeX
	Source  string        `json:"source"`
	Help    string        `json:"help"`
	Params  []param.Param `json:"params"`

	New func(p []float64) *Space `json:"-"` // p in the order of Params
}

// Families is the catalog in menu order.
var Families = []*Family{quadratic, matrixFactorization, deepLinear, phaseRetrievalD, tensorSphere, octopus, staircase}

func init() {
	for _, f := range Families {
		f.Group = "Of any dimension"
	}
}

// FamilyByID finds a family; nil where there is none of that id.
func FamilyByID(id string) *Family {
	for _, f := range Families {
		if f.ID == id {
			return f
		}
	}
	return nil
}

// Space gives a surface as a function of D = 2 variables.
func (s *Surface) Space() *Space {
	return &Space{
		D:    2,
		F:    func(x []float64) float64 { return s.F(x[0], x[1]) },
		Grad: func(x, g []float64) { g[0], g[1] = s.Grad(x[0], x[1]) },
		Hess: func(x, h []float64) {
			xx, xy, yy := s.Hess(x[0], x[1])
			h[0], h[1], h[2], h[3] = xx, xy, xy, yy
		},
		Start: s.Start[:],
	}
}

// Spectrum holds the scratch for the extreme eigenpairs of a space's Hessian.
type Spectrum struct {
	sp      *Space
	h, v, w []float64
	Low     []float64 // unit eigenvector of the smallest eigenvalue
}

// NewSpectrum makes the scratch.
func NewSpectrum(sp *Space) *Spectrum {
	d := sp.D
	return &Spectrum{sp: sp, h: make([]float64, d*d), v: make([]float64, d*d), w: make([]float64, d), Low: make([]float64, d)}
}

// At gives the smallest and largest eigenvalue of the Hessian at x; on a manifold, on its tangent space.
func (s *Spectrum) At(x []float64) (lo, hi float64) {
	d := s.sp.D
	s.sp.Hess(x, s.h)
	if d == 2 && s.sp.Retract == nil {
		lo, hi = Eigen2(s.h[0], s.h[1], s.h[3])
		ux, uy := axis(s.h[0], s.h[1], s.h[3], hi)
		s.Low[0], s.Low[1] = -uy, ux
		return lo, hi
	}
	if s.sp.Retract != nil {
		s.project(x)
	}
	eig.Symmetric(s.h, s.v, d)
	skip := -1
	if s.sp.Retract != nil { // the eigenvector across the manifold
		most := -1.0
		for k := range d {
			dot := 0.0
			for i := range d {
				dot += s.v[i*d+k] * x[i]
			}
			if dot*dot > most {
				most, skip = dot*dot, k
			}
		}
	}
	low := -1
	for k := range d {
		if k == skip {
			continue
		}
		l := s.h[k*d+k]
		if low < 0 {
			lo, hi, low = l, l, k
		}
		if l < lo {
			lo, low = l, k
		}
		hi = max(hi, l)
	}
	for i := range d {
		s.Low[i] = s.v[i*d+low]
	}
	return lo, hi
}

// project makes h into PhP, where P projects across x.
func (s *Spectrum) project(x []float64) {
	d := s.sp.D
	norm := 0.0
	for _, v := range x {
		norm += v * v
	}
	for range 2 { // from the left, then, after a turn over the diagonal, from the right
		for j := range d {
			dot := 0.0
			for i := range d {
				dot += x[i] * s.h[i*d+j]
			}
			for i := range d {
				s.h[i*d+j] -= x[i] * dot / norm
			}
		}
		for i := range d {
			for j := range i {
				s.h[i*d+j], s.h[j*d+i] = s.h[j*d+i], s.h[i*d+j]
			}
		}
	}
}
