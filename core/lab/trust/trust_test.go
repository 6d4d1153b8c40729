package trust_test

import (
	"math"
	"testing"
	"time"

	"saddlelab/core/lab"
	"saddlelab/core/lab/trust"
)

// Every self-test passes here as it must in a browser, in little time and with something compared.
func TestCatalog(t *testing.T) {
	file := trust.ReferenceFile(t)
	if len(file) > 150_000 {
		t.Errorf("the reference has %d bytes, want at most 150 000", len(file))
	}
	total, seen := 0, map[string]bool{}
	for _, c := range trust.Catalog {
		if seen[c.ID] || c.ID == "" || c.Title == "" || c.What == "" || c.Against == "" || c.Tolerance == "" {
			t.Errorf("%+v is incomplete or listed twice", c)
		}
		seen[c.ID] = true
		began := time.Now()
		o, err := lab.Trust(c.ID, file)
		if err != nil {
			t.Errorf("%s: %v", c.ID, err)
			continue
		}
		total += o.Count
		t.Logf("%-20s %6d comparisons, worst %.3g of %.3g, %v", c.ID, o.Count, float64(o.Worst), float64(o.Allowed), time.Since(began).Round(time.Millisecond))
		if !o.Pass || o.Count < 4 || len(o.Rows) == 0 || len(o.Rows) > 40 {
			t.Errorf("%s: pass %v, %d comparisons, %d rows", c.ID, o.Pass, o.Count, len(o.Rows))
			for _, r := range o.Rows[:min(5, len(o.Rows))] {
				t.Logf("  %s: expected %v, got %v, off by %.3g", r.Name, float64(r.Expected), float64(r.Got), float64(r.Deviation))
			}
		}
		for i, r := range o.Rows {
			if i == 0 && r.Deviation != o.Worst && !math.IsInf(float64(o.Worst), 1) || i > 0 && r.Deviation > o.Rows[i-1].Deviation {
				t.Errorf("%s: row %d is not in order", c.ID, i)
			}
		}
	}
	t.Logf("%d comparisons", total)
}
