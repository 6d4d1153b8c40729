package landscape

// bend is the road of one coordinate away from a saddle, for t ≥ 0: −γt² up to τ, L(t − 4τ)² − ν from 2τ on, and in between what has
// the slope that the cubic through both ends' slopes and curvatures has (Du et al. 2017, g₁).
type bend struct{ l, gamma, tau float64 }

// at gives the value, slope and curvature.
func (b bend) at(t float64) (f, d, dd float64) {
	switch {
	case t <= b.tau:
		return -b.gamma * t * t, -2 * b.gamma * t, -2 * b.gamma
	case t < 2*b.tau:
		// In u from 0 to 1: slope and, times τ, curvature at both ends.
		u := (t - b.tau) / b.tau
		p0, m0, p1, m1 := -2*b.gamma*b.tau, -2*b.gamma*b.tau, -4*b.l*b.tau, 2*b.l*b.tau
		c3, c2 := 2*p0+m0-2*p1+m1, -3*p0-2*m0+3*p1-m1
		f = -b.gamma*b.tau*b.tau + b.tau*u*(p0+u*(m0/2+u*(c2/3+u*c3/4)))
		return f, p0 + u*(m0+u*(c2+u*c3)), (m0 + u*(2*c2+u*3*c3)) / b.tau
	}
	e := t - 4*b.tau
	return b.l*e*e - b.nu(), 2 * b.l * e, 2 * b.l
}

// nu is how far the road has led down at 4τ.
func (b bend) nu() float64 {
	p0, m0, p1, m1 := -2*b.gamma*b.tau, -2*b.gamma*b.tau, -4*b.l*b.tau, 2*b.l*b.tau
	end := -b.gamma*b.tau*b.tau + b.tau*(p0+m0/2+(-3*p0-2*m0+3*p1-m1)/3+(2*p0+m0-2*p1+m1)/4)
	return 4*b.l*b.tau*b.tau - end
}

// chain is what theory says of a chain of d such roads, each of which begins where the one before ends.
func (b bend) chain(d int) (all []Theorem) {
	two := 1.0
	for i := range d + 1 {
		t := Theorem{Kind: Saddle, What: "the first coordinates ±4τ, the others 0: strict, one way down", F: -float64(i) * b.nu(), Index: 1, Count: two, Point: make([]float64, d)}
		for j := range i {
			t.Point[j] = 4 * b.tau
		}
		switch i {
		case 0:
			t.What = "0: strict, one way down"
		case d:
			t.Kind, t.What, t.Index = Minimum, "all coordinates ±4τ", 0
		}
		all = append(all, t)
		two *= 2
	}
	return all
}

func sign(x float64) float64 {
	if x < 0 {
		return -1
	}
	return 1
}
