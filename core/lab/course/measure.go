package course

import (
	"math"

	"saddlelab/core/real"
)

// Estimate is a measured number with half the width of its 95 % confidence interval, NaN where nothing is random.
type Estimate struct{ Value, CI float64 }

// sure is an estimate without chance.
func sure(v float64) Estimate { return Estimate{v, math.NaN()} }

// Relation is how a measurement is held against its prediction.
type Relation string

// The relations.
const (
	Near    Relation = "near"     // no farther from it than the tolerance
	AtMost  Relation = "at most"  // a bound from above, plus the tolerance
	AtLeast Relation = "at least" // a bound from below, minus the tolerance
	Shown   Relation = "shown"    // nothing is predicted
)

// Measure is one row of predicted beside measured.
type Measure struct {
	Name      string   `json:"name"`
	Unit      string   `json:"unit,omitempty"`
	Relation  Relation `json:"relation"`
	Predicted real.Num `json:"predicted"`         // null where nothing is
	Measured  real.Num `json:"measured"`          // null while there is nothing
	CI95      real.Num `json:"ci95"`              // half the width; null where nothing is random
	Z         real.Num `json:"z"`                 // (measured − predicted)/standard error; null likewise
	Tolerance real.Num `json:"tolerance"`         // in the unit of the measurement
	Pass      *bool    `json:"pass"`              // null while there is nothing, for what is only shown, and outside the assumptions
	Outside   string   `json:"outside,omitempty"` // which assumption of the prediction these parameters do not meet
}

const normal95 = 1.959963984540054 // P(|Z| ≤ normal95) = 0.95

// least is how many standard errors a tolerance allows at the least: at fewer chains than the text's it grows with them.
const least = 2.6

// near expects a value within rel·|predicted|, or within 2.6 standard errors where that is more.
func near(name, unit string, predicted float64, m Estimate, rel float64) Measure {
	return nearly(name, unit, predicted, m, rel*math.Abs(predicted))
}

// nearly is the same with a tolerance in the measurement's unit.
func nearly(name, unit string, predicted float64, m Estimate, tol float64) Measure {
	return judge(Measure{Name: name, Unit: unit, Relation: Near}, predicted, m, tol)
}

// equal expects exactly this value.
func equal(name, unit string, predicted, measured float64) Measure {
	return nearly(name, unit, predicted, sure(measured), 0)
}

// atMost expects a value not above a bound, but for 2.6 standard errors.
func atMost(name, unit string, bound float64, m Estimate) Measure {
	return judge(Measure{Name: name, Unit: unit, Relation: AtMost}, bound, m, 0)
}

// atLeast expects a value not below a bound, but for 2.6 standard errors.
func atLeast(name, unit string, bound float64, m Estimate) Measure {
	return judge(Measure{Name: name, Unit: unit, Relation: AtLeast}, bound, m, 0)
}

// shown is a number for which nothing is predicted.
func shown(name, unit string, m Estimate) Measure {
	return judge(Measure{Name: name, Unit: unit, Relation: Shown}, math.NaN(), m, math.NaN())
}

func judge(r Measure, predicted float64, m Estimate, tol float64) Measure {
	se := m.CI / normal95
	if se > 0 && !math.IsInf(se, 0) {
		tol = max(tol, least*se)
		r.Z = real.Num((m.Value - predicted) / se)
	} else {
		r.Z = real.Num(math.NaN())
	}
	r.Predicted, r.Measured, r.CI95, r.Tolerance = real.Num(predicted), real.Num(m.Value), real.Num(m.CI), real.Num(tol)
	if math.IsNaN(m.Value) || r.Relation == Shown {
		return r
	}
	var pass bool
	switch r.Relation {
	case Near:
		pass = math.Abs(m.Value-predicted) <= tol
	case AtMost:
		pass = m.Value <= predicted+tol
	case AtLeast:
		pass = m.Value >= predicted-tol
	}
	r.Pass = &pass
	return r
}

// assuming withdraws the verdict where an assumption of the prediction does not hold, and says which.
func (r Measure) assuming(holds bool, what string) Measure {
	if !holds {
		r.Pass, r.Outside = nil, what
	}
	return r
}
