package landscape

import "math"

// The staircase: the octopus's walk as one formula.  f = h(|x₁|) + Σ (1 − s(|xᵢ|))Lx²ᵢ₊₁ + s(|xᵢ|)h(|xᵢ₊₁|), with the quintic smoothstep s
// from τ to 2τ and the road h of bend.
var staircase = &Family{
	ID: "staircase", Name: "Staircase of saddles",
	Formula: `h(|x_1|)+\sum_{i<d}\left[(1-s(|x_i|))\,Lx_{i+1}^2+s(|x_i|)\,h(|x_{i+1}|)\right]`,
	Source:  "after Du, Jin, Lee, Jordan, Póczos, Singh 2017, arXiv:1705.10412",
	Help:    "The octopus’s walk without its case distinctions; further strict saddles lie off it. The time at each saddle is 1 + ln(1/(1 − 2ηL))/ln(1 + 2ηγ) times that at the one before.",
	Params:  octopusParams,
	New: func(p []float64) *Space {
		d, b := int(p[0]), bend{p[1], p[2], p[3]}
		l, tau := b.l, b.tau
		step := func(t float64) (s, sd, sdd float64) {
			u := (t - tau) / tau
			switch {
			case u <= 0:
				return 0, 0, 0
			case u >= 1:
				return 1, 0, 0
			}
			return u * u * u * (10 + u*(6*u-15)), 30 * u * u * (1 - u) * (1 - u) / tau, 60 * u * (1 - u) * (1 - 2*u) / (tau * tau)
		}
		return &Space{
			D: d,
			F: func(x []float64) float64 {
				sum, _, _ := b.at(math.Abs(x[0]))
				for i := range d - 1 {
					s, _, _ := step(math.Abs(x[i]))
					h, _, _ := b.at(math.Abs(x[i+1]))
					sum += (1-s)*l*x[i+1]*x[i+1] + s*h
				}
				return sum
			},
			Grad: func(x, g []float64) {
				clear(g[:d])
				_, first, _ := b.at(math.Abs(x[0]))
				g[0] = first * sign(x[0])
				for i := range d - 1 {
					s, sd, _ := step(math.Abs(x[i]))
					h, hd, _ := b.at(math.Abs(x[i+1]))
					g[i] += sd * (h - l*x[i+1]*x[i+1]) * sign(x[i])
					g[i+1] += (1-s)*2*l*x[i+1] + s*hd*sign(x[i+1])
				}
			},
			Hess: func(x, m []float64) {
				clear(m[:d*d])
				_, _, m[0] = b.at(math.Abs(x[0]))
				for i := range d - 1 {
					s, sd, sdd := step(math.Abs(x[i]))
					h, hd, hdd := b.at(math.Abs(x[i+1]))
					m[i*d+i] += sdd * (h - l*x[i+1]*x[i+1])
					m[(i+1)*d+i+1] += (1-s)*2*l + s*hdd
					m[i*d+i+1] = sd * sign(x[i]) * (hd*sign(x[i+1]) - 2*l*x[i+1])
					m[(i+1)*d+i] = m[i*d+i+1]
				}
			},
			Start:  octopusStart(d, tau),
			Theory: b.chain(d),
			Reach:  6 * tau,
		}
	},
}
