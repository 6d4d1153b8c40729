package trust

import (
	"math"
	"sort"

	"saddlelab/core/real"
)

// tally counts comparisons and keeps the worst of each thing that is compared.
type tally struct {
	allowed float64
	count   int
	worst   float64
	thing   string
	rows    []Row
	begun   bool // the last row is of thing
}

// of says what the comparisons that follow are of.
func (t *tally) of(thing string) { t.thing, t.begun = thing, false }

// compare holds a number against what it should be, in units of size.
func (t *tally) compare(what string, want, got, size float64) {
	t.note(what, want, got, deviation(want, got, size))
}

// near is compare in units of the expected number, or of 1 where that is more.
func (t *tally) near(what string, want, got float64) {
	t.compare(what, want, got, max(1, math.Abs(want)))
}

// exact allows nothing but the same number.
func (t *tally) exact(what string, want, got float64) { t.compare(what, want, got, 1) }

// all is near for vectors; a wrong length is an infinite deviation.
func (t *tally) all(what string, want, got []float64) {
	if len(want) != len(got) {
		t.note(what+", numbers", float64(len(want)), float64(len(got)), math.Inf(1))
		return
	}
	for i, w := range want {
		t.near(what, w, got[i])
	}
}

func (t *tally) note(what string, want, got, d float64) {
	t.count++
	t.worst = max(t.worst, d)
	if t.begun && !(d > float64(t.rows[len(t.rows)-1].Deviation)) {
		return
	}
	if !t.begun {
		t.rows, t.begun = append(t.rows, Row{}), true
	}
	t.rows[len(t.rows)-1] = Row{t.thing + ": " + what, real.Num(want), real.Num(got), real.Num(d)}
}

// broken records that a comparison could not even be made.
func (t *tally) broken(why string) {
	t.begun = false
	t.note(why, math.NaN(), math.NaN(), math.Inf(1))
}

// outcome is what the comparisons come to.
func (t *tally) outcome() Outcome {
	rows := append([]Row{}, t.rows...)
	sort.SliceStable(rows, func(i, j int) bool { return rows[i].Deviation > rows[j].Deviation })
	return Outcome{
		Worst: real.Num(t.worst), Allowed: real.Num(t.allowed), Count: t.count,
		Pass: t.count > 0 && t.worst <= t.allowed, Rows: rows[:min(len(rows), mostRows)],
	}
}
