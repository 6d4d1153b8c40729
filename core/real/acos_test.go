package real

import (
	"math"
	"testing"
)

func TestAcos(t *testing.T) {
	for i := range 100_001 {
		x := float64(i) / 100_000
		if d := math.Abs(Acos(x) - math.Acos(x)); d > 1e-13 {
			t.Fatalf("Acos(%g) is %g off", x, d)
		}
	}
	for _, x := range []float64{1 - 1e-10, 1 - 1e-14, 1} {
		if d := math.Abs(Acos(x) - math.Acos(x)); d > 1e-8*math.Acos(x) {
			t.Errorf("Acos(%v) is %g off", x, d)
		}
	}
	if !math.IsNaN(Acos(1.1)) || !math.IsNaN(Acos(-.1)) {
		t.Error("outside [0, 1] it has a value")
	}
}
