package scene

import (
	"math"
	"strconv"
	"strings"
)

// Tick is a labelled place on an axis, in the axis's own units.
type Tick struct {
	at   float64
	text string
}

type ticks struct{ x, y, z []Tick }

// between gives round values from lo to hi, about count of them.
func between(lo, hi float64, count int) []Tick {
	step := nice(hi-lo, count)
	var out []Tick
	slack := (hi - lo) * 1e-9
	for k := math.Ceil((lo - slack) / step); k*step <= hi+slack; k++ {
		out = append(out, Tick{k * step, short(k * step)})
	}
	return out
}

// short writes v with at most four digits and a true minus.
func short(v float64) string {
	if math.Abs(v) < 1e-12 {
		return "0"
	}
	return strings.Replace(strconv.FormatFloat(v, 'g', 4, 64), "-", "−", -1)
}
