package formula

import "saddlelab/core/landscape"

// Space gives a formula in more than two variables as a function of D variables. A Jet has two of them: the gradient takes D/2
// passes, the Hessian one for each pair.
func (f *Formula) Space() *landscape.Space {
	d := f.D
	pass := func(x []float64, i, j int) jet {
		for k := range d {
			f.jets[k] = landscape.Const(x[k])
		}
		f.jets[i].X = 1
		if j < d {
			f.jets[j].Y = 1
		}
		return f.jet(jet{}, jet{})
	}
	sp := &landscape.Space{
		D: d,
		F: func(x []float64) float64 {
			copy(f.at[:], x)
			return f.value(0, 0)
		},
		Grad: func(x, g []float64) {
			for i := 0; i < d; i += 2 {
				v := pass(x, i, i+1)
				if g[i] = v.X; i+1 < d {
					g[i+1] = v.Y
				}
			}
		},
		Hess: func(x, h []float64) {
			for i := range d {
				for j := i + 1; j < d; j++ {
					v := pass(x, i, j)
					h[i*d+i], h[j*d+j] = v.XX, v.YY
					h[i*d+j], h[j*d+i] = v.XY, v.XY
				}
			}
		},
		Start: make([]float64, d),
		Reach: 2,
	}
	for i := range sp.Start {
		sp.Start[i] = 1.2 - .4*float64((i*2)%5)
	}
	return sp
}
