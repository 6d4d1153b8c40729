package lab

import (
	"slices"
	"testing"

	"saddlelab/core/landscape"
)

func basins(t *testing.T, surface, runs string, n int) (end []uint8, steps []uint32, f *landscape.Surface) {
	t.Helper()
	s, err := Parse([]byte(`{"v":1,"kind":"surface","steps":400,"surface":{"id":"` + surface + `"},"runs":[` + runs + `]}`))
	if err != nil {
		t.Fatal(err)
	}
	if f, err = s.Surface.Function(); err != nil {
		t.Fatal(err)
	}
	if end, steps, err = Basins(s, 0, n, 0, n, f.Critical); err != nil {
		t.Fatal(err)
	}
	// Rows shared out give the same.
	var parts []uint8
	for from := 0; from < n; from += 7 {
		e, _, err := Basins(s, 0, n, from, min(n, from+7), f.Critical)
		if err != nil {
			t.Fatal(err)
		}
		parts = append(parts, e...)
	}
	if !slices.Equal(parts, end) {
		t.Errorf("%s: rows shared out end elsewhere", surface)
	}
	return end, steps, f
}

// The double well's separatrix is x = 0: every start ends on its own side.
func TestBasinsOfTheDoubleWell(t *testing.T) {
	const n = 32
	end, steps, f := basins(t, "double-well", `{"optimizer":"sgd","lr":0.1}`, n)
	for k, e := range end {
		left := k%n < n/2
		if e == BasinNone || (f.Critical[e].X < 0) != left || f.Critical[e].Kind != landscape.Minimum {
			t.Fatalf("start %d of %d ends at %d", k, len(end), e)
		}
		if steps[k] == 0 || steps[k] > 200 {
			t.Fatalf("start %d took %d steps", k, steps[k])
		}
	}
	// The nearer to the separatrix, the longer: an exit time like log 1/|x|.
	if row := steps[n/2*n:]; !(row[n/2] > row[n/2+4] && row[n/2+4] > row[n/2+8]) {
		t.Errorf("steps along a row: %v", row[:n])
	}
}

// On ½x² + y³ the half y > 0 ends at 0, which is no minimum; the other half falls.
func TestHalfOfTheFoldIsAttracted(t *testing.T) {
	const n = 24
	end, _, _ := basins(t, "fold", `{"optimizer":"sgd","lr":0.1}`, n)
	at, gone := 0, 0
	for k, e := range end {
		if y := k / n; y >= n/2+2 && e != 0 || y < n/2-2 && e == 0 {
			t.Errorf("start %d, row %d, ends at %d", k, y, e)
		}
		if e == 0 {
			at++
		} else {
			gone++
		}
	}
	if at < n*n/3 || gone < n*n/3 {
		t.Errorf("%d starts at 0, %d gone", at, gone)
	}
}

func TestBasinsRefuse(t *testing.T) {
	s, _ := Parse([]byte(`{"v":1,"kind":"surface","runs":[{"optimizer":"sgd"}]}`))
	for _, c := range [][4]int{{1, 8, 0, 8}, {0, 1, 0, 1}, {0, 8, 0, 9}, {0, 8, 5, 4}, {0, 1000, 0, 1}} {
		if _, _, err := Basins(s, c[0], c[1], c[2], c[3], nil); err == nil {
			t.Errorf("%v was taken", c)
		}
	}
}

func BenchmarkBasinsHimmelblau(b *testing.B) {
	s, _ := Parse([]byte(`{"v":1,"kind":"surface","surface":{"id":"himmelblau"},"runs":[{"optimizer":"sgd","lr":0.01}]}`))
	f, _ := s.Surface.Function()
	for b.Loop() {
		if _, _, err := Basins(s, 0, 256, 0, 16, f.Critical); err != nil {
			b.Fatal(err)
		}
	}
}
