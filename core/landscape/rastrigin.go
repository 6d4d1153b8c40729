package landscape

import "math"

// Rastrigin's function with A = 10, over two periods each way.
//
//	f = 20 + x² − 10cos 2πx + y² − 10cos 2πy
var rastrigin = smooth(Surface{
	ID: "rastrigin", Name: "Rastrigin",
	Formula:  `20+x^2-10\cos 2\pi x+y^2-10\cos 2\pi y`,
	Source:   "Rastrigin 1974, Systems of Extremal Control",
	Help:     "A bowl with a minimum in every cell: gradient descent stays in its own, noise of the right size finds the way down.",
	Box:      [4]float64{-2.25, 2.25, -2.25, 2.25},
	Start:    [2]float64{1.8, 1.3},
	Coercive: true,
	Critical: lattice([]float64{0, 0.99495864, 1.98991223}, []float64{0.50254604, 1.50764073}),
}, func(x, y Jet) Jet {
	one := func(a Jet) Jet { return a.Square().Sub(a.Times(2 * math.Pi).Cos().Times(10)).Plus(10) }
	return one(x).Add(one(y))
})

// lattice are the critical points of f(x) + f(y) for an even f: low and high are where it is least and largest, at and above 0.
func lattice(low, high []float64) []Critical {
	var all []Critical
	ends := func(vs []float64) []float64 {
		var out []float64
		for _, v := range vs {
			out = append(out, v)
			if v != 0 {
				out = append(out, -v)
			}
		}
		return out
	}
	add := func(xs, ys []float64, k Kind) {
		for _, x := range ends(xs) {
			for _, y := range ends(ys) {
				all = append(all, Critical{X: x, Y: y, Kind: k})
			}
		}
	}
	add(low, low, Minimum)
	add(low, high, Saddle)
	add(high, low, Saddle)
	add(high, high, Maximum)
	return all
}
