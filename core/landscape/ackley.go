package landscape

import "math"

// Ackley's function, on a square of two minima each way.
//
//	f = −20 exp(−0.2√((x²+y²)/2)) − exp((cos 2πx + cos 2πy)/2) + 20 + e
//
// At 0 it has a tip and no gradient; that it returns 0 there is a convention.
var ackley = func() *Surface {
	s := smooth(Surface{
		ID: "ackley", Name: "Ackley",
		Formula: `-20e^{-0.2\sqrt{(x^2+y^2)/2}}-e^{(\cos2\pi x+\cos2\pi y)/2}+20+e`,
		Source:  "Ackley 1987, A Connectionist Machine for Genetic Hillclimbing",
		Help:    "A funnel with waves. Its lowest point, 0, is a tip without a gradient: no method that follows one settles there.",
		Box:     [4]float64{-1.3, 1.3, -1.3, 1.3},
		Start:   [2]float64{1.1, 0.4},
		Tip:     true,
		Critical: axes(
			Critical{X: 0.95216655, Y: 0, Kind: Minimum},
			Critical{X: 0.96847766, Y: 0.96847766, Kind: Minimum},
			Critical{X: 0.62578062, Y: 0, Kind: Saddle},
			Critical{X: 0.87476204, Y: 0.57741254, Kind: Saddle},
			Critical{X: 0.67309652, Y: 0.67309652, Kind: Maximum},
		),
	}, func(x, y Jet) Jet {
		far := x.Square().Add(y.Square()).Times(.5).Sqrt().Times(-.2).Exp().Times(-20)
		waves := x.Times(2 * math.Pi).Cos().Add(y.Times(2 * math.Pi).Cos()).Times(.5).Exp()
		return far.Sub(waves).Plus(20 + math.E)
	})
	grad, hess := s.Grad, s.Hess
	s.Grad = func(x, y float64) (float64, float64) {
		if x == 0 && y == 0 {
			return 0, 0
		}
		return grad(x, y)
	}
	s.Hess = func(x, y float64) (float64, float64, float64) {
		if x == 0 && y == 0 {
			return 0, 0, 0
		}
		return hess(x, y)
	}
	return s
}()

// axes adds what the symmetries of the square make of each point.
func axes(points ...Critical) []Critical {
	var all []Critical
	seen := map[[2]float64]bool{}
	for _, p := range points {
		for _, q := range [][2]float64{{p.X, p.Y}, {p.Y, p.X}} {
			for _, s := range [][2]float64{{1, 1}, {-1, 1}, {1, -1}, {-1, -1}} {
				at := [2]float64{q[0]*s[0] + 0, q[1]*s[1] + 0}
				if !seen[at] {
					seen[at] = true
					all = append(all, Critical{X: at[0], Y: at[1], Kind: p.Kind})
				}
			}
		}
	}
	return all
}
