package optim

import "saddlelab/core/eig"

// dense is the largest number of unknowns whose Hessian is held whole.
const dense = 64

// spectrum is the Optimizer of the methods that make of each eigenvalue λ of the Hessian, and of the gradient's part ĝ
// along its eigenvector, the step's part along it.
//
// Up to 64 unknowns it has all eigenpairs, from n Hessian-vector products. Beyond, it has the k Ritz pairs of the Krylov
// space of the gradient: the gradient lies in it, so that nothing is left over, and a step costs k products.
type spectrum[F Float] struct {
	part func(lambda, ghat, c []float64) // writes c, the step's part along each eigenvector

	problem Problem[F]
	krylov  *lanczos[F] // nil where the Hessian is dense
	e, hv   []F         // a unit vector, a column of the Hessian
	a, v    []float64   // the matrix, its eigenvectors
	lambda  []float64
	ghat, c []float64
	step    []F
}

func newSpectrum[F Float](s Setup[F], k int, part func(lambda, ghat, c []float64)) *spectrum[F] {
	o := &spectrum[F]{part: part, problem: s.Problem, step: make([]F, s.N)}
	m := s.N
	if m > dense {
		m = min(k, s.N)
		o.krylov = newLanczos[F](m, s.N)
	} else {
		o.e, o.hv = make([]F, m), make([]F, m)
	}
	o.a, o.v = make([]float64, m*m), make([]float64, m*m)
	o.lambda, o.ghat, o.c = make([]float64, m), make([]float64, m), make([]float64, m)
	return o
}

func (o *spectrum[F]) Step(x, g []F, lr float64) {
	fit(x, g)
	m := o.decompose(x, g)
	if m == 0 {
		return
	}
	o.part(o.lambda[:m], o.ghat[:m], o.c[:m])
	y := o.lambda[:m] // has served
	for i := range y {
		y[i] = 0
		for j, c := range o.c[:m] {
			y[i] += o.v[i*m+j] * c
		}
	}
	if o.krylov != nil {
		o.krylov.combine(o.step, y)
	} else {
		for i := range o.step {
			o.step[i] = F(y[i])
		}
	}
	toward(x, x, lr, o.step)
}

// decompose fills lambda, v and ghat and gives their number.
func (o *spectrum[F]) decompose(x, g []F) int {
	m := len(x)
	if o.krylov != nil {
		if m = o.krylov.run(o.problem, x, g); m == 0 {
			return 0
		}
		o.krylov.matrix(o.a, m)
	} else {
		for j := range m {
			o.e[j] = 1
			o.problem.HessianVector(x, o.e, o.hv)
			o.e[j] = 0
			for i, h := range o.hv {
				o.a[i*m+j] = float64(h)
			}
		}
		for i := range m {
			for j := range i {
				h := (o.a[i*m+j] + o.a[j*m+i]) / 2
				o.a[i*m+j], o.a[j*m+i] = h, h
			}
		}
	}
	eig.Symmetric(o.a, o.v, m)
	for j := range m {
		o.lambda[j] = o.a[j*m+j]
		if o.krylov != nil {
			o.ghat[j] = size(g) * o.v[j]
			continue
		}
		o.ghat[j] = 0
		for i := range m {
			o.ghat[j] += o.v[i*m+j] * float64(g[i])
		}
	}
	return m
}

// divide writes c = −ĝ/d, and 0 where d is 0 beyond rounding: the step of least length (the pseudo-inverse).
func divide(c, ghat, d []float64) {
	largest := 0.0
	for _, v := range d {
		largest = max(largest, v, -v)
	}
	for i, v := range d {
		if c[i] = 0; max(v, -v) > largest*float64(len(d))*0x1p-52 {
			c[i] = -ghat[i] / v
		}
	}
}
