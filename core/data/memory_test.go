package data

import (
	"strings"
	"testing"

	"saddlelab/core/param"
)

// The estimate is what the sets' numbers and labels take, for every set of the catalog.
func TestMemoryOfTheCatalog(t *testing.T) {
	for _, d := range Catalog {
		p := defaults(t, d, sized(d, 120, 50))
		train, test := d.Gen(p, rng(1))
		want := 0
		for _, s := range []*Set{train, test} {
			want += 4 * (len(s.X) + len(s.Labels) + len(s.Values))
		}
		if got := d.Memory(p); got != int64(want) {
			t.Errorf("%s: %d bytes, want %d", d.ID, got, want)
		}
		if err := d.CheckMemory(p, int64(want), "data"); err != nil {
			t.Errorf("%s: %v", d.ID, err)
		}
		if err := d.CheckMemory(p, int64(want)-1, "data"); err == nil {
			t.Errorf("%s: one byte too many was taken", d.ID)
		}
	}
}

func TestMemoryIsRefused(t *testing.T) {
	p := defaults(t, blobs, param.Values{"n": 50000, "test_n": 20000, "d": 1000})
	want := "data: training and test set together, 70000 examples of 1001 numbers each take 267 MiB of memory; at most 64 MiB can be held, so take 16760 examples at most"
	if err := blobs.CheckMemory(p, 64<<20, "data"); err == nil || err.Error() != want {
		t.Errorf("%v\nwant %s", err, want)
	}
	if err := CheckMemory(16760, 1000, 1, 64<<20); err != nil {
		t.Error(err)
	}
	if err := CheckMemory(1<<31, 1<<31-1, 1, MaxMemory); err == nil || !strings.Contains(err.Error(), "at most 768 MiB") {
		t.Error(err)
	}
}

// A device that can hold less takes less, and says how much; none is told to hold more than a page can.
func TestHoldOfADevice(t *testing.T) {
	defer Hold(MaxMemory)
	x := &Array{Shape: []int{1000, 1 << 10}, each: 1, raw: make([]byte, 1000<<10)}
	Hold(1 << 40)
	if Held() != MaxMemory {
		t.Errorf("%d bytes", Held())
	}
	Hold(2 << 20) // of examples of 4 (1024 + 1) bytes each: 511
	if _, err := FromArrays(x, nil, "auto"); err == nil || !strings.Contains(err.Error(), "at most 2 MiB can be held, so take 511 examples at most") {
		t.Errorf("got %v", err)
	}
}
