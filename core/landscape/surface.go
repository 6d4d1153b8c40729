// Package landscape holds functions of two variables with exact derivatives and all their critical points, one to a file,
// and tells what kind of point the eigenvalues of a Hessian make.
package landscape

import (
	"math"

	"saddlelab/core/param"
)

// Surface is an entry of the catalog. All texts are required.
type Surface struct {
	ID        string     `json:"id"`
	Name      string     `json:"name"`
	Group     string     `json:"group"`   // of the menu
	Formula   string     `json:"formula"` // LaTeX
	Source    string     `json:"source"`
	Help      string     `json:"help"`
	Box       [4]float64 `json:"box"`        // xmin, xmax, ymin, ymax: what is drawn
	Start     [2]float64 `json:"start"`      // where a first run is worth watching from
	LogHeight bool       `json:"log_height"` // values range so widely that heights are drawn on a log scale
	Coercive  bool       `json:"coercive"`   // f → ∞ in every direction
	Valley    bool       `json:"valley"`     // its minima fill curves; Critical has the other points
	Tip       bool       `json:"tip"`        // it has a point without a gradient

	F        func(x, y float64) float64              `json:"-"`
	Grad     func(x, y float64) (gx, gy float64)     `json:"-"`
	Hess     func(x, y float64) (xx, xy, yy float64) `json:"-"`
	Critical []Critical                              `json:"critical"` // all critical points

	Plane *Plane `json:"-"` // of a slice: where it lies
	Of    *Space `json:"-"` // of a slice: what it is a slice of
}

// Catalog is in menu order.
var Catalog = func() (all []*Surface) {
	for _, f := range families {
		for _, s := range f.surfaces {
			s.Group = f.name
			all = append(all, s)
		}
	}
	return all
}()

// families are the catalog in menu order, by what the surfaces are there to show.
var families = []struct {
	name     string
	surfaces []*Surface
}{
	{"Saddles", []*Surface{nesterov, saddle, monkey, cubic, fold, quarticSaddle, peano}},
	{"Wells and valleys", []*Surface{doubleWell, smoothWell, twoWells, ring, banana}},
	{"Many critical points", []*Surface{himmelblau, camel6, camel3, styblinskiTang, goldsteinPrice, beale, mccormick, rastrigin, ackley}},
	{"Ill-conditioned", []*Surface{rosenbrock, illConditioned}},
	{"Learning problems", []*Surface{scalarProduct, balancedProduct, rankOne, phaseRetrieval}},
}

// What is written out in a surface's file are coordinates and kinds; values and eigenvalues follow from its formulas.
func init() {
	for _, s := range Catalog {
		for i := range s.Critical {
			s.Critical[i].at(s)
		}
	}
}

// ByID finds a surface; at names the field in the error.
func ByID(id, at string) (*Surface, error) {
	have := make([]string, len(Catalog))
	for i, s := range Catalog {
		if s.ID == id {
			return s, nil
		}
		have[i] = s.ID
	}
	return nil, param.Unknown(at, "surface", id, have)
}

// Grid evaluates f on n×n points of the box: row-major, rows from ymin, columns from xmin.
func Grid(s *Surface, n int) []float64 {
	z := make([]float64, n*n)
	for j := range n {
		y := s.Box[2] + (s.Box[3]-s.Box[2])*float64(j)/float64(n-1)
		for i := range n {
			x := s.Box[0] + (s.Box[1]-s.Box[0])*float64(i)/float64(n-1)
			z[j*n+i] = s.F(x, y)
		}
	}
	return z
}

// Eigen2 gives the eigenvalues of the symmetric matrix (xx xy; xy yy), ascending. The smaller in size comes from the
// determinant where the sum would cancel, so that its sign can be trusted.
func Eigen2(xx, xy, yy float64) (lo, hi float64) {
	half := .5 * (xx + yy)
	r := math.Hypot(.5*(xx-yy), xy)
	if half >= 0 {
		hi = half + r
	} else {
		hi = half - r // the larger in size for now
	}
	if hi == 0 {
		return 0, 0
	}
	other := xx/hi*yy - xy/hi*xy
	return min(hi, other), max(hi, other)
}
